"""The catalogue function: every text that a person reads goes through it; and cutting a text.

Imports nothing of ours, so that every layer can use it.
"""

import gettext as _gettext
from pathlib import Path

_DOMAIN = "easel"
_LOCALES = Path(__file__).resolve().parent.parent / "config" / "locales"

_catalogue = _gettext.translation(_DOMAIN, _LOCALES, languages=["en"], fallback=True)


def gettext(message: str) -> str:
    """Return *message* in the reader's language (English for now)."""
    return _catalogue.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of a counted message that fits *count*."""
    return _catalogue.ngettext(singular, plural, count)


def shorten(text: str, length: int) -> str:
    """Return *text* on one line, cut to *length* characters with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
