"""Blocks: what waits ends with them, what runs goes on, and the longest one counts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.generation import Generation, Status
from bot.domain.moderation.blocks import BlockedMeanwhile
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.reviews import ReviewStatus
from bot.domain.moderation.verdicts import Decision, Rule, Verdict
from bot.store.blocks import Blocks
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.holding import Hold
from bot.store.moderation_schema import blocks as table
from bot.store.moderation_schema import moderation_log
from bot.store.reviews import Reviews
from bot.store.usage import Usage
from tests.unit.store.samples import (
    LATER,
    LIMITS,
    MEMBER,
    NOON,
    OWNER,
    SERVER,
    admit,
    bring_to,
    claim,
    new,
)

MODERATOR = 500
DAY = timedelta(days=1)
TERM = Decision(verdict=Verdict.REVIEW, rule=Rule.TERM, where="prompt", values={"term": "fox"})
NSFW = Decision(verdict=Verdict.REVIEW, rule=Rule.IMAGE_NSFW, where="image")


@pytest.fixture
def blocks(database: Database) -> Blocks:
    return Blocks(database)


def entry(action: Action = Action.BLOCKED, at: datetime = LATER) -> LogEntry:
    return LogEntry(
        server_id=SERVER, at=at, action=action, actor_id=MODERATOR, member_id=MEMBER, note="spam"
    )


async def in_review(generations: Generations) -> Generation:
    wanted = replace(new(units=2), decision=TERM)
    return (await generations.admit(wanted, LIMITS, NOON)).generation


async def status(generations: Generations, generation: Generation) -> Status:
    row = await generations.get(generation.id)
    assert row is not None
    return row.status


async def used(database: Database) -> int:
    return (await Usage(database).member(MEMBER, SERVER, LATER, 1_000)).today


async def until_of(database: Database) -> Sequence[datetime | None]:
    return await database.read(lambda one: one.execute(select(table.c.until)).scalars().all())


async def logged(database: Database) -> Sequence[str]:
    found = select(moderation_log.c.action).order_by(moderation_log.c.id)
    return await database.read(lambda one: one.execute(found).scalars().all())


async def test_what_is_queued_or_in_review_ends_and_costs_nothing(
    blocks: Blocks, generations: Generations, database: Database
) -> None:
    mine = [await admit(generations), await in_review(generations), await admit(generations)]
    assert await used(database) == 4
    blocked = await blocks.block(MEMBER, None, entry())
    assert sorted(blocked.ended) == [one.id for one in mine]
    for one in mine:
        row = await generations.get(one.id)
        assert row is not None
        assert (row.status, row.ruling) == (Status.REJECTED, Rule.BLOCKED)
        assert row.reason == "You are blocked from asking for images on this server."
    assert await used(database) == 0
    assert await claim(generations) is None
    assert (await logged(database)).count(Action.REJECTED) == 3


async def test_the_review_of_what_ended_says_who_has_blocked(
    blocks: Blocks, generations: Generations, database: Database
) -> None:
    waiting, reviews = await in_review(generations), Reviews(database)
    await blocks.block(MEMBER, None, entry())
    review = await reviews.of_generation(waiting.id)
    assert review is not None
    assert (review.status, review.decided_by) == (ReviewStatus.BLOCKED, MODERATOR)
    assert [one.id for one in await reviews.stale(0, 5)] == [review.id]
    assert await reviews.open_count(SERVER) == 0


async def test_what_the_service_has_goes_on(blocks: Blocks, generations: Generations) -> None:
    running = await bring_to(generations, Status.RUNNING)
    ready = await bring_to(generations, Status.READY)
    assert (await blocks.block(MEMBER, None, entry())).ended == []
    assert await status(generations, running) is Status.RUNNING
    assert await status(generations, ready) is Status.READY


async def test_held_images_are_shown_no_more_and_count(
    blocks: Blocks, generations: Generations, database: Database
) -> None:
    held = await bring_to(generations, Status.READY)
    why = Hold(decision=NSFW, now=LATER, until=LATER + DAY, owner=OWNER)
    assert await Reviews(database).hold(held.id, why) is not None
    assert (await blocks.block(MEMBER, None, entry())).ended == [held.id]
    assert await status(generations, held) is Status.REJECTED
    assert await used(database) == 2


async def test_others_and_other_servers_are_left_alone(
    blocks: Blocks, generations: Generations
) -> None:
    others = [
        await admit(generations, new(member_id=MEMBER + 1)),
        await admit(generations, new(server_id=SERVER + 1)),
    ]
    assert (await blocks.block(MEMBER, None, entry())).ended == []
    for one in others:
        assert await status(generations, one) is Status.QUEUED


async def test_the_member_reads_until_when_in_their_own_language(
    blocks: Blocks, generations: Generations
) -> None:
    wanted = new()
    german = replace(wanted, place=replace(wanted.place, locale="de"))
    waiting = await admit(generations, german)
    await blocks.block(MEMBER, LATER + DAY, entry())
    row = await generations.get(waiting.id)
    assert row is not None
    assert row.reason is not None
    assert f"<t:{int((LATER + DAY).timestamp())}:f>" in row.reason
    assert "You are" not in row.reason


@pytest.mark.parametrize("stands", [None, LATER + DAY])
@pytest.mark.parametrize("shorter", [LATER + timedelta(minutes=10), LATER + DAY])
async def test_a_block_that_lasts_as_long_stays(
    blocks: Blocks, database: Database, stands: datetime | None, shorter: datetime
) -> None:
    assert (await blocks.block(MEMBER, stands, entry())).kept is None
    kept = (await blocks.block(MEMBER, shorter, entry())).kept
    assert kept is not None
    assert kept.until == stands
    assert await until_of(database) == [stands]
    assert await logged(database) == [Action.BLOCKED]


@pytest.mark.parametrize("longer", [None, LATER + 2 * DAY])
async def test_a_longer_block_takes_the_place_of_a_shorter_one(
    blocks: Blocks, database: Database, longer: datetime | None
) -> None:
    await blocks.block(MEMBER, LATER + DAY, entry())
    assert (await blocks.block(MEMBER, longer, entry())).kept is None
    assert await until_of(database) == [longer]


async def test_one_that_is_over_stands_in_no_ones_way(blocks: Blocks, database: Database) -> None:
    await blocks.block(MEMBER, LATER + DAY, entry())
    soon = LATER + DAY + timedelta(minutes=10)
    assert (await blocks.block(MEMBER, soon, entry(at=LATER + DAY))).kept is None
    assert await until_of(database) == [soon]


async def test_what_the_rules_let_pass_before_the_block_is_not_written_after_it(
    blocks: Blocks, generations: Generations, database: Database
) -> None:
    await blocks.block(MEMBER, LATER + DAY, entry())
    for wanted in (new(), replace(new(), decision=TERM)):
        with pytest.raises(BlockedMeanwhile, match=f"<t:{int((LATER + DAY).timestamp())}:f>"):
            await generations.admit(wanted, LIMITS, LATER)
    assert await used(database) == 0
    await generations.admit(new(), LIMITS, LATER + DAY)  # it is over by then
    await generations.admit(new(server_id=SERVER + 1), LIMITS, LATER)
