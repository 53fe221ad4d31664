"""Styles as a file that members exchange: TOML of the same form as `config/styles.toml`."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence

import tomli_w

from bot.domain.options import PROMPTS, STYLE_OPTIONS
from bot.domain.saved_style import checked_style
from bot.domain.styles import Style
from bot.errors import InvalidRequest, StyleError
from bot.texts import gettext as _
from bot.texts import listing, number, shorten

MAX_FILE_BYTES = 64 * 1024
MAX_IN_FILE = 50
_MOST_DOTS = 400  # of one line: reading a key takes time that grows with the square of its dots
_OPTIONS = "options"


def style_file(styles: Iterable[Style]) -> bytes:
    """Return the file that holds *styles*, one table each."""
    tables = {style.name: _table(style) for style in styles}
    return tomli_w.dumps(tables, multiline_strings=False).encode()


def styles_in_file(data: bytes, defaults: Mapping[str, str]) -> Sequence[Style]:
    """Read the styles of a file; each is checked as if it were saved by hand.

    A stranger's file can take tenths of a second: call it in a thread.

    Raises:
        StyleError: Too large, no TOML, too many styles, or one that could not be saved; it names
            the style and what is wrong with it.
    """
    if len(data) > MAX_FILE_BYTES:
        raise StyleError(
            _("`file` is too large for a file of styles: {most} kB is the most.").format(
                most=number(MAX_FILE_BYTES // 1024)
            )
        )
    tables = _tables(data)
    if not 0 < len(tables) <= MAX_IN_FILE:
        raise StyleError(
            _("`file` holds {n} styles; it must hold 1 to {most}.").format(
                n=number(len(tables)), most=number(MAX_IN_FILE)
            )
        )
    return [_style(name, table, defaults) for name, table in tables.items()]


def _tables(data: bytes) -> Mapping[str, object]:
    nothing = StyleError(
        _("`file` is no file of styles: `/style export` shows what one looks like.")
    )
    if any(line.count(b".") > _MOST_DOTS for line in data.split(b"\n")):
        raise nothing
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        raise nothing from None


def _table(style: Style) -> dict[str, object]:
    table: dict[str, object] = {}
    if style.prompt:
        table["prompt"] = style.prompt
    if style.negative_prompt:
        table["negative_prompt"] = style.negative_prompt
    if style.options:
        table[_OPTIONS] = dict(style.options)
    return table


def _style(name: str, table: object, defaults: Mapping[str, str]) -> Style:
    shown = shorten(name, 40).replace("`", "'")
    prompts, options = _texts(table), _texts(table, _OPTIONS)
    if prompts is None or options is None:
        keys = listing([f"`{key}`" for key in (*sorted(PROMPTS), _OPTIONS)])
        raise StyleError(
            _("In `file`, `{name}` is no style: it may hold {keys}, all as texts.").format(
                name=shown, keys=keys
            )
        )
    style = Style(
        name=name,
        prompt=prompts.get("prompt", ""),
        negative_prompt=prompts.get("negative_prompt", ""),
        options=options,
    )
    try:
        return checked_style(style, defaults)
    except (InvalidRequest, StyleError) as error:
        raise StyleError(
            _("In `file`, `{name}` cannot be used: {reason}").format(name=shown, reason=error)
        ) from error


def _texts(table: object, part: str | None = None) -> dict[str, str] | None:
    """Return the texts of a table or of its *part*; None if it is not made of what it may hold."""
    if not isinstance(table, Mapping):
        return None
    known = frozenset(PROMPTS if part is None else STYLE_OPTIONS)
    prompts = {key: value for key, value in table.items() if key != _OPTIONS}
    found = prompts if part is None else table.get(part, {})
    if not isinstance(found, Mapping) or not found.keys() <= known:
        return None
    texts = {str(key): value for key, value in found.items() if isinstance(value, str)}
    return texts if len(texts) == len(found) else None
