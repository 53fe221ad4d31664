"""A fresh database for each test, on real SQLite."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.file_removal import FileRemoval
from bot.store.generations import Generations
from bot.store.image_files import DiskUse
from bot.store.retention import Retention
from bot.store.reviews import Reviews
from bot.timing import SystemTime
from tests.fakes.empty_database import lay_empty_database


@pytest.fixture
def empty_file(tmp_path: Path) -> Path:
    """A file with the newest schema."""
    folder = tmp_path / "empty"
    folder.mkdir()
    lay_empty_database(folder)
    return folder / "easel.sqlite3"


@pytest.fixture
def url(tmp_path: Path) -> str:
    lay_empty_database(tmp_path)
    return f"sqlite:///{tmp_path}/easel.sqlite3"


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url, SystemTime(), busy_timeout_s=5.0)
    yield database
    await database.close()


@pytest.fixture
def generations(database: Database) -> Generations:
    return Generations(database)


@pytest.fixture
def use() -> DiskUse:
    return DiskUse()


@pytest.fixture
def removal(tmp_path: Path, use: DiskUse) -> FileRemoval:
    return FileRemoval(tmp_path, use)


@pytest.fixture
def retention(database: Database, removal: FileRemoval) -> Retention:
    return Retention(database, removal)


@pytest.fixture
def reviews(database: Database) -> Reviews:
    return Reviews(database)
