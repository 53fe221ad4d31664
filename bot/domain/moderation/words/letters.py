"""The letters of a text without what stands between them, each as the coarsest it may be read."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import chain, compress, pairwise
from operator import ne

from bot.domain.moderation.words.lookalikes import LEET, SCRIPTS, SOUNDS, SWAPPED
from bot.domain.moderation.words.scripts import is_letter

# Letters that one sign may stand for are one class: i and l (1, |), u and v, s and z, g and b (6).
_CLASSES = str.maketrans("lvzg", "iusb")


class _Stream(dict[int, str | None]):
    """The class of each sign; None for what only stands between letters."""

    def __init__(self, *, sounds: bool, leet: bool) -> None:
        super().__init__()
        self._scripts: Mapping[str, str] = {**SCRIPTS, **SOUNDS} if sounds else SCRIPTS
        self._leet: Mapping[str, str] = LEET if leet else {}

    def __missing__(self, code: int) -> str | None:
        self[code] = result = self._of(chr(code))
        return result

    def _of(self, sign: str) -> str | None:
        if sign in self._leet:
            return self._leet[sign][0].translate(_CLASSES)
        if not is_letter(sign):
            return None
        return self._scripts.get(sign, sign).translate(_CLASSES)


_STREAMS = {
    (sounds, leet): _Stream(sounds=sounds, leet=leet)
    for sounds in (False, True)
    for leet in (False, True)
}


class _Flags(dict[int, str]):
    """For each sign whether it is a letter of the stream."""

    def __init__(self, letters: _Stream) -> None:
        super().__init__()
        self._letters = letters

    def __missing__(self, code: int) -> str:
        self[code] = flag = "\0" if self._letters[code] is None else "\1"
        return flag


_FLAGS = {leet: _Flags(_STREAMS[False, leet]) for leet in (False, True)}


def stream(folded: str, *, sounds: bool = False, leet: bool = True) -> str:
    """Return the letters of a folded text, each as its class, with no separators.

    With *leet* digits and signs are letters, else they are separators; with *sounds* letters of
    other scripts are read by their sound, else by their look.
    """
    return folded.translate(_STREAMS[sounds, leet])


def positions(folded: str, *, leet: bool) -> list[int]:
    """Return where in *folded* each letter of its stream stands."""
    if folded.isascii():
        return list(compress(range(len(folded)), folded.encode().translate(_ASCII[leet])))
    flags = folded.translate(_FLAGS[leet]).encode("ascii")
    return list(compress(range(len(folded)), flags))


def collapsed(letters: str) -> str:
    """Return *letters* with one of those that repeat each other."""
    is_last = chain(map(ne, letters, letters[1:]), (True,))
    return "".join(compress(letters, is_last))


# For each ASCII sign 1 if it is a letter of the stream, else 0.
_ASCII = {
    leet: bytes(
        code < 128 and _STREAMS[False, leet][code] is not None  # noqa: PLR2004 - ASCII
        for code in range(256)
    )
    for leet in (False, True)
}


def run_begins(letters: str) -> list[int]:
    """Return where another letter than before stands, and where the letters end."""
    changes = compress(range(1, len(letters)), map(ne, letters, letters[1:]))
    return [0, *changes, len(letters)]


def run_lengths(letters: str) -> tuple[int, ...]:
    """Return how often each letter stands in a row."""
    return tuple(after - begin for begin, after in pairwise(run_begins(letters)))


@lru_cache(maxsize=4096)
def is_read_as(sign: str, letter: str) -> bool:
    """Tell whether *sign* of a text may stand for *letter* of a term."""
    return sign == letter or not _meanings(sign).isdisjoint(_meanings(letter, of_term=True))


def _meanings(sign: str, *, of_term: bool = False) -> frozenset[str]:
    meant = {sign, SCRIPTS.get(sign, sign), SOUNDS.get(sign, sign)}
    if not of_term:
        meant |= {*LEET.get(sign, ""), SWAPPED.get(sign, sign)}
    return frozenset(meant)
