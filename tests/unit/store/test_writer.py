"""The writer: groups are committed together, and nobody's failure is another's."""

import asyncio
import logging
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from bot.errors import StorageUnavailable, StyleError
from bot.store.database import Database
from bot.store.schema import queues
from bot.timing import SystemTime
from tests.fakes.time import FakeTime


def put(connection: Connection, name: str, clock: float = 0.0) -> str:
    connection.execute(queues.insert(), {"provider": name, "clock": clock})
    return name


async def names(database: Database) -> list[str]:
    def query(connection: Connection) -> list[str]:
        return list(connection.execute(select(queues.c.provider)).scalars())

    return sorted(await database.read(query))


class Gate:
    """A job that keeps the writer busy, so that the jobs after it become one group."""

    def __init__(self, database: Database) -> None:
        self._started = Event()
        self._opened = Event()
        self._job = asyncio.ensure_future(database.writer.write(self._wait))

    async def closed(self) -> "Gate":
        assert await asyncio.to_thread(self._started.wait, 5)
        return self

    async def open(self) -> None:
        self._opened.set()
        await self._job

    def _wait(self, _connection: Connection) -> None:
        self._started.set()
        assert self._opened.wait(5)


async def test_a_change_can_be_read_once_it_is_answered(database: Database) -> None:
    assert await database.writer.write(partial(put, name="a")) == "a"
    assert await names(database) == ["a"]


async def test_each_commit_is_forced_to_the_disk_so_that_a_power_cut_undoes_no_answer(
    database: Database,
) -> None:
    synchronous = await database.writer.write(
        lambda connection: connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
    )
    assert synchronous == 2  # FULL


async def test_one_failing_job_undoes_only_itself(database: Database) -> None:
    def half_done(connection: Connection) -> None:
        put(connection, "half")
        raise StyleError("no")

    gate = await Gate(database).closed()
    write = database.writer.write
    answers = asyncio.gather(
        write(partial(put, name="a")),
        write(half_done),
        write(partial(put, name="a")),
        write(partial(put, name="b")),
        return_exceptions=True,
    )
    await asyncio.sleep(0)
    await gate.open()
    first, refused, double, last = await answers
    assert (first, last) == ("a", "b")
    assert isinstance(refused, StyleError)
    assert isinstance(double, IntegrityError)
    assert await names(database) == ["a", "b"]


async def test_a_cancelled_caller_breaks_nobody_elses_change(database: Database) -> None:
    gate = await Gate(database).closed()
    write = database.writer.write
    tasks = [asyncio.ensure_future(write(partial(put, name=name))) for name in "abc"]
    await asyncio.sleep(0)
    tasks[1].cancel()
    await gate.open()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert answers[::2] == ["a", "c"]
    assert isinstance(answers[1], asyncio.CancelledError)
    assert await names(database) == ["a", "b", "c"]


async def test_a_cancelled_callers_error_is_nobodys_noise(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(_connection: Connection) -> None:
        raise StyleError("no")

    gate = await Gate(database).closed()
    task = asyncio.ensure_future(database.writer.write(failing))
    await asyncio.sleep(0)
    task.cancel()
    await gate.open()
    await database.writer.write(partial(put, name="a"))
    assert task.cancelled()
    assert caplog.records == []


async def test_more_jobs_than_a_group_holds_are_all_done(database: Database) -> None:
    await asyncio.gather(
        *(database.writer.write(partial(put, name=f"{number:04}")) for number in range(600))
    )
    assert len(await names(database)) == 600


async def test_what_waits_at_closing_time_is_still_written(url: str) -> None:
    database = await Database.open(url, SystemTime())
    gate = await Gate(database).closed()
    waiting = asyncio.ensure_future(database.writer.write(partial(put, name="last")))
    await asyncio.sleep(0)
    closing_task = asyncio.ensure_future(database.close())
    await gate.open()
    await closing_task
    assert await waiting == "last"
    with pytest.raises(StorageUnavailable):
        await database.writer.write(partial(put, name="later"))
    with pytest.raises(StorageUnavailable):
        await database.read(lambda _connection: None)


async def test_a_full_disk_fails_the_group_and_no_later_one(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    def set_page_limit(connection: Connection, pages: int) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    await database.writer.write(lambda connection: set_page_limit(connection, 1))
    with pytest.raises(StorageUnavailable):
        await database.writer.write(partial(put, name="secret" * 20_000))
    assert "full" in caplog.text
    assert "secretsecret" not in caplog.text
    await database.writer.write(lambda connection: set_page_limit(connection, 1_000_000))
    await database.writer.write(partial(put, name="a"))
    assert await names(database) == ["a"]


async def test_a_lock_held_by_another_program_is_storage_unavailable(
    tmp_path: Path, url: str
) -> None:
    database = await Database.open(url, SystemTime(), busy_timeout_s=0.01)

    def hold() -> sqlite3.Connection:
        other = sqlite3.connect(tmp_path / "easel.sqlite3", check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        return other

    with closing(await asyncio.to_thread(hold)) as other:
        with pytest.raises(StorageUnavailable):
            await database.writer.write(partial(put, name="a"), patience_s=0)
        assert await names(database) == []  # who only reads does not wait for the lock
        await asyncio.to_thread(other.rollback)
        await database.writer.write(partial(put, name="a"))
        await asyncio.to_thread(other.close)
    await database.close()


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StorageUnavailable):
        await database.read(partial(put, name="a"))
    assert await names(database) == []


async def test_a_slow_change_is_logged(url: str, caplog: pytest.LogCaptureFixture) -> None:
    time = FakeTime()
    database = await Database.open(url, time)
    with caplog.at_level(logging.WARNING):
        await database.writer.write(lambda _connection: time.advance(2))
    await database.close()
    assert "slow to store" in caplog.text
    assert "'took_s': 2.0" in caplog.text
