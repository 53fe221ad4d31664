"""What a server knows of one of its members; how much is counted is bounded."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, literal_column, select

from bot.domain.moderation.cases import COUNTED, AuthorHistory, Case
from bot.domain.moderation.log import Action
from bot.store.block_rows import standing
from bot.store.moderation_schema import cases, moderation_log
from bot.store.schema import generations, usage_totals
from bot.store.strike_rows import active

MADE = (
    select(func.coalesce(func.sum(usage_totals.c.units), 0))
    .where(usage_totals.c.server_id == bindparam("of_server"))
    .where(usage_totals.c.period == literal_column("'all'"))
    .where(usage_totals.c.member_id == bindparam("of_member"))
)
# Beside what was allowed, which is nearly all and has no end: as the index has it.
_newest = (
    select(moderation_log.c.action)
    .where(moderation_log.c.server_id == bindparam("of_server"))
    .where(moderation_log.c.member_id == bindparam("of_member"))
    .where(literal_column("moderation_log.action <> 'allowed'"))
    .order_by(moderation_log.c.id.desc())
    .limit(COUNTED)
    .subquery("newest")
)
REFUSED = (
    select(func.count())
    .select_from(_newest)
    .where(_newest.c.action.in_([Action.REFUSED, Action.REJECTED]))
)
_earlier = (
    select(cases.c.id)
    .where(cases.c.server_id == bindparam("of_server"))
    .where(cases.c.author_id == bindparam("of_member"))
    .where(cases.c.id < bindparam("before_id"))
    .limit(COUNTED)
    .subquery("earlier")
)
EARLIER = select(func.count()).select_from(_earlier)
SINCE = (
    select(generations.c.created_at)
    .where(generations.c.server_id == bindparam("of_server"))
    .where(generations.c.member_id == bindparam("of_member"))
    .where(generations.c.status == literal_column("'delivered'"))
    .where(generations.c.deleted_at.is_(None))
    .order_by(generations.c.id)
    .limit(1)
)


def history(connection: Connection, case: Case, now: datetime) -> AuthorHistory:
    """Return what is known of a case's author in its server."""
    whose = {"of_server": case.server_id, "of_member": case.author_id}
    block = standing(connection, case.server_id, case.author_id, now)
    return AuthorHistory(
        images=int(connection.execute(MADE, whose).scalar_one()),
        refused=connection.execute(REFUSED, whose).scalar_one(),
        cases=connection.execute(EARLIER, {**whose, "before_id": case.id}).scalar_one(),
        strikes=active(connection, case.server_id, case.author_id, now),
        is_blocked=block is not None,
        blocked_until=block.until if block is not None else None,
        since=connection.execute(SINCE, whose).scalar_one_or_none(),
    )
