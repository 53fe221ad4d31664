"""The service's own sentences, made fit to be shown to a member."""

import re

from bot.texts import shorten

_MAX_LENGTH = 200
_READ_LENGTH = 1000  # the patterns below are quadratic on hostile texts

_URL = re.compile(r"\b[a-z][a-z0-9+.-]*://\S*|\bwww\.\S+", re.IGNORECASE)
_SECRETS = re.compile(
    r"\b(?:bearer|authorization:?|x-omni-key:?|api[-_ ]?key[=:])\s*\S+"
    r"|\bsk[-_][\w-]{6,}"
    # Long and without a dot, so that file names of models stay readable.
    r"|(?<![\w.])(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{32,}(?![\w.])",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069]")

# No bare "illegal" or "violation": a card's "illegal memory access" is no refusal.
_POLICY = re.compile(
    r"moderat|sensitive|nsfw|prohibited|illegal[ _](?:prompt|content|image|input|word)"
    r"|content[ _-]?(?:policy|filter|safety|rule)|safety (?:check|filter|system|policy)"
    r"|violates?\b.{0,40}\b(?:policy|policies|rules|terms|guidelines)|policy violation",
    re.IGNORECASE,
)


def service_sentence(text: str) -> str:
    """Return *text* on one line of at most 200 characters, without links and keys."""
    without_links = _URL.sub("…", _CONTROL.sub(" ", text[:_READ_LENGTH]))
    return shorten(_SECRETS.sub("…", without_links), _MAX_LENGTH)


def speaks_of_policy(reason: str) -> bool:
    """Whether a failed task's *reason* says that the content was refused."""
    return _POLICY.search(reason[:_READ_LENGTH]) is not None
