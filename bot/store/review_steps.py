"""What moderators decide: each decision one transaction, and the first one counts.

The review's row is closed by a compare-and-set, so that of two moderators at once one decides, and
the other reads who has. Generation, units, turn and log follow in the same transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, select, update

from bot.domain.generation import Generation, Status
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.reviews import Review, ReviewStage, ReviewStatus
from bot.domain.moderation.verdicts import Rule
from bot.domain.request import ImageRequest
from bot.domain.salvage import stored_request
from bot.store.column_types import Review as Standing
from bot.store.flows import enter_row
from bot.store.ledger import refund
from bot.store.moderation_log import note
from bot.store.moderation_schema import reviews
from bot.store.review_rows import IS_OPEN, review_from
from bot.store.rows import generation_from
from bot.store.schema import generations
from bot.store.steps import step

BY_ID = select(reviews).where(reviews.c.id == bindparam("review_id"))
REQUEST = select(generations.c.request, generations.c.model).where(
    generations.c.id == bindparam("of_id")
)
CLOSE = (
    update(reviews)
    .where(
        reviews.c.id == bindparam("review_id"),
        reviews.c.server_id == bindparam("of_server"),
        IS_OPEN,
    )
    .values(
        status=bindparam("new_status"),
        decided_at=bindparam("decided_now"),
        decided_by=bindparam("decider"),
        reason=bindparam("why"),
        is_card_current=False,
    )
    .returning(reviews)
)
_FROM = {ReviewStage.PROMPT: Status.IN_REVIEW, ReviewStage.IMAGE: Status.HELD}
_ACTIONS = {
    ReviewStatus.APPROVED: Action.APPROVED,
    ReviewStatus.EDITED: Action.EDITED,
    ReviewStatus.REJECTED: Action.REJECTED,
    ReviewStatus.EXPIRED: Action.EXPIRED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Who decides what, when and why; ``moderator_id`` None: the time is over.

    ``owner`` is the process that goes on with the work, until ``lease_until``; ``changed`` is the
    request as the moderator has changed it.
    """

    status: ReviewStatus
    server_id: int
    moderator_id: int | None
    now: datetime
    owner: str
    lease_until: datetime
    reason: str = ""
    changed: ImageRequest | None = None

    @property
    def lets_pass(self) -> bool:
        """Whether it is approved, as it was or changed."""
        return self.status in {ReviewStatus.APPROVED, ReviewStatus.EDITED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A review as it stands now; *is_first*: by this decision, and then with its generation."""

    review: Review
    is_first: bool
    generation: Generation | None = None


def decide(connection: Connection, review_id: int, ruling: Ruling) -> Decided | None:
    """Take a decision, if none was taken yet; None: that server has no such review."""
    closed = connection.execute(CLOSE, _closing(review_id, ruling)).mappings().one_or_none()
    if closed is None:
        known = connection.execute(BY_ID, {"review_id": review_id}).mappings().one_or_none()
        if known is None or known["server_id"] != ruling.server_id:
            return None
        return Decided(review=review_from(known), is_first=False)
    review = review_from(closed)
    before = _prompt(connection, review.generation_id) if ruling.changed is not None else ""
    act = _pass_on if ruling.lets_pass else _reject
    row = act(connection, review, ruling)
    note(connection, _entry(review, row, ruling, text=before))
    generation = generation_from(row) if row is not None else None
    return Decided(review=review, is_first=True, generation=generation)


def _closing(review_id: int, ruling: Ruling) -> Mapping[str, object]:
    return {
        "review_id": review_id,
        "of_server": ruling.server_id,
        "new_status": ruling.status,
        "decided_now": ruling.now,
        "decider": ruling.moderator_id,
        "why": ruling.reason,
    }


def _pass_on(connection: Connection, review: Review, ruling: Ruling) -> RowMapping | None:
    generation_id, now = review.generation_id, ruling.now
    if review.stage is ReviewStage.IMAGE:
        return step(
            connection,
            generation_id,
            {Status.HELD},
            now,
            status=Status.READY,
            image_review=Standing.APPROVED,
            owner=ruling.owner,
            lease_until=ruling.lease_until,
        )
    values: dict[str, object] = {"status": Status.QUEUED, "prompt_review": Standing.APPROVED}
    if ruling.changed is not None:
        changed = ruling.changed.model_dump(mode="json")
        values |= {"request": changed, "is_prompt_edited": True}
    row = step(connection, generation_id, {Status.IN_REVIEW}, now, own_name=None, **values)
    if row is not None:
        enter_row(connection, row)
    return row


def _reject(connection: Connection, review: Review, ruling: Ruling) -> RowMapping | None:
    column = "prompt_review" if review.stage is ReviewStage.PROMPT else "image_review"
    values: dict[str, object] = {column: Standing.REJECTED}
    row = step(
        connection,
        review.generation_id,
        {_FROM[review.stage]},
        ruling.now,
        own_name=None,
        status=Status.REJECTED,
        reason=ruling.reason or None,
        finished_at=ruling.now,
        **values,
    )
    if row is not None and gives_back(review.stage, ruling.status):
        refund(connection, review.generation_id, ruling.now)
    return row


def gives_back(stage: ReviewStage, status: ReviewStatus) -> bool:
    """Tell whether the units of what is not shown are given back.

    What was not made costs nothing. What was made is paid for, so it counts; unless nobody has
    looked at it in time, which is no fault of its member's.
    """
    return stage is ReviewStage.PROMPT or status is ReviewStatus.EXPIRED


def _prompt(connection: Connection, generation_id: int) -> str:
    row = connection.execute(REQUEST, {"of_id": generation_id}).one()
    return stored_request(row.request, row.model)[0].prompt


def _entry(review: Review, row: RowMapping | None, ruling: Ruling, *, text: str) -> LogEntry:
    is_own = ruling.moderator_id == review.member_id
    return LogEntry(
        server_id=review.server_id,
        at=ruling.now,
        action=_ACTIONS[ruling.status],
        actor_id=ruling.moderator_id,
        member_id=review.member_id,
        channel_id=row["channel_id"] if row is not None else None,
        generation_id=review.generation_id,
        rule=Rule(review.rule),
        where=review.where,
        values={**review.values, **({"own": "1"} if is_own else {})},
        note=ruling.reason,
        text=text,
    )
