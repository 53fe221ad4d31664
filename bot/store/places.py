"""Places in the queue, without reading the queue.

Within its server, what is before a generation is counted in the index. Of the other servers only
what waits is known, as count, work and images: how much of it comes first follows from where
these servers stand. That is exact when all of a server's requests make the same work, and close
when they differ; running limits are left aside.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, bindparam, func, literal_column, select, tuple_

from bot.domain.generation import QueuePlace, Status
from bot.store.claims import CLOCK
from bot.store.flows import SOME_WAIT
from bot.store.schema import generations, server_turns
from bot.store.turns import start

_QUEUED: ColumnElement[str] = literal_column(f"'{Status.QUEUED}'")
_ahead = generations.alias("ahead")
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
    )
    .where(server_turns.c.provider == bindparam("provider_name"))
    .where(SOME_WAIT)
)


@dataclass(frozen=True, slots=True)
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
    flows = {name: _flows(connection, name) for name in {row["provider"] for row in rows}}
    return {
        row["id"]: _place(
            flows[row["provider"]], row["server_id"], row["count"], row["work"], row["units"]
        )
        for row in rows
    }


def _flows(connection: Connection, provider: str) -> Mapping[int, _Flow]:
    clock = connection.execute(CLOCK, {"provider_name": provider}).scalar_one_or_none() or 0.0
    return {
        row.server_id: _Flow(
            server_id=row.server_id,
            finish=row.finish,
            later=start(clock=clock, finish=row.finish),
            waiting=row.waiting,
            mean_work=row.waiting_work / row.waiting,
            mean_units=row.waiting_units / row.waiting,
        )
        for row in connection.execute(FLOWS, {"provider_name": provider})
    }


def _place(
    flows: Mapping[int, _Flow], server_id: int, count: int, work: float, units: int
) -> QueuePlace:
    own = flows.get(server_id)
    if own is None:
        return QueuePlace(position=count + 1, units_ahead=units)
    tag = own.finish if count == 0 else own.later + work
    others = [
        (flow.count_before(tag, server_id), flow.mean_units)
        for flow in flows.values()
        if flow is not own
    ]
    return QueuePlace(
        position=1 + count + sum(before for before, _units in others),
        units_ahead=units + round(sum(before * mean for before, mean in others)),
    )
