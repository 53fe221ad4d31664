"""A fresh database for each test, on real SQLite."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.engine import writing_engine
from bot.store.file_removal import FileRemoval
from bot.store.generations import Generations
from bot.store.image_files import DiskUse
from bot.store.retention import Retention
from bot.store.upgrade import upgrade
from bot.timing import SystemTime


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the newest schema: to copy it is quicker than to migrate for each test."""
    path = tmp_path_factory.mktemp("store") / "empty.sqlite3"
    engine = writing_engine(path, 1.0)
    upgrade(engine, path)
    engine.dispose()
    return path


@pytest.fixture
def url(tmp_path: Path, empty_file: Path) -> str:
    shutil.copy(empty_file, tmp_path / "easel.sqlite3")
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
