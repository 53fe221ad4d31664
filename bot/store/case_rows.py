"""The rows of cases as values, and the statements that find them."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, func, select, update

from bot.domain.moderation.cases import (
    SHOWN_REPORTS,
    Case,
    CaseReport,
    CaseStatus,
    CaseView,
    Measure,
    MeasureTaken,
)
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.report import NewReport, ReportKind
from bot.store.author_history import history
from bot.store.member_schema import reports
from bot.store.moderation_schema import case_measures, cases
from bot.store.shown_schema import posted_messages

_FIELDS = [cases.c[name] for name in Case.__dataclass_fields__]
GET = select(*_FIELDS).where(cases.c.id == bindparam("of_id"))
OF_GENERATION = select(*_FIELDS).where(
    cases.c.generation_id == bindparam("of_generation"),
    cases.c.server_id == bindparam("of_server"),
)
OF_MESSAGE = select(*_FIELDS).where(
    cases.c.server_id == bindparam("of_server"),
    cases.c.source_message_id == bindparam("of_message"),
)
POSTED = select(posted_messages.c.message_id).where(
    posted_messages.c.message_id == bindparam("of_message")
)
CHANGE = update(cases).where(cases.c.id == bindparam("of_id"))
MEASURES = (
    select(case_measures)
    .where(case_measures.c.case_id == bindparam("of_id"))
    .order_by(case_measures.c.at)
)
REPORTS = (
    select(reports.c.reporter_id, reports.c.kind, reports.c.reason)
    .where(reports.c.case_id == bindparam("of_id"))
    .order_by(reports.c.id.desc())
    .limit(SHOWN_REPORTS)
)
REPORT_COUNT = (
    select(
        func.count().label("every"),
        func.coalesce(func.max(reports.c.kind == ReportKind.ILLEGAL), 0).label("illegal"),
    )
    .select_from(reports)
    .where(reports.c.case_id == bindparam("of_id"))
)


def case_of(connection: Connection, case_id: int, server_id: int) -> Case | None:
    """Return a case of that server, None if it has none of that id."""
    row = connection.execute(GET, {"of_id": case_id}).mappings().one_or_none()
    return as_case(row) if row is not None and row["server_id"] == server_id else None


def case_of_report(connection: Connection, report: NewReport) -> Case | None:
    """Return the case that a report belongs to: of the same image, else of the same message."""
    where = {"of_server": report.server_id}
    row = None
    if report.generation_id is not None:
        which = {**where, "of_generation": report.generation_id}
        row = connection.execute(OF_GENERATION, which).mappings().one_or_none()
    if row is None:
        which = {**where, "of_message": report.message_id}
        row = connection.execute(OF_MESSAGE, which).mappings().one_or_none()
    return None if row is None else as_case(row)


def view_of(connection: Connection, case_id: int, now: datetime) -> CaseView | None:
    """Return all that a card shows, None if there is no such case."""
    which = {"of_id": case_id}
    row = connection.execute(GET, which).mappings().one_or_none()
    if row is None:
        return None
    case = as_case(row)
    counted = connection.execute(REPORT_COUNT, which).one()
    return CaseView(
        case=case,
        reports=[
            CaseReport(
                reporter_id=row["reporter_id"], kind=ReportKind(row["kind"]), reason=row["reason"]
            )
            for row in connection.execute(REPORTS, which).mappings()
        ],
        report_count=counted.every,
        measures=measures_of(connection, case_id),
        history=history(connection, case, now),
        is_illegal=bool(counted.illegal),
        is_posted=connection.execute(POSTED, {"of_message": case.source_message_id}).first()
        is not None,
    )


def measures_of(connection: Connection, case_id: int) -> list[MeasureTaken]:
    """Return what was done in a case, the first first."""
    return [
        MeasureTaken(
            kind=Measure(row.kind),
            moderator_id=row.moderator_id,
            at=row.at,
            reason=row.reason,
            until=row.until,
        )
        for row in connection.execute(MEASURES, {"of_id": case_id})
    ]


def changed_case(connection: Connection, case: Case, status: CaseStatus, now: datetime) -> Case:
    """Give a case its status; its card becomes due."""
    connection.execute(CHANGE.values(status=status, card_due_at=now), {"of_id": case.id})
    return replace(case, status=status)


def case_entry(case: Case, action: Action, moderator_id: int, now: datetime) -> LogEntry:
    """Return the log's entry of what a moderator does in a case."""
    return LogEntry(
        server_id=case.server_id,
        at=now,
        action=action,
        actor_id=moderator_id,
        member_id=case.author_id,
        channel_id=case.source_channel_id,
        generation_id=case.generation_id,
        case_id=case.id,
    )


def as_case(row: RowMapping) -> Case:
    """Return a row as a value."""
    fields = dict(row)
    fields["status"] = CaseStatus(fields["status"])
    return Case(**fields)
