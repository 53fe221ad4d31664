"""Who is blocked in a server, and whose requests need no review for a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.domain.moderation.log import LogEntry
from bot.store.column_types import UtcTime
from bot.store.database import Database
from bot.store.moderation_log import note
from bot.store.moderation_schema import blocks, trusts
from bot.store.writer import MEMBER_PATIENCE_S

UNBLOCK = delete(blocks).where(
    blocks.c.server_id == bindparam("of_server"), blocks.c.member_id == bindparam("of_member")
)
# Of one block alone: a newer one, which has taken its place, goes on.
END = UNBLOCK.where(blocks.c.created_at == bindparam("begun_at", type_=UtcTime))
STANDING = select(blocks.c.until).where(
    blocks.c.server_id == bindparam("of_server"), blocks.c.member_id == bindparam("of_member")
)

LISTED = (
    select(blocks.c.member_id, blocks.c.until, blocks.c.moderator_id, blocks.c.reason)
    .where(blocks.c.server_id == bindparam("of_server"))
    .where(blocks.c.member_id > bindparam("after"))
    .where(or_(blocks.c.until.is_(None), blocks.c.until > bindparam("now")))
    .order_by(blocks.c.member_id)
    .limit(bindparam("limit"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One member's block; ``until`` None is for good, ``moderator_id`` None the bot by a rule."""

    member_id: int
    until: datetime | None
    moderator_id: int | None = None
    reason: str = ""


class Blocks:
    """Blocks and trusts members; each with its entry of the log, in one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def block(self, member_id: int, until: datetime | None, entry: LogEntry) -> None:
        """Block a member until then, None for good; the newest block counts.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        await self._database.writer.write(
            lambda connection: block(connection, member_id, until, entry),
            patience_s=MEMBER_PATIENCE_S,
        )

    async def unblock(self, member_id: int, entry: LogEntry, now: datetime) -> bool:
        """Let a member ask again; False if nothing was in force, and then nothing is logged.

        Raises:
            StorageUnavailable: The database does not take it.
        """

        def job(connection: Connection) -> bool:
            whose = {"of_server": entry.server_id, "of_member": member_id}
            found = connection.execute(STANDING, whose).one_or_none()
            connection.execute(UNBLOCK, whose)
            was_blocked = found is not None and (found.until is None or found.until > now)
            if was_blocked:
                note(connection, entry)
            return was_blocked

        return await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)

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

    async def trust(self, member_id: int, until: datetime, entry: LogEntry) -> None:
        """Let what a member asks for pass without review until then.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        await self._database.writer.write(
            lambda connection: trust(connection, member_id, until, entry),
            patience_s=MEMBER_PATIENCE_S,
        )


def block(connection: Connection, member_id: int, until: datetime | None, entry: LogEntry) -> None:
    """Block in the transaction of *connection*; *entry* says who does it, and why."""
    values = {
        "until": until,
        "moderator_id": entry.actor_id,
        "reason": entry.note,
        "created_at": entry.at,
    }
    connection.execute(
        upsert(blocks)
        .values(server_id=entry.server_id, member_id=member_id, **values)
        .on_conflict_do_update(index_elements=["server_id", "member_id"], set_=values)
    )
    note(connection, entry)


def trust(connection: Connection, member_id: int, until: datetime, entry: LogEntry) -> None:
    """Trust in the transaction of *connection*; *entry* says who does it."""
    values = {"until": until, "moderator_id": entry.actor_id}
    connection.execute(
        upsert(trusts)
        .values(server_id=entry.server_id, member_id=member_id, **values)
        .on_conflict_do_update(index_elements=["server_id", "member_id"], set_=values)
    )
    note(connection, entry)
