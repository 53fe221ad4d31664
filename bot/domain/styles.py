"""A style: prompt parts and options under a name, built in or saved by a member."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.domain.ranges import MAX_PROMPT_LENGTH
from bot.errors import SettingsError, StyleError
from bot.texts import gettext as _

PLACE = "{prompt}"  # where the member's prompt goes in a style's
MAX_STYLE_NAME_LENGTH = 32
_NAME = re.compile(r"[^\W_](?:[\w -]*\w)?")
_KEYS = frozenset({"prompt", "negative_prompt", "options"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A named set of prompt parts and options.

    ``prompt`` holds ``{prompt}`` where the member's words go, or is put behind them; ``options``
    are texts by the names that ``/imagine`` and its ``advanced`` know.
    """

    name: str
    prompt: str = ""
    negative_prompt: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


NO_STYLE = Style(name="")


def style_name(text: str) -> str:
    """Return *text* as the name of a style: lower case, single blanks.

    Raises:
        StyleError: Empty, too long, or with other signs than letters, digits, `-`, `_`, blanks.
    """
    name = " ".join(text.split()).casefold()
    if len(name) > MAX_STYLE_NAME_LENGTH or not _NAME.fullmatch(name):
        raise StyleError(
            _(
                "A style's name has 1 to {most} letters, digits, blanks or hyphens, "
                "and begins with a letter or digit."
            ).format(most=MAX_STYLE_NAME_LENGTH)
        )
    return name


def styled_prompt(prompt: str, style: Style) -> str:
    """Put *prompt* into the style's place for it, or before the style's words."""
    if PLACE in style.prompt:
        return style.prompt.replace(PLACE, prompt)
    return joined(prompt, style.prompt)


def joined(*parts: str) -> str:
    """Join the parts that are not empty with commas, as prompts are written."""
    given = [part.strip() for part in parts if part.strip()]
    if len(given) <= 1:
        return "".join(given)
    return ", ".join(part.strip(" ,") for part in given if part.strip(" ,"))


def parse_styles(text: str) -> Mapping[str, Style]:
    """Read the built-in styles from TOML, one table a style, in the file's order.

    Raises:
        SettingsError: No TOML, an unknown key, or a value that is no text.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"styles.toml cannot be read: {error}") from error
    styles = (_style(name, table) for name, table in tables.items())
    return MappingProxyType({style.name: style for style in styles})


def _style(name: str, table: object) -> Style:
    if not isinstance(table, Mapping) or not table.keys() <= _KEYS:
        raise SettingsError(f"styles.toml: {name} must be a table with {', '.join(sorted(_KEYS))}")
    options = table.get("options", {})
    if not isinstance(options, Mapping):
        raise SettingsError(f"styles.toml: {name}.options must be a table")
    try:
        checked_name = style_name(name)
    except StyleError as error:
        raise SettingsError(f"styles.toml: {name}: {error}") from error
    return Style(
        name=checked_name,
        prompt=_text(name, table, "prompt"),
        negative_prompt=_text(name, table, "negative_prompt"),
        options=MappingProxyType({str(key): str(value) for key, value in options.items()}),
    )


def _text(name: str, table: Mapping[str, object], key: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str) or len(value) > MAX_PROMPT_LENGTH:
        raise SettingsError(
            f"styles.toml: {name}.{key} must be a text of at most {MAX_PROMPT_LENGTH} characters"
        )
    return value
