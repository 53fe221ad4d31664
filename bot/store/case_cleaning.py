"""What goes of cases and strikes: by their age, with their server, and of what a member wrote."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    BindParameter,
    Connection,
    bindparam,
    delete,
    literal_column,
    select,
    update,
)

from bot.store.column_types import UtcTime
from bot.store.fronts import MAX_STEP
from bot.store.member_schema import reports
from bot.store.moderation_schema import case_measures, cases, strikes

_IN_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_OF_SERVER: BindParameter[int] = bindparam("server_id")
_MEMBER: BindParameter[int] = bindparam("whose", type_=strikes.c.member_id.type)

OLDEST_CASES = select(cases.c.id, cases.c.created_at).order_by(cases.c.id).limit(MAX_STEP)
DROP_THESE_MEASURES = delete(case_measures).where(case_measures.c.case_id.in_(_IN_IDS))
PART_REPORTS = update(reports).where(reports.c.case_id.in_(_IN_IDS)).values(case_id=None)
DROP_THESE_CASES = delete(cases).where(cases.c.id.in_(_IN_IDS))
DROP_OLD_STRIKES = delete(strikes).where(
    strikes.c.id.in_(
        select(strikes.c.id)
        .where(strikes.c.expires_at < bindparam("before", type_=UtcTime))
        .order_by(strikes.c.expires_at)
        .limit(MAX_STEP)
    )
)
_some_cases = (
    select(cases.c.id).where(cases.c.server_id == _OF_SERVER).order_by(cases.c.id).limit(MAX_STEP)
)
DROP_MEASURES = delete(case_measures).where(case_measures.c.case_id.in_(_some_cases))
DROP_CASES = delete(cases).where(cases.c.id.in_(_some_cases))
DROP_STRIKES = delete(strikes).where(
    strikes.c.id.in_(select(strikes.c.id).where(strikes.c.server_id == _OF_SERVER).limit(MAX_STEP))
)
# In this order: measures name their case.
OF_SERVER = (DROP_MEASURES, DROP_CASES, DROP_STRIKES)

# What they wrote goes; that they were warned stays with the server until it expires.
BLANK_APPEALS = (
    update(strikes)
    .where(
        strikes.c.id.in_(
            select(strikes.c.id)
            .where(strikes.c.member_id == _MEMBER, strikes.c.appeal != literal_column("''"))
            .where(strikes.c.appealed_at <= bindparam("asked_at", type_=UtcTime))
            .limit(MAX_STEP)
        )
    )
    .values(appeal="", card_due_at=bindparam("asked_at", type_=UtcTime))
)


def prune(connection: Connection, before: datetime) -> None:
    """Remove a step of cases opened before then, and of strikes that ended before then."""
    rows = connection.execute(OLDEST_CASES).all()
    old: Sequence[int] = [row.id for row in rows if row.created_at < before]
    if old:
        for statement in (DROP_THESE_MEASURES, PART_REPORTS, DROP_THESE_CASES):
            connection.execute(statement, {"ids": old})
    connection.execute(DROP_OLD_STRIKES, {"before": before})
