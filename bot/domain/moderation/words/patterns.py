"""Admins' regular expressions, in time that grows with the text alone (RE2), memory bounded."""

from collections.abc import Iterable, Sequence

import re2

from bot.domain.moderation.words.terms import MAX_PATTERN_LENGTH
from bot.errors import InvalidRequest
from bot.texts import gettext as _
from bot.texts import number

_MAX_PROGRAM = 2_000  # RE2's instructions of one pattern: `(a{1,100}){1,20}` is refused
_PATTERN_MEMORY_BYTES = 1024 * 1024
_SET_MEMORY_BYTES = 32 * 1024 * 1024


class Patterns:
    """Patterns compiled together; ``found`` gives the numbers of those that match anywhere."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._each = [re2.compile(pattern, _options()) for pattern in patterns]
        self._set = _compiled_set(patterns)

    def found(self, texts: Iterable[str]) -> frozenset[int]:
        """Return which patterns match in one of *texts*."""
        if not self._each:
            return frozenset()
        found: set[int] = set()
        for text in texts:
            found.update(self._in(text))
        return frozenset(found)

    def spans(self, pattern: int, text: str) -> list[tuple[int, int]]:
        """Return where pattern number *pattern* matches in *text*."""
        return [match.span() for match in self._each[pattern].finditer(text)]

    def _in(self, text: str) -> Sequence[int]:
        if self._set is not None:
            return self._set.Match(text) or ()
        return [number for number, one in enumerate(self._each) if one.search(text)]


def checked_pattern(pattern: str) -> str:
    """Return *pattern* if it can be used.

    Raises:
        InvalidRequest: Too long, no regular expression that RE2 takes, too large when its
            repetitions are written out, or one that matches every text; says which and why.
    """
    if not pattern.strip() or len(pattern) > MAX_PATTERN_LENGTH:
        raise InvalidRequest(
            "pattern",
            pattern,
            _("a pattern has 1 to {most} characters").format(most=number(MAX_PATTERN_LENGTH)),
        )
    try:
        compiled = re2.compile(pattern, _options())
    except re2.error as error:
        raise InvalidRequest("pattern", pattern, _why(error)) from error
    if compiled.programsize > _MAX_PROGRAM:
        raise InvalidRequest("pattern", pattern, _("repeat less in it: it grows too large"))
    if compiled.search("") is not None:
        raise InvalidRequest("pattern", pattern, _("this one matches every text"))
    return pattern


def _why(error: Exception) -> str:
    reason = error.args[0] if error.args else ""
    if isinstance(reason, bytes):
        reason = reason.decode(errors="replace")
    return _(
        "write a regular expression as RE2 takes it, without look-around and back-references "
        "({reason})"
    ).format(reason=reason)


def _compiled_set(patterns: Sequence[str]) -> "re2.Set | None":
    """Return all as one automaton; None if that is too large, and each is tried by itself."""
    together = re2.Set.SearchSet(_options(_SET_MEMORY_BYTES))
    try:
        for pattern in patterns:
            together.Add(pattern)
        together.Compile()
    except re2.error:
        return None
    return together if patterns else None


def _options(memory_bytes: int = _PATTERN_MEMORY_BYTES) -> re2.Options:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.never_capture = True
    options.max_mem = memory_bytes
    return options
