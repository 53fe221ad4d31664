"""Reviews that the tests of their store begin with, and what they look at afterwards."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.domain.generation import Generation, Status
from bot.domain.moderation.reviews import Review, ReviewStatus
from bot.domain.moderation.verdicts import Decision, Rule, Verdict
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.holding import Hold
from bot.store.moderation_schema import moderation_log
from bot.store.review_steps import Ruling
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
    new,
)

MODERATOR = 500
TERM = Decision(verdict=Verdict.REVIEW, rule=Rule.TERM, where="prompt", values={"term": "fox"})
NSFW = Decision(verdict=Verdict.REVIEW, rule=Rule.IMAGE_NSFW, where="image", values={"n": "40"})
DAY = timedelta(hours=24)


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
