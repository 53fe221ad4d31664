"""What a service may say of a running task, and what the poller makes of it."""

from typing import cast

import pytest

from bot.domain.generation import Status
from bot.errors import ProviderBusy, ProviderUnavailable, TaskFailed, TaskLost
from bot.providers.provider import TaskState, TaskStatus
from tests.unit.generation.values import new
from tests.unit.generation.world import World


def _says(fraction: float | None = None, eta_s: float | None = None) -> TaskState:
    return TaskState(status=TaskStatus.PROCESSING, fraction=fraction, eta_s=eta_s)


async def test_progress_that_goes_backwards_is_never_shown_backwards(world: World) -> None:
    world.provider.duration_s = 30.0
    world.provider.tells = [_says(0.2), _says(0.6), _says(0.1), _says(None), _says(0.7)]
    generation = await world.ask()
    await world.work.settle()
    shown = [each.fraction for each in world.announcer.progress_of(generation.id)]
    known = [fraction for fraction in shown if fraction is not None]
    assert known[:5] == [0.2, 0.6, 0.6, 0.6, 0.7]
    assert known == sorted(known)
    assert (await world.row(generation)).status is Status.DELIVERED


async def test_a_status_never_seen_is_looked_at_until_it_changes(world: World) -> None:
    strange = TaskState(status=cast("TaskStatus", "dreaming"))
    world.provider.tells = [strange] * 20
    generation = await world.ask()
    await world.work.settle()
    assert (await world.row(generation)).status is Status.DELIVERED


async def test_a_status_never_seen_that_stays_ends_at_the_deadline(world: World) -> None:
    strange = TaskState(status=cast("TaskStatus", "dreaming"))
    world.provider.tells = [strange] * 2_000
    generation = await world.ask()
    await world.work.settle()
    assert (await world.row(generation)).reason == str(TaskFailed("it took too long"))
    assert world.time.monotonic() == pytest.approx(900, abs=5)
    assert await world.used() == 0


async def test_a_task_that_vanishes_fails_and_gives_its_units_back(world: World) -> None:
    world.provider.duration_s = 30.0
    generation = await world.ask()
    await world.work.step()
    world.provider.look_errors = [None, None, TaskLost()]
    await world.work.settle()
    assert (await world.row(generation)).reason == str(TaskLost())
    assert world.provider.looks == 3
    assert await world.used() == 0


async def test_an_end_that_is_always_near_costs_no_burst_of_looks(world: World) -> None:
    world.provider.duration_s = 120.0
    world.provider.tells = [_says(0.99, 0.05)] * 1_000
    generation = await world.ask()
    for _ in range(1200):
        await world.work.step()
        world.time.advance(0.1)
    assert world.provider.looks <= 165
    assert (await world.row(generation)).status is Status.RUNNING


async def test_a_429_without_a_pause_rests_the_whole_service_longer_each_time(
    world: World,
) -> None:
    for number in (1, 2, 3):
        await world.ask(new(member_id=number))
    await world.work.step()
    world.provider.look_errors = [ProviderBusy() for _ in range(4)]
    await world.work.settle()
    looks_s = sorted(at_s for task in world.provider.tasks.values() for at_s in task.looks_at_s)
    assert len(world.announcer.deliveries) == 3
    assert looks_s[-1] - looks_s[0] >= 1.0
    assert looks_s[3] - looks_s[0] >= 0.9  # after the first 429, nobody asked within a second


async def test_look_errors_open_the_breaker_and_a_look_closes_it(world: World) -> None:
    world.provider.look_errors = [ProviderUnavailable() for _ in range(6)]
    generation = await world.ask()
    held_up = set()
    while (delay_s := await world.work.step()) is not None:
        held_up.add(world.breaker.is_held_up("fake"))
        world.time.advance(delay_s)
    assert held_up == {True, False}
    assert not world.breaker.is_held_up("fake")
    assert (await world.row(generation)).status is Status.DELIVERED


@pytest.mark.parametrize("jump_s", [-3600.0, 3600.0])
async def test_a_wall_clock_that_jumps_ends_no_task_and_teaches_nothing_wrong(
    world: World, jump_s: float
) -> None:
    world.provider.duration_s = 20.0
    generation = await world.ask()
    await world.work.step()
    world.time.advance(3.0)
    await world.work.step()
    world.time.jump(jump_s)
    await world.work.settle()
    assert (await world.row(generation)).status is Status.DELIVERED
    assert world.time.monotonic() == pytest.approx(20.5, abs=1.5)
    expected = world.durations.expected(generation)
    assert expected is not None
    assert expected.left_s == pytest.approx(20.0, abs=1.5)


async def test_a_generation_cancelled_during_a_look_is_not_looked_at_again(world: World) -> None:
    world.provider.duration_s = 30.0
    generation = await world.ask()
    await world.work.step()
    world.time.advance(world.poller.next_look_s() or 0.0)
    (task,) = world.poller.due()
    look = world.poller.look(task)
    world.poller.forget(generation.id)
    await look
    assert world.poller.next_look_s() is None
    assert world.poller.due() == []
