"""What members and servers have used: the ledger's sum for today, its totals for longer periods."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select

from bot.store.database import Database
from bot.store.schema import ledger, usage_totals
from bot.store.windows import ALL_TIME, month_of, resets_in_s, utc_day

Part = TypeVar("Part", int, str)
TOP_MEMBERS = 10
CHART_DAYS = 30

DAY_OF_SERVER = (
    select(func.coalesce(func.sum(ledger.c.units), 0))
    .where(ledger.c.server_id == bindparam("server_id"))
    .where(ledger.c.day == bindparam("day"))
)
DAY_OF_MEMBER = DAY_OF_SERVER.where(ledger.c.member_id == bindparam("member_id"))

_by_day = (
    select(ledger.c.day, func.sum(ledger.c.units).label("units"))
    .where(ledger.c.server_id == bindparam("server_id"))
    .group_by(ledger.c.day)
)
DAYS_OF_SERVER = _by_day.where(ledger.c.day >= bindparam("first_day"))
# Each day is looked up by itself, so that nothing of other members is read.
DAYS_OF_MEMBER = _by_day.where(
    ledger.c.day.in_(bindparam("days", expanding=True)),
    ledger.c.member_id == bindparam("member_id"),
)

_total_units = func.sum(usage_totals.c.units)
_of_server = (usage_totals.c.server_id == bindparam("server_id")) & (
    usage_totals.c.period == bindparam("period")
)
_of_member = _of_server & (usage_totals.c.member_id == bindparam("member_id"))


def _sum_by(column: ColumnElement[Part], where: ColumnElement[bool]) -> Select[Part, int]:
    return (
        select(column, _total_units)
        .where(where)
        .group_by(column)
        .having(_total_units > 0)
        .order_by(_total_units.desc(), column)
    )


TOTAL_OF_SERVER = select(func.coalesce(_total_units, 0)).where(_of_server)
TOTAL_OF_MEMBER = select(func.coalesce(_total_units, 0)).where(_of_member)
MODELS_OF_SERVER = _sum_by(usage_totals.c.model, _of_server)
MODELS_OF_MEMBER = _sum_by(usage_totals.c.model, _of_member)
MEMBERS_OF_SERVER = _sum_by(usage_totals.c.member_id, _of_server).limit(TOP_MEMBERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberUsage:
    """Units of one member in one server; *by_model* is of this month, the most used first."""

    today: int
    month: int
    all_time: int
    by_model: tuple[tuple[str, int], ...]
    left: int
    resets_in_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerUsage:
    """Units of all members of a server; *by_member* and *by_model* are of this month.

    Both have the most units first; *by_member* is cut after ``TOP_MEMBERS``.
    """

    today: int
    month: int
    all_time: int
    by_member: tuple[tuple[int, int], ...]
    by_model: tuple[tuple[str, int], ...]


class Usage:
    """Answers questions about usage; only generations change it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def member(
        self, member_id: int, server_id: int, now: datetime, quota: int
    ) -> MemberUsage:
        """Return what a member has used, and what is left of the *quota* of the UTC day."""
        key = {"member_id": member_id, "server_id": server_id}

        def query(connection: Connection) -> MemberUsage:
            sums = _Sums(connection, key, utc_day(now))
            today = sums.of_day(DAY_OF_MEMBER)
            return MemberUsage(
                today=today,
                month=sums.of_month(TOTAL_OF_MEMBER),
                all_time=sums.of_all_time(TOTAL_OF_MEMBER),
                by_model=sums.parts(MODELS_OF_MEMBER),
                left=max(0, quota - today),
                resets_in_s=resets_in_s(now),
            )

        return await self._database.read(query)

    async def server(self, server_id: int, now: datetime) -> ServerUsage:
        """Return what all members of a server have used."""
        key = {"server_id": server_id}

        def query(connection: Connection) -> ServerUsage:
            sums = _Sums(connection, key, utc_day(now))
            return ServerUsage(
                today=sums.of_day(DAY_OF_SERVER),
                month=sums.of_month(TOTAL_OF_SERVER),
                all_time=sums.of_all_time(TOTAL_OF_SERVER),
                by_member=sums.parts(MEMBERS_OF_SERVER),
                by_model=sums.parts(MODELS_OF_SERVER),
            )

        return await self._database.read(query)

    async def days(
        self, member_id: int | None, server_id: int, now: datetime
    ) -> Mapping[date, int]:
        """Return the units of the last 30 UTC days, the oldest first; None: of all members.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        today = utc_day(now)
        days = [today - timedelta(days=back) for back in reversed(range(CHART_DAYS))]
        statement = DAYS_OF_SERVER if member_id is None else DAYS_OF_MEMBER
        values: dict[str, object] = {"server_id": server_id, "first_day": days[0]}
        if member_id is not None:
            values = {"server_id": server_id, "member_id": member_id, "days": days}

        def query(connection: Connection) -> Mapping[date, int]:
            used = {row.day: row.units for row in connection.execute(statement, values)}
            return {day: max(0, used.get(day, 0)) for day in days}

        return await self._database.read(query)


class _Sums:
    """The sums of one member or server, on one connection, as of one day."""

    def __init__(self, connection: Connection, key: Mapping[str, int], day: date) -> None:
        self._connection = connection
        self._key = key
        self._day = day

    def of_day(self, statement: Select[int]) -> int:
        return self._connection.execute(statement, {**self._key, "day": self._day}).scalar_one()

    def of_month(self, statement: Select[int]) -> int:
        return self._total(statement, month_of(self._day))

    def of_all_time(self, statement: Select[int]) -> int:
        return self._total(statement, ALL_TIME)

    def parts(self, statement: Select[Part, int]) -> tuple[tuple[Part, int], ...]:
        values = {**self._key, "period": month_of(self._day)}
        rows = self._connection.execute(statement, values).all()
        return tuple((name, units) for name, units in rows)

    def _total(self, statement: Select[int], period: str) -> int:
        return self._connection.execute(statement, {**self._key, "period": period}).scalar_one()
