"""Terms in disguise: letter by letter, with signs for letters, torn up, drawn out.

The letters of the whole text are searched as one stream, which finds far too much ("pen is"), so
each find is judged by how it is written:

* it begins and ends where a word of the text does (never inside "Scunthorpe");
* letters are equal, or signs and foreign letters that are read so; two of them are true letters;
* letters that repeat do so three times, or are no ordinary double;
* parts with blanks between them are single letters, or short and not all ordinary words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.moderation.words.folding import words
from bot.domain.moderation.words.letters import collapsed, is_read_as, positions, run_begins, stream
from bot.domain.moderation.words.lexicon import Lexicon, Spelling
from bot.domain.moderation.words.scripts import is_letter, is_unparted
from bot.domain.moderation.words.sign_tables import SignTable
from bot.domain.moderation.words.suspects import suspects
from bot.domain.moderation.words.torn_words import Place, is_joined

_RARE_DOUBLES = frozenset("aiuhjkqvwxy")
_DRAWN_OUT = 3
_MIN_TRUE = 2  # letters that are no digits
_HAS_SIGNS = re.compile(r"[0-9@$!¡|+×§µ]")
_FOREIGN = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_FOREIGN_WORD = re.compile(r"[\u0370-\u03ff\u0400-\u052f]{2,}")
# How letters are read, by whether there are foreign ones, and signs that may be letters:
# by their look and by their sound, with those signs and without.
_WAYS = {
    (False, False): ((False, True),),
    (False, True): ((False, True), (False, False)),
    (True, False): ((False, True), (True, True)),
    (True, True): ((False, True), (False, False), (True, True), (True, False)),
}
# Letters of Cyrillic and Greek that nobody takes for Latin ones.
_UNMISTAKABLE = re.compile(r"[бгджзиклфцчшщъыьэюяґєθλξπσφψω]")


_EDGE, _INSIDE = " ", "a"


_INNER = SignTable(
    lambda sign: _INSIDE if is_letter(sign) and not is_unparted(sign) else _EDGE,
)  # for each sign whether a word goes on beside it, or may begin and end there


@dataclass(frozen=True, slots=True)
class Disguise:
    """A find that stands: the terms' numbers, and where in the folded text."""

    entries: tuple[int, ...]
    start: int
    end: int


def disguised(folded: str, lexicon: Lexicon, settled: set[int]) -> Iterator[Disguise]:
    """Find terms in disguise in *folded*; whole words as they are, are not among them.

    Terms whose numbers are in *settled* are not looked for; the caller adds to it meanwhile.
    """
    has_natives = not folded.isascii() and _UNMISTAKABLE.search(folded) is not None
    for start, end in suspects(folded):
        part = folded[start:end]
        for found in _disguised(part, lexicon, settled, folded if has_natives else ""):
            yield Disguise(found.entries, start + found.start, start + found.end)


def _disguised(folded: str, lexicon: Lexicon, settled: set[int], whole: str) -> Iterator[Disguise]:
    is_foreign = not folded.isascii() and _FOREIGN.search(folded) is not None
    part: _Part | None = None
    done: list[str] = []
    for sounds, leet in _WAYS[is_foreign, _HAS_SIGNS.search(folded) is not None]:
        as_written = stream(folded, sounds=sounds, leet=leet)
        letters = collapsed(as_written)
        if letters in done:
            continue
        done.append(letters)
        judge: _Judge | None = None
        for last_run, spelling in lexicon.in_letters(letters, as_written):
            if settled.issuperset(spelling.entries):
                continue
            part = part or _Part(folded, whole)
            judge = judge or _Judge(part, as_written, part.positions(leet=leet))
            found = judge.find(last_run, spelling)
            if found is not None:
                yield found


class _Part:
    """A part of a text; ``whole`` is the text, if that has words of other scripts beyond doubt."""

    def __init__(self, folded: str, whole: str) -> None:
        self.folded = folded
        self.whole = whole
        # The kinds of its signs, with an edge before and after them.
        self.inner = f"{_EDGE}{_INNER.translate(folded)}{_EDGE}"
        self._positions: dict[bool, list[int]] = {}

    def positions(self, *, leet: bool) -> list[int]:
        """Return where its letters stand, which is the same by look and by sound."""
        if leet not in self._positions:
            self._positions[leet] = positions(self.folded, leet=leet)
        return self._positions[leet]


