"""Reviews in the use case: who decides what, what it costs, and what the member is told."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert

from bot.domain.generation import Rung, Status
from bot.domain.moderation.reviews import Block, ReviewStatus
from bot.domain.moderation.words.terms import TermAction, TermKind
from bot.errors import (
    DiscordUnreachable,
    InvalidRequest,
    NotAllowed,
    UserError,
)
from bot.store.moderation_schema import policy_terms
from tests.unit.generation.review_world import (
    BY,
    DAY,
    SERVER,
    held,
    review_id,
    reviewed,
    seen_first,
    with_moderators,
)
from tests.unit.generation.test_cancelling import cancel
from tests.unit.generation.world import World


async def test_nothing_is_asked_of_the_service_before_the_approval(world: World) -> None:
    generation = await world.ask(reviewed())
    await world.work.settle()
    assert world.provider.submit_calls == 0
    await world.reviewing.approve(await review_id(world, generation), BY)
    await world.work.settle()
    assert world.announcer.delivered_ids() == [generation.id]
    assert (await world.row(generation)).rung is Rung.TOKEN


async def test_a_rejection_is_told_with_its_reason_and_costs_nothing(world: World) -> None:
    generation = await world.ask(reviewed(3))
    await world.reviewing.reject(await review_id(world, generation), BY, "no foxes")
    await world.work.settle()
    ((ended, review, units_back),) = world.announcer.rejections
    assert (ended.id, units_back) == (generation.id, 3)
    assert review is not None
    assert (review.status, review.reason) == (ReviewStatus.REJECTED, "no foxes")
    assert (await world.row(generation)).rung is Rung.TOKEN
    assert await world.used() == 0


async def test_nobody_is_told_twice(world: World) -> None:
    generation = await world.ask(reviewed())
    for _time in range(2):
        await world.reviewing.reject(await review_id(world, generation), BY, "")
        await world.work.settle()
    await world.reviewing.approve(await review_id(world, generation), BY)
    await world.work.settle()
    assert len(world.announcer.rejections) == 1
    assert world.announcer.delivered_ids() == []


async def test_what_discord_did_not_show_is_told_later(world: World) -> None:
    world.announcer.rejection_errors = [DiscordUnreachable("no")]
    generation = await world.ask(reviewed())
    await world.reviewing.reject(await review_id(world, generation), BY, "")
    await world.work.settle()
    assert len(world.announcer.rejections) == 1
    assert (await world.row(generation)).rung is Rung.TOKEN


async def test_what_nobody_decides_ends_at_its_time_with_its_units_back(world: World) -> None:
    generation = await world.ask(reviewed(2))
    world.time.advance((DAY - timedelta(seconds=1)).total_seconds())
    assert await world.reviewing.expire() == 0
    world.time.advance(1)
    assert await world.reviewing.expire() == 1
    await world.work.settle()
    ((_ended, review, units_back),) = world.announcer.rejections
    assert review is not None
    assert (review.status, review.decided_by, units_back) == (ReviewStatus.EXPIRED, None, 2)
    assert (await world.row(generation)).status is Status.REJECTED


async def test_an_approval_after_a_day_still_gets_its_turn(world: World) -> None:
    generation = await world.ask(reviewed())
    world.time.advance((DAY - timedelta(minutes=1)).total_seconds())
    await world.reviewing.approve(await review_id(world, generation), BY)
    await world.work.settle()
    assert world.announcer.delivered_ids() == [generation.id]


async def test_two_moderators_at_once_are_one_decision(world: World) -> None:
    generation = await world.ask(reviewed())
    found = await review_id(world, generation)
    other = replace(BY, member_id=501)
    answers = await asyncio.gather(
        world.reviewing.approve(found, BY), world.reviewing.reject(found, other, "no")
    )
    await world.work.settle()
    assert [one.is_first for one in answers].count(True) == 1
    assert answers[0].review.decided_by == answers[1].review.decided_by
    told = len(world.announcer.rejections) + len(world.announcer.deliveries)
    assert told == 1


async def test_the_member_and_a_moderator_at_once_are_one_end(world: World) -> None:
    generation = await world.ask(reviewed())
    found = await review_id(world, generation)
    await asyncio.gather(
        world.reviewing.reject(found, BY, "no"),
        cancel(world, generation.id),
        return_exceptions=True,
    )
    await world.work.settle()
    assert len(world.announcer.rejections) + len(world.announcer.cancellations) == 1
    assert await world.used() == 0


async def test_a_changed_prompt_is_made_and_one_that_cannot_be_decides_nothing(
    world: World,
) -> None:
    generation = await world.ask(reviewed())
    found = await review_id(world, generation)
    with pytest.raises(InvalidRequest):
        await world.reviewing.edit(found, BY, " ", "")
    assert (await world.row(generation)).status is Status.IN_REVIEW
    decided = await world.reviewing.edit(found, BY, "a hen", "dark")
    assert decided.review.status is ReviewStatus.EDITED
    await world.work.settle()
    ((made, _images),) = world.announcer.deliveries
    assert (made.request.prompt, made.request.negative_prompt) == ("a hen", "dark")
    assert made.is_prompt_edited
    assert world.provider.tasks["task-1"].request.prompt == "a hen"


async def test_the_same_words_are_a_plain_approval(world: World) -> None:
    generation = await world.ask(reviewed())
    asked = generation.request
    decided = await world.reviewing.edit(
        await review_id(world, generation), BY, asked.prompt, asked.negative_prompt
    )
    assert decided.review.status is ReviewStatus.APPROVED


async def test_a_trusted_members_image_is_shown_at_once_and_what_waits_is_approved(
    world: World,
) -> None:
    await with_moderators(world)
    waiting = [await world.ask(reviewed()) for _ in range(2)]
    await world.reviewing.trust(await review_id(world, waiting[0]), BY)
    later = await world.ask(seen_first())
    await world.work.settle()
    assert sorted(world.announcer.delivered_ids()) == [one.id for one in (*waiting, later)]
    world.time.advance(3600)
    over = await world.ask(seen_first())
    await world.work.settle()
    assert (await world.row(over)).status is Status.HELD


async def test_a_block_rejects_what_waits_and_what_is_held(world: World) -> None:
    shown = await held(world)
    waiting = await world.ask(reviewed())
    await world.reviewing.block(await review_id(world, waiting), BY, Block.MINUTES)
    await world.work.settle()
    assert {one.id for one, _review, _back in world.announcer.rejections} == {shown.id, waiting.id}
    book = await world.policies.of(SERVER)
    assert book.blocks == {1: world.time.now() + timedelta(minutes=10)}


async def test_another_servers_moderator_decides_nothing(world: World) -> None:
    generation = await world.ask(reviewed())
    found = await review_id(world, generation)
    foreign = replace(BY, server_id=SERVER + 1)
    for attempt in (
        lambda: world.reviewing.approve(found, foreign),
        lambda: world.reviewing.reject(found, foreign, ""),
        lambda: world.reviewing.edit(found, foreign, "a hen", ""),
        lambda: world.reviewing.trust(found, foreign),
        lambda: world.reviewing.block(found, foreign, Block.GOOD),
    ):
        with pytest.raises(NotAllowed):
            await attempt()
    assert (await world.row(generation)).status is Status.IN_REVIEW


async def test_words_that_the_servers_rules_refuse_are_refused_to_a_moderator_too(
    world: World,
) -> None:
    term = {"server_id": SERVER, "kind": TermKind.WORD, "text": "gun", "action": TermAction.BLOCK}
    await world.database.writer.write(
        lambda one: one.execute(
            insert(policy_terms).values(**term, created_by=1, created_at=world.time.now())
        )
    )
    world.policies.words_changed(SERVER)
    generation = await world.ask(reviewed())
    found = await review_id(world, generation)
    with pytest.raises(UserError, match="gun"):
        await world.reviewing.edit(found, BY, "a hen with a gun", "")
    assert (await world.row(generation)).status is Status.IN_REVIEW
