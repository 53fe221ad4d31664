"""Decisions at the same moment: whoever they are of, one counts, and only its steps are taken."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.generation import Status
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.reviews import ReviewStatus
from bot.store.block_rows import Blocked
from bot.store.blocks import Blocks
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.moderation_schema import moderation_log
from bot.store.review_steps import Decided, Ruling
from bot.store.reviews import Reviews
from bot.store.schema import ledger
from tests.unit.store.review_samples import MODERATOR, left, now_of, review_of, ruling, waiting
from tests.unit.store.samples import LATER, MEMBER, SERVER, claim

OTHER = MODERATOR + 1
APPROVING = ruling(by=MODERATOR)
REJECTING = ruling(ReviewStatus.REJECTED, by=OTHER, reason="no")
EXPIRING = ruling(ReviewStatus.EXPIRED, by=None)
_DECIDING = frozenset({Action.APPROVED, Action.REJECTED, Action.EXPIRED})


async def decisions_in_log(database: Database) -> list[str]:
    found = select(moderation_log.c.action).order_by(moderation_log.c.id)
    every = await database.read(lambda one: one.execute(found).scalars().all())
    return [one for one in every if one in _DECIDING]


async def given_back(database: Database, generation_id: int) -> int:
    kinds = select(ledger.c.kind).where(ledger.c.generation_id == generation_id)
    return list(await database.read(lambda one: one.execute(kinds).scalars().all())).count("refund")


@pytest.mark.parametrize(
    "rulings",
    [
        (APPROVING, REJECTING),
        (REJECTING, APPROVING),
        (APPROVING, EXPIRING),
        (EXPIRING, APPROVING),
        (APPROVING, ruling(by=OTHER)),
    ],
    ids=["approve-reject", "reject-approve", "approve-expire", "expire-approve", "two-approve"],
)
async def test_of_two_at_once_one_decides_and_the_other_reads_it(
    generations: Generations,
    reviews: Reviews,
    database: Database,
    rulings: tuple[Ruling, Ruling],
) -> None:
    generation = await waiting(generations, units=2)
    review = await review_of(reviews, generation)
    decided = await asyncio.gather(*(reviews.decide(review.id, one) for one in rulings))
    first = [one for one in decided if one is not None and one.is_first]
    (winner,) = first
    assert all(isinstance(one, Decided) for one in decided)
    assert {one.review.status for one in decided if one is not None} == {winner.review.status}
    assert len(await decisions_in_log(database)) == 1
    row = await now_of(generations, generation)
    is_approved = winner.review.status is ReviewStatus.APPROVED
    assert row.status is (Status.QUEUED if is_approved else Status.REJECTED)
    assert await given_back(database, generation.id) == (0 if is_approved else 1)
    assert await left(database) == (8 if is_approved else 10)


async def test_a_decided_one_does_not_expire_and_an_expired_one_is_not_decided(
    generations: Generations, reviews: Reviews
) -> None:
    approved, over = [await waiting(generations) for _ in range(2)]
    first, second = [await review_of(reviews, one) for one in (approved, over)]
    for review, earlier, later in (
        (first, APPROVING, EXPIRING),
        (second, EXPIRING, APPROVING),
    ):
        assert (await reviews.decide(review.id, earlier)) is not None
        late = await reviews.decide(review.id, later)
        assert late is not None
        assert not late.is_first
        assert late.review.status is earlier.status
    assert (await now_of(generations, approved)).status is Status.QUEUED
    assert (await now_of(generations, over)).status is Status.REJECTED


async def test_a_block_and_an_approval_at_once_leave_no_half_decision(
    generations: Generations, reviews: Reviews, database: Database
) -> None:
    generation = await waiting(generations, units=2)
    review = await review_of(reviews, generation)
    entry = LogEntry(
        server_id=SERVER,
        at=LATER + timedelta(seconds=1),
        action=Action.BLOCKED,
        actor_id=OTHER,
        member_id=MEMBER,
    )
    _decided, blocked = await asyncio.gather(
        reviews.decide(review.id, APPROVING), Blocks(database).block(MEMBER, None, entry)
    )
    assert isinstance(blocked, Blocked)
    # Approved or not by then: what waits of somebody who is blocked is not made.
    assert (await now_of(generations, generation)).status is Status.REJECTED
    assert await claim(generations) is None
    assert await left(database) == 10
