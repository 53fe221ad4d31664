"""The shelf of pictures that wait for a form: for a day, and not without end."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store.picture_shelf import PictureShelf
from tests.unit.store.samples import NOON


@pytest.fixture
def shelf(tmp_path: Path) -> PictureShelf:
    return PictureShelf(tmp_path, most_bytes=100)


async def test_what_was_put_is_there_also_for_the_next_process(
    shelf: PictureShelf, tmp_path: Path
) -> None:
    await shelf.put("ab-1", b"picture", NOON)
    assert await PictureShelf(tmp_path).get("ab-1") == b"picture"
    assert await shelf.get("ab-2") is None


async def test_what_is_taken_away_is_gone(shelf: PictureShelf) -> None:
    await shelf.put("ab", b"x", NOON)
    await shelf.remove("ab")
    await shelf.remove("ab")
    assert await shelf.get("ab") is None


async def test_the_oldest_give_way_to_the_newest(shelf: PictureShelf) -> None:
    for number in range(4):
        await shelf.put(f"p{number}", b"x" * 40, NOON + timedelta(seconds=number))
    there = [await shelf.get(f"p{number}") is not None for number in range(4)]
    assert there == [False, False, True, True]


async def test_after_a_day_it_is_gone(shelf: PictureShelf) -> None:
    await shelf.put("old", b"x", NOON)
    await shelf.put("new", b"y", NOON + timedelta(hours=20))
    await shelf.sweep(NOON + timedelta(hours=25))
    assert (await shelf.get("old"), await shelf.get("new")) == (None, b"y")


@pytest.mark.parametrize("name", ["", "../easel.sqlite3", "a/b", "A", "x" * 101])
async def test_a_name_leads_nowhere_else(shelf: PictureShelf, name: str) -> None:
    assert await shelf.get(name) is None
    with pytest.raises(ValueError, match="not a name"):
        await shelf.put(name, b"x", NOON)


async def test_many_at_once_are_all_there_or_gone(shelf: PictureShelf) -> None:
    await asyncio.gather(*(shelf.put(f"p{n}", b"x" * 30, NOON) for n in range(20)))
    found = [await shelf.get(f"p{n}") for n in range(20)]
    assert 1 <= sum(data is not None for data in found) <= 3
    assert {data for data in found if data} == {b"x" * 30}


async def test_sweeping_an_empty_folder_is_no_fault(shelf: PictureShelf) -> None:
    await shelf.sweep(NOON)
