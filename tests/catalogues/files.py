"""The files of translators: written so that a change of one text is a change of one entry."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from bot.texts.catalogues import DOMAIN, LOCALES
from tests.catalogues.extraction import in_order

TEMPLATE = LOCALES / f"{DOMAIN}.pot"


def catalogue_paths(folder: Path = LOCALES) -> dict[str, Path]:
    """Return the file of each language."""
    found = sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return {path.parent.parent.name: path for path in found}


def read(path: Path, language: str | None = None) -> Catalog:
    """Return what a file holds; a mere copy of the template is a language's empty catalogue."""
    with path.open("rb") as file:
        plain = read_po(file)
    if language is None or not any(is_begun(each) for each in plain if each.id):
        return plain if language is None else Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def written(catalogue: Catalog) -> bytes:
    """Return the file for a catalogue: no dates, no lines of code, nothing that only ages."""
    entries = BytesIO()
    write_po(entries, catalogue, width=100, omit_header=True, include_lineno=False)
    return _header(catalogue).encode() + entries.getvalue().strip() + b"\n"


def brought_up(catalogue: Catalog, template: Catalog) -> Catalog:
    """Return the catalogue with exactly the messages of *template*.

    What was said of a message that has changed a little is kept, and marked as fuzzy: it is shown
    in English until somebody has looked at it and taken the mark away.
    """
    catalogue.update(template)
    catalogue.obsolete.clear()
    return in_order(catalogue)


def is_done(message: Message) -> bool:
    """Tell whether a message is translated, in all its forms, and nobody has to look at it."""
    return not message.fuzzy and all(_forms(message))


def is_begun(message: Message) -> bool:
    """Tell whether anything of a message is translated."""
    return any(_forms(message))


def _forms(message: Message) -> Sequence[str | None]:
    return message.string if isinstance(message.string, tuple | list) else (message.string,)


def _header(catalogue: Catalog) -> str:
    fields = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
    what = "# All that Easel says, to be translated."
    if isinstance(catalogue.locale, Locale):
        what = f"# All that Easel says, in {catalogue.locale.english_name}."
        fields = [
            f"Language: {catalogue.locale}",
            *fields,
            f"Plural-Forms: {catalogue.plural_forms}",
        ]
    lines = [f'"{field}\\n"' for field in fields]
    return "\n".join([what, 'msgid ""', 'msgstr ""', *lines, "", ""])
