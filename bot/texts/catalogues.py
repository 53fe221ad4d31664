"""The catalogues: one for each folder of ``config/locales``, read when the bot starts.

They are the translators' own files, so that nothing has to be compiled or kept beside them.
"""

import gettext
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).resolve().parent.parent.parent / "config" / "locales"
DOMAIN = "easel"
ENGLISH = "en"

# What a member can choose in Discord; its names, in Discord's own spelling.
DISCORD_LOCALES = (
    *("bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "hi", "hr"),
    *("hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th"),
    *("tr", "uk", "vi", "zh-CN", "zh-TW"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """How a person reads: *name* is the catalogue's folder, ``format`` writes figures and dates.

    Two may share a catalogue: Spanish is one, but Mexico writes 1.5 and Spain 1,5.
    """

    name: str
    format: Locale
    catalogue: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)


def compiled(path: Path) -> gettext.NullTranslations:
    """Return the catalogue in a file as what the standard library looks messages up in.

    Messages marked as fuzzy, which nobody has looked at since the English was changed, are left
    out, so that they are shown in English.
    """
    with path.open("rb") as file:
        catalogue = read_po(file)
    compact = io.BytesIO()
    write_mo(compact, catalogue)
    compact.seek(0)
    return gettext.GNUTranslations(compact)


def read_all(folder: Path) -> Mapping[str, Language]:
    """Return the language for each of Discord's locales that has a catalogue, and for English."""
    catalogues = {
        path.parent.parent.name: compiled(path)
        for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    }
    return {
        ENGLISH: _language(ENGLISH, ENGLISH, gettext.NullTranslations()),
        **dict(_chosen(catalogues)),
    }


def _chosen(
    catalogues: Mapping[str, gettext.NullTranslations],
) -> Iterator[tuple[str, Language]]:
    for locale in DISCORD_LOCALES:
        exact = locale.replace("-", "_")
        for name in (exact, exact.partition("_")[0]):
            if name == ENGLISH:
                yield locale, _language(name, exact, gettext.NullTranslations())
            elif name in catalogues:
                yield locale, _language(name, exact, catalogues[name])
                break


def _language(name: str, locale: str, catalogue: gettext.NullTranslations) -> Language:
    try:
        written = Locale.parse(locale)
    except UnknownLocaleError:
        written = Locale.parse(name)
    _ = written.number_symbols  # its file is read now, not while the event loop runs
    return Language(name=name, format=written, catalogue=catalogue)
