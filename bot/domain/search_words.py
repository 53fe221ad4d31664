"""The words by which a generation is found again: those of its prompt, and its styles' names.

Letters and digits count, in any case and with or without accents. Scripts that are written
without blanks have no words to split at, so each two neighbouring signs stand for one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

MOST_WORDS = 64  # of one generation: a row each
LONGEST_WORD = 60
_STYLE = "s:"  # no word of a prompt holds a colon
_MARKS = re.compile("[\u0300-\u036f]")  # accents, once they stand apart from their letters
_RUNS = re.compile(r"[^\W_]+")
_SIGNS = (  # without blanks: Thai, Lao, Burmese, Khmer, Japanese and Chinese
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_HAN = re.compile("[\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_PARTS = re.compile(f"[{_SIGNS}]+|[^{_SIGNS}]+")
_ALL_SIGNS = re.compile(f"[{_SIGNS}]+")


def words_of(prompt: str, style: str | None) -> tuple[str, ...]:
    """Return by which words a generation is found, the first ones of a long prompt."""
    found = dict.fromkeys(style_words(style))
    for word in _words(prompt):
        if len(found) == MOST_WORDS:
            break
        found[word] = None
    return tuple(found)


def style_words(style: str | None) -> tuple[str, ...]:
    """Return the words for a style, or for several that are joined by commas or plus signs."""
    names = (" ".join(name.split()).casefold() for name in re.split(r"[,+]", style or ""))
    return tuple(dict.fromkeys(_STYLE + name[:LONGEST_WORD] for name in names if name))


def asked(text: str) -> tuple[str, ...]:
    """Return the parts of what a member looks for, each of letters and digits alone."""
    return tuple(dict.fromkeys(part for part in _parts(text) if _is_word(part)))


def asked_words(parts: Iterable[str]) -> tuple[str, ...]:
    """Return the words that a generation must all have to be found by the parts of ``asked``."""
    found: dict[str, None] = {}
    for part in parts:
        if _has_signs(part) and len(part) > 1:
            starts = [*range(0, len(part) - 1, 2), len(part) - 2]
            found |= dict.fromkeys(part[start : start + 2] for start in starts)
        else:
            found[part[:LONGEST_WORD]] = None
    return tuple(found)


def _words(text: str) -> Iterator[str]:
    for part in _parts(text):
        if not _has_signs(part) or len(part) == 1:
            if _is_word(part):
                yield part[:LONGEST_WORD]
            continue
        for start, sign in enumerate(part):
            if start + 1 < len(part):
                yield part[start : start + 2]
            if _HAN.match(sign):  # many a word has one sign only
                yield sign


def _parts(text: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    for run in _RUNS.findall(unicodedata.normalize("NFC", _MARKS.sub("", plain))):
        yield from _PARTS.findall(run)


def _has_signs(part: str) -> bool:
    return _ALL_SIGNS.fullmatch(part) is not None


def _is_word(part: str) -> bool:
    return len(part) > 1 or _has_signs(part)
