"""Every text that a person reads: its language, how figures are written in it, and cutting it.

Imports nothing of ours, so that every layer can use it. Whoever begins to answer a person says
``use_language(locale)`` once; the texts made from then on in that task are in their language.
"""

from bot.texts.formats import (
    alternatives,
    day,
    duration,
    file_size,
    hours,
    listing,
    money,
    number,
    percent,
    short_day,
    whole_seconds,
)
from bot.texts.names import command_name, menu_name, option_name
from bot.texts.reader import (
    Text,
    gettext,
    in_english,
    in_language,
    is_spoken,
    language_of,
    ngettext,
    pgettext,
    use_language,
)

__all__ = [
    "Text",
    "alternatives",
    "command_name",
    "day",
    "duration",
    "file_size",
    "gettext",
    "hours",
    "in_english",
    "in_language",
    "is_spoken",
    "language_of",
    "listing",
    "menu_name",
    "money",
    "ngettext",
    "number",
    "option_name",
    "percent",
    "pgettext",
    "short_day",
    "shorten",
    "use_language",
    "whole_seconds",
]


def shorten(text: str, length: int) -> str:
    """Return *text* on one line, cut to *length* characters with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
