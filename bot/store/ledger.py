"""The ledger of units and their cost: reserve, settle, refund, and the totals that follow it.

What a member used is the sum of the entries. The totals by day, by month and for all time are kept
in the same transaction, so that no question has to add up the whole history. Money goes the way of
the images: what did not come, or was refunded, costs nothing.
"""

from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.domain.generation import NewGeneration
from bot.domain.pricing import shared_micros
from bot.store import spending
from bot.store.column_types import EntryKind
from bot.store.prepared import Prepared
from bot.store.schema import generations, ledger, usage_totals
from bot.store.windows import ALL_TIME, month_of, utc_day

_ENTRY = Prepared(
    insert(ledger),
    (
        *("generation_id", "kind", "units", "member_id", "server_id"),
        *("model", "channel_id", "cost_micros", "day", "booked_at"),
    ),
)
_WHOSE = ("member_id", "server_id", "channel_id", "model", "day")
NET_OF = (
    select(
        func.sum(ledger.c.units).label("units"),
        func.sum(ledger.c.cost_micros).label("cost_micros"),
        ledger.c.generation_id,
        *(ledger.c[name] for name in _WHOSE),
    )
    .where(ledger.c.generation_id == bindparam("generation_id"))
    .group_by(ledger.c.generation_id, *(ledger.c[name] for name in _WHOSE))
)
SET_COST = (
    update(generations)
    .where(generations.c.id == bindparam("of_generation"))
    .values(cost_micros=bindparam("net_micros"))
)
_insert_total = upsert(usage_totals)
_ADD_TO_TOTAL = Prepared(
    _insert_total.on_conflict_do_update(
        index_elements=list(usage_totals.primary_key.columns),
        set_={"units": usage_totals.c.units + _insert_total.excluded.units},
    ),
    ("server_id", "member_id", "model", "period", "units"),
)


def reserve(connection: Connection, generation_id: int, new: NewGeneration, now: datetime) -> None:
    """Take all units of a new generation, of the UTC day of *now*."""
    _book(
        connection,
        generation_id=generation_id,
        kind=EntryKind.RESERVE,
        units=new.request.units,
        member_id=new.place.member_id,
        server_id=new.place.server_id,
        channel_id=new.place.ruling_channel_id,
        model=new.request.model,
        cost_micros=new.cost_micros,
        day=utc_day(now),
        booked_at=now,
    )


def settle(connection: Connection, generation_id: int, used: int, now: datetime) -> None:
    """Give back singly what is taken above *used* units."""
    _give_back(connection, generation_id, EntryKind.SETTLE, used, now)


def refund(connection: Connection, generation_id: int, now: datetime) -> int:
    """Give back everything that is still taken, and return how many units that were."""
    return _give_back(connection, generation_id, EntryKind.REFUND, 0, now)


def _give_back(
    connection: Connection, generation_id: int, kind: EntryKind, used: int, now: datetime
) -> int:
    taken = connection.execute(NET_OF, {"generation_id": generation_id}).mappings().one()
    surplus = taken["units"] - used
    if surplus <= 0:
        return 0
    cost_back = shared_micros(taken["cost_micros"], surplus, taken["units"])
    net = {"of_generation": generation_id, "net_micros": taken["cost_micros"] - cost_back}
    connection.execute(SET_COST, net)
    # On the day they were taken from: tomorrow's quota does not grow by today's failures.
    _book(
        connection,
        generation_id=generation_id,
        kind=kind,
        units=-surplus,
        cost_micros=-cost_back,
        booked_at=now,
        **{name: taken[name] for name in _WHOSE},
    )
    return int(surplus)


def _book(  # noqa: PLR0913 - the columns of an entry
    connection: Connection,
    *,
    generation_id: int,
    kind: EntryKind,
    units: int,
    cost_micros: int,
    member_id: int,
    server_id: int,
    channel_id: int | None,
    model: str,
    day: date,
    booked_at: datetime,
) -> None:
    whose = {"member_id": member_id, "server_id": server_id}
    _ENTRY.run(
        connection,
        {
            **whose,
            "generation_id": generation_id,
            "kind": kind,
            "units": units,
            "cost_micros": cost_micros,
            "channel_id": channel_id,
            "model": model,
            "day": day,
            "booked_at": booked_at,
        },
    )
    for period in (month_of(day), ALL_TIME):
        _ADD_TO_TOTAL.run(connection, {**whose, "model": model, "period": period, "units": units})
    spending.add(
        connection,
        **whose,
        channel_id=channel_id,
        day=day,
        units=units,
        cost_micros=cost_micros,
    )
