"""The option `advanced`: one line of `key=value …` for what is rare."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.domain.control import MODES
from bot.domain.request import OutputFormat, Upscaler
from bot.errors import InvalidRequest
from bot.texts import gettext as _

# A value in quotes may hold blanks and \" (a quote that is never closed ends with the line).
_ENTRY = re.compile(
    r'\s*(?P<key>[^\s="]*)(?P<sign>=?)(?:"(?P<quoted>(?:\\.|[^"\\])*)"?|(?P<plain>\S*))'
)
_ESCAPED = re.compile(r"\\(.)")
_NEEDS_QUOTES = re.compile(r'[\s"\\=]')


@dataclass(frozen=True, slots=True)
class AdvancedKey:
    """A key, what it does in a few words, and values to offer."""

    name: str
    hint: str
    values: tuple[str, ...]


def advanced_keys() -> tuple[AdvancedKey, ...]:
    """Return the keys in the order in which they are offered."""
    return (
        AdvancedKey("clip_skip", _("stop the text encoder early"), ("1", "2")),
        AdvancedKey("restore_faces", _("repair faces"), ("yes", "no")),
        AdvancedKey("upscaler", _("what enlarges in a hires fix"), tuple(Upscaler)),
        AdvancedKey("hires_scale", _("hires fix by a factor"), ("1.5", "2")),
        AdvancedKey("hires_size", _("hires fix to a size"), ("1024x1024", "768x1152")),
        AdvancedKey("refiner", _("SDXL refiner after this share"), ("0.8", "0.7", "0.9")),
        AdvancedKey("control_weight", _("strength of the control image"), ("1", "0.7", "1.3")),
        AdvancedKey("control_mode", _("who wins over whom"), tuple(MODES)),
        AdvancedKey("rounds", _("repeat the whole batch"), ("1", "2", "4")),
        AdvancedKey("format", _("file format"), tuple(OutputFormat)),
        AdvancedKey("lifetime", _("how long the service keeps it"), ("1h", "1d", "7d")),
        AdvancedKey("nsfw_detection", _("let the service look"), ("off", "0", "1", "2")),
    )


ADVANCED_NAMES = tuple(key.name for key in advanced_keys())


def parse_advanced(text: str) -> dict[str, str]:
    """Read `key=value other="two words"`; of a key given twice the last value counts.

    Raises:
        InvalidRequest: An unknown key, or a key without a value.
    """
    return parse_entries(text, ADVANCED_NAMES, "advanced")


def parse_entries(text: str, names: Collection[str], option: str) -> dict[str, str]:
    """Read `key=value …` with the keys *names*, as what was given for *option*.

    Raises:
        InvalidRequest: An unknown key, or a key without a value.
    """
    options: dict[str, str] = {}
    for key, value, written in _entries(text):
        if key not in names:
            raise InvalidRequest(option, written, _known_keys(names))
        if not value:
            raise InvalidRequest(option, written, _("write it as `{key}=value`").format(key=key))
        options[key] = value
    return options


def entries_text(options: Mapping[str, str]) -> str:
    """Return the lines that ``parse_entries`` reads back."""
    return "\n".join(f"{name}={quoted(value)}" for name, value in options.items())


def advanced_text(options: Mapping[str, str]) -> str:
    """Return the line that ``parse_advanced`` reads back; keys of other options are left out."""
    return " ".join(
        f"{name}={quoted(options[name])}" for name in ADVANCED_NAMES if options.get(name)
    )


def quoted(value: str) -> str:
    """Return *value* in quotes if it needs them."""
    if not _NEEDS_QUOTES.search(value):
        return value
    return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'


def _entries(text: str) -> Iterator[tuple[str, str, str]]:
    for match in _ENTRY.finditer(text.strip()):
        written = match[0].strip()
        if not written:
            continue
        inner = match["quoted"]
        value = match["plain"] if inner is None else _ESCAPED.sub(r"\1", inner)
        has_value = match["sign"] and match["key"]
        key = match["key"].casefold().replace("-", "_") if has_value else _bare_key(written)
        yield key, value.strip() if has_value else "", written


def _bare_key(written: str) -> str:
    return written.rstrip("=").casefold().replace("-", "_")


def _known_keys(names: Iterable[str]) -> str:
    listed = ", ".join(f"`{name}`" for name in names)
    return _("write it as `key=value` with one of the keys {keys}").format(keys=listed)
