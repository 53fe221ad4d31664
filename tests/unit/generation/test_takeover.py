"""Two processes on one database: the work of one that is gone is finished by the other."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.domain.generation import Generation, Status
from bot.errors import DiscordUnreachable
from bot.settings import ProviderSettings
from tests.fakes.announcer import FakeAnnouncer
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.values import new
from tests.unit.generation.world import World, start

ROUND_S = 30.0


async def _pass(time: FakeTime, worlds: Iterable[World], seconds: float) -> None:
    for _second in range(int(seconds)):
        for world in worlds:
            await world.work.step()
        time.advance(1.0)


async def _statuses(world: World, asked: Iterable[Generation]) -> Counter[Status]:
    return Counter([(await world.row(generation)).status for generation in asked])


async def test_a_killed_process_is_replaced_by_another_once_its_leases_ran_out(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    provider.durations_s = [300.0] * 4  # still running when the lease runs out
    settings = ProviderSettings(name="fake", slots=4, images_per_minute=10_000)
    async with start(
        tmp_path, time=time, provider=provider, settings=settings, owner="one"
    ) as killed:
        asked = [await killed.ask(new(member_id=member)) for member in range(10)]
        await killed.work.step()
        assert await _statuses(killed, asked) == {Status.RUNNING: 4, Status.QUEUED: 6}
    shown = FakeAnnouncer()
    async with start(
        tmp_path,
        time=time,
        provider=provider,
        settings=settings,
        announcer=shown,
        owner="two",
    ) as other:
        await _pass(time, [other], 100)
        assert (await _statuses(other, asked))[Status.RUNNING] == 4  # the leases still hold
        await _pass(time, [other], 300)
        assert await _statuses(other, asked) == {Status.DELIVERED: 10}
        assert await other.used(member_id=0) == 1
    assert provider.submit_calls == len(provider.tasks) == 10
    assert sorted(shown.delivered_ids()) == [generation.id for generation in asked]


async def test_what_another_was_submitting_fails_honestly(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    async with start(tmp_path, time=time, provider=provider, owner="one") as killed:
        generation = await killed.ask()
        await killed.turns.take()
    async with start(tmp_path, time=time, provider=provider, owner="two") as other:
        await _pass(time, [other], 200)
        assert (await other.row(generation)).status is Status.FAILED
        assert "I was interrupted" in other.announcer.text_of(generation.id)
        assert provider.submit_calls == 0
        assert await other.used() == 0


async def test_images_that_another_did_not_deliver_are_delivered(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    crashed = FakeAnnouncer(delivery_errors=[RuntimeError("the process ends here")])
    async with start(
        tmp_path, time=time, provider=provider, announcer=crashed, owner="one"
    ) as killed:
        generation = await killed.ask()
        while (await killed.row(generation)).status is not Status.READY:
            time.advance(await killed.work.step() or 0.0)
    async with start(tmp_path, time=time, provider=provider, owner="two") as other:
        await _pass(time, [other], 200)
        assert other.announcer.delivered_ids() == [generation.id]


async def test_who_lives_keeps_its_work(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    provider.duration_s = 500.0
    async with (
        start(tmp_path, time=time, provider=provider, owner="one") as one,
        start(tmp_path, time=time, provider=provider, owner="two") as two,
    ):
        generation = await one.ask()
        await one.work.step()
        await _pass(time, [one, two], 520)
        assert one.announcer.delivered_ids() == [generation.id]
        assert two.announcer.delivered_ids() == []
        assert not two.poller.is_watching(generation.id)


async def test_a_start_beside_a_living_process_is_warned_of(
    tmp_path: Path, time: FakeTime, provider: FakeProvider, caplog: pytest.LogCaptureFixture
) -> None:
    provider.duration_s = 500.0
    async with start(tmp_path, time=time, provider=provider, owner="one") as one:
        await one.ask()
        await _pass(time, [one], 10)
        assert "another instance seems to run" not in caplog.text
        async with start(tmp_path, time=time, provider=provider, owner="two") as two:
            await two.work.step()
        assert "another instance seems to run" in caplog.text
        assert "'one'" in caplog.text
    caplog.clear()
    time.advance(121.0)  # its leases have run out: it has died, and is only replaced
    async with start(tmp_path, time=time, provider=provider, owner="three") as three:
        await three.work.step()
        assert "another instance seems to run" not in caplog.text


async def test_who_was_stopped_for_minutes_does_not_deliver_what_another_has_taken(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    provider.duration_s = 4.0
    async with (
        start(tmp_path, time=time, provider=provider, owner="one") as one,
        start(tmp_path, time=time, provider=provider, owner="two") as two,
    ):
        generation = await one.ask()
        await one.work.step()
        await _pass(time, [two], 200)  # the other is suspended meanwhile
        await _pass(time, [one, two], 60)
        assert two.announcer.delivered_ids() == [generation.id]
        assert one.announcer.delivered_ids() == []
        assert (await one.row(generation)).status is Status.DELIVERED
        assert await one.used() == 1


async def test_images_that_another_has_taken_over_are_left_to_it(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    away: list[Exception] = [DiscordUnreachable("not now") for _ in range(4)]
    async with (
        start(tmp_path, time=time, provider=provider, owner="one") as one,
        start(tmp_path, time=time, provider=provider, owner="two") as two,
    ):
        one.announcer.delivery_errors = away[:1]
        two.announcer.delivery_errors = away[1:]
        generation = await one.ask()
        await _pass(time, [one], 10)
        assert (await one.row(generation)).status is Status.READY
        await _pass(time, [two], 200)  # the other is suspended meanwhile
        assert (await one.row(generation)).status is Status.READY
        await _pass(time, [one, two], 600)
        assert two.announcer.delivered_ids() == [generation.id]
        assert one.announcer.delivered_ids() == []
