"""Reviews over restarts, crashes and faults: nothing unseen is shown, and nothing is lost."""

import asyncio
from pathlib import Path

import pytest

from bot.domain.generation import Status
from bot.errors import (
    StorageUnavailable,
)
from tests.fakes.announcer import FakeAnnouncer
from tests.fakes.moderation import FakeGate
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.review_world import (
    BY,
    DAY,
    REFUSED,
    held,
    review_id,
    reviewed,
    seen_first,
    with_moderators,
)
from tests.unit.generation.world import World, start


@pytest.mark.parametrize("is_image", [False, True])
async def test_a_restart_leaves_what_waits_for_a_moderator_alone(
    tmp_path: Path, time: FakeTime, provider: FakeProvider, *, is_image: bool
) -> None:
    async with start(tmp_path, time=time, provider=provider) as before:
        if is_image:
            generation = await held(before)
        else:
            generation = await before.ask(reviewed())
            await before.work.settle()
        status = (await before.row(generation)).status
    async with start(tmp_path, time=time, provider=provider) as world:
        for _round in range(4):
            await world.work.settle()
            time.advance(600)
        assert (await world.row(generation)).status is status
        assert world.announcer.delivered_ids() == []
        assert world.announcer.rejections == []
        await world.reviewing.approve(await review_id(world, generation), BY)
        await world.work.settle()
        assert world.announcer.delivered_ids() == [generation.id]
        assert world.provider.submit_calls == 1


@pytest.mark.parametrize("is_image", [False, True])
async def test_no_fault_of_ours_ends_what_a_moderator_may_still_let_pass(
    world: World, *, is_image: bool
) -> None:
    generation = await (held(world) if is_image else world.ask(reviewed()))
    waiting = await world.row(generation)
    await world.endings.give_up(waiting, StorageUnavailable(), is_cleared=False)
    assert (await world.row(generation)).status is waiting.status
    await world.reviewing.approve(await review_id(world, generation), BY)
    await world.work.settle()
    assert world.announcer.delivered_ids() == [generation.id]


async def test_a_crash_between_the_images_and_the_hold_shows_nothing(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    gate = FakeGate(errors=[RuntimeError("the process ends here")])
    async with start(tmp_path, time=time, provider=provider, gate=gate) as before:
        await with_moderators(before)
        generation = await before.ask(seen_first())
        while (await before.row(generation)).status is not Status.READY:
            time.advance(await before.work.step() or 0.0)
    async with start(tmp_path, time=time, provider=provider) as world:
        await world.work.settle()
        assert (await world.row(generation)).status is Status.HELD
        assert world.announcer.delivered_ids() == []


@pytest.mark.parametrize("decision", ["approve", "reject"])
@pytest.mark.parametrize("is_image", [False, True])
async def test_a_crash_right_after_a_decision_loses_nothing(
    tmp_path: Path, time: FakeTime, provider: FakeProvider, decision: str, *, is_image: bool
) -> None:
    async with start(tmp_path, time=time, provider=provider) as before:
        generation = await (held(before) if is_image else before.ask(reviewed()))
        found = await review_id(before, generation)
        if decision == "approve":
            await before.reviewing.approve(found, BY)
        else:
            await before.reviewing.reject(found, BY, "no")
    time.advance(1)
    async with start(tmp_path, time=time, provider=provider) as world:
        await world.work.settle()
        shown = [one.id for one, _review, _back in world.announcer.rejections]
        is_approved = decision == "approve"
        assert world.announcer.delivered_ids() == ([generation.id] if is_approved else [])
        assert shown == ([] if is_approved else [generation.id])


async def test_an_approved_image_is_not_judged_again_after_a_restart(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    announcer = FakeAnnouncer(delivery_errors=[RuntimeError("the process ends here")])
    async with start(tmp_path, time=time, provider=provider, announcer=announcer) as before:
        generation = await held(before)
        await before.reviewing.approve(await review_id(before, generation), BY)
        await before.work.step()
        assert (await before.row(generation)).status is Status.READY
    refusing = FakeGate(decision=REFUSED)  # what a moderator has let pass is not judged again
    async with start(tmp_path, time=time, provider=provider, gate=refusing) as world:
        await world.work.settle()
        assert world.announcer.delivered_ids() == [generation.id]
        assert refusing.judged == []


async def test_a_clock_that_leaps_ahead_rejects_nothing(world: World) -> None:
    generation = await world.ask(reviewed())
    await world.work.settle()
    world.time.jump(DAY.total_seconds() * 2)
    await world.expiry.step()
    assert (await world.row(generation)).status is Status.IN_REVIEW


async def test_a_decision_during_the_last_moments_of_its_errand_is_not_lost(world: World) -> None:
    generation = await held(world)
    found = await review_id(world, generation)
    ends = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        world.work._errands.run(tasks, generation.id, ends.wait())
        await world.reviewing.approve(found, BY)
        await world.work.step()
        assert world.announcer.delivered_ids() == []
        ends.set()
    await world.work.step()
    assert world.announcer.delivered_ids() == [generation.id]
