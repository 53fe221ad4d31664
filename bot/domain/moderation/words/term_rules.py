"""Which terms may be kept, and how they are written down."""

from bot.domain.moderation.words.folding import fold, words
from bot.domain.moderation.words.patterns import checked_pattern
from bot.domain.moderation.words.scripts import is_unparted
from bot.domain.moderation.words.terms import (
    MAX_PATTERNS,
    MAX_TERM_LENGTH,
    MAX_TERMS,
    Term,
    TermAction,
    TermKind,
)
from bot.errors import InvalidRequest, UserError
from bot.texts import gettext as _
from bot.texts import number

_MIN_LETTERS = 2  # in scripts that write a word with more than one


class TooManyTerms(UserError):
    """A server has as many of them as it may."""

    def __init__(self, *, are_patterns: bool) -> None:
        super().__init__(
            _("A server keeps at most {n} patterns. Remove one first.").format(
                n=number(MAX_PATTERNS)
            )
            if are_patterns
            else _("A server keeps at most {n} words and exceptions. Remove some first.").format(
                n=number(MAX_TERMS)
            )
        )


def checked_term(kind: TermKind, text: str, action: TermAction = TermAction.BLOCK) -> Term:
    """Return the term as it is kept: words in lower case with single blanks.

    Raises:
        InvalidRequest: It cannot be looked for; names it and says why.
    """
    if kind is TermKind.PATTERN:
        return Term(kind=kind, text=checked_pattern(text.strip()), action=action)
    tidy = " ".join(text.split()).casefold()
    if not tidy or len(tidy) > MAX_TERM_LENGTH:
        raise InvalidRequest(
            "word",
            text,
            _("a word or phrase has 1 to {most} characters").format(most=number(MAX_TERM_LENGTH)),
        )
    found = words(fold(tidy)).strip()
    if len(found) < _MIN_LETTERS and not (found and is_unparted(found)):
        raise InvalidRequest(
            "word", text, _("it needs at least two letters or digits, or it would be everywhere")
        )
    return Term(kind=kind, text=tidy, action=action)


def check_count(words_and_exceptions: int, patterns: int) -> None:
    """Check how many terms a server would have.

    Raises:
        TooManyTerms: More than it may.
    """
    if patterns > MAX_PATTERNS:
        raise TooManyTerms(are_patterns=True)
    if words_and_exceptions > MAX_TERMS:
        raise TooManyTerms(are_patterns=False)
