"""ZIP files of an export: none is larger than it may be, and each can be opened by itself."""

import os
import zipfile
from pathlib import Path

import pytest

from bot.generation.export_parts import NoPartLeft, Parts, TooLarge

LIMIT = 10_000


def all_of(paths: list[Path]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path in paths:
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            found |= {name: archive.read(name) for name in archive.namelist()}
    return found


@pytest.mark.parametrize("size", [1, 100, 1_000, 3_333, 9_000, LIMIT - 400])
def test_no_part_is_larger_than_it_may_be_and_nothing_is_lost(tmp_path: Path, size: int) -> None:
    parts = Parts(tmp_path, "easel", LIMIT, 100)
    data = {f"images/{number}-0.png": os.urandom(size) for number in range(20)}
    for name, content in data.items():
        source = tmp_path / "source"
        source.write_bytes(content)
        parts.add_file(name, source)
        parts.add_text(f"{name}.json", "ä" * 50)
    parts.close()
    paths = parts.take_finished()
    assert all(path.stat().st_size <= LIMIT for path in paths)
    found = all_of(paths)
    assert {name: found[name] for name in data} == data
    assert len(found) == 40


def test_what_cannot_be_compressed_stays_below_the_bound(tmp_path: Path) -> None:
    parts = Parts(tmp_path, "easel", LIMIT, 100)
    for number in range(10):
        parts.add_text(f"{number}.json", os.urandom(2_000).hex())
    parts.close()
    assert all(path.stat().st_size <= LIMIT for path in parts.take_finished())


def test_what_fits_in_no_part_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    parts = Parts(tmp_path, "easel", LIMIT, 2)
    source = tmp_path / "source"
    source.write_bytes(os.urandom(LIMIT))
    with pytest.raises(TooLarge):
        parts.add_file("large.png", source)
    source.write_bytes(os.urandom(6_000))
    parts.add_file("1.png", source)
    parts.add_file("2.png", source)
    with pytest.raises(NoPartLeft):
        parts.add_file("3.png", source)
    parts.close()
    assert list(all_of(parts.take_finished())) == ["1.png", "2.png"]
