"""Claiming: who is next, by the lowest turn of those who have a slot left."""

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    func,
    literal_column,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.domain.generation import Generation, Status
from bot.store.rows import generation_from
from bot.store.schema import generations, queues

# How far a place in the queue is counted; beyond it nobody needs the exact figure.
MAX_PLACE = 1000

_next = generations.alias("next")
_mine = generations.alias("mine")
_ahead = generations.alias("ahead")
_QUEUED: ColumnElement[str] = literal_column(f"'{Status.QUEUED}'")
_SUBMITTING: ColumnElement[str] = literal_column(f"'{Status.SUBMITTING}'")
_RUNNING: ColumnElement[str] = literal_column(f"'{Status.RUNNING}'")

_running_count = (
    select(func.count())
    .where(_mine.c.finished_at.is_(None))
    .where(_mine.c.server_id == _next.c.server_id)
    .where(_mine.c.member_id == _next.c.member_id)
    .where(_mine.c.status.in_([_SUBMITTING, _RUNNING]))
    .scalar_subquery()
)
# Rows that are skipped belong to members who fill slots, so there are few of them.
_next_id = (
    select(_next.c.id)
    .where(_next.c.status == _QUEUED)
    .where(_next.c.provider == bindparam("provider_name"))
    .where(_running_count < bindparam("running_per_member"))
    .order_by(_next.c.turn, _next.c.id)
    .limit(1)
    .scalar_subquery()
)
CLAIM = (
    update(generations)
    .where(generations.c.id == _next_id)
    .where(generations.c.status == _QUEUED)
    .values(
        status=Status.SUBMITTING,
        owner=bindparam("new_owner"),
        lease_until=bindparam("new_lease_until"),
        changed_at=bindparam("now"),
    )
    .returning(generations)
)
_insert_clock = upsert(queues)
_SET_CLOCK = _insert_clock.on_conflict_do_update(
    index_elements=[queues.c.provider],
    set_={"clock": _insert_clock.excluded.clock},
    where=queues.c.clock < _insert_clock.excluded.clock,  # who was put back does not turn it back
)
OWN_TURN = select(generations.c.provider, generations.c.turn).where(
    generations.c.id == bindparam("generation_id"), generations.c.status == _QUEUED
)
AHEAD = select(func.count()).select_from(
    select(_ahead.c.id)
    .where(_ahead.c.status == _QUEUED)
    .where(_ahead.c.provider == bindparam("provider_name"))
    .where(tuple_(_ahead.c.turn, _ahead.c.id) < tuple_(bindparam("turn"), bindparam("own_id")))
    .limit(MAX_PLACE)
    .subquery()
)


def claim(
    connection: Connection,
    provider: str,
    *,
    owner: str,
    lease_until: datetime,
    now: datetime,
    running_per_member: int,
) -> Generation | None:
    """Take the next generation: queued becomes submitting. None: nobody's turn has come."""
    row = (
        connection.execute(
            CLAIM,
            {
                "provider_name": provider,
                "running_per_member": running_per_member,
                "new_owner": owner,
                "new_lease_until": lease_until,
                "now": now,
            },
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        return None
    connection.execute(_SET_CLOCK, {"provider": provider, "clock": row["turn"]})
    return generation_from(row)


def place_in_queue(connection: Connection, generation_id: int) -> int | None:
    """Count who is before *generation_id*, 1 = next, at most ``MAX_PLACE`` + 1."""
    own = connection.execute(OWN_TURN, {"generation_id": generation_id}).one_or_none()
    if own is None:
        return None
    return count_ahead(connection, own.provider, own.turn, generation_id) + 1


def count_ahead(connection: Connection, provider: str, turn: float, generation_id: int) -> int:
    """Count who is served before a generation of that *turn*, at most ``MAX_PLACE``."""
    return connection.execute(
        AHEAD, {"provider_name": provider, "turn": turn, "own_id": generation_id}
    ).scalar_one()
