"""Who is blocked in a server."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select

from bot.domain.moderation.blocks import Block
from bot.domain.moderation.log import LogEntry
from bot.store.block_rows import Blocked, block
from bot.store.database import Database
from bot.store.lifting import unblock
from bot.store.moderation_log import note
from bot.store.moderation_schema import blocks
from bot.store.writer import MEMBER_PATIENCE_S

LISTED = (
    select(blocks.c.member_id, blocks.c.until, blocks.c.moderator_id, blocks.c.reason)
    .where(blocks.c.server_id == bindparam("of_server"))
    .where(blocks.c.member_id > bindparam("after"))
    .where(or_(blocks.c.until.is_(None), blocks.c.until > bindparam("now")))
    .order_by(blocks.c.member_id)
    .limit(bindparam("limit"))
)


class Blocks:
    """Blocks members; each with its entry of the log, in one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def block(self, member_id: int, until: datetime | None, entry: LogEntry) -> Blocked:
        """Block a member until then, None for good, and end what waits of them.

        A block that lasts as long, or longer, is left as it is, and then nothing is logged.

        Raises:
            StorageUnavailable: The database does not take it.
        """

        def job(connection: Connection) -> Blocked:
            blocked = block(connection, member_id, until, entry)
            if blocked.kept is None:
                note(connection, entry)
            return blocked

        return await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)

    async def unblock(self, member_id: int, entry: LogEntry, now: datetime) -> bool:
        """Let a member ask again; False if nothing was in force, and then nothing is logged.

        Blocks of cases and of the server's rule count as lifted with it.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        return await self._database.writer.write(
            lambda connection: unblock(connection, member_id, entry, now),
            patience_s=MEMBER_PATIENCE_S,
        )

    async def standing(
        self, server_id: int, *, after_id: int, now: datetime, limit: int
    ) -> Sequence[Block]:
        """Return who is blocked, in order of ids above *after_id*.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        values = {"of_server": server_id, "after": after_id, "now": now, "limit": limit}
        return await self._database.read(
            lambda connection: [
                Block(**row) for row in connection.execute(LISTED, values).mappings()
            ]
        )
