"""A database at the noon that old rows are counted from."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.database import Database
from tests.fakes.time import FakeTime
from tests.unit.store.samples import NOON


@pytest.fixture
def time() -> FakeTime:
    return FakeTime(NOON)


@pytest.fixture
async def database(tmp_path: Path, time: FakeTime) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{tmp_path / 'easel.sqlite3'}", time)
    yield database
    await database.close()
