"""The letters of a text without what stands between them, each as the coarsest it may be read."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import chain, compress, pairwise
from operator import ne
from string import ascii_lowercase

from bot.domain.moderation.words.lookalikes import LEET, SCRIPTS, SOUNDS, SWAPPED
from bot.domain.moderation.words.scripts import is_letter
from bot.domain.moderation.words.sign_tables import SignTable, common

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
_FEW = 60  # kinds of letters; for so many it is quick to look for each of them doubled


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
    """Return *letters*, a stream, with one of those that repeat each other."""
    kinds = ascii_lowercase if letters.isascii() else set(letters)
    if len(kinds) > _FEW:
        is_last = chain(map(ne, letters, letters[1:]), (True,))
        return "".join(compress(letters, is_last))
    for letter in kinds:
        while (doubled := letter + letter) in letters:
            letters = letters.replace(doubled, letter)
    return letters


def run_begins(letters: str) -> list[int]:
    """Return where another letter than before stands, and where the letters end."""
    signs = common(letters) or letters  # small numbers are compared quicker
    changes = compress(range(1, len(letters)), map(ne, signs, signs[1:]))
    return [0, *changes, len(letters)]


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
