"""Which parts of a text may hold a word in disguise; the rest need not be searched for one.

Whole words with a blank on each side are no disguise, and that is what most of a prompt is.
"""

import re
from collections.abc import Iterator
from itertools import accumulate

from bot.domain.moderation.words.ordinary_words import MAX_PART_LENGTH, is_ordinary

_EDGES = ",.;:?!()[]{}\"'"
_MOST_KNOWN = 50_000
_BESIDE = 2  # of what is odd by itself, so many pieces on each side belong to it
# Drawn out, a double that no word has, v for u before a consonant, z for s at the end.
_STRANGE = re.compile(r"(.)\1\1|([aiuhjkqvwxy])\2|v[bcdfghjklmnpqstvwxz]|zz|z$")


_MEASURE = re.compile(r"[2-9][kd]|\d{2,}(?:s|mm|px|k|th)")  # 8k, 50mm, 1940s
# What a piece is: a sign each, so that the kinds of a text are a text as well.
_WORD = "w"  # an ordinary word, too long for a part of one
_SHORT = "s"  # an ordinary word that may be a part
_PART = "p"  # short, and no ordinary word
_ODD = "o"  # may be a disguise by itself
_NO_WORD = re.compile(f"[{_PART}{_ODD}]")


def suspects(folded: str) -> Iterator[tuple[int, int]]:
    """Yield where the parts stand that are to be searched; they begin and end with a word."""
    pieces = folded.split(" ")
    kinds = "".join(map(_KINDS.__getitem__, pieces))
    if _PART not in kinds and _ODD not in kinds:
        return
    regions = _regions(kinds)
    lengths = [0, *accumulate(map(len, pieces))]
    for first, last in regions:
        yield lengths[first] + first, lengths[last + 1] + last


def _regions(kinds: str) -> list[tuple[int, int]]:
    """Return odd pieces with what is beside them, and short ones in a row if one is no word."""
    regions: list[tuple[int, int]] = []
    end = 0
    while found := _NO_WORD.search(kinds, end):
        first = kinds.rfind(_WORD, end, found.start()) + 1 or end
        end = kinds.find(_WORD, found.start())
        end = len(kinds) if end < 0 else end
        last = end - 1
        if kinds.find(_ODD, found.start(), end) >= 0:
            first, last = max(0, first - _BESIDE), min(len(kinds) - 1, last + _BESIDE)
        elif first == last:
            continue
        if regions and first <= regions[-1][1] + 1:
            first = regions.pop()[0]
        regions.append((first, last))
    return regions


def _kind_of(piece: str) -> str:
    word = piece.strip(_EDGES)
    if not word:
        return _SHORT  # an empty piece parts nothing
    if _MEASURE.fullmatch(word):
        return _WORD
    if not word.isascii() or not word.isalpha() or _STRANGE.search(word):
        return _ODD
    if len(word) > MAX_PART_LENGTH:
        return _WORD
    return _SHORT if is_ordinary(word) else _PART


class _Kinds(dict[str, str]):
    """The kind of each piece that was met, as texts have most of theirs in common."""

    def __missing__(self, piece: str) -> str:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        self[piece] = kind = _kind_of(piece)
        return kind


_KINDS = _Kinds()
