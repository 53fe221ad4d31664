"""A fresh database for each test, on real SQLite."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.generations import Generations
from bot.timing import SystemTime


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/easel.sqlite3"


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url, SystemTime())
    yield database
    await database.close()


@pytest.fixture
def generations(database: Database) -> Generations:
    return Generations(database)
