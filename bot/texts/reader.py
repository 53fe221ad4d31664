"""Who reads: the language of the task at hand, and the messages in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import SupportsIndex

from bot.texts.catalogues import ENGLISH, LOCALES, Language, read_all

_LANGUAGES = read_all(LOCALES)
_reader: ContextVar[Language] = ContextVar("reader", default=_LANGUAGES[ENGLISH])


class Text(str):
    """A message in the reader's language that knows what it says in English, for the log."""

    __slots__ = ("english",)

    english: str

    def format(self, *args: object, **values: object) -> "Text":
        """Fill the placeholders in, in both."""
        return _text(
            super().format(*args, **values),
            self.english.format(
                *(english(value) for value in args),
                **{name: english(value) for name, value in values.items()},
            ),
        )

    def __getnewargs__(self) -> tuple[str]:
        """Copy as the text alone."""
        return (str(self),)

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[type[str], tuple[str]]:
        """Leave the process as the text alone."""
        del protocol
        return str, (str(self),)


def language() -> Language:
    """Return the language of whoever reads what is made now; English if nobody is known."""
    return _reader.get()


def language_of(locale: str) -> Language:
    """Return the language for a locale of Discord's; English if there is no catalogue for it."""
    return _LANGUAGES.get(locale, _LANGUAGES[ENGLISH])


def is_spoken(locale: str) -> bool:
    """Tell whether there is a catalogue for a locale of Discord's; English needs none."""
    return language_of(locale) is not _LANGUAGES[ENGLISH]


def languages() -> dict[str, Language]:
    """Return every language by Discord's name of the locale, and English by its own."""
    return dict(_LANGUAGES)


def use_language(locale: str) -> None:
    """Write for a reader with that locale of Discord's, until the current task ends."""
    _reader.set(language_of(locale))


@contextmanager
def in_language(locale: str) -> Iterator[None]:
    """Write for a reader with that locale of Discord's, or for nobody in particular with "en"."""
    with speaking(language_of(locale)):
        yield


@contextmanager
def speaking(reader: Language) -> Iterator[None]:
    """Write in that language."""
    before = _reader.set(reader)
    try:
        yield
    finally:
        _reader.reset(before)


def gettext(message: str) -> str:
    """Return *message* in the reader's language."""
    return _text(_reader.get().catalogue.gettext(message), message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of a counted message that fits *count*."""
    return _text(
        _reader.get().catalogue.ngettext(singular, plural, count),
        singular if count == 1 else plural,
    )


def pgettext(context: str, message: str) -> str:
    """Return *message* as it is said in that context, such as "option"."""
    return _text(_reader.get().catalogue.pgettext(context, message), message)


def english(value: object) -> object:
    """Return what a text says in English, or *value* itself if it is none of ours."""
    return value.english if isinstance(value, Text) else value


def in_english(said: str | Exception) -> str:
    """Return what a text, or ``str`` of an error, says in English: the log has one language."""
    if isinstance(said, Exception):
        said = said.args[0] if len(said.args) == 1 else str(said)
    return str(english(said))


def _text(words: str, in_english: str) -> Text:
    text = Text(words)
    text.english = in_english
    return text
