"""Sums of the ledger by day and month, for members, channels and servers: looked up, never added.

They are kept in the same transaction as the ledger's entries, and found by their primary key.
"""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    delete,
    literal_column,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods
from sqlalchemy.sql import ClauseElement

from bot.domain.generation import Place
from bot.domain.quotas import Amount, Period, Scope
from bot.store.fronts import MAX_STEP
from bot.store.prepared import Prepared
from bot.store.quota_schema import spent_totals
from bot.store.windows import key_of, utc_day

ALL_SERVERS = 0  # under which the sums of the whole bot stand
# The name of the value that each scope's sum is found by.
_WHOSE = {Scope.MEMBER: "member_id", Scope.CHANNEL: "channel_id", Scope.SERVER: "everyone"}
_PERIODS = {Period.DAY: "day_key", Period.MONTH: "month_key"}
Spent = Mapping[tuple[Scope, Period], Amount]
_NONE: Mapping[str, int] = {"everyone": 0, "all_servers": ALL_SERVERS}


def _row(scope: Scope, period: Period) -> Mapping[str, ClauseElement]:
    is_operators = scope is Scope.OPERATOR
    return {
        "server_id": bindparam("all_servers" if is_operators else "server_id"),
        "scope": literal_column(f"'{scope}'"),
        "scope_id": bindparam("everyone" if is_operators else _WHOSE[scope]),
        "period": bindparam(_PERIODS[period]),
        "units": bindparam("units"),
        "cost_micros": bindparam("cost_micros"),
    }


_KEPT = tuple((scope, period) for scope in _WHOSE for period in Period)
_OPERATORS = (Scope.OPERATOR, Period.MONTH)


def _add(*kept: tuple[Scope, Period]) -> Prepared:
    insert: Insert = upsert(spent_totals).values([_row(*one) for one in kept])
    return Prepared(
        insert.on_conflict_do_update(
            index_elements=list(spent_totals.primary_key.columns),
            set_={
                name: spent_totals.c[name] + insert.excluded[name]
                for name in ("units", "cost_micros")
            },
        )
    )


_ADD = _add(*_KEPT, _OPERATORS)
# What was booked before its channel was noted is given back without one.
_ADD_WITHOUT_CHANNEL = _add(*(one for one in _KEPT if one[0] is not Scope.CHANNEL), _OPERATORS)


def _look_up(scope: Scope, period: Period) -> Select[tuple[str, str, int, int]]:
    row = _row(scope, period)
    return select(
        literal_column(f"'{scope}'").label("scope"),
        literal_column(f"'{period}'").label("period"),
        spent_totals.c.units,
        spent_totals.c.cost_micros,
    ).where(*(column == row[column.name] for column in spent_totals.primary_key.columns))


SPENT = union_all(*(_look_up(*one) for one in (*_KEPT, _OPERATORS)))
_SPENT = Prepared(SPENT)

_PK = tuple(spent_totals.primary_key.columns)
_old = (
    select(*_PK)
    .where(spent_totals.c.period < bindparam("before"))
    .order_by(spent_totals.c.period)
    .limit(MAX_STEP)
)
# Written out as in the partial indexes.
OLD_DAYS = _old.where(literal_column("length(period) = 10"))
OLD_MONTHS = _old.where(literal_column("length(period) = 7"))
DROP_DAYS = delete(spent_totals).where(tuple_(*_PK).in_(OLD_DAYS))
DROP_MONTHS = delete(spent_totals).where(tuple_(*_PK).in_(OLD_MONTHS))


def add(
    connection: Connection,
    *,
    server_id: int,
    member_id: int,
    channel_id: int | None,
    day: date,
    units: int,
    cost_micros: int,
) -> None:
    """Add to all sums of that day and its month; given back is negative."""
    statement = _ADD_WITHOUT_CHANNEL if channel_id is None else _ADD
    statement.run(
        connection,
        {
            **_NONE,
            "server_id": server_id,
            "member_id": member_id,
            "channel_id": channel_id,
            "day_key": key_of(Period.DAY, day),
            "month_key": key_of(Period.MONTH, day),
            "units": units,
            "cost_micros": cost_micros,
        },
    )


def spent(connection: Connection, place: Place, now: datetime) -> Spent:
    """Return what counts against the limits of a request made there and then."""
    today = utc_day(now)
    rows = _SPENT.run(
        connection,
        {
            **_NONE,
            "server_id": place.server_id,
            "member_id": place.member_id,
            "channel_id": place.ruling_channel_id,
            "day_key": key_of(Period.DAY, today),
            "month_key": key_of(Period.MONTH, today),
        },
    )
    return {
        (Scope(scope), Period(period)): Amount(images=units, cost_micros=cost_micros)
        for scope, period, units, cost_micros in rows
    }


def drop_old(connection: Connection, *, days_before: date, months_before: date) -> int:
    """Remove a step of sums of days and months before those; return how many."""
    days = {"before": key_of(Period.DAY, days_before)}
    months = {"before": key_of(Period.MONTH, months_before)}
    return (
        connection.execute(DROP_DAYS, days).rowcount
        + connection.execute(DROP_MONTHS, months).rowcount
    )
