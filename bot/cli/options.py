"""``--option NAME=VALUE``: text turned into what the command's option wants."""

import asyncio
from collections.abc import Mapping, Sequence
from enum import IntEnum
from pathlib import Path
from typing import Any

from bot.cli.console import Stop
from bot.sandbox.cdn import Upload


class _Kind(IntEnum):
    """Discord's option types that /imagine uses."""

    STRING = 3
    INTEGER = 4
    BOOLEAN = 5
    NUMBER = 10
    ATTACHMENT = 11


_YES = {"true", "yes", "on", "1"}
_NO = {"false", "no", "off", "0"}


async def split_options(
    command: Mapping[str, Any], pairs: Sequence[str]
) -> tuple[dict[str, object], dict[str, Upload]]:
    """Return the values by option, and the files by attachment option.

    Raises:
        Stop: No such option, a value of the wrong kind, or a file that cannot be read.
    """
    kinds = {option["name"]: _Kind(option["type"]) for option in command.get("options", [])}
    values: dict[str, object] = {}
    files: dict[str, Upload] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or name not in kinds:
            raise Stop(f"--option {pair}: write NAME=VALUE, with one of {', '.join(kinds)}")
        if kinds[name] is _Kind.ATTACHMENT:
            files[name] = Upload(filename=Path(text).name, data=await _read(text))
        else:
            values[name] = _value(name, text, kinds[name])
    return values, files


def _value(name: str, text: str, kind: _Kind) -> str | int | float | bool:
    try:
        if kind is _Kind.INTEGER:
            return int(text)
        if kind is _Kind.NUMBER:
            return float(text)
    except ValueError:
        wanted = "a whole number" if kind is _Kind.INTEGER else "a number"
        raise Stop(f"--option {name}={text}: {name} takes {wanted}") from None
    if kind is _Kind.BOOLEAN:
        if text.lower() not in _YES | _NO:
            raise Stop(f"--option {name}={text}: {name} takes true or false")
        return text.lower() in _YES
    return text


async def _read(path: str) -> bytes:
    try:
        return await asyncio.to_thread(Path(path).read_bytes)
    except OSError as error:
        raise Stop(f"{path} cannot be read: {error.strerror}") from None
