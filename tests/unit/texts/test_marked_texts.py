"""Every marked text is found by the extraction: on Python 3.11 none inside an f-string is."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MARKS = frozenset({"_", "gettext", "ngettext", "pgettext"})


def hidden(source: str) -> Iterator[int]:
    """Yield the line of each marked text that stands inside an f-string."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.JoinedStr):
            continue
        for inner in ast.walk(node):
            if isinstance(inner, ast.Call) and _is_mark(inner):
                yield inner.lineno


def _is_mark(call: ast.Call) -> bool:
    has_text = any(isinstance(one, ast.Constant) for one in call.args)
    return has_text and isinstance(call.func, ast.Name) and call.func.id in MARKS


@pytest.mark.parametrize("folder", ["bot", "cogs"])
def test_no_marked_text_hides_in_an_f_string(folder: str) -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line in hidden(path.read_text("utf-8"))
    }
    assert not found, sorted(found)


def test_the_search_finds_one_and_leaves_plain_ones_alone() -> None:
    source = 'a = f"# {_(\'Entry\')}"\nb = "# " + _("Entry")\nc = f"{count(1)} {_(name)}"\n'
    assert list(hidden(source)) == [1]
