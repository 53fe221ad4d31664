"""Reading: one moment a question, beside the writer, and nothing left open at the end."""

import asyncio
import threading

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.util import await_

from bot.errors import StorageUnavailable
from bot.store.database import Database
from bot.store.schema import queues
from bot.timing import SystemTime

_COUNT = select(func.count()).select_from(queues)


def count(connection: Connection) -> int:
    return connection.execute(_COUNT).scalar_one()


def put(connection: Connection, name: str = "a") -> None:
    connection.execute(queues.insert(), {"provider": name, "clock": 0.0})


async def test_a_question_sees_one_moment_while_others_write(database: Database) -> None:
    def twice(connection: Connection) -> tuple[int, int]:
        before = count(connection)
        await_(database.writer.write(put))
        return before, count(connection)

    assert await database.read(twice) == (0, 0)
    assert await database.read(count) == 1


async def test_more_questions_than_connections_are_all_answered(database: Database) -> None:
    assert await asyncio.gather(*(database.read(count) for _ in range(100))) == [0] * 100


async def test_a_question_that_fails_leaves_the_connection_to_the_next(database: Database) -> None:
    def failing(connection: Connection) -> None:
        count(connection)
        raise LookupError

    for _ in range(5):
        with pytest.raises(LookupError):
            await database.read(failing)
    assert await database.read(count) == 0


async def test_cancelled_questions_take_no_connection_away(database: Database) -> None:
    for turns in range(30):  # each is cancelled at another point of its way
        asked = [asyncio.ensure_future(database.read(count)) for _ in range(3)]
        for _ in range(turns):
            await asyncio.sleep(0)
        for one in asked:
            one.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
    async with asyncio.timeout(30):
        assert await asyncio.gather(*(database.read(count) for _ in range(10))) == [0] * 10


async def test_closing_waits_for_questions_and_leaves_no_thread(url: str) -> None:
    before = set(threading.enumerate())
    database = await Database.open(url, SystemTime())
    others = set(threading.enumerate()) - before  # asyncio's own pool, and the writer
    asked = [asyncio.ensure_future(database.read(count)) for _ in range(2)]
    await asyncio.sleep(0)
    await database.close()
    assert [await one for one in asked] == [0, 0]
    for thread in set(threading.enumerate()) - before - others:
        if thread.name.startswith("asyncio"):
            continue  # the loop's own pool, whose threads come as they are needed
        await asyncio.to_thread(thread.join, 5)
        assert not thread.is_alive()


async def test_a_question_that_waits_at_closing_time_is_refused(url: str) -> None:
    database = await Database.open(url, SystemTime())
    asked = [asyncio.ensure_future(database.read(count)) for _ in range(5)]
    await asyncio.sleep(0)
    await database.close()
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert answers[:2] == [0, 0]
    assert all(answer == 0 or isinstance(answer, StorageUnavailable) for answer in answers)
