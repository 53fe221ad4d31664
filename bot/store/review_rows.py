"""The rows of reviews: written where a generation begins to wait, read as values.

What is done here happens in the transaction of the step that causes it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Connection,
    RowMapping,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    update,
)

from bot.domain.moderation.reviews import Review, ReviewStage, ReviewStatus
from bot.domain.moderation.verdicts import Decision, Rule
from bot.store.moderation_schema import reviews
from bot.store.prepared import Prepared

# Written out, because SQLite does not match a partial index with a bound parameter.
IS_OPEN = reviews.c.status == literal_column(f"'{ReviewStatus.OPEN}'")
_COLUMNS = (
    *("generation_id", "stage", "server_id", "member_id", "status", "rule", "place", "details"),
    *("created_at", "expires_at", "decided_at"),
)
_INSERT = Prepared(insert(reviews), _COLUMNS)
OPEN_IN_SERVER = select(func.count()).select_from(
    select(reviews.c.id)
    .where(IS_OPEN, reviews.c.server_id == bindparam("of_server"))
    .limit(bindparam("most"))
    .subquery("one")
)
WITHDRAW = (
    update(reviews)
    .where(reviews.c.generation_id == bindparam("of_generation"), IS_OPEN)
    .values(status=ReviewStatus.CANCELLED, decided_at=bindparam("now"), is_card_current=False)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Of what a moderator is to decide, between which times."""

    generation_id: int
    stage: ReviewStage
    server_id: int
    member_id: int
    now: datetime
    until: datetime


def insert_review(
    connection: Connection,
    subject: Subject,
    decision: Decision,
    status: ReviewStatus = ReviewStatus.OPEN,
) -> None:
    """Write a review, by what *decision* says; its card is to be posted."""
    _INSERT.run(
        connection,
        {
            "generation_id": subject.generation_id,
            "stage": subject.stage,
            "server_id": subject.server_id,
            "member_id": subject.member_id,
            "status": status,
            "rule": decision.rule,
            "place": decision.where,
            "details": dict(decision.values),
            "created_at": subject.now,
            "expires_at": subject.until,
            "decided_at": None if status is ReviewStatus.OPEN else subject.now,
        },
    )


def open_in_server(connection: Connection, server_id: int, most: int) -> int:
    """Return how many reviews of a server are open, counted up to *most*."""
    values = {"of_server": server_id, "most": most}
    return int(connection.execute(OPEN_IN_SERVER, values).scalar_one())


def withdraw(connection: Connection, generation_id: int, now: datetime) -> None:
    """Close the review of what its member has cancelled."""
    connection.execute(WITHDRAW, {"of_generation": generation_id, "now": now})


def review_from(row: RowMapping) -> Review:
    """Return the value of a row."""
    return Review(
        id=row["id"],
        generation_id=row["generation_id"],
        stage=ReviewStage(row["stage"]),
        server_id=row["server_id"],
        member_id=row["member_id"],
        status=ReviewStatus(row["status"]),
        rule=Rule(row["rule"]),
        where=row["place"],
        values={str(name): str(value) for name, value in row["details"].items()},
        channel_id=row["channel_id"],
        message_id=row["message_id"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        decided_at=row["decided_at"],
        decided_by=row["decided_by"],
        reason=row["reason"],
        is_card_current=row["is_card_current"],
    )
