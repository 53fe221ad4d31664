"""The rows of blocks and trusts: written and read in the transaction of whoever causes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.domain.moderation.blocks import Block
from bot.domain.moderation.log import LogEntry
from bot.store.barring import end_waiting
from bot.store.column_types import UtcTime
from bot.store.moderation_log import note
from bot.store.moderation_schema import blocks, trusts

UNBLOCK = delete(blocks).where(
    blocks.c.server_id == bindparam("of_server"), blocks.c.member_id == bindparam("of_member")
)
# Of one block alone: a longer one, which has taken its place, goes on.
END = UNBLOCK.where(blocks.c.created_at == bindparam("begun_at", type_=UtcTime))
STANDING = select(blocks.c.member_id, blocks.c.until, blocks.c.moderator_id, blocks.c.reason).where(
    blocks.c.server_id == bindparam("of_server"), blocks.c.member_id == bindparam("of_member")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """What came of a block: ``kept`` is one that stood already and lasts as long or longer.

    ``ended`` are the generations that waited, and are rejected with it.
    """

    kept: Block | None = None
    ended: Sequence[int] = ()


def standing(connection: Connection, server_id: int, member_id: int, now: datetime) -> Block | None:
    """Return the block that is in force."""
    values = {"of_server": server_id, "of_member": member_id}
    row = connection.execute(STANDING, values).mappings().one_or_none()
    found = None if row is None else Block(**row)
    if found is None or (found.until is not None and found.until <= now):
        return None
    return found


def block(
    connection: Connection, member_id: int, until: datetime | None, entry: LogEntry
) -> Blocked:
    """Block, unless a block stands that lasts as long; *entry* says who does it, and why.

    The entry is written by the caller: one who finds a longer block may have done nothing.
    """
    kept = standing(connection, entry.server_id, member_id, entry.at)
    if kept is not None and kept.lasts(until):
        return Blocked(kept=kept)
    put(connection, member_id, until, entry)
    return Blocked(ended=end_waiting(connection, member_id, until, entry))


def put(connection: Connection, member_id: int, until: datetime | None, entry: LogEntry) -> None:
    """Write a block in the place of any other."""
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


def trust(connection: Connection, member_id: int, until: datetime, entry: LogEntry) -> None:
    """Trust a member until then; *entry* says who does it."""
    values = {"until": until, "moderator_id": entry.actor_id}
    connection.execute(
        upsert(trusts)
        .values(server_id=entry.server_id, member_id=member_id, **values)
        .on_conflict_do_update(index_elements=["server_id", "member_id"], set_=values)
    )
    note(connection, entry)
