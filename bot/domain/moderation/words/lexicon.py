"""Terms compiled: every way in which one may stand in a text, in two automata.

The *words* automaton finds terms as whole words, with the blanks beside them; the *letters* one
finds the letters of a term whatever stands between, for `disguises` to judge.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import ahocorasick

from bot.domain.moderation.words.folding import fold, words
from bot.domain.moderation.words.letters import collapsed, rows, stream
from bot.domain.moderation.words.scripts import is_unparted

_MIN_LETTERS = 3  # of a term that is looked for in disguise
_MIN_UNPARTED = 2
_ENGLISH = re.compile(r"[a-z][a-z ]*[a-z]")
_HISSING = ("s", "x", "z", "ch", "sh")
_ARABIC = re.compile("[\u0621-\u064a][\u0621-\u064a ]{2,}")
_ARTICLES = ("ال", "وال", "بال", "لل")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """One way of writing a term.

    ``runs`` says how often each letter of its stream stands there, ``row`` is the longest of them;
    ``breaks`` says before which of the letters the term has a blank itself.
    """

    form: str
    letters: str
    runs: tuple[int, ...]
    row: str
    breaks: frozenset[int]
    is_unparted: bool
    entries: tuple[int, ...]  # which terms are written so


@dataclass(frozen=True, slots=True)
class WordHit:
    """A term as whole words: its number, and where in the text of words."""

    entry: int
    start: int
    end: int


class Lexicon:
    """The terms by their numbers, compiled; frozen, so it may be used by many at once."""

    def __init__(self, terms: Sequence[str]) -> None:
        forms: dict[str, list[int]] = {}
        for number, term in enumerate(terms):
            for form in _forms(words(fold(term)).strip()):
                forms.setdefault(form, []).append(number)
        self.single_words = {form: tuple(of) for form, of in forms.items() if " " not in form}
        self._words = _automaton(
            (_with_edges(form), (len(_with_edges(form)), tuple(of))) for form, of in forms.items()
        )
        spellings: dict[str, list[Spelling]] = {}
        for form, of in forms.items():
            for letters, spelling in _spellings(form, tuple(of)):
                spellings.setdefault(letters, []).append(spelling)
        # "kkk" is one letter when it is collapsed, which would be found in every text.
        self._rows = [one for key in spellings if len(key) == 1 for one in spellings[key]]
        self._letters = _automaton(
            (key, tuple(found)) for key, found in spellings.items() if len(key) > 1
        )

    def in_words(self, text: str) -> Iterator[WordHit]:
        """Find the terms that stand in *text*, as ``folding.words`` gives it."""
        if self._words is None:
            return
        for end, (length, entries) in self._words.iter(text):
            for entry in entries:
                yield WordHit(entry, end - length + 1, end + 1)

    def in_letters(self, letters: str, as_written: str) -> Iterator[tuple[int, Spelling]]:
        """Find terms in *letters*: the index of the last letter, and the spelling.

        *letters* are a stream, *as_written*, without its repetitions; a term that repeats a letter
        is not found where that does not.
        """
        for spelling in self._rows:
            if spelling.row in as_written:
                for found in re.finditer(spelling.row[0], letters):
                    yield found.start(), spelling
        if self._letters is None:
            return
        for end, spellings in self._letters.iter(letters):
            for spelling in spellings:
                if spelling.row in as_written:
                    yield end, spelling


def _automaton(
    pairs: Iterable[tuple[str, object]],
) -> "ahocorasick.Automaton | None":
    automaton = ahocorasick.Automaton()
    for key, value in pairs:
        automaton.add_word(key, value)
    if not len(automaton):
        return None
    automaton.make_automaton()
    return automaton


def _forms(term: str) -> Iterator[str]:
    """Return *term* and the plural that it forms by rule: of English, and with Arabic articles."""
    if not term:
        return
    yield term
    if _ENGLISH.fullmatch(term) and len(term) >= _MIN_LETTERS:
        if term.endswith(_HISSING):
            yield term + "es"
        elif term.endswith("y") and term[-2] not in "aeiou":
            yield term[:-1] + "ies"
        else:
            yield term + "s"
    elif _ARABIC.fullmatch(term):
        yield from (article + term for article in _ARTICLES)


def _with_edges(form: str) -> str:
    """Put blanks where a word must begin and end; scripts without blanks need none."""
    left = "" if is_unparted(form[0]) else " "
    right = "" if is_unparted(form[-1]) else " "
    return left + form + right


def _spellings(form: str, entries: tuple[int, ...]) -> Iterator[tuple[str, Spelling]]:
    """Return what is looked for in streams of letters, read by look and by sound."""
    breaks, text = set[int](), ""
    for part in form.split(" "):
        breaks.add(len(text))
        text += part
    unparted = is_unparted(text[0])
    if len(text) < (_MIN_UNPARTED if unparted else _MIN_LETTERS):
        return
    seen = set[str]()
    for sounds in (False, True):
        letters = stream(text, sounds=sounds)
        if len(letters) != len(text) or letters in seen:  # a sign in it is no letter
            continue
        seen.add(letters)
        by_rows = rows(letters)
        yield (
            collapsed(letters),
            Spelling(
                form=form,
                letters=text,
                runs=tuple(map(len, by_rows)),
                row=max(by_rows, key=len),
                breaks=frozenset(breaks - {0}),
                is_unparted=unparted,
                entries=entries,
            ),
        )
