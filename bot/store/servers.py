"""Where the bot is a member, and since when it is not any more."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.store.database import Database
from bot.store.schema import servers

MEMBER_OF = select(servers.c.server_id).where(
    servers.c.joined_at.is_not(None), servers.c.left_at.is_(None)
)
_insert = upsert(servers)
# Whoever comes back in time finds everything as it was.
_JOIN = _insert.on_conflict_do_update(
    index_elements=[servers.c.server_id],
    set_={"joined_at": _insert.excluded.joined_at, "left_at": None},
)
_LEAVE = (
    update(servers)
    .where(servers.c.server_id == bindparam("gone_id"))
    .where(servers.c.joined_at.is_not(None))
    .where(servers.c.left_at.is_(None))
    .values(left_at=bindparam("now"))
)


class Servers:
    """Remembers membership; a server where the bot never was a member is never left, either."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def joined(self, server_id: int, now: datetime) -> None:
        """Note that the bot is a member there."""
        await self._database.writer.write(lambda connection: _join(connection, [server_id], now))

    async def left(self, server_id: int, now: datetime) -> bool:
        """Note that the bot was removed; False if it was not known to be there."""
        return await self._database.writer.write(
            lambda connection: _leave(connection, [server_id], now) == 1
        )

    async def are(self, server_ids: Iterable[int], now: datetime) -> tuple[int, int]:
        """Note that the bot is a member of exactly these.

        Returns:
            How many are new, and how many it is not in any more.
        """
        wanted = frozenset(server_ids)

        def job(connection: Connection) -> tuple[int, int]:
            known = frozenset(connection.execute(MEMBER_OF).scalars())
            new, gone = sorted(wanted - known), sorted(known - wanted)
            _join(connection, new, now)
            _leave(connection, gone, now)
            return len(new), len(gone)

        return await self._database.writer.write(job)


def _join(connection: Connection, server_ids: Iterable[int], now: datetime) -> None:
    rows = [{"server_id": server_id, "joined_at": now} for server_id in server_ids]
    if rows:
        connection.execute(_JOIN, rows)


def _leave(connection: Connection, server_ids: Iterable[int], now: datetime) -> int:
    rows = [{"gone_id": server_id, "now": now} for server_id in server_ids]
    return connection.execute(_LEAVE, rows).rowcount if rows else 0
