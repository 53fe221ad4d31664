"""The letters of a text without what stands between them, each as the coarsest it may be read."""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import compress, pairwise

from bot.domain.moderation.words.lookalikes import LEET, SCRIPTS, SOUNDS, SWAPPED
from bot.domain.moderation.words.scripts import is_letter
from bot.domain.moderation.words.sign_tables import SignTable

# Letters that one sign may stand for are one class: i and l (1, |), u and v, s and z, g and b (6).
_CLASSES = str.maketrans("lvzg", "iusb")


def _stream_table(*, sounds: bool, leet: bool) -> SignTable:
    """Return the class of each sign; None for what only stands between letters."""
    scripts: Mapping[str, str] = {**SCRIPTS, **SOUNDS} if sounds else SCRIPTS
    signs: Mapping[str, str] = LEET if leet else {}

    def of(sign: str) -> str | None:
        if sign in signs:
            return signs[sign][0].translate(_CLASSES)
        if not is_letter(sign):
            return None
        return scripts.get(sign, sign).translate(_CLASSES)

    return SignTable(of)


_STREAMS = {
    (sounds, leet): _stream_table(sounds=sounds, leet=leet)
    for sounds in (False, True)
    for leet in (False, True)
}


def _flag_table(letters: SignTable) -> SignTable:
    """Return for each sign whether it is a letter of the stream."""
    return SignTable(lambda sign: "\0" if letters[sign] is None else "\1")


_FLAGS = {leet: _flag_table(_STREAMS[False, leet]) for leet in (False, True)}
_REPEATED = re.compile(r"(.)(?=\1)", re.DOTALL)
_ROW = re.compile(r"(.)\1+", re.DOTALL)


def stream(folded: str, *, sounds: bool = False, leet: bool = True) -> str:
    """Return the letters of a folded text, each as its class, with no separators.

    With *leet* digits and signs are letters, else they are separators; with *sounds* letters of
    other scripts are read by their sound, else by their look.
    """
    return _STREAMS[sounds, leet].translate(folded)


def positions(folded: str, *, leet: bool) -> list[int]:
    """Return where in *folded* each letter of its stream stands."""
    flags = _FLAGS[leet].translate(folded).encode("ascii")
    return list(compress(range(len(folded)), flags))


def collapsed(letters: str) -> str:
    """Return *letters* with one of those that repeat each other."""
    return _REPEATED.sub("", letters)


def run_begins(letters: str) -> list[int]:
    """Return where another letter than before stands, and where the letters end."""
    begins = bytearray(b"\1") * (len(letters) + 1)
    for row in _ROW.finditer(letters):
        begins[row.start() + 1 : row.end()] = bytes(row.end() - row.start() - 1)
    return list(compress(range(len(begins)), begins))


def rows(letters: str) -> list[str]:
    """Return the letters by rows of the same one."""
    return [letters[begin:after] for begin, after in pairwise(run_begins(letters))]


@lru_cache(maxsize=4096)
def is_read_as(sign: str, letter: str) -> bool:
    """Tell whether *sign* of a text may stand for *letter* of a term."""
    return sign == letter or not _meanings(sign).isdisjoint(_meanings(letter, of_term=True))


def _meanings(sign: str, *, of_term: bool = False) -> frozenset[str]:
    meant = {sign, SCRIPTS.get(sign, sign), SOUNDS.get(sign, sign)}
    if not of_term:
        meant |= {*LEET.get(sign, ""), SWAPPED.get(sign, sign)}
    return frozenset(meant)
