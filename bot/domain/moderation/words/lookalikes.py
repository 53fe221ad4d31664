"""Signs that look or sound like Latin letters, read once from the table beside this file."""

from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType


def _tables() -> Mapping[str, Mapping[str, str]]:
    text = (files(__package__) / "lookalikes.txt").read_text(encoding="utf-8")
    tables: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            table = tables.setdefault(line.strip("[]"), {})
        elif line and not line.startswith("#"):
            letters, _, signs = line.partition(" ")
            table.update(dict.fromkeys(signs, letters))
    return tables


_TABLES = _tables()
# Of no language that is written today: they only ever stand for the letter.
ORNAMENTS: Mapping[str, str] = MappingProxyType(_TABLES["ornaments"])
# Letters of living scripts, by what they look like and by what they sound like.
SCRIPTS: Mapping[str, str] = MappingProxyType(_TABLES["scripts"])
SOUNDS: Mapping[str, str] = MappingProxyType(_TABLES["sounds"])
# Digits and signs that stand for letters.
LEET: Mapping[str, str] = MappingProxyType(
    {
        "0": "o",
        "1": "il",
        "2": "z",
        "3": "e",
        "4": "a",
        "5": "s",
        "6": "gb",
        "7": "t",
        "8": "b",
        "9": "g",
        "@": "a",
        "$": "s",
        "!": "i",
        "¡": "i",
        "|": "il",
        "+": "t",
        "×": "x",
        "§": "s",
        "µ": "u",
    }
)
# Letters that are written for others in words that are meant to be read all the same.
SWAPPED: Mapping[str, str] = MappingProxyType({"v": "u", "z": "s"})
