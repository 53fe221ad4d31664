"""The ledger of units: reserve, settle, refund, and the totals that follow it.

What a member used is the sum of the entries. The totals by month and for all time are kept in the
same transaction, so that no question has to add up the whole history.
"""

from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.domain.generation import NewGeneration
from bot.store.column_types import EntryKind
from bot.store.prepared import Prepared
from bot.store.schema import ledger, usage_totals
from bot.store.windows import ALL_TIME, month_of, utc_day

_ENTRY = Prepared(
    insert(ledger),
    (
        *("generation_id", "kind", "units", "member_id", "server_id"),
        *("model", "day", "booked_at"),
    ),
)
NET_OF = (
    select(
        func.sum(ledger.c.units).label("units"),
        ledger.c.generation_id,
        ledger.c.member_id,
        ledger.c.server_id,
        ledger.c.model,
        ledger.c.day,
    )
    .where(ledger.c.generation_id == bindparam("generation_id"))
    .group_by(
        ledger.c.generation_id,
        ledger.c.member_id,
        ledger.c.server_id,
        ledger.c.model,
        ledger.c.day,
    )
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
        model=new.request.model,
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
    # On the day they were taken from: tomorrow's quota does not grow by today's failures.
    _book(
        connection,
        generation_id=generation_id,
        kind=kind,
        units=-surplus,
        member_id=taken["member_id"],
        server_id=taken["server_id"],
        model=taken["model"],
        day=taken["day"],
        booked_at=now,
    )
    return int(surplus)


def _book(connection: Connection, *, day: date, units: int, **entry: object) -> None:
    _ENTRY.run(connection, {"day": day, "units": units, **entry})
    total = {name: entry[name] for name in ("server_id", "member_id", "model")}
    for period in (month_of(day), ALL_TIME):
        _ADD_TO_TOTAL.run(connection, {**total, "period": period, "units": units})
