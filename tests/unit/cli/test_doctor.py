"""Each check of the doctor ends, and says what it found in one line."""

import asyncio
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.cli.console import Stop
from bot.cli.doctor import _database, _line, _taken
from bot.errors import DiskFull
from bot.generation.disk_room import UNIT_BYTES, DiskRoom
from bot.settings import RetentionSettings, Settings
from bot.store.disk import Disk, Room
from bot.store.image_files import ImageFiles
from tests.fakes.time import FakeTime


class FoundDisk(Disk):
    """A disk on which that much room was found."""

    def __init__(self, found: Room) -> None:
        self._found = found

    @property
    def taken_bytes(self) -> int:
        return self._found.taken_bytes

    @property
    def images_written(self) -> int:
        return 0

    async def room(self) -> Room:
        return self._found

    async def told_at(self, what: str) -> datetime | None:
        return None

    async def tell(self, what: str, now: datetime) -> None:
        """Remember nothing."""


class SilentNotice:
    """Reaches nobody."""

    async def tell(self, text: str) -> bool:
        return False


async def test_a_service_that_hangs_is_given_up() -> None:
    async def hang() -> str:
        await asyncio.Event().wait()
        return "never"

    is_well, text = await _line(hang(), deadline_s=0.01)
    assert not is_well
    assert "no answer within" in text


async def test_what_is_wrong_is_one_line() -> None:
    async def fail() -> str:
        raise Stop("the service says\n<html>\n")

    assert await _line(fail()) == (False, "the service says <html>")


async def test_the_room_that_images_take_is_shown_beside_its_bound(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert "images take 0.0 of 20 GB" in await _database(settings)
    await ImageFiles(tmp_path).write_input(b"x" * 2_000)
    full = settings.model_copy(update={"retention": RetentionSettings(disk_max_gb=0.000001)})
    with pytest.raises(Stop, match="new requests are refused: raise disk_max_gb"):
        await _database(full)


def room(**values: int) -> Room:
    return replace(Room(taken_bytes=0, free_bytes=10**12, open_units=0), **values)


@pytest.mark.parametrize(
    ("found", "advice"),
    [
        (room(taken_bytes=20_000_000_000 - UNIT_BYTES + 1), "raise disk_max_gb"),
        (room(taken_bytes=16_000_000_000, open_units=1_000), "raise disk_max_gb"),
        (room(free_bytes=203_999_999), "free at least 204 MB"),
        (room(free_bytes=600_000_000, open_units=100), "free at least 604 MB"),
    ],
)
async def test_the_doctor_finds_what_the_bot_refuses_for(
    tmp_path: Path, found: Room, advice: str
) -> None:
    settings = Settings(data_dir=tmp_path)
    with pytest.raises(Stop, match=advice):
        _taken(settings, found)
    disk = FoundDisk(found)
    bot = DiskRoom(disk, settings.retention, SilentNotice(), FakeTime())
    await bot.step()
    with pytest.raises(DiskFull), bot.set_aside(1):
        pass


@pytest.mark.parametrize(
    "found",
    [
        room(taken_bytes=20_000_000_000 - UNIT_BYTES),
        room(free_bytes=204_000_000),
        room(free_bytes=604_000_000, open_units=100),
    ],
)
async def test_the_doctor_is_content_while_the_bot_takes_requests(
    tmp_path: Path, found: Room
) -> None:
    settings = Settings(data_dir=tmp_path)
    assert "images take" in _taken(settings, found)
    bot = DiskRoom(FoundDisk(found), settings.retention, SilentNotice(), FakeTime())
    await bot.step()
    with bot.set_aside(1):
        pass
