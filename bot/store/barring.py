"""What a block ends: all of its member's that still waits there, in the transaction of the block.

What the service has, or may have, goes on: it was admitted and is paid for.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, literal_column, select, update

from bot.domain.generation import Status
from bot.domain.moderation.blocks import blocked_text
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.reviews import ReviewStatus
from bot.domain.moderation.verdicts import Rule
from bot.store.column_types import Review as Standing
from bot.store.ledger import refund
from bot.store.moderation_log import note
from bot.store.moderation_schema import reviews
from bot.store.review_rows import IS_OPEN
from bot.store.schema import generations
from bot.store.steps import step
from bot.store.withdrawal import leave
from bot.texts import in_language

_WAITS: dict[Status, dict[str, object]] = {
    Status.QUEUED: {},
    Status.IN_REVIEW: {"prompt_review": Standing.REJECTED},
    Status.HELD: {"image_review": Standing.REJECTED},
}
WAITING = (
    select(generations.c.id, generations.c.status, generations.c.locale)
    .where(generations.c.finished_at.is_(None))
    .where(generations.c.server_id == bindparam("of_server"))
    .where(generations.c.member_id == bindparam("of_member"))
    .where(generations.c.status.in_([literal_column(f"'{status}'") for status in _WAITS]))
    .order_by(generations.c.status, generations.c.turn)
)
CLOSE = (
    update(reviews)
    .where(reviews.c.generation_id == bindparam("of_generation"), IS_OPEN)
    .values(
        status=ReviewStatus.BLOCKED,
        decided_at=bindparam("decided_now"),
        decided_by=bindparam("decider"),
        is_card_current=False,
    )
)


def end_waiting(
    connection: Connection, member_id: int, until: datetime | None, by: LogEntry
) -> Sequence[int]:
    """Reject what waits of a member who is blocked until then; return the ids, to be told.

    What was not made costs nothing; images that a moderator has not shown yet count.
    """
    whose = {"of_server": by.server_id, "of_member": member_id}
    found = connection.execute(WAITING, whose).all()
    return [
        one.id
        for one in found
        if _end(connection, one.id, Status(one.status), _sentence(one.locale, until), by)
    ]


def _end(
    connection: Connection, generation_id: int, was: Status, reason: str, by: LogEntry
) -> bool:
    values: dict[str, object] = {"ruling": Rule.BLOCKED, "reason": reason, **_WAITS[was]}
    row = step(
        connection,
        generation_id,
        {was},
        by.at,
        own_name=None,
        status=Status.REJECTED,
        finished_at=by.at,
        **values,
    )
    if row is None:
        return False
    if was is Status.QUEUED:
        leave(connection, row)
    else:
        closing = {"decided_now": by.at, "decider": by.actor_id}
        connection.execute(CLOSE, {"of_generation": generation_id, **closing})
    if was is not Status.HELD:
        refund(connection, generation_id, by.at)
    note(connection, _entry(row, by))
    return True


def _sentence(locale: str, until: datetime | None) -> str:
    with in_language(locale):
        return blocked_text(until)


def _entry(row: RowMapping, by: LogEntry) -> LogEntry:
    return LogEntry(
        server_id=row["server_id"],
        at=by.at,
        action=Action.REJECTED,
        actor_id=by.actor_id,
        member_id=row["member_id"],
        channel_id=row["channel_id"],
        generation_id=row["id"],
        rule=Rule.BLOCKED,
    )
