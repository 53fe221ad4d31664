"""Rows into values, however many there are."""

import sqlite3

from sqlalchemy import Connection, select

from bot.domain.generation import Generation, Status
from bot.store.database import Database
from bot.store.rows import with_images
from bot.store.schema import generations
from tests.unit.store.old_rows import Old, keep

_ROOM = 1_200  # of SQLite's 32,766 in a statement: so many rows would take a test too long


async def test_more_may_be_unfinished_than_one_statement_has_room_for(database: Database) -> None:
    ids = await keep(database, None, *[Old(days=0, status=Status.QUEUED)] * (2 * _ROOM))

    def query(connection: Connection) -> list[Generation]:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, _ROOM)
        rows = connection.execute(select(generations).order_by(generations.c.id)).mappings().all()
        return list(with_images(connection, rows))

    found = await database.writer.write(query)
    assert [generation.id for generation in found] == ids
    assert all(len(generation.images) == 1 for generation in found)
