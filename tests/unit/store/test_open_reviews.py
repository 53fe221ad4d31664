"""What waits for moderators: decided for a whole member, over in its time, listed and shown."""

from datetime import timedelta

from sqlalchemy import select

from bot.domain.generation import Status
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.reviews import ReviewStatus
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.moderation_schema import trusts
from bot.store.review_steps import Decided
from bot.store.reviews import Reviews
from tests.unit.store.review_samples import (
    DAY,
    MODERATOR,
    held,
    now_of,
    review_of,
    ruling,
    waiting,
)
from tests.unit.store.samples import (
    LATER,
    MEMBER,
    NOON,
    SERVER,
)


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
