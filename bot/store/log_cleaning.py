"""Removing what is too old of the moderation log, and the rules of a server that was left.

Triggers keep the log: an entry goes only once its server's floor lies above it.
"""

from datetime import datetime

from sqlalchemy import BindParameter, Connection, Delete, Table, bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.store.fronts import MAX_STEP
from bot.store.moderation_schema import (
    blocks,
    log_floors,
    moderation_log,
    moderation_texts,
    place_rules,
    policies,
    policy_terms,
    trusts,
)
from bot.store.shown_schema import blocked_images

_IN_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_OF_SERVER: BindParameter[int] = bindparam("server_id")

OLD_TEXTS = (
    select(moderation_texts.c.log_id)
    .where(moderation_texts.c.server_id == _OF_SERVER)
    .where(moderation_texts.c.created_at < bindparam("before"))
    .order_by(moderation_texts.c.created_at)
    .limit(MAX_STEP)
)
DROP_TEXTS = delete(moderation_texts).where(moderation_texts.c.log_id.in_(_IN_IDS))
OLD_ENTRIES = (
    select(moderation_log.c.id)
    .where(moderation_log.c.server_id == _OF_SERVER)
    .where(moderation_log.c.at < bindparam("before"))
    .order_by(moderation_log.c.at)
    .limit(MAX_STEP)
)
DROP_ENTRIES = delete(moderation_log).where(moderation_log.c.id.in_(_IN_IDS))


def _some_of(table: Table, key: str) -> Delete:
    some = select(table.c[key]).where(table.c.server_id == _OF_SERVER).limit(MAX_STEP)
    return delete(table).where(table.c.server_id == _OF_SERVER, table.c[key].in_(some))


DROP_RULES = (
    delete(policies).where(policies.c.server_id == _OF_SERVER),
    _some_of(place_rules, "place_id"),
    _some_of(policy_terms, "id"),
    _some_of(blocks, "member_id"),
    _some_of(trusts, "member_id"),
    _some_of(blocked_images, "id"),
    delete(log_floors).where(log_floors.c.server_id == _OF_SERVER),  # its log is gone by then
)
NEXT_LOGGED = select(func.min(moderation_log.c.server_id)).where(
    moderation_log.c.server_id > bindparam("after")
)


def prune_texts(connection: Connection, server_id: int, before: datetime) -> int:
    """Remove prompts that rules were applied to before that moment; the entries stay."""
    values = {"server_id": server_id, "before": before}
    ids = connection.execute(OLD_TEXTS, values).scalars().all()
    return connection.execute(DROP_TEXTS, {"ids": ids}).rowcount if ids else 0


def prune_log(connection: Connection, server_id: int, before: datetime) -> int:
    """Remove entries of before that moment, and their prompts; the floor is raised first."""
    values = {"server_id": server_id, "before": before}
    ids = connection.execute(OLD_ENTRIES, values).scalars().all()
    if not ids:
        return 0
    floor = upsert(log_floors).values(server_id=server_id, below_id=max(ids) + 1)
    above = func.max(log_floors.c.below_id, floor.excluded.below_id)
    connection.execute(
        floor.on_conflict_do_update(index_elements=["server_id"], set_={"below_id": above})
    )
    connection.execute(DROP_TEXTS, {"ids": ids})
    return connection.execute(DROP_ENTRIES, {"ids": ids}).rowcount


def drop_rules(connection: Connection, server_id: int) -> int:
    """Remove some of a server's rules, blocks and lists; return how many, 0 once none are left."""
    for statement in DROP_RULES:
        removed = connection.execute(statement, {"server_id": server_id}).rowcount
        if removed:
            return removed
    return 0
