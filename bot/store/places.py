"""Places in the queue, without reading the queue.

Within its server, what is before a generation is counted in the index. Of the other servers only
what waits is known, as count, work and images: how much of it comes first follows from where
these servers stand. That is exact when all of a server's requests make the same work, and close
when they differ; running limits are left aside.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Subquery,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    true,
    tuple_,
)

from bot.domain.generation import QueuePlace, Status
from bot.domain.sessions.session import Phase
from bot.store.flows import SOME_WAIT, Entry
from bot.store.prepared import Prepared
from bot.store.schema import generations, queues, server_turns
from bot.store.session_schema import session_entries, sessions
from bot.store.turns import start

_QUEUED: ColumnElement[str] = literal_column(f"'{Status.QUEUED}'")
_ahead = generations.alias("ahead")
# Entries of a paused session are passed over, so that nobody waits for them.
_is_paused = sessions.c.phase == literal_column(f"'{Phase.PAUSED}'")
_paused_ids = (
    select(session_entries.c.generation_id)
    .join(sessions, sessions.c.id == session_entries.c.session_id)
    .where(_is_paused)
)
AHEAD = (
    select(
        generations.c.id,
        generations.c.provider,
        generations.c.server_id,
        func.count(_ahead.c.id).label("count"),
        func.coalesce(func.sum(_ahead.c.work), literal_column("0.0")).label("work"),
        func.coalesce(func.sum(_ahead.c.units), literal_column("0")).label("units"),
    )
    .select_from(
        generations.outerjoin(
            _ahead,
            (_ahead.c.provider == generations.c.provider)
            & (_ahead.c.server_id == generations.c.server_id)
            & (_ahead.c.status == _QUEUED)
            & (_ahead.c.id.not_in(_paused_ids))
            & (tuple_(_ahead.c.turn, _ahead.c.id) < tuple_(generations.c.turn, generations.c.id)),
        )
    )
    .where(generations.c.id.in_(bindparam("ids", expanding=True)))
    .where(generations.c.status == _QUEUED)
    .group_by(generations.c.id, generations.c.provider, generations.c.server_id)
)
FLOWS = (
    select(
        server_turns.c.server_id,
        server_turns.c.finish,
        server_turns.c.waiting,
        server_turns.c.waiting_work,
        server_turns.c.waiting_units,
        func.coalesce(queues.c.clock, literal_column("0.0")).label("clock"),
    )
    .select_from(server_turns.outerjoin(queues, queues.c.provider == server_turns.c.provider))
    .where(server_turns.c.provider == bindparam("provider_name"))
    .where(SOME_WAIT)
)
_own_server = (
    select(_ahead.c.work, _ahead.c.units)
    .where(_ahead.c.status == _QUEUED)
    .where(_ahead.c.provider == bindparam("provider_name"))
    .where(_ahead.c.server_id == bindparam("its_server"))
)
_turn = tuple_(_ahead.c.turn, _ahead.c.id)
_its_turn = tuple_(bindparam("its_turn"), bindparam("its_id"))


def _totals(rows: Subquery) -> Select[tuple[int, float, int]]:
    return select(
        func.count().label("count"),
        func.coalesce(func.sum(rows.c.work), literal_column("0.0")).label("work"),
        func.coalesce(func.sum(rows.c.units), literal_column("0")).label("units"),
    ).select_from(rows)


# Mostly who is new is near the end, and then to count who comes later costs least.
_MOST_BEHIND = 64
_behind = _totals(
    _own_server.where(_turn > _its_turn).limit(literal_column(f"{_MOST_BEHIND}")).subquery("later")
).subquery("behind")
_has_paused = exists().where(_is_paused, sessions.c.server_id == bindparam("its_server"))
# One statement for all, since a first answer waits for it.
ONE = FLOWS.add_columns(
    _behind.c.count, _behind.c.work, _behind.c.units, _has_paused.label("has_paused")
).join_from(server_turns, _behind, true())
AHEAD_OF_ONE = _totals(_own_server.where(_turn < _its_turn).subquery("earlier"))
PASSED_OVER = _totals(
    select(_ahead.c.work, _ahead.c.units)
    .where(_ahead.c.id.in_(_paused_ids.where(sessions.c.server_id == bindparam("its_server"))))
    # Hidden from the index of the queue: read by that, it would be the whole of it.
    .where(func.coalesce(_ahead.c.provider, literal_column("''")) == bindparam("provider_name"))
    .where(_ahead.c.status == _QUEUED, _turn < _its_turn)
    .subquery("paused")
)
_ONE, _AHEAD_OF_ONE = Prepared(ONE), Prepared(AHEAD_OF_ONE)
_PASSED_OVER = Prepared(PASSED_OVER)

_FlowRow = tuple[int, float, int, float, int, float]


@dataclass(slots=True)  # not frozen: that makes each three times as dear, and there may be hundreds
class _Flow:
    """A server that waits; its *k*-th request starts at ``later`` + *k* times its mean work."""

    server_id: int
    finish: float
    later: float
    waiting: int
    mean_work: float
    mean_units: float

    def count_before(self, tag: float, server_id: int) -> int:
        """Count how many of it are served before who starts at *tag* in that other server."""
        is_first = self.server_id < server_id  # equal turns go by the server's id
        if self.finish > tag or (self.finish == tag and not is_first):
            return 0
        turns = (tag - self.later) / self.mean_work
        later = math.floor(turns) if is_first else math.ceil(turns) - 1
        return min(self.waiting, 1 + max(0, later))


def places(connection: Connection, ids: Collection[int]) -> Mapping[int, QueuePlace]:
    """Return the places of those of *ids* that are queued."""
    rows = connection.execute(AHEAD, {"ids": list(ids)}).mappings().all()
    flows = {
        name: _flows(connection.execute(FLOWS, {"provider_name": name}).all())
        for name in {row["provider"] for row in rows}
    }
    return {
        row["id"]: _place(
            flows[row["provider"]],
            row["server_id"],
            _Ahead(row["count"], row["work"], row["units"]),
        )
        for row in rows
    }


def place_of_new(
    connection: Connection, entry: Entry, *, turn: float, generation_id: int
) -> QueuePlace:
    """Return the place of what was just queued: what waits in its server, but for who is behind.

    Only behind many it is counted who is ahead; a flood would make that ever dearer.
    """
    values = {
        "provider_name": entry.provider,
        "its_server": entry.server_id,
        "its_turn": turn,
        "its_id": generation_id,
    }
    rows = _ONE.run(connection, values)
    count, work, units, has_paused = rows[0][6:]
    if count < _MOST_BEHIND:
        own = next(row for row in rows if row[0] == entry.server_id)
        _server, _finish, waiting, waiting_work, waiting_units, _clock = own[:6]
        ahead = _Ahead(
            waiting - count - 1,
            waiting_work - work - entry.work,
            waiting_units - units - entry.units,
        )
    else:
        ahead = _Ahead(*_AHEAD_OF_ONE.run(connection, values)[0])
    if has_paused:
        ahead = ahead.without(_Ahead(*_PASSED_OVER.run(connection, values)[0]))
    return _place(_flows(row[:6] for row in rows), entry.server_id, ahead)


@dataclass(frozen=True, slots=True)
class _Ahead:
    """What is before a generation within its own server."""

    count: int
    work: float
    units: int

    def without(self, other: "_Ahead") -> "_Ahead":
        """Return what is left without *other*, which is among it."""
        return _Ahead(self.count - other.count, self.work - other.work, self.units - other.units)


def _flows(rows: Iterable[_FlowRow]) -> Mapping[int, _Flow]:
    return {
        server_id: _Flow(
            server_id,
            finish,
            start(clock=clock, finish=finish),
            waiting,
            waiting_work / waiting,
            waiting_units / waiting,
        )
        for server_id, finish, waiting, waiting_work, waiting_units, clock in rows
    }


def _place(flows: Mapping[int, _Flow], server_id: int, ahead: _Ahead) -> QueuePlace:
    own = flows[server_id]
    tag = own.finish if ahead.count == 0 else own.later + ahead.work
    before, units = ahead.count, float(ahead.units)
    for flow in flows.values():
        if flow is not own:
            count = flow.count_before(tag, server_id)
            before += count
            units += count * flow.mean_units
    return QueuePlace(position=before + 1, units_ahead=round(units))
