"""What a server's moderators have written against prompts: terms, patterns and exceptions."""

from dataclasses import dataclass
from enum import StrEnum

MAX_TERMS = 10_000
MAX_PATTERNS = 100
MAX_TERM_LENGTH = 100
MAX_PATTERN_LENGTH = 300


class TermKind(StrEnum):
    """How a term is looked for."""

    WORD = "word"  # whole words, however they are written
    PATTERN = "pattern"  # a regular expression, in linear time
    EXCEPTION = "exception"  # what is allowed although a term or pattern is in it


class TermAction(StrEnum):
    """What happens to what a term is found in."""

    BLOCK = "block"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One line of a server's list; ``action`` says nothing for an exception."""

    kind: TermKind
    text: str
    action: TermAction = TermAction.BLOCK
    id: int = 0  # of its row; 0: it comes with the bot
