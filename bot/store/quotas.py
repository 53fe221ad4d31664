"""Quotas of servers: read as a list, set one at a time, each with its entry of the log."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.domain.generation import MemberLimits, Place
from bot.domain.moderation.asker import Asker
from bot.domain.moderation.log import LogEntry
from bot.domain.quotas import Allowance, Period, Scope, Shortage
from bot.errors import NotAllowed
from bot.store import budget_marks
from bot.store.database import Database
from bot.store.limits import Standing, note_refusal, standings
from bot.store.moderation_log import note
from bot.store.quota_schema import quotas
from bot.store.spending import Spent, spent
from bot.store.writer import MEMBER_PATIENCE_S
from bot.texts import gettext as _
from bot.texts import number

MOST_QUOTAS = 1_000  # of one server

_OF_SERVER = quotas.c.server_id == bindparam("of_server")
_IS = and_(
    _OF_SERVER,
    quotas.c.scope == bindparam("of_scope"),
    quotas.c.scope_id == bindparam("of_id"),
    quotas.c.period == bindparam("of_period"),
)
GET = select(quotas.c.images, quotas.c.cost_micros).where(_IS)
REMOVE = delete(quotas).where(_IS)
COUNT = select(func.count()).select_from(quotas).where(_OF_SERVER)
LIST = (
    select(
        quotas.c.scope, quotas.c.scope_id, quotas.c.period, quotas.c.images, quotas.c.cost_micros
    )
    .where(_OF_SERVER)
    .order_by(quotas.c.scope, quotas.c.scope_id, quotas.c.period)
    .limit(bindparam("most"))
    .offset(bindparam("skipped"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaKey:
    """Whose quota, and of which period; ``scope_id`` is 0 for everyone and the server."""

    server_id: int
    scope: Scope
    scope_id: int = 0
    period: Period

    def values(self) -> dict[str, object]:
        """Return what its row is found by."""
        return {
            "of_server": self.server_id,
            "of_scope": self.scope,
            "of_id": self.scope_id,
            "of_period": self.period,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SetQuota:
    """One row of the list."""

    key: QuotaKey
    allowance: Allowance


Change = Callable[[Allowance | None], Allowance | None]


class Quotas:
    """Reads and sets quotas; a server's own is its budget."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def set(self, key: QuotaKey, change: Change, entry: LogEntry) -> Allowance | None:
        """Replace a quota by what *change* makes of it, None for none, and log it.

        *change* runs in the transaction: of two moderators at once, neither undoes the other's.

        Raises:
            NotAllowed: The server has as many quotas as it may have.
            StorageUnavailable: The database does not take it.
        """

        def job(connection: Connection) -> Allowance | None:
            changed = change(_get(connection, key))
            _write(connection, key, changed, entry.at)
            if key.scope is Scope.SERVER:
                budget_marks.begin_anew(connection, key.server_id, key.period, changed, entry.at)
            note(connection, entry)
            return changed

        return await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)

    async def get(self, key: QuotaKey) -> Allowance | None:
        """Return a quota, None if there is none.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._database.read(lambda connection: _get(connection, key))

    async def page(self, server_id: int, *, skipped: int, most: int) -> Sequence[SetQuota]:
        """Return *most* quotas of a server after the first *skipped*.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        values = {"of_server": server_id, "skipped": skipped, "most": most}
        return await self._database.read(lambda connection: _page(connection, values))

    async def of(self, key: QuotaKey) -> Sequence[tuple[Period, Allowance]]:
        """Return what that scope has in a day and in a month, without what is not set.

        Raises:
            StorageUnavailable: The database does not answer.
        """

        def query(connection: Connection) -> Sequence[tuple[Period, Allowance]]:
            found = [(one, _get(connection, replace(key, period=one))) for one in Period]
            return [(period, allowance) for period, allowance in found if allowance is not None]

        return await self._database.read(query)

    async def standings(
        self, place: Place, asker: Asker, limits: MemberLimits, now: datetime
    ) -> Sequence[Standing]:
        """Return every limit of whoever asks there, with what is used of it.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._database.read(
            lambda connection: standings(connection, place, asker, limits, now)
        )

    async def spent(self, place: Place, now: datetime) -> Spent:
        """Return what was used by a member, in a channel and by a server, today and this month.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._database.read(lambda connection: spent(connection, place, now))

    async def refused(self, entry: LogEntry, missing: Shortage) -> None:
        """Log that a limit stood against a request, and have the admins told of a full budget.

        Raises:
            StorageUnavailable: The database does not take it.
        """

        def job(connection: Connection) -> None:
            note_refusal(connection, missing, entry.server_id, entry.at)
            note(connection, entry)

        await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)


def _get(connection: Connection, key: QuotaKey) -> Allowance | None:
    found = connection.execute(GET, key.values()).one_or_none()
    return found and Allowance(images=found.images, cost_micros=found.cost_micros)


def _write(
    connection: Connection, key: QuotaKey, allowance: Allowance | None, now: datetime
) -> None:
    connection.execute(REMOVE, key.values())
    if allowance is None:
        return
    if connection.execute(COUNT, {"of_server": key.server_id}).scalar_one() >= MOST_QUOTAS:
        raise NotAllowed(
            _("This server has {n} quotas, which is the most. Take one away first.").format(
                n=number(MOST_QUOTAS)
            )
        )
    connection.execute(
        upsert(quotas).values(
            server_id=key.server_id,
            scope=key.scope,
            scope_id=key.scope_id,
            period=key.period,
            images=allowance.images,
            cost_micros=allowance.cost_micros,
            changed_at=now,
        )
    )


def _page(connection: Connection, values: Mapping[str, int]) -> Sequence[SetQuota]:
    return [
        SetQuota(
            key=QuotaKey(
                server_id=values["of_server"],
                scope=Scope(row.scope),
                scope_id=row.scope_id,
                period=Period(row.period),
            ),
            allowance=Allowance(images=row.images, cost_micros=row.cost_micros),
        )
        for row in connection.execute(LIST, values)
    ]
