"""The built-in styles, read from the text of `config/styles.toml`."""

import tomllib
from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.ranges import MAX_PROMPT_LENGTH
from bot.domain.styles import Style, style_name
from bot.errors import SettingsError, StyleError

_KEYS = frozenset({"prompt", "negative_prompt", "options"})


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
