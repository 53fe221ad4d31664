"""Another process holds the lock: each change waits as long as its asker can, and no longer."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.errors import StorageUnavailable
from bot.store.database import Database
from bot.store.schema import queues
from bot.timing import SystemTime


def put(connection: Connection, name: str) -> str:
    connection.execute(queues.insert(), {"provider": name, "clock": 0.0})
    return name


async def names(database: Database) -> list[str]:
    def query(connection: Connection) -> list[str]:
        return list(connection.execute(select(queues.c.provider)).scalars())

    return sorted(await database.read(query))


@asynccontextmanager
async def locked(folder: Path) -> AsyncIterator[sqlite3.Connection]:
    """Hold the write lock as another process would, until the block ends or it is rolled back."""

    def hold() -> sqlite3.Connection:
        other = sqlite3.connect(folder / "easel.sqlite3", check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        return other

    other = await asyncio.to_thread(hold)
    try:
        yield other
    finally:
        await asyncio.to_thread(other.close)


async def test_who_has_no_patience_is_refused_while_the_others_wait(
    database: Database, tmp_path: Path
) -> None:
    write = database.writer.write
    async with locked(tmp_path) as other:
        patient = asyncio.ensure_future(write(partial(put, name="patient"), patience_s=60))
        with pytest.raises(StorageUnavailable):
            await write(partial(put, name="hasty"), patience_s=0.2)
        late = asyncio.ensure_future(write(partial(put, name="late"), patience_s=60))
        assert not patient.done()
        await asyncio.to_thread(other.rollback)
        assert [await patient, await late] == ["patient", "late"]
    assert await names(database) == ["late", "patient"]


async def test_a_refusal_comes_in_time_for_each_of_many(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write = database.writer.write
    async with locked(tmp_path):
        started_s = SystemTime().monotonic()
        answers = await asyncio.gather(
            *(write(partial(put, name=str(number)), patience_s=0.3) for number in range(600)),
            return_exceptions=True,
        )
        took_s = SystemTime().monotonic() - started_s
    assert all(isinstance(answer, StorageUnavailable) for answer in answers)
    # Together, not one after another, which would take 180 s; 2 s are too few on a busy machine.
    assert caplog.text.count("database locked") < 10
    assert took_s < 30
    assert await names(database) == []


async def test_a_locked_database_does_not_keep_a_bot_from_stopping(
    url: str, tmp_path: Path
) -> None:
    database = await Database.open(url, SystemTime())
    async with locked(tmp_path):
        waiting = asyncio.ensure_future(database.writer.write(partial(put, name="a")))
        await asyncio.sleep(0)
        async with asyncio.timeout(5):
            await database.close()
        with pytest.raises(StorageUnavailable):
            await waiting


async def test_a_lock_at_the_start_is_a_sentence(
    url: str, tmp_path: Path, database: Database
) -> None:
    await database.close()
    async with locked(tmp_path):
        with pytest.raises(Exception, match="locked by another program"):
            await Database.open(url, SystemTime(), busy_timeout_s=0.01)
