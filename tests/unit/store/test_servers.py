"""Membership: who is left is known, and who never was a member is never left."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select

from bot.store.database import Database
from bot.store.schema import servers as table
from bot.store.servers import Servers
from tests.unit.store.samples import LATER, NOON


@pytest.fixture
def servers(database: Database) -> Servers:
    return Servers(database)


async def left_ids(database: Database) -> list[int]:
    query = select(table.c.server_id).where(table.c.left_at.is_not(None))
    return await database.read(lambda connection: list(connection.execute(query).scalars()))


async def test_a_start_tells_who_is_new_and_who_is_gone(
    database: Database, servers: Servers
) -> None:
    assert await servers.are([1, 2, 3], NOON) == (3, 0)
    assert await servers.are([2, 3, 4], LATER) == (1, 1)
    assert await left_ids(database) == [1]
    assert await servers.are([2, 3, 4], LATER) == (0, 0)


async def test_who_comes_back_is_not_left_any_more(database: Database, servers: Servers) -> None:
    await servers.joined(1, NOON)
    assert await servers.left(1, NOON)
    assert await left_ids(database) == [1]
    await servers.joined(1, LATER)
    assert await left_ids(database) == []


async def test_leaving_twice_does_not_begin_the_grace_anew(
    database: Database, servers: Servers
) -> None:
    await servers.joined(1, NOON)
    assert await servers.left(1, NOON)
    assert not await servers.left(1, NOON + timedelta(days=5))
    assert await servers.are([], NOON + timedelta(days=6)) == (0, 0)
    when = await database.read(
        lambda connection: connection.execute(select(table.c.left_at)).scalar_one()
    )
    assert when == NOON


async def test_where_the_bot_never_was_a_member_it_has_not_left(
    database: Database, servers: Servers
) -> None:
    def job(connection: Connection) -> None:  # as clean-up notes how far it has come
        connection.execute(insert(table), [{"server_id": 0}, {"server_id": 5}])

    await database.writer.write(job)
    assert await servers.are([1], NOON) == (1, 0)
    assert not await servers.left(5, NOON)
    assert await left_ids(database) == []
