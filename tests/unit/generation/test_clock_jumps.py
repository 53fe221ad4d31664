"""The wall clock jumps while tasks run: nothing ends, no lease is lost, nothing spins."""

from pathlib import Path

import pytest

from bot.domain.generation import Status
from bot.providers.provider import TaskStatus
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.values import new as _new
from tests.unit.generation.world import World, start

HOUR_S = 3_600.0


@pytest.mark.parametrize("jump_s", [HOUR_S, -HOUR_S])
async def test_a_running_task_goes_on_and_is_delivered(world: World, jump_s: float) -> None:
    world.provider.duration_s = 30.0
    generation = await world.ask()
    await world.work.step()
    world.time.jump(jump_s)
    await world.work.settle()
    assert (await world.row(generation)).status is Status.DELIVERED
    assert 30.0 <= world.time.monotonic() < 40.0
    assert world.provider.looks < 40


@pytest.mark.parametrize("jump_s", [HOUR_S, -HOUR_S])
async def test_a_failure_is_told_at_once(world: World, jump_s: float) -> None:
    world.provider.ends = TaskStatus.FAILED
    generation = (await world.admission.admit(_new())).generation  # its card never comes
    await world.work.step()
    world.time.jump(jump_s)
    await world.work.settle()
    assert world.announcer.failures
    assert world.announcer.failures[0][0] == generation.id
    assert world.time.monotonic() < 30.0


@pytest.mark.parametrize("jump_s", [HOUR_S, -HOUR_S])
async def test_nobody_takes_over_from_a_process_that_lives(
    tmp_path: Path, time: FakeTime, provider: FakeProvider, jump_s: float
) -> None:
    provider.duration_s = 500.0
    async with (
        start(tmp_path, time=time, provider=provider, owner="one") as one,
        start(tmp_path, time=time, provider=provider, owner="two") as two,
    ):
        generation = await one.ask()
        await one.work.step()  # so that it is the one that has it
        for second in range(520):
            if second == 100:
                time.jump(jump_s)
            # The other first: it sees the leases as they were before the jump.
            for world in (two, one):
                await world.work.step()
            time.advance(1.0)
        assert one.announcer.delivered_ids() == [generation.id]
        assert two.announcer.delivered_ids() == []
        assert provider.submit_calls == 1
