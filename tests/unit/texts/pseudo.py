"""A language made in memory, which shows by its brackets what has gone through the catalogue."""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from babel import Locale

from bot.texts import reader
from bot.texts.catalogues import Language

OPEN, CLOSE = "⟦", "⟧"


class PseudoCatalogue(gettext.NullTranslations):
    """Translates every message as itself in brackets."""

    def gettext(self, message: str) -> str:
        return f"{OPEN}{message}{CLOSE}"

    def ngettext(self, singular: str, plural: str, count: int, /) -> str:
        return f"{OPEN}{singular if count == 1 else plural}{CLOSE}"

    def pgettext(self, context: str, message: str) -> str:
        del context
        return f"{OPEN}{message}{CLOSE}"


GERMAN_FIGURES = Locale.parse("de")
assert GERMAN_FIGURES.number_symbols  # its file is read now, before any loop runs
PSEUDO = Language(name="pseudo", format=GERMAN_FIGURES, catalogue=PseudoCatalogue())


@contextmanager
def pseudo_language_for(locale: str) -> Iterator[None]:
    """Let members with that locale of Discord's read the pseudo-language."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_LANGUAGES", {**reader.languages(), locale: PSEUDO})
        yield


class LongCatalogue(gettext.NullTranslations):
    """Translates every message as half as long again, as German and Spanish may be."""

    def gettext(self, message: str) -> str:
        return message + "x" * (len(message) // 2)

    def ngettext(self, singular: str, plural: str, count: int, /) -> str:
        return self.gettext(singular if count == 1 else plural)

    def pgettext(self, context: str, message: str) -> str:
        del context
        return message


LONG = Language(name="long", format=GERMAN_FIGURES, catalogue=LongCatalogue())
