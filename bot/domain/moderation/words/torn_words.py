"""Whether letters with something between them are one word, torn up, or words beside each other."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.domain.moderation.words.lexicon import Spelling
from bot.domain.moderation.words.ordinary_words import MAX_PART_LENGTH, is_ordinary

Place = tuple[int, int]  # where in the text, and which letter of the term stands there

_MIN_SINGLES = 3
_MAX_UNPARTED_GAP = 4
# Nobody puts these between words without a blank: what they part is one word.
_GLUE = re.compile(r"[-\u2010\u2011]|[*|~^\\()\[\]{}<>=#+\"`•·∙]+")
_BLANKS_OR_SIGNS = re.compile(r"[ \t]+|[^\w\s]{1,3}|_+|[0-9]+")
_SENTENCE_END = re.compile(r"[.!?;:,\n。、！？，；：]")


def is_joined(folded: str, placed: Sequence[Place], spelling: Spelling) -> bool:
    """Tell whether the letters at *placed* are read as the term, for what stands between them."""
    if spelling.is_unparted:
        return all(
            len(gap) <= _MAX_UNPARTED_GAP and not _SENTENCE_END.search(gap)
            for gap, _letter in _gaps(folded, placed)
        )
    parts, gaps = [folded[placed[0][0]]], list[str]()
    for (before, _), (place, letter) in pairwise(placed):
        gap = folded[before + 1 : place]
        if gap and letter in spelling.breaks:  # the term's own blank
            if not _is_one_word(parts, gaps):
                return False
            parts, gaps = [folded[place]], []
        elif not gap or _GLUE.fullmatch(gap):
            parts[-1] += folded[place]
        else:
            gaps.append(gap)
            parts.append(folded[place])
    return _is_one_word(parts, gaps)


def _gaps(folded: str, placed: Sequence[Place]) -> Iterator[tuple[str, int]]:
    for (before, _), (place, letter) in pairwise(placed):
        yield folded[before + 1 : place], letter


def _is_one_word(parts: Sequence[str], gaps: Sequence[str]) -> bool:
    if len(parts) == 1:
        return True
    if all(len(part) == 1 for part in parts):
        return len(parts) >= _MIN_SINGLES
    return (
        all(len(part) <= MAX_PART_LENGTH for part in parts)
        and all(_BLANKS_OR_SIGNS.fullmatch(gap) for gap in gaps)
        and not all(is_ordinary(part) for part in parts)
    )
