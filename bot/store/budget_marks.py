"""At which marks of a budget its admins are told: once each in a period, whatever happens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.domain.quotas import Allowance, Amount, Period, Scope, marks_reached, percent_used
from bot.store.database import Database
from bot.store.quota_schema import budget_notices, spent_totals
from bot.store.windows import key_of, utc_day

_OF_PERIOD = and_(
    budget_notices.c.server_id == bindparam("of_server"),
    budget_notices.c.period == bindparam("of_period"),
)
FORGET = delete(budget_notices).where(_OF_PERIOD)
FORGET_OLDER = delete(budget_notices).where(
    budget_notices.c.server_id == bindparam("of_server"),
    budget_notices.c.period < bindparam("this_month"),  # before each of its days, too
)
UNTOLD = (
    select(
        budget_notices.c.server_id,
        budget_notices.c.period,
        budget_notices.c.percent,
        budget_notices.c.at,
    )
    .where(budget_notices.c.told_at.is_(None))
    .order_by(budget_notices.c.server_id, budget_notices.c.period, budget_notices.c.percent)
    .limit(bindparam("limit"))
)
TELL = (
    update(budget_notices)
    .where(
        _OF_PERIOD,
        budget_notices.c.percent == bindparam("of_percent"),
        budget_notices.c.told_at.is_(None),
    )
    .values(told_at=bindparam("now"))
)
TELL_ALL = (
    update(budget_notices)
    .where(budget_notices.c.told_at.is_(None), budget_notices.c.server_id == bindparam("of_server"))
    .values(told_at=bindparam("now"))
)
SPENT_OF_SERVER = select(spent_totals.c.units, spent_totals.c.cost_micros).where(
    spent_totals.c.server_id == bindparam("of_server"),
    spent_totals.c.scope == bindparam("of_scope"),
    spent_totals.c.scope_id == bindparam("of_id"),
    spent_totals.c.period == bindparam("of_period"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """That a budget has come to *percent* of its period, which its admins have not been told."""

    server_id: int  # 0: of all servers together, which concerns the owner
    period_key: str
    percent: int
    at: datetime

    @property
    def period(self) -> Period:
        """Whether it is of a day or a month."""
        return Period.MONTH if len(self.period_key) == len("2025-01") else Period.DAY


class BudgetMarks:
    """Finds what is to be told, and notes that it was."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def untold(self, limit: int) -> Sequence[Mark]:
        """Return what nobody was told yet.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._database.read(
            lambda connection: [
                Mark(server_id=row.server_id, period_key=row.period, percent=row.percent, at=row.at)
                for row in connection.execute(UNTOLD, {"limit": limit})
            ]
        )

    async def told(self, mark: Mark, now: datetime) -> None:
        """Note that *mark* was told.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        values = {
            "of_server": mark.server_id,
            "of_period": mark.period_key,
            "of_percent": mark.percent,
            "now": now,
        }
        await self._database.writer.write(
            lambda connection: connection.execute(TELL, values).rowcount
        )

    async def seen(self, server_id: int, now: datetime) -> None:
        """Note that a server's moderators have seen how its budget stands.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        values = {"of_server": server_id, "now": now}
        await self._database.writer.write(
            lambda connection: connection.execute(TELL_ALL, values).rowcount
        )


def begin_anew(
    connection: Connection,
    server_id: int,
    period: Period,
    allowance: Allowance | None,
    now: datetime,
) -> None:
    """Count the marks by a budget that was just set; who sets it sees which ones are reached."""
    key = key_of(period, utc_day(now))
    connection.execute(FORGET, {"of_server": server_id, "of_period": key})
    used = spent_of_server(connection, server_id, key)
    reached = marks_reached(percent_used(allowance, used)) if allowance else ()
    rows = [
        {"server_id": server_id, "period": key, "percent": percent, "at": now, "told_at": now}
        for percent in reached
    ]
    if rows:
        connection.execute(upsert(budget_notices), rows)


def forget_older(connection: Connection, server_id: int, now: datetime) -> None:
    """Forget the marks of months that are over, and of their days."""
    values = {"of_server": server_id, "this_month": key_of(Period.MONTH, utc_day(now))}
    connection.execute(FORGET_OLDER, values)


def spent_of_server(connection: Connection, server_id: int, period_key: str) -> Amount:
    """Return what all members of a server used in that period."""
    values = {
        "of_server": server_id,
        "of_scope": Scope.SERVER,
        "of_id": 0,
        "of_period": period_key,
    }
    row = connection.execute(SPENT_OF_SERVER, values).one_or_none()
    return Amount(images=row.units, cost_micros=row.cost_micros) if row else Amount()
