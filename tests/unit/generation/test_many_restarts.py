"""A restart with hundreds of running tasks: none lost, none doubled, and no stampede."""

from bisect import bisect_right
from pathlib import Path

from bot.domain.generation import Status
from bot.settings import ProviderSettings
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.values import new
from tests.unit.generation.world import start

COUNT = 500
MOST_A_SECOND = 60


async def test_five_hundred_running_tasks_are_looked_at_in_turn(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    provider.duration_s = 3.0  # all are done long before the restart
    settings = ProviderSettings(name="fake", slots=COUNT, images_per_minute=10_000)
    async with start(tmp_path, time=time, provider=provider, settings=settings) as before:
        asked = [await before.ask(new(member_id=n, server_id=n // 50)) for n in range(COUNT)]
        await before.work.step()
        assert len(provider.tasks) == COUNT
    time.advance(60.0)
    restarted_at_s = time.monotonic()
    async with start(tmp_path, time=time, provider=provider, settings=settings) as world:
        await world.work.settle()
        statuses = {(await world.row(generation)).status for generation in asked}
        assert statuses == {Status.DELIVERED}
        assert sorted(world.announcer.delivered_ids()) == [generation.id for generation in asked]
    looks = sorted(
        look_s - restarted_at_s
        for task in provider.tasks.values()
        for look_s in task.looks_at_s
        if look_s >= restarted_at_s
    )
    assert len(looks) == COUNT
    assert looks[-1] < 15.0
    busiest = max(bisect_right(looks, look_s + 1.0) - index for index, look_s in enumerate(looks))
    assert busiest <= MOST_A_SECOND
    assert provider.submit_calls == COUNT
