"""Cases: reports join them, and each kind of measure is taken in them once.

The row is the truth and the card in the moderators' channel follows it: every change makes the
card due, and it stays due until Discord has taken it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    Connection,
    bindparam,
    insert,
    literal_column,
    select,
    update,
)

from bot.domain.moderation.cases import (
    Case,
    CaseStatus,
    CaseView,
    Measure,
)
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.report import NewReport
from bot.store.case_rows import CHANGE, case_entry, case_of, case_of_report, changed_case, view_of
from bot.store.column_types import UtcTime
from bot.store.database import Database
from bot.store.measures import Taken, Wanted, take
from bot.store.moderation_log import note
from bot.store.moderation_schema import case_measures, cases
from bot.store.writer import MEMBER_PATIENCE_S

OPEN = insert(cases).returning(cases.c.id)
UNDO_KEEP = case_measures.delete().where(
    case_measures.c.case_id == bindparam("of_id"),
    case_measures.c.kind == literal_column(f"'{Measure.KEEP}'"),
)
DUE = (
    select(cases.c.id)
    .where(cases.c.card_due_at.is_not(None))
    .where(cases.c.card_due_at <= bindparam("now", type_=UtcTime))
    .order_by(cases.c.card_due_at)
    .limit(bindparam("limit"))
)
# What has changed since it was read stays due: its card is edited once more.
SHOWN = (
    update(cases)
    .where(cases.c.id == bindparam("of_id"))
    .values(channel_id=bindparam("in_channel"), message_id=bindparam("as_message"))
)
SETTLED = (
    update(cases)
    .where(cases.c.id == bindparam("of_id"))
    .where(cases.c.card_due_at <= bindparam("seen_at", type_=UtcTime))
    .values(card_due_at=bindparam("due_at", type_=UtcTime))
)


class Cases:
    """Reads cases for their cards, and takes measures."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, case_id: int, server_id: int) -> Case | None:
        """Return a case of that server, None if it has none of that id.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._database.read(lambda connection: case_of(connection, case_id, server_id))

    async def view(self, case_id: int, now: datetime) -> CaseView | None:
        """Return all that a card shows.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._database.read(lambda connection: view_of(connection, case_id, now))

    async def take(self, case_id: int, server_id: int, wanted: Wanted) -> Taken | None:
        """Take a measure with all that it brings, unless it was taken; None: no such case there.

        Raises:
            StorageUnavailable: The database does not take it; nothing is done.
        """
        return await self._database.writer.write(
            lambda connection: take(connection, case_id, server_id, wanted),
            patience_s=MEMBER_PATIENCE_S,
        )

    async def reopen(
        self, case_id: int, server_id: int, moderator_id: int, now: datetime
    ) -> Case | None:
        """Open what was kept again; None if that server has no such case.

        Raises:
            StorageUnavailable: The database does not take it.
        """

        def job(connection: Connection) -> Case | None:
            found = case_of(connection, case_id, server_id)
            if found is None or found.status is not CaseStatus.KEPT:
                return found
            connection.execute(UNDO_KEEP, {"of_id": case_id})
            note(connection, case_entry(found, Action.REOPENED, moderator_id, now))
            return changed_case(connection, found, CaseStatus.OPEN, now)

        return await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)

    async def due(self, now: datetime, limit: int) -> Sequence[int]:
        """Return the ids of cases whose cards are to be posted or edited.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        values = {"now": now, "limit": limit}
        return await self._database.read(
            lambda connection: connection.execute(DUE, values).scalars().all()
        )

    async def shown(self, case_id: int, channel_id: int | None, message_id: int | None) -> None:
        """Note where the card is.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        values = {"of_id": case_id, "in_channel": channel_id, "as_message": message_id}
        await self._database.writer.write(lambda connection: connection.execute(SHOWN, values))

    async def settled(self, case_id: int, seen_at: datetime, due_at: datetime | None) -> None:
        """Note that the card is as the row was at *seen_at*, or is to be tried again at *due_at*.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        values = {"of_id": case_id, "seen_at": seen_at, "due_at": due_at}
        await self._database.writer.write(lambda connection: connection.execute(SETTLED, values))


def join(connection: Connection, report: NewReport) -> tuple[int, CaseStatus]:
    """Return the case that a report belongs to, opened if there is none, and how it stands.

    Its card becomes due.
    """
    found = case_of_report(connection, report)
    status = CaseStatus.OPEN if found is None else found.status
    if found is None:
        values = {
            "server_id": report.server_id,
            "generation_id": report.generation_id,
            "source_channel_id": report.channel_id,
            "source_message_id": report.message_id,
            "author_id": report.author_id,
            "status": CaseStatus.OPEN,
            "locale": report.locale,
            "created_at": report.created_at,
            "card_due_at": report.created_at,
        }
        case_id = int(connection.execute(OPEN, values).scalar_one())
    else:
        case_id = found.id
        values = {"card_due_at": report.created_at}
        if found.generation_id is None:  # reported before it was finished
            values["generation_id"] = report.generation_id
        connection.execute(CHANGE.values(**values), {"of_id": case_id})
    entry = LogEntry(
        server_id=report.server_id,
        at=report.created_at,
        action=Action.REPORTED,
        actor_id=report.reporter_id,
        member_id=report.author_id,
        channel_id=report.channel_id,
        generation_id=report.generation_id,
        case_id=case_id,
        values={"kind": report.kind},
    )
    note(connection, entry)
    return case_id, status
