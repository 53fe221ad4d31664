"""How a server's budget stands: what is allowed, used, and taken for what is not made yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, literal_column, select

from bot.domain.generation import Status
from bot.domain.quotas import UNLIMITED, Allowance, Amount, Period, Scope
from bot.store.budget_marks import spent_of_server
from bot.store.database import Database
from bot.store.quota_schema import quotas
from bot.store.schema import generations
from bot.store.windows import key_of, utc_day

_NOT_MADE = (Status.IN_REVIEW, Status.QUEUED, Status.SUBMITTING, Status.RUNNING)
# In the order of the index of what is open: else SQLite reads all that the server ever made.
_open = (
    select(generations.c.status, generations.c.units, generations.c.cost_micros)
    .where(generations.c.finished_at.is_(None))
    .where(generations.c.server_id == bindparam("of_server"))
    .order_by(generations.c.member_id, generations.c.status, generations.c.turn)
    .limit(literal_column("100000"))
    .subquery("open")
)
RESERVED = select(
    func.coalesce(func.sum(_open.c.units), 0).label("units"),
    func.coalesce(func.sum(_open.c.cost_micros), 0).label("cost_micros"),
).where(_open.c.status.in_([literal_column(f"'{status}'") for status in _NOT_MADE]))
CEILINGS = select(quotas.c.period, quotas.c.images, quotas.c.cost_micros).where(
    quotas.c.server_id == bindparam("of_server"),
    quotas.c.scope == literal_column(f"'{Scope.SERVER}'"),
    quotas.c.scope_id == literal_column("0"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """One server's budget at one moment; ``used`` has what is reserved in it."""

    ceilings: Mapping[Period, Allowance]
    used: Mapping[Period, Amount]
    reserved: Amount
    now: datetime

    def ceiling(self, period: Period) -> Allowance:
        """Return the most of *period*."""
        return self.ceilings.get(period, UNLIMITED)


class Budgets:
    """Answers questions about budgets; ``Quotas`` sets them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, server_id: int, now: datetime) -> Budget:
        """Return how the budget of a server stands.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._database.read(lambda connection: _get(connection, server_id, now))


def _get(connection: Connection, server_id: int, now: datetime) -> Budget:
    whose = {"of_server": server_id}
    today = utc_day(now)
    reserved = connection.execute(RESERVED, whose).one()
    return Budget(
        ceilings={
            Period(row.period): Allowance(images=row.images, cost_micros=row.cost_micros)
            for row in connection.execute(CEILINGS, whose)
        },
        used={
            period: spent_of_server(connection, server_id, key_of(period, today))
            for period in Period
        },
        reserved=Amount(images=reserved.units, cost_micros=reserved.cost_micros),
        now=now,
    )
