"""Room on the disk: requests are refused before it runs out, and the owner knows earlier."""

import asyncio
import os
import shutil
from collections import namedtuple
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.generation import MemberLimits, Status
from bot.errors import DiskFull, QuotaExceeded, ServerQueueFull
from bot.generation.admission import Admission
from bot.generation.disk_room import LEAST_FREE_BYTES, UNIT_BYTES, DiskRoom
from bot.providers.catalogue import Catalogue
from bot.settings import RetentionSettings
from bot.store.database import Database
from bot.store.disk import Disk
from bot.store.file_removal import FileRemoval
from bot.store.image_files import DiskUse, ImageFiles
from tests.fakes.time import FakeTime
from tests.unit.generation.values import new
from tests.unit.generation.world import World, until
from tests.unit.store.old_rows import DATA, Old, keep

MOST_GB = 0.1
SETTINGS = RetentionSettings(disk_max_gb=MOST_GB, disk_warning_percent=50)
MOST_BYTES = int(MOST_GB * 1e9)
Usage = namedtuple("Usage", "total used free")


class FakeOwner:
    """Reads what is sent, unless Discord does not bring it."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.is_reached = True

    async def tell(self, text: str) -> bool:
        self.texts.append(text)
        return self.is_reached


@pytest.fixture
async def database(tmp_path: Path, time: FakeTime) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{tmp_path / 'easel.sqlite3'}", time)
    yield database
    await database.close()


@pytest.fixture
def use() -> DiskUse:
    return DiskUse()


@pytest.fixture
def owner() -> FakeOwner:
    return FakeOwner()


@pytest.fixture
def disk(tmp_path: Path, database: Database, use: DiskUse) -> Disk:
    return Disk(tmp_path, database, use)


@pytest.fixture
def room(disk: Disk, owner: FakeOwner, time: FakeTime) -> DiskRoom:
    return DiskRoom(disk, SETTINGS, owner, time)


def pass_through(room: DiskRoom, units: int = 1) -> None:
    """Let so many images be admitted."""
    with room.set_aside(units):
        pass


async def test_what_lies_there_already_is_counted_at_the_first_look(
    database: Database, disk: Disk, use: DiskUse, tmp_path: Path
) -> None:
    await keep(database, tmp_path, Old(days=1), Old(days=2))
    await ImageFiles(tmp_path).write_input(b"earlier")
    files = ImageFiles(tmp_path, use)
    assert (await disk.room()).taken_bytes == 2 * len(DATA) + 7
    await files.write(77, 0, b"12345", "image/png")
    await files.write(77, 0, b"123", "image/png")  # replaces
    assert (await disk.room()).taken_bytes == 2 * len(DATA) + 7 + 3


async def test_a_file_without_a_row_is_counted_until_it_is_removed(
    disk: Disk, use: DiskUse, tmp_path: Path
) -> None:
    await ImageFiles(tmp_path).write(7, 0, b"12345", "image/png")  # and then killed
    assert (await disk.room()).taken_bytes == 5
    await FileRemoval(tmp_path, use).images([7], [])
    assert (await disk.room()).taken_bytes == 0


async def test_images_that_are_written_at_once_are_all_counted(
    disk: Disk, use: DiskUse, tmp_path: Path
) -> None:
    await disk.room()
    files = ImageFiles(tmp_path, use)
    await asyncio.gather(*(files.write(7, index, b"12345", "image/png") for index in range(8)))
    hashes = await asyncio.gather(*(files.write_input(b"%d" % number) for number in range(8)))
    assert disk.taken_bytes == 8 * 5 + 8
    for sha256 in hashes:
        assert await files.hold_inputs([sha256])
    await asyncio.gather(*(files.refuse_inputs([sha256]) for sha256 in hashes))
    assert disk.taken_bytes == 8 * 5


async def test_the_count_never_falls_below_zero(disk: Disk, use: DiskUse) -> None:
    await disk.room()
    use.taken_bytes -= 5  # removed while it was counted
    assert (await disk.room()).taken_bytes == disk.taken_bytes == 0


async def test_a_request_that_does_not_fit_is_refused_and_a_smaller_one_is_not(
    room: DiskRoom, use: DiskUse
) -> None:
    await room.step()
    use.taken_bytes = MOST_BYTES - 3 * UNIT_BYTES
    with pytest.raises(DiskFull, match="no room for new images"):
        pass_through(room, 4)
    pass_through(room, 3)


async def test_requests_that_come_together_do_not_pass_the_bound(
    room: DiskRoom, use: DiskUse
) -> None:
    await room.step()
    use.taken_bytes = MOST_BYTES - 10 * UNIT_BYTES
    for _member in range(5):
        pass_through(room, 2)
    with pytest.raises(DiskFull):
        pass_through(room, 1)


async def test_what_is_admitted_and_not_made_yet_counts(
    database: Database, room: DiskRoom, use: DiskUse
) -> None:
    waiting = Old(days=0, status=Status.QUEUED, has_image=False)
    made = [Old(days=0, status=Status.READY, has_image=False), Old(days=1, has_image=False)]
    await keep(database, None, *[waiting] * 4, *made)
    await room.step()
    use.taken_bytes = MOST_BYTES - 5 * UNIT_BYTES
    pass_through(room, 1)
    with pytest.raises(DiskFull):
        pass_through(room, 1)


async def test_an_image_that_has_its_file_is_not_counted_as_coming_too(
    database: Database, room: DiskRoom, use: DiskUse, tmp_path: Path
) -> None:
    waiting = Old(days=0, status=Status.QUEUED, has_image=False)
    await keep(database, None, *[waiting] * 2)
    await room.step()
    use.taken_bytes = MOST_BYTES - 4 * UNIT_BYTES
    pass_through(room, 2)
    files = ImageFiles(tmp_path, use)
    for index in range(3):
        await files.write(7, index, b"0" * (UNIT_BYTES // 8), "image/png")
    pass_through(room, 2)
    with pytest.raises(DiskFull):
        pass_through(room, 1)


async def test_the_owner_is_told_with_the_first_refusal(
    room: DiskRoom, use: DiskUse, owner: FakeOwner
) -> None:
    await room.measure()
    use.taken_bytes = MOST_BYTES
    with pytest.raises(DiskFull):
        pass_through(room, 1)
    await until(lambda: bool(owner.texts))
    await room.step()
    assert ["refuses requests now" in text for text in owner.texts] == [True]


async def test_what_is_refused_for_another_reason_takes_no_room(
    room: DiskRoom, use: DiskUse
) -> None:
    await room.step()
    use.taken_bytes = MOST_BYTES - 2 * UNIT_BYTES
    for _ in range(3):
        with pytest.raises(ServerQueueFull), room.set_aside(2):
            raise ServerQueueFull(waiting=9, limit=9)
    pass_through(room, 2)
    with pytest.raises(DiskFull):
        pass_through(room)


async def test_who_has_used_up_the_quota_takes_no_room_from_others(
    world: World, room: DiskRoom, use: DiskUse
) -> None:
    await room.step()
    use.taken_bytes = MOST_BYTES - 2 * UNIT_BYTES
    admission = Admission(
        generations=world.generations,
        provider=world.provider,
        catalogue=Catalogue(world.provider, world.time),
        limits=MemberLimits(daily_quota=1, waiting=9, running=9),
        turns=world.turns,
        time=world.time,
        set_aside=room.set_aside,
    )
    await admission.admit(new(member_id=1))
    for _ in range(3):
        with pytest.raises(QuotaExceeded):
            await admission.admit(new(member_id=1))
    await admission.admit(new(member_id=2))
    with pytest.raises(DiskFull):
        await admission.admit(new(member_id=3))


async def test_a_full_file_system_refuses_as_well(
    room: DiskRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = LEAST_FREE_BYTES + UNIT_BYTES - 1
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(1, 1, free))
    await room.step()
    with pytest.raises(DiskFull):
        pass_through(room, 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(1, 1, free + 1))
    await room.step()
    pass_through(room, 1)


async def test_the_owner_is_told_in_time_and_once_a_day(
    disk: Disk,
    room: DiskRoom,
    use: DiskUse,
    owner: FakeOwner,
    time: FakeTime,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await room.step()
    use.taken_bytes += MOST_BYTES // 2 - 1
    await room.step()
    assert owner.texts == []
    use.taken_bytes += 1
    await room.step()
    await room.step()
    assert [("0.1 GB" in text, "disk_max_gb" in text) for text in owner.texts] == [(True, True)]
    assert caplog.text.count("room on the disk gets short") == 2  # the log hears it each time
    await DiskRoom(disk, SETTINGS, owner, time).step()  # a restart is no new day
    assert len(owner.texts) == 1
    time.advance(86_400)
    await room.step()
    assert len(owner.texts) == 2


async def test_a_bound_that_is_reached_is_told_of_its_own(
    room: DiskRoom, use: DiskUse, owner: FakeOwner
) -> None:
    await room.step()
    use.taken_bytes = MOST_BYTES // 2
    await room.step()
    use.taken_bytes = MOST_BYTES
    await room.step()
    assert ["refuses requests now" in text for text in owner.texts] == [False, True]


async def test_an_owner_who_is_not_reached_stops_nothing(
    room: DiskRoom, use: DiskUse, owner: FakeOwner
) -> None:
    owner.is_reached = False
    await room.step()
    use.taken_bytes = MOST_BYTES
    await room.step()
    await room.step()
    assert len(owner.texts) == 1


async def test_a_disk_that_takes_not_even_a_note_does_not_make_a_message_a_minute(
    room: DiskRoom, use: DiskUse, owner: FakeOwner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise OSError

    await room.step()
    use.taken_bytes = MOST_BYTES
    monkeypatch.setattr(os, "utime", refuse)
    await room.step()
    await room.step()
    assert len(owner.texts) == 1


async def test_a_disk_that_cannot_be_measured_is_logged(
    room: DiskRoom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_path: Path) -> None:
        raise OSError("gone")

    monkeypatch.setattr(shutil, "disk_usage", refuse)
    await room.step()
    assert "room on the disk unknown" in caplog.text
    pass_through(room, 1)
