"""Images that exist and are not shown: held for a moderator, or refused by a rule."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping

from bot.domain.generation import Generation, Status
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.reviews import ReviewStage, ReviewStatus
from bot.domain.moderation.verdicts import Decision
from bot.store.column_types import Review as Standing
from bot.store.ledger import refund
from bot.store.moderation_log import note
from bot.store.review_rows import Subject, insert_review
from bot.store.rows import generation_from
from bot.store.steps import step


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Why the images of a generation are not shown, and until when a moderator may decide.

    ``owner`` is who works on it; ``has_moderators``: their channel is told of it;
    ``gives_back``: its units are not taken, though it was made.
    """

    decision: Decision
    now: datetime
    until: datetime
    owner: str | None = None
    has_moderators: bool = True
    gives_back: bool = False


def hold(connection: Connection, generation_id: int, why: Hold) -> Generation | None:
    """Ready becomes held: nobody works on it until a moderator has decided."""
    row = step(
        connection,
        generation_id,
        {Status.READY},
        why.now,
        own_name=why.owner,
        status=Status.HELD,
        image_review=Standing.WAITING,
        ruling=why.decision.rule,
        owner=None,
        lease_until=None,
    )
    if row is None:
        return None
    _write(connection, row, why, ReviewStatus.OPEN)
    note(connection, _entry(row, why, Action.SENT_TO_REVIEW))
    return generation_from(row)


def refuse(connection: Connection, generation_id: int, why: Hold, reason: str) -> Generation | None:
    """Ready becomes rejected, by a rule alone."""
    row = step(
        connection,
        generation_id,
        {Status.READY},
        why.now,
        own_name=why.owner,
        status=Status.REJECTED,
        image_review=Standing.REJECTED,
        ruling=why.decision.rule,
        reason=reason,
        finished_at=why.now,
    )
    if row is None:
        return None
    if why.gives_back:
        refund(connection, generation_id, why.now)
    if why.has_moderators:
        _write(connection, row, why, ReviewStatus.REFUSED)
    note(connection, _entry(row, why, Action.REFUSED))
    return generation_from(row)


def _write(connection: Connection, row: RowMapping, why: Hold, status: ReviewStatus) -> None:
    subject = Subject(
        generation_id=row["id"],
        stage=ReviewStage.IMAGE,
        server_id=row["server_id"],
        member_id=row["member_id"],
        now=why.now,
        until=why.until,
    )
    insert_review(connection, subject, why.decision, status)


def _entry(row: RowMapping, why: Hold, action: Action) -> LogEntry:
    return LogEntry(
        server_id=row["server_id"],
        at=why.now,
        action=action,
        member_id=row["member_id"],
        channel_id=row["channel_id"],
        generation_id=row["id"],
        rule=why.decision.rule,
        where=why.decision.where,
        values=why.decision.values,
    )
