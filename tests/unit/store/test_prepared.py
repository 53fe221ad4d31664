"""Prepared statements write and read what SQLAlchemy's own do."""

from datetime import timedelta, timezone

import pytest
from sqlalchemy import bindparam, insert, select

from bot.store.prepared import Prepared
from bot.store.schema import servers
from tests.unit.store.queue_world import QueueWorld
from tests.unit.store.samples import NOON

PUT = Prepared(insert(servers), ("server_id", "joined_at", "left_at"))
GET = Prepared(select(servers.c.server_id).where(servers.c.joined_at == bindparam("at")))


def test_values_are_stored_as_their_columns_say() -> None:
    queue = QueueWorld.empty()
    far_east = NOON.astimezone(timezone(timedelta(hours=9)))
    assert PUT.run(queue.connection, {"server_id": 5, "joined_at": far_east, "left_at": None}) == ()
    row = queue.connection.execute(select(servers)).one()
    assert (row.server_id, row.joined_at, row.left_at) == (5, NOON, None)
    assert GET.run(queue.connection, {"at": NOON}) == [(5,)]
    queue.close()


def test_a_value_that_is_missing_is_not_taken_for_nothing() -> None:
    queue = QueueWorld.empty()
    with pytest.raises(KeyError, match="left_at"):
        PUT.run(queue.connection, {"server_id": 5, "joined_at": NOON})
    queue.close()
