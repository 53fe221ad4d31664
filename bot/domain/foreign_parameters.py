"""What A1111 and its kin write about a picture: prompt, negative prompt, and `Name: value` pairs.

The text is a stranger's: it is read in one pass, and nothing in it raises.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

_NEGATIVE = "Negative prompt:"
_SETTINGS = "Steps:"  # the pairs always begin with it
_LONGEST_NAME = 60
_MOST_SETTINGS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignParameters:
    """What was written, in its order; names are as they stand there."""

    prompt: str
    negative_prompt: str
    settings: tuple[tuple[str, str], ...] = ()

    def setting(self, name: str) -> str:
        """Return the value of the setting of that name, whatever its case; "" for none."""
        wanted = name.casefold()
        return next((text for key, text in self.settings if key.casefold() == wanted), "")

    def as_lines(self) -> str:
        """Return everything, one a line, in the words of those tools."""
        lines = [self.prompt]
        if self.negative_prompt:
            lines.append(f"{_NEGATIVE} {self.negative_prompt}")
        lines += [f"{name}: {value}" for name, value in self.settings]
        return "\n".join(line for line in lines if line)


def parse_parameters(text: str) -> ForeignParameters | None:
    """Read the text; None if nothing stands in it."""
    prompt: list[str] = []
    negative: list[str] = []
    part = prompt
    lines = text.replace("\0", "").strip().splitlines()
    settings = ""
    for number, line in enumerate(lines):
        if line.strip().startswith(_SETTINGS):
            settings = ", ".join(lines[number:])  # some tools write further pairs below
            break
        if line.strip().startswith(_NEGATIVE):
            part = negative
            line = line.strip().removeprefix(_NEGATIVE)  # noqa: PLW2901 - its first line
        part.append(line)
    found = ForeignParameters(
        prompt=_one_line(prompt),
        negative_prompt=_one_line(negative),
        settings=tuple(_settings(settings)),
    )
    return found if found.prompt or found.negative_prompt or found.settings else None


def _settings(text: str) -> Iterator[tuple[str, str]]:
    for count, pair in enumerate(_split(text)):
        name, colon, value = (part.strip() for part in pair.partition(":"))
        if count >= _MOST_SETTINGS:
            return
        if colon and name and len(name) <= _LONGEST_NAME:
            yield name, _unquoted(value)


def _split(text: str) -> Iterator[str]:
    """Split at the commas that stand in no quotes and no braces; what is not closed runs on."""
    start, is_quoted, is_escaped, depth = 0, False, False, 0
    for at, sign in enumerate(text):
        if is_escaped:
            is_escaped = False
        elif is_quoted:
            is_escaped, is_quoted = sign == "\\", sign != '"'
        elif sign == '"':
            is_quoted = True
        elif sign in "{}":
            depth = max(0, depth + (1 if sign == "{" else -1))
        elif sign == "," and not depth:
            yield text[start:at]
            start = at + 1
    yield text[start:]


def _unquoted(value: str) -> str:
    if not value.startswith('"'):
        return value
    try:
        return str(json.loads(value))
    except (ValueError, RecursionError):
        return value.strip('"')


def _one_line(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())
