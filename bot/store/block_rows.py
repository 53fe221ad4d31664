"""The rows of blocks and trusts: written and read in the transaction of whoever causes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.domain.moderation.blocks import Block
from bot.domain.moderation.log import Action, LogEntry
from bot.store.barring import end_waiting
from bot.store.column_types import UtcTime
from bot.store.moderation_log import note
from bot.store.moderation_schema import blocks, trusts
from bot.store.schema import generations

STRIKE = "strike"  # of a log's entry: which strike a block belongs to
UNBLOCK = delete(blocks).where(
    blocks.c.server_id == bindparam("of_server"), blocks.c.member_id == bindparam("of_member")
)
# Of one block alone: a longer one, which has taken its place, goes on.
END = UNBLOCK.where(blocks.c.created_at == bindparam("begun_at", type_=UtcTime))
STANDING = select(blocks.c.member_id, blocks.c.until, blocks.c.moderator_id, blocks.c.reason).where(
    blocks.c.server_id == bindparam("of_server"), blocks.c.member_id == bindparam("of_member")
)
WHOSE = select(generations.c.server_id, generations.c.member_id).where(
    generations.c.id == bindparam("of_generation")
)
HIDDEN = select(
    blocks.c.member_id,
    blocks.c.own_until.label("until"),
    blocks.c.own_moderator_id.label("moderator_id"),
    blocks.c.own_reason.label("reason"),
).where(
    blocks.c.server_id == bindparam("of_server"),
    blocks.c.member_id == bindparam("of_member"),
    blocks.c.own_until > bindparam("now", type_=UtcTime),
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


def hidden(connection: Connection, server_id: int, member_id: int, now: datetime) -> Block | None:
    """Return the block without a strike that is in force, or hidden by a longer one."""
    values = {"of_server": server_id, "of_member": member_id, "now": now}
    row = connection.execute(HIDDEN, values).mappings().one_or_none()
    return None if row is None else Block(**row)


def block(
    connection: Connection, member_id: int, until: datetime | None, entry: LogEntry
) -> Blocked:
    """Block, unless a block stands that lasts as long; *entry* says who does it, and why.

    The entry is written by the caller: one who finds a longer block may have done nothing.
    """
    kept = standing(connection, entry.server_id, member_id, entry.at)
    if kept is not None and kept.lasts(until):
        return Blocked(kept=kept)
    own = hidden(connection, entry.server_id, member_id, entry.at)
    if STRIKE not in entry.values:
        own = Block(
            member_id=member_id, until=until, moderator_id=entry.actor_id, reason=entry.note
        )
    put(connection, member_id, until, entry, own)
    return Blocked(ended=end_waiting(connection, member_id, until, entry))


def ends_again(connection: Connection, generation_id: int, now: datetime) -> bool:
    """End what waits once more, if its member was blocked while the service was asked for it."""
    whose = connection.execute(WHOSE, {"of_generation": generation_id}).one()
    kept = standing(connection, whose.server_id, whose.member_id, now)
    if kept is None:
        return False
    by = LogEntry(
        server_id=whose.server_id, at=now, action=Action.BLOCKED, actor_id=kept.moderator_id
    )
    return generation_id in end_waiting(connection, whose.member_id, kept.until, by)


def put(
    connection: Connection,
    member_id: int,
    until: datetime | None,
    entry: LogEntry,
    own: Block | None,
) -> None:
    """Write a block in the place of any other; *own* is the longest without a strike."""
    values = {
        "until": until,
        "moderator_id": entry.actor_id,
        "reason": entry.note,
        "created_at": entry.at,
        "own_until": None if own is None else own.until,
        "own_moderator_id": None if own is None else own.moderator_id,
        "own_reason": "" if own is None else own.reason,
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
