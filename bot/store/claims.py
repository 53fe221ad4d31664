"""Claiming: the server that was served least, and in it the lowest turn that may run.

Members and servers that have as many running as they may are found from the few rows that run,
and passed over while the index of the queue is read in its order; so are entries of a paused
session.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    bindparam,
    func,
    literal_column,
    select,
    update,
)

from bot.domain.generation import Generation, Status
from bot.domain.sessions.session import Phase
from bot.store.flows import SOME_WAIT, serve
from bot.store.rows import generation_from
from bot.store.schema import generations, queues, server_turns
from bot.store.session_schema import session_entries, sessions

_mine = generations.alias("mine")
_QUEUED: ColumnElement[str] = literal_column(f"'{Status.QUEUED}'")
_RUNS = _mine.c.status.in_(
    [literal_column(f"'{status}'") for status in (Status.SUBMITTING, Status.RUNNING)]
)
CLOCK = select(queues.c.clock).where(queues.c.provider == bindparam("provider_name"))
_runs_in_server = (
    select(func.count())
    .where(_RUNS)
    .where(_mine.c.server_id == server_turns.c.server_id)
    .scalar_subquery()
)
SERVERS = (
    select(server_turns.c.server_id, server_turns.c.finish)
    .where(SOME_WAIT)
    .where(server_turns.c.provider == bindparam("provider_name"))
    .where(_runs_in_server < bindparam("running_per_server"))
    .order_by(server_turns.c.finish, server_turns.c.server_id)
)
_full_members = (
    select(_mine.c.member_id)
    .where(_RUNS)
    .where(_mine.c.server_id == bindparam("its_server"))
    .group_by(_mine.c.member_id)
    .having(func.count() >= bindparam("running_per_member"))
)
# Entries of a paused session wait on; there is hardly ever one.
_paused = (
    select(session_entries.c.generation_id)
    .join(sessions, sessions.c.id == session_entries.c.session_id)
    .where(sessions.c.phase == literal_column(f"'{Phase.PAUSED}'"))
    .where(sessions.c.server_id == bindparam("its_server"))
)
NEXT = (
    select(generations.c.id, generations.c.units)
    .where(generations.c.status == _QUEUED)
    .where(generations.c.provider == bindparam("provider_name"))
    .where(generations.c.server_id == bindparam("its_server"))
    .where(generations.c.member_id.not_in(_full_members))
    .where(generations.c.id.not_in(_paused))
    .order_by(generations.c.turn, generations.c.id)
    .limit(1)
)
TAKE = (
    update(generations)
    .where(generations.c.id == bindparam("next_id"))
    .where(generations.c.status == _QUEUED)
    .values(
        status=Status.SUBMITTING,
        owner=bindparam("new_owner"),
        lease_until=bindparam("new_lease_until"),
        changed_at=bindparam("now"),
    )
    .returning(generations)
)


@dataclass(frozen=True, slots=True)
class NoRoom:
    """Whose turn it is needs more images than there is room for: *units*."""

    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who claims, and what may run.

    ``room`` is how many images the provider takes at this moment. The running limits count what
    is submitting or running.
    """

    provider: str
    owner: str
    lease_until: datetime
    now: datetime
    running_per_member: int
    running_per_server: int
    room: int


@dataclass(frozen=True, slots=True)
class _Next:
    generation_id: int
    units: int
    server_finish: float


def claim(connection: Connection, wanted: Claim) -> Generation | NoRoom | None:
    """Take the next generation: queued becomes submitting. None: nobody's turn has come."""
    found = _find(connection, wanted)
    if found is None:
        return None
    if found.units > wanted.room:
        return NoRoom(found.units)
    row = _take(connection, found, wanted)
    clock = connection.execute(CLOCK, {"provider_name": wanted.provider}).scalar_one_or_none()
    serve(connection, row, queue_clock=clock or 0.0, finish=found.server_finish)
    return generation_from(row)


def _find(connection: Connection, wanted: Claim) -> _Next | None:
    limits = {
        "provider_name": wanted.provider,
        "running_per_member": wanted.running_per_member,
        "running_per_server": wanted.running_per_server,
    }
    with connection.execute(SERVERS, limits) as servers:
        for server_id, finish in servers:
            row = connection.execute(NEXT, limits | {"its_server": server_id}).one_or_none()
            if row is not None:
                return _Next(row.id, row.units, finish)
    return None


def _take(connection: Connection, found: _Next, wanted: Claim) -> RowMapping:
    return (
        connection.execute(
            TAKE,
            {
                "next_id": found.generation_id,
                "new_owner": wanted.owner,
                "new_lease_until": wanted.lease_until,
                "now": wanted.now,
            },
        )
        .mappings()
        .one()
    )