class _Judge:
    """Judges the finds in one stream of one text."""

    def __init__(self, part: _Part, letters: str, positions: list[int]) -> None:
        self._folded = part.folded
        self._whole = part.whole
        self._inner = part.inner
        self._runs = run_begins(letters)
        self._positions = positions

    def find(self, last_run: int, spelling: Spelling) -> Disguise | None:
        """Return the find that ends with run number *last_run*, if it is the term in disguise."""
        first_run = last_run - len(spelling.runs) + 1
        if not (spelling.is_unparted or (self._has_end(last_run) and self._has_begin(first_run))):
            return None  # most are inside of words
        placed = self._placed(first_run, last_run, spelling)
        if placed is None:
            return None
        start, end = placed[0][0], placed[-1][0] + 1
        if (
            self._is_plain(start, end, spelling)
            or not self._is_read(placed, spelling)
            or not is_joined(self._folded, placed, spelling)
        ):
            return None
        return Disguise(spelling.entries, start, end)

    def _placed(self, first_run: int, last_run: int, spelling: Spelling) -> list[Place] | None:
        """Return where in the text the term's letters stand, if they can be these."""
        at = self._positions[self._runs[first_run] : self._runs[last_run + 1]]
        if len(at) == len(spelling.letters) == len(spelling.runs):  # none repeats, as in most
            signs = map(self._folded.__getitem__, at)
            is_it = all(map(is_read_as, signs, spelling.letters))
            return list(zip(at, range(len(at)), strict=True)) if is_it else None
        placed: list[Place] = []
        letter, last = 0, len(spelling.runs) - 1
        for number, wanted in enumerate(spelling.runs):
            run = first_run + number
            at = self._positions[self._runs[run] : self._runs[run + 1]]
            if number == 0:
                at = self._from_start(at, wanted, spelling)
            if number == last:
                at = self._to_end(at, wanted, spelling)
            if not self._is_run_of(at, spelling.letters[letter : letter + wanted], spelling):
                return None
            placed += [(place, letter + min(i, wanted - 1)) for i, place in enumerate(at)]
            letter += wanted
        return placed

    def _from_start(self, at: list[int], wanted: int, spelling: Spelling) -> list[int]:
        """Leave out what belongs to the word before."""
        if spelling.is_unparted:
            return at[-wanted:]
        first = next((i for i, place in enumerate(at) if self._begins(place)), len(at))
        return at[first:]

    def _to_end(self, at: list[int], wanted: int, spelling: Spelling) -> list[int]:
        """Leave out what belongs to the word after."""
        if spelling.is_unparted:
            return at[:wanted]
        after = next((i for i in reversed(range(len(at))) if self._ends(at[i])), -1)
        return at[: after + 1]

    def _has_begin(self, run: int) -> bool:
        at = self._positions[self._runs[run] : self._runs[run + 1]]
        return any(self._inner[place] == _EDGE for place in at)

    def _has_end(self, run: int) -> bool:
        at = self._positions[self._runs[run] : self._runs[run + 1]]
        return any(self._inner[place + 2] == _EDGE for place in at)

    def _begins(self, place: int) -> bool:
        return self._inner[place] == _EDGE

    def _ends(self, place: int) -> bool:
        return self._inner[place + 2] == _EDGE

    def _is_run_of(self, at: list[int], letters: str, spelling: Spelling) -> bool:
        if len(at) < len(letters):
            return False
        if len(at) == len(letters):
            return all(map(is_read_as, (self._folded[place] for place in at), letters))
        if spelling.is_unparted or len(set(letters)) > 1 or len(spelling.runs) == 1:
            return False  # also of "xxx", which is not meant by a long row of them
        is_torn = at[-1] - at[0] >= len(at)
        is_drawn_out = len(at) >= _DRAWN_OUT or is_torn or letters[0] in _RARE_DOUBLES
        return is_drawn_out and all(is_read_as(self._folded[place], letters[0]) for place in at)

    def _is_plain(self, start: int, end: int, spelling: Spelling) -> bool:
        """Tell whether it is whole words as they are, which the words automaton has found."""
        before, after = self._folded[start - 1 : start], self._folded[end : end + 1]
        if before.isalnum() or after.isalnum():
            return spelling.is_unparted and self._folded[start:end] == spelling.letters
        return words(self._folded[start:end]).strip() == spelling.form

    def _is_read(self, placed: list[Place], spelling: Spelling) -> bool:
        """Tell whether enough of it are true letters, and foreign ones are meant as a disguise."""
        signs = [(self._folded[place], spelling.letters[letter]) for place, letter in placed]
        if sum(not sign.isdecimal() or sign == letter for sign, letter in signs) < _MIN_TRUE:
            return False
        pairs = [(sign, letter) for sign, letter in signs if is_letter(sign)]
        foreign = [pair for pair in pairs if pair[0].isascii() != pair[1].isascii()]
        if not foreign or len(foreign) < len(pairs):
            return True
        return not foreign[0][0].isascii() and not self._is_foreign_text(placed)

    def _is_foreign_text(self, placed: list[Place]) -> bool:
        """Tell whether other words of the text are of that script beyond doubt."""
        own = self._folded[placed[0][0] : placed[-1][0] + 1]
        rest = self._whole.replace(own, " ")
        return any(_UNMISTAKABLE.search(word[0]) for word in _FOREIGN_WORD.finditer(rest))
