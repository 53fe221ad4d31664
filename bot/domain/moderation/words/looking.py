"""Looking one text through: every hit, how it was found, and which exception saves it."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.domain.moderation.words.disguises import disguised
from bot.domain.moderation.words.excerpts import excerpt
from bot.domain.moderation.words.folding import MAX_LENGTH, fold, words
from bot.domain.moderation.words.lexicon import Lexicon
from bot.domain.moderation.words.listed import Listed
from bot.domain.moderation.words.masks import masked
from bot.domain.moderation.words.patterns import Patterns
from bot.domain.moderation.words.readings import readings
from bot.domain.moderation.words.terms import TermKind


class Found(StrEnum):
    """How a hit was found."""

    WORD = "word"  # as a whole word
    DISGUISE = "disguise"  # with signs for letters, torn up, drawn out
    MASK = "mask"  # with stars for letters
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A term in a text; ``around`` is the folded text beside it."""

    listed: Listed
    found: Found
    around: str
    saved_by: Listed | None = None


class TooLong(Exception):
    """The text is longer than what is looked through."""


class Searcher:
    """Everything that one server looks for, compiled; frozen after it is built."""

    def __init__(self, entries: Sequence[Listed]) -> None:
        same: dict[Listed, Listed] = {}
        entries = [same.setdefault(entry, entry) for entry in entries]  # equal ones are one
        by_kind = {kind: [e for e in entries if e.kind is kind] for kind in TermKind}
        self._terms = by_kind[TermKind.WORD]
        self._patterns = by_kind[TermKind.PATTERN]
        self._exceptions = by_kind[TermKind.EXCEPTION]
        self._term_lexicon = Lexicon([entry.text for entry in self._terms])
        self._exception_lexicon = Lexicon([entry.text for entry in self._exceptions])
        self._compiled = Patterns([entry.text for entry in self._patterns])

    def look(self, text: str) -> tuple[Hit, ...]:
        """Return each hit in *text* once, those that an exception saves as well.

        Raises:
            TooLong: It is longer than what is looked through.
        """
        if len(text) > MAX_LENGTH:
            raise TooLong
        hits: dict[tuple[int, bool], Hit] = {}
        for reading in readings(text):
            for hit in self._in(_Reading(reading)):
                hits.setdefault((id(hit.listed), hit.saved_by is None), hit)
        return tuple(hits.values())

    def _in(self, reading: "_Reading") -> Iterator[Hit]:
        yield from self._words(reading)
        settled: set[int] = set()
        for found in disguised(reading.folded, self._term_lexicon, settled):
            for number in found.entries:
                entry = self._terms[number]
                hit = self._hit(reading, entry, Found.DISGUISE, found.start, found.end)
                if hit.saved_by is None:
                    settled.add(number)
                yield hit
        for word, start, end in masked(reading.folded, self._term_lexicon.single_words):
            for number in self._term_lexicon.single_words[word]:
                yield self._hit(reading, self._terms[number], Found.MASK, start, end)
        for number in self._compiled.found(reading.texts):
            yield self._pattern_hit(reading, number)

    def _words(self, reading: "_Reading") -> Iterator[Hit]:
        unsaved: set[int] = set()
        for hit in self._term_lexicon.in_words(reading.words):
            if hit.entry in unsaved and not self._saving(reading):
                continue  # nothing new would be said of it
            unsaved.add(hit.entry)
            start, end = reading.in_folded(hit.start, hit.end)
            yield self._hit(reading, self._terms[hit.entry], Found.WORD, start, end)

    def _hit(self, reading: "_Reading", entry: Listed, found: Found, start: int, end: int) -> Hit:
        return Hit(
            listed=entry,
            found=found,
            around=excerpt(reading.folded, start, end),
            saved_by=self._saved_by(reading, entry, [(start, end)]),
        )

    def _pattern_hit(self, reading: "_Reading", number: int) -> Hit:
        entry = self._patterns[number]
        spans = self._compiled.spans(number, reading.folded)
        start, end = spans[0] if spans else (0, len(reading.folded))
        return Hit(
            listed=entry,
            found=Found.PATTERN,
            around=excerpt(reading.folded, start, end),
            saved_by=self._saved_by(reading, entry, spans),
        )

    def _saved_by(
        self, reading: "_Reading", entry: Listed, spans: Sequence[tuple[int, int]]
    ) -> Listed | None:
        """Return the exception that all of *spans* lie in, the last one's; None if one does not."""
        saving: Listed | None = None
        for start, end in spans:
            saving = next(
                (
                    exception
                    for exception, first, last in self._saving(reading)
                    if first <= start and end <= last and _may_save(exception, entry)
                ),
                None,
            )
            if saving is None:
                return None
        return saving

    def _saving(self, reading: "_Reading") -> Sequence[tuple[Listed, int, int]]:
        if reading.exceptions is None:
            reading.exceptions = [
                (self._exceptions[hit.entry], *reading.in_folded(hit.start, hit.end))
                for hit in self._exception_lexicon.in_words(reading.words)
            ]
        return reading.exceptions


def _may_save(exception: Listed, entry: Listed) -> bool:
    """A combination is refused always: no server's exception saves it, only its own do."""
    return entry.side is None or (
        exception.side is not None and exception.category == entry.category
    )


class _Reading:
    """One way in which a text is read, folded."""

    def __init__(self, text: str) -> None:
        self.folded = fold(text)
        if len(self.folded) > MAX_LENGTH:
            raise TooLong
        self.words = words(self.folded)
        self._text = text
        self.exceptions: list[tuple[Listed, int, int]] | None = None

    @property
    def texts(self) -> Collection[str]:
        """Return what patterns are tried on."""
        return dict.fromkeys((self.folded, self.words, self._text.casefold()))

    def in_folded(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the folded text that stands which is in its words from *start* on."""
        first = start + (self.words[start] == " ")
        last = end - 1 - (self.words[end - 1] == " ")
        return self._place(first), self._place(last) + 1

    def _place(self, index: int) -> int:
        begins, places = self._tokens
        token = bisect_right(begins, index) - 1
        return places[token] + index - begins[token]

    @cached_property
    def _tokens(self) -> tuple[list[int], list[int]]:
        """Return where each word begins: among the words, and in the folded text."""
        begins, places = [], []
        begin, place = 1, 0
        for token in self.words.split():
            place = self.folded.index(token, place)
            begins.append(begin)
            places.append(place)
            begin += len(token) + 1
            place += len(token)
        return begins, places
