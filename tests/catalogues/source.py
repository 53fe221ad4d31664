"""Our source, read as a tree: which calls make what people see, and which messages they are given.

The names of what builds a part of a message are discord.py's own and those of our helpers.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = frozenset({"_", "gettext", "ngettext", "pgettext"})

# Discord's limits by what a text is given to: (what is built or called, keyword or position).
LIMITS = {
    ("Button", "label"): 80,
    ("PlainButton", "label"): 80,
    ("SelectOption", "label"): 100,
    ("SelectOption", "description"): 100,
    ("Select", "placeholder"): 150,
    ("TextInput", "label"): 45,
    ("TextInput", "placeholder"): 100,
    ("Label", "text"): 45,
    ("Label", "description"): 100,
    ("Modal", "title"): 45,
    ("Choice", "name"): 100,
    ("PlainModal", "title"): 45,
    ("field", "name"): 45,
    ("field", "description"): 100,
    ("option", "label"): 100,
    ("option", "description"): 100,
    ("select_of", "placeholder"): 150,
}
ANY_LIMITS = {"label": 80, "placeholder": 100}  # of helpers, whatever their name
POSITIONS: Mapping[str, Sequence[str]] = {
    "Choice": ("name",),
    "PlainModal": ("title",),
    "field": ("name",),
    "option": ("label",),
}


@dataclass(frozen=True, slots=True)
class Source:
    """One file of ours."""

    path: Path
    tree: ast.Module

    @property
    def name(self) -> str:
        """Return the path from the root, as in ``bot/replies/parts/cards.py``."""
        return self.path.relative_to(ROOT).as_posix()


def sources(*folders: str) -> Iterator[Source]:
    """Yield every file below the folders, in order."""
    for folder in folders:
        below = ROOT / folder
        paths = [below] if below.is_file() else sorted(below.rglob("*.py"))
        for path in paths:
            yield Source(path, ast.parse(path.read_text(encoding="utf-8")))


def called(node: ast.AST) -> str:
    """Return the last part of the name that a call calls, "" for what is no call."""
    function = node.func if isinstance(node, ast.Call) else None
    while isinstance(function, ast.Subscript):  # a class with its type: Select[Any](…)
        function = function.value
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def is_message(node: ast.AST) -> bool:
    """Tell whether *node* looks a message up in the catalogue."""
    return called(node) in CATALOGUE


def messages(node: ast.AST) -> Iterator[str]:
    """Yield the messages that are looked up within *node*."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and is_message(each):
            yield from (
                argument.value
                for argument in each.args
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            )


def limit_of(name: str, keyword: str) -> int | None:
    """Return how long a text may be that is given as *keyword* to what is called *name*."""
    if keyword == "title" and name.endswith(("Modal", "Form")):
        return LIMITS["Modal", "title"]
    return LIMITS.get((name, keyword), ANY_LIMITS.get(keyword))


def limited_messages(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield each message with the limit of what it is given to, where it is given straight."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = called(call)
        given = [(each.arg, each.value) for each in call.keywords if each.arg]
        given += list(zip(POSITIONS.get(name, ()), call.args, strict=False))
        for keyword, value in given:
            limit = limit_of(name, keyword)
            if limit is not None:
                yield from ((message, limit) for message in messages(value))
