"""Housekeeping under a clock that may be wrong: what would go waits for a day."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.generation.housekeeping import Housekeeping
from bot.generation.upkeep import build_upkeep
from bot.store.database import Database
from bot.store.image_files import DiskUse, ImageFiles
from tests.fakes.time import FakeTime
from tests.unit.generation.housekeeping.house_keepers import KEPT, housekeeping
from tests.unit.store.old_rows import Old, counts, keep
from tests.unit.store.samples import NOON


class JumpingTime(FakeTime):
    """A wall clock that somebody sets."""

    set_ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self.set_ahead


async def test_a_clock_that_jumps_ahead_removes_nothing_for_a_day(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    time = JumpingTime(NOON)
    await keep(database, tmp_path, Old(days=1))
    keeper = housekeeping(database, tmp_path, time)
    time.set_ahead = timedelta(days=4_000)
    await keeper.step()
    time.advance(3_600)
    await keeper.step()
    assert (await counts(database))["images"] == 1
    assert caplog.text.count("clock may be ahead") == 1
    time.set_ahead = timedelta()  # set right again
    time.advance(86_400)
    await keeper.step()
    assert (await counts(database))["images"] == 1


async def test_a_clock_that_stays_where_it_jumped_to_is_believed_after_a_day(
    database: Database, tmp_path: Path
) -> None:
    time = JumpingTime(NOON)
    await keep(database, tmp_path, Old(days=1))
    keeper = housekeeping(database, tmp_path, time)
    time.set_ahead = timedelta(days=100)
    await keeper.step()
    time.advance(86_400)
    await keeper.step()
    assert (await counts(database))["images"] == 0


async def test_a_clock_that_is_wrong_from_the_start_removes_nothing_for_a_day(
    database: Database, tmp_path: Path
) -> None:
    time = JumpingTime(NOON)
    await keep(database, tmp_path, Old(days=1))
    time.set_ahead = timedelta(days=4_000)  # before the process began
    files = ImageFiles(tmp_path, DiskUse())
    keeper = _upkeep(database, files, tmp_path, time)
    for _minute in range(5):
        await keeper.step()
        time.advance(60)
    assert (await counts(database))["images"] == 1
    time.advance(86_400)
    await keeper.step()
    assert (await counts(database))["images"] == 0


async def test_a_clock_that_fits_the_newest_entry_is_believed_at_once(
    database: Database, tmp_path: Path, time: FakeTime
) -> None:
    await keep(database, tmp_path, Old(days=100), Old(days=6))
    await _upkeep(database, ImageFiles(tmp_path, DiskUse()), tmp_path, time).step()
    assert (await counts(database))["images"] == 1


def _upkeep(database: Database, files: ImageFiles, data_dir: Path, time: FakeTime) -> Housekeeping:
    return build_upkeep(
        settings=KEPT,
        data_dir=data_dir,
        database=database,
        files=files,
        notice=NoOwner(),
        time=time,
    ).housekeeping


class NoOwner:
    """Nobody to tell."""

    async def tell(self, text: str) -> bool:
        del text
        return False
