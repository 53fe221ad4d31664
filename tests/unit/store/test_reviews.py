"""Reviews: the first decision counts, units and turns follow it, and nothing is logged twice."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.generation import Generation, MemberLimits, Status
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.reviews import Review, ReviewStage, ReviewStatus
from bot.domain.moderation.verdicts import Decision, Rule, Verdict
from bot.errors import QuotaExceeded, ServerQueueFull, TooManyWaiting
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.holding import Hold
from bot.store.moderation_schema import blocks, moderation_log, moderation_texts, trusts
from bot.store.review_steps import Decided, Ruling
from bot.store.reviews import Reviews
from bot.store.usage import Usage
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

MODERATOR = 500
TERM = Decision(verdict=Verdict.REVIEW, rule=Rule.TERM, where="prompt", values={"term": "fox"})
NSFW = Decision(verdict=Verdict.REVIEW, rule=Rule.IMAGE_NSFW, where="image", values={"n": "40"})
DAY = timedelta(hours=24)


@pytest.fixture
def reviews(database: Database) -> Reviews:
    return Reviews(database)


def ruling(
    status: ReviewStatus = ReviewStatus.APPROVED,
    *,
    by: int | None = MODERATOR,
    server_id: int = SERVER,
    reason: str = "",
    now: datetime = LATER,
) -> Ruling:
    return Ruling(
        status=status,
        server_id=server_id,
        moderator_id=by,
        now=now,
        owner=OWNER,
        lease_until=now + timedelta(minutes=2),
        reason=reason,
    )


async def waiting(generations: Generations, **options: Any) -> Generation:
    wanted = replace(new(**options), decision=TERM)
    return (await generations.admit(wanted, LIMITS, NOON)).generation


async def held(generations: Generations, reviews: Reviews) -> Generation:
    generation = await bring_to(generations, Status.READY)
    why = Hold(decision=NSFW, now=LATER, until=LATER + DAY, owner=OWNER)
    assert await reviews.hold(generation.id, why) is not None
    return generation


async def review_of(reviews: Reviews, generation: Generation) -> Review:
    found = await reviews.of_generation(generation.id)
    assert found is not None
    return found


async def now_of(generations: Generations, generation: Generation) -> Generation:
    found = await generations.get(generation.id)
    assert found is not None
    return found


async def left(database: Database, quota: int = 10) -> int:
    return (await Usage(database).member(MEMBER, SERVER, NOON, quota)).left


async def actions(database: Database) -> Sequence[str]:
    statement = select(moderation_log.c.action).order_by(moderation_log.c.id)
    return await database.read(lambda one: one.execute(statement).scalars().all())


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


def entry(action: Action) -> LogEntry:
    return LogEntry(server_id=SERVER, at=LATER, action=action, actor_id=MODERATOR, member_id=MEMBER)


async def test_a_trusted_members_requests_pass_but_for_what_an_image_shows(
    generations: Generations, reviews: Reviews, database: Database
) -> None:
    shown = await held(generations, reviews)
    mine = [await waiting(generations) for _ in range(3)]
    other = await waiting(generations, member_id=MEMBER + 1)
    until = LATER + timedelta(hours=1)
    decided = await reviews.trust(MEMBER, until, ruling(), entry(Action.TRUSTED))
    assert [one.review.generation_id for one in decided] == [one.id for one in mine]
    for one, status in ((shown, Status.HELD), (other, Status.IN_REVIEW)):
        assert (await now_of(generations, one)).status is status
    found = await database.read(lambda one: one.execute(select(trusts.c.until)).scalars().all())
    assert found == [until]


async def test_a_block_rejects_all_that_waits_of_the_member(
    generations: Generations, reviews: Reviews, database: Database
) -> None:
    shown = await held(generations, reviews)
    mine = [await waiting(generations) for _ in range(3)]
    rejecting = ruling(ReviewStatus.REJECTED, reason="spam")
    decided = await reviews.block(MEMBER, None, rejecting, entry(Action.BLOCKED))
    assert len(decided) == 4
    for one in (shown, *mine):
        ended = await now_of(generations, one)
        assert (ended.status, ended.reason) == (Status.REJECTED, "spam")
    found = await database.read(lambda one: one.execute(select(blocks.c.until)).scalars().all())
    assert found == [None]
    assert (await actions(database)).count(Action.BLOCKED) == 1


async def test_what_waits_is_over_at_its_time_and_not_before(
    generations: Generations, reviews: Reviews
) -> None:
    review = await review_of(reviews, await waiting(generations))
    until = NOON + DAY
    assert await reviews.over(until - timedelta(microseconds=1), 10) == []
    assert await reviews.over(until, 10) == [(review.id, SERVER)]
    await reviews.decide(review.id, ruling())
    assert await reviews.over(until, 10) == []


async def test_a_card_is_current_only_if_it_shows_what_is_decided_by_now(
    generations: Generations, reviews: Reviews
) -> None:
    review = await review_of(reviews, await waiting(generations))
    assert [one.id for one in await reviews.stale(0, 10)] == [review.id]
    await reviews.card_shows(review.id, ReviewStatus.OPEN, (1, 2))
    assert await reviews.stale(0, 10) == []
    await reviews.decide(review.id, ruling())
    await reviews.card_shows(review.id, ReviewStatus.OPEN, (1, 3))
    (stale,) = await reviews.stale(0, 10)
    assert (stale.channel_id, stale.message_id) == (1, 3)
    await reviews.card_shows(review.id, ReviewStatus.APPROVED, (1, 3))
    assert await reviews.stale(0, 10) == []


async def test_what_waits_is_listed_oldest_first_page_by_page(
    generations: Generations, reviews: Reviews
) -> None:
    every = [await review_of(reviews, await waiting(generations)) for _ in range(5)]
    await waiting(generations, server_id=SERVER + 1)
    first = await reviews.open(SERVER, 0, 3)
    rest = await reviews.open(SERVER, first[-1].id, 3)
    assert [one.id for one in (*first, *rest)] == [one.id for one in every]
    assert await reviews.open_count(SERVER) == 5


async def test_an_approved_ones_wait_begins_with_its_approval(
    generations: Generations, reviews: Reviews
) -> None:
    generation = await waiting(generations)
    decided: Decided | None = await reviews.decide(
        (await review_of(reviews, generation)).id, ruling(now=NOON + timedelta(hours=20))
    )
    assert decided is not None
    assert await generations.overdue(NOON + timedelta(hours=19), 10) == []
    assert await generations.overdue(NOON + timedelta(hours=21), 10) == [generation.id]
