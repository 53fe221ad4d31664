"""Blocks and trusts that are over leave their tables, a step each minute."""

from datetime import datetime

from sqlalchemy import Connection, Delete, Table, bindparam, delete, select, tuple_

from bot.store.column_types import UtcTime
from bot.store.fronts import MAX_STEP
from bot.store.moderation_schema import blocks, trusts


def _drop_over(table: Table) -> Delete:
    key = (table.c.server_id, table.c.member_id)
    over = (
        select(*key)
        .where(table.c.until <= bindparam("now", type_=UtcTime))
        .order_by(table.c.until)
        .limit(MAX_STEP)
    )
    return delete(table).where(tuple_(*key).in_(over))


DROP_BLOCKS = _drop_over(blocks)
DROP_TRUSTS = _drop_over(trusts)


def prune(connection: Connection, now: datetime) -> None:
    """Remove a step of what is over by then."""
    for statement in (DROP_BLOCKS, DROP_TRUSTS):
        connection.execute(statement, {"now": now})
