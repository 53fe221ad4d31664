"""Reports: one for each member and message, and so many a day."""

from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import ColumnElement, Connection, bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.domain.moderation.cases import CaseStatus
from bot.domain.report import NewReport
from bot.store.cases import join
from bot.store.database import Database
from bot.store.member_schema import reports
from bot.store.writer import MEMBER_PATIENCE_S

MOST_A_DAY = 10
_DAY = timedelta(days=1)
_REPORTERS: ColumnElement[bool] = reports.c.reporter_id == bindparam("of_reporter")

HAS_MESSAGE = select(reports.c.id).where(
    reports.c.message_id == bindparam("of_message"), _REPORTERS
)
HAS_GENERATION = select(reports.c.id).where(
    reports.c.generation_id == bindparam("of_generation"), _REPORTERS
)
SINCE = (
    select(func.count())
    .select_from(reports)
    .where(_REPORTERS, reports.c.created_at > bindparam("since"))
)
ADD = upsert(reports).on_conflict_do_nothing().returning(reports.c.id)
IN_CASE = (
    update(reports).where(reports.c.id == bindparam("of_id")).values(case_id=bindparam("in_case"))
)


class Added(Enum):
    """What became of a report."""

    KEPT = "kept"
    CLOSED = "closed"  # kept, in a case that the moderators have closed without consequence
    TWICE = "twice"  # the member has reported that already
    TOO_MANY = "too many"  # the member has sent as many as one may in a day


class Reports:
    """Keeps reports for the moderators."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def has(self, reporter_id: int, message_id: int, generation_id: int | None) -> bool:
        """Tell whether the member has reported that message, or that image, already.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._database.read(
            lambda connection: _has(connection, reporter_id, message_id, generation_id)
        )

    async def add(self, report: NewReport) -> tuple[Added, int]:
        """Keep a report, unless it is one too many; return its case's id too, 0 if it is not kept.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        return await self._database.writer.write(
            lambda connection: _add(connection, report), patience_s=MEMBER_PATIENCE_S
        )


def _add(connection: Connection, report: NewReport) -> tuple[Added, int]:
    if _has(connection, report.reporter_id, report.message_id, report.generation_id):
        return Added.TWICE, 0
    if _count(connection, report.reporter_id, report.created_at - _DAY) >= MOST_A_DAY:
        return Added.TOO_MANY, 0
    values = {
        "generation_id": report.generation_id,
        "server_id": report.server_id,
        "channel_id": report.channel_id,
        "message_id": report.message_id,
        "reporter_id": report.reporter_id,
        "author_id": report.author_id,
        "kind": report.kind,
        "reason": report.reason,
        "created_at": report.created_at,
    }
    added = connection.execute(ADD, values).scalar_one_or_none()
    if added is None:
        return Added.TWICE, 0
    case_id, status = join(connection, report)
    connection.execute(IN_CASE, {"of_id": added, "in_case": case_id})
    return Added.CLOSED if status is CaseStatus.KEPT else Added.KEPT, case_id


def _has(
    connection: Connection, reporter_id: int, message_id: int, generation_id: int | None
) -> bool:
    whose = {"of_reporter": reporter_id}
    if connection.execute(HAS_MESSAGE, {**whose, "of_message": message_id}).first() is not None:
        return True
    if generation_id is None:
        return False
    found = connection.execute(HAS_GENERATION, {**whose, "of_generation": generation_id})
    return found.first() is not None


def _count(connection: Connection, reporter_id: int, since: datetime) -> int:
    values = {"of_reporter": reporter_id, "since": since}
    found: int = connection.execute(SINCE, values).scalar_one()
    return found
