"""Reviews: the first decision counts, units and turns follow it, and nothing is logged twice."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.domain.generation import MemberLimits, Status
from bot.domain.moderation.log import Action
from bot.domain.moderation.reviews import ReviewStage, ReviewStatus
from bot.domain.moderation.verdicts import Rule
from bot.errors import QuotaExceeded, ServerQueueFull, TooManyWaiting
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.holding import Hold
from bot.store.moderation_schema import moderation_texts
from bot.store.reviews import Reviews
from tests.unit.store.review_samples import (
    DAY,
    MODERATOR,
    NSFW,
    TERM,
    actions,
    held,
    left,
    now_of,
    review_of,
    ruling,
    waiting,
)
from tests.unit.store.samples import (
    LATER,
    LIMITS,
    MEMBER,
    NOON,
    OWNER,
    SERVER,
    bring_to,
    claim,
    new,
)


async def test_what_is_to_be_reviewed_waits_with_its_units_taken_and_without_a_turn(
    generations: Generations, reviews: Reviews, database: Database
) -> None:
    admitted = await generations.admit(replace(new(units=2), decision=TERM), LIMITS, NOON)
    generation = admitted.generation
    assert generation.status is Status.IN_REVIEW
    assert admitted.review_until == NOON + DAY
    assert await now_of(generations, generation) == generation
    assert await left(database) == 8
    assert await claim(generations) is None
    review = await review_of(reviews, generation)
    assert (review.stage, review.status) == (ReviewStage.PROMPT, ReviewStatus.OPEN)
    assert (review.rule, review.where, review.values) == (Rule.TERM, "prompt", {"term": "fox"})
    assert await actions(database) == [Action.SENT_TO_REVIEW]


async def test_the_limits_hold_for_it_as_for_any_other(generations: Generations) -> None:
    wanted = replace(new(units=2), decision=TERM)
    with pytest.raises(QuotaExceeded):
        await generations.admit(wanted, replace(LIMITS, daily_quota=1), NOON)
    few = MemberLimits(daily_quota=100, waiting=2, running=4)
    for _ in range(2):
        await generations.admit(wanted, few, NOON)
    with pytest.raises(TooManyWaiting):
        await generations.admit(wanted, few, NOON)
    other = replace(new(member_id=MEMBER + 1), decision=TERM)
    with pytest.raises(ServerQueueFull):
        await generations.admit(other, replace(LIMITS, server_waiting=2), NOON)
    await generations.admit(other, replace(LIMITS, server_waiting=3), NOON)


async def test_an_approved_one_queues_from_then_on(
    generations: Generations, reviews: Reviews, database: Database
) -> None:
    first = await waiting(generations)
    ahead = (await generations.admit(new(), LIMITS, NOON)).generation
    decided = await reviews.decide((await review_of(reviews, first)).id, ruling())
    assert decided is not None
    assert decided.is_first
    assert decided.generation is not None
    assert decided.generation.status is Status.QUEUED
    places = await generations.places([ahead.id, first.id])
    assert (places[ahead.id].position, places[first.id].position) == (1, 2)
    claimed = [await claim(generations), await claim(generations)]
    assert [one and one.id for one in claimed] == [ahead.id, first.id]
    assert await actions(database) == [Action.SENT_TO_REVIEW, Action.ALLOWED, Action.APPROVED]


async def test_of_two_moderators_at_once_one_decides_and_the_other_reads_who(
    generations: Generations, reviews: Reviews, database: Database
) -> None:
    review = await review_of(reviews, await waiting(generations))
    rulings = [
        ruling(by=MODERATOR),
        ruling(ReviewStatus.REJECTED, by=MODERATOR + 1, reason="no foxes"),
        *(ruling(by=MODERATOR + 2 + n) for n in range(8)),
    ]
    answers = await asyncio.gather(*(reviews.decide(review.id, one) for one in rulings))
    decided = [one for one in answers if one is not None]
    assert len(decided) == 10
    (first,) = [one for one in decided if one.is_first]
    assert {one.review.decided_by for one in decided} == {first.review.decided_by}
    assert len(await actions(database)) == 2


@pytest.mark.parametrize("status", [ReviewStatus.REJECTED, ReviewStatus.EXPIRED])
async def test_what_is_not_made_costs_nothing(
    generations: Generations, reviews: Reviews, database: Database, status: ReviewStatus
) -> None:
    generation = await waiting(generations, units=3)
    by = MODERATOR if status is ReviewStatus.REJECTED else None
    await reviews.decide((await review_of(reviews, generation)).id, ruling(status, by=by))
    ended = await now_of(generations, generation)
    assert (ended.status, ended.finished_at, ended.rung) == (Status.REJECTED, LATER, None)
    assert await left(database) == 10
    assert await claim(generations) is None


async def test_a_moderator_of_another_server_finds_no_such_review(
    generations: Generations, reviews: Reviews, database: Database
) -> None:
    generation = await waiting(generations)
    review = await review_of(reviews, generation)
    assert await reviews.decide(review.id, ruling(server_id=SERVER + 1)) is None
    assert (await now_of(generations, generation)).status is Status.IN_REVIEW
    assert await reviews.decide(review.id, ruling()) is not None
    assert await reviews.decide(review.id, ruling(server_id=SERVER + 1)) is None


async def test_a_changed_prompt_is_what_is_made_and_the_old_one_is_in_the_log(
    generations: Generations, reviews: Reviews, database: Database
) -> None:
    generation = await waiting(generations)
    changed = generation.request.model_copy(update={"prompt": "a dog"})
    edit = replace(ruling(ReviewStatus.EDITED), changed=changed)
    await reviews.decide((await review_of(reviews, generation)).id, edit)
    queued = await now_of(generations, generation)
    assert (queued.status, queued.request.prompt) == (Status.QUEUED, "a dog")
    assert queued.is_prompt_edited
    statement = select(moderation_texts.c.text)
    assert "a cat" in await database.read(lambda one: one.execute(statement).scalars().all())


async def test_a_member_takes_back_what_waits_for_a_moderator(
    generations: Generations, reviews: Reviews, database: Database
) -> None:
    generation = await waiting(generations, units=2)
    cancelled = await generations.cancel(generation.id, LATER)
    assert cancelled is not None
    assert (cancelled.was, cancelled.units_back) == (Status.IN_REVIEW, 2)
    assert await left(database) == 10
    review = await review_of(reviews, generation)
    assert review.status is ReviewStatus.CANCELLED
    decided = await reviews.decide(review.id, ruling())
    assert decided is not None
    assert not decided.is_first
    assert (await now_of(generations, generation)).status is Status.CANCELLED


async def test_a_held_image_is_nobodys_work_until_it_is_approved(
    generations: Generations, reviews: Reviews, database: Database
) -> None:
    generation = await held(generations, reviews)
    assert (await now_of(generations, generation)).status is Status.HELD
    assert await generations.cancel(generation.id, LATER) is None
    review = await review_of(reviews, generation)
    assert review.stage is ReviewStage.IMAGE
    decided = await reviews.decide(review.id, ruling())
    assert decided is not None
    assert decided.generation is not None
    assert decided.generation.status is Status.READY
    ready = await now_of(generations, generation)
    assert ready.is_image_approved
    assert not ready.is_image_reviewed
    assert await left(database) == 8


@pytest.mark.parametrize(
    ("status", "back"), [(ReviewStatus.REJECTED, 8), (ReviewStatus.EXPIRED, 10)]
)
async def test_an_image_that_is_rejected_counts_unless_nobody_has_looked(
    generations: Generations,
    reviews: Reviews,
    database: Database,
    status: ReviewStatus,
    back: int,
) -> None:
    generation = await held(generations, reviews)
    await reviews.decide((await review_of(reviews, generation)).id, ruling(status))
    assert (await now_of(generations, generation)).status is Status.REJECTED
    assert await left(database) == back


async def test_what_a_rule_refuses_is_rejected_at_once_and_told_to_moderators(
    generations: Generations, reviews: Reviews, database: Database
) -> None:
    generation = await bring_to(generations, Status.READY)
    why = Hold(decision=NSFW, now=LATER, until=LATER, owner=OWNER)
    assert await reviews.refuse(generation.id, why, "not here") is not None
    assert await reviews.refuse(generation.id, why, "not here") is None
    ended = await now_of(generations, generation)
    assert (ended.status, ended.reason) == (Status.REJECTED, "not here")
    review = await review_of(reviews, generation)
    assert review.status is ReviewStatus.REFUSED
    assert [one.id for one in await reviews.stale(0, 10)] == [review.id]
    decided = await reviews.decide(review.id, ruling())
    assert decided is not None
    assert not decided.is_first
    assert (await actions(database))[-1] == Action.REFUSED


async def test_another_process_does_not_hold_what_is_not_its_own(
    generations: Generations, reviews: Reviews
) -> None:
    generation = await bring_to(generations, Status.READY)
    why = Hold(decision=NSFW, now=LATER, until=LATER, owner="somebody else")
    assert await reviews.hold(generation.id, why) is None
    assert await reviews.refuse(generation.id, why, "no") is None
    assert (await now_of(generations, generation)).status is Status.READY
