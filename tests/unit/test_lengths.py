"""A file of Python has one topic, and so is not long."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 300


def lengths() -> dict[str, int]:
    """Return the lines of every file of ours, by its path from the root."""
    return {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for folder in ("bot", "cogs", "tests")
        for path in sorted((ROOT / folder).rglob("*.py"))
    }


def test_no_file_is_so_long_that_it_has_two_topics() -> None:
    found = lengths()
    assert len(found) > 1_000  # else the folders were not found
    assert {path: lines for path, lines in found.items() if lines > MOST_LINES} == {}
