"""Slots, images per minute, the limit of a member, and the places that cards show."""

import asyncio
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path

from bot.domain.generation import Generation, MemberLimits, QueuePlace
from bot.generation.forecast import MINUTE_S
from bot.settings import ProviderSettings
from bot.store.claims import NoRoom
from bot.store.database import Database
from bot.store.generations import Generations
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.values import new, request
from tests.unit.generation.world import World, running, start, until


class CountingGenerations(Generations):
    """A store that counts the questions for a place."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.places_asked = 0

    async def places(self, ids: Collection[int]) -> Mapping[int, QueuePlace]:
        self.places_asked += len(ids)
        return await super().places(ids)


class CountingClaims(Generations):
    """A store that counts the claims that were answered with nothing."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.claims = 0

    async def claim(
        self,
        provider: str,
        owner: str,
        lease_until: datetime,
        now: datetime,
        **limits: int,
    ) -> Generation | NoRoom | None:
        found = await super().claim(provider, owner, lease_until, now, **limits)
        self.claims += found is None
        return found


def _most_at_once(provider: FakeProvider) -> int:
    tasks = provider.tasks.values()
    return max(
        sum(other.submitted_at_s <= task.submitted_at_s < other.done_at_s for other in tasks)
        for task in tasks
    )


async def test_no_more_tasks_run_than_the_provider_has_slots(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    settings = ProviderSettings(name="fake", slots=3, images_per_minute=1_000)
    async with start(tmp_path, time=time, provider=provider, settings=settings) as world:
        for member in range(12):
            await world.ask(new(member_id=member))
        await world.work.settle()
        assert len(world.announcer.deliveries) == 12
        assert _most_at_once(provider) == 3


async def test_one_member_runs_no_more_than_allowed_and_still_gets_all(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    limits = MemberLimits(daily_quota=100, waiting=100, running=2)
    async with start(tmp_path, time=time, provider=provider, limits=limits) as world:
        for _ in range(7):
            await world.ask()
        await world.work.settle()
        assert len(world.announcer.deliveries) == 7
        assert _most_at_once(provider) == 2


async def test_a_member_at_the_limit_goes_on_as_soon_as_the_images_are_stored(
    tmp_path: Path,
) -> None:
    time = FakeTime(by_hand=True)
    provider = FakeProvider(time, download_gate=asyncio.Event())
    limits = MemberLimits(daily_quota=100, waiting=100, running=1)
    async with (
        start(tmp_path, time=time, provider=provider, limits=limits, store=CountingClaims) as world,
        running(world),
    ):
        store = world.generations
        assert isinstance(store, CountingClaims)
        assert provider.download_gate is not None
        first = await world.ask()
        await world.ask()
        await until(lambda: world.poller.is_watching(first.id))
        claims_before = store.claims
        time.advance(5.0)
        # The slot is free now, but the row still counts as running: the claim finds nobody.
        await until(lambda: store.claims > claims_before)
        assert provider.submit_calls == 1
        provider.download_gate.set()
        await until(lambda: provider.submit_calls == 2)
        assert time.monotonic() == 5.0


async def test_no_minute_has_more_images_than_the_provider_allows(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    settings = ProviderSettings(name="fake", slots=64, images_per_minute=10)
    async with start(tmp_path, time=time, provider=provider, settings=settings) as world:
        for member, images in enumerate([4, 1, 8, 3, 2, 8, 1, 5, 8]):
            await world.ask(new(request(batch_size=images), member_id=member))
        await world.work.settle()
        tasks = list(provider.tasks.values())
        assert len(world.announcer.deliveries) == 9
        for task in tasks:
            since_s = task.submitted_at_s
            window = [t for t in tasks if since_s <= t.submitted_at_s < since_s + 60]
            assert sum(t.request.units for t in window) <= 10


async def test_a_burst_is_submitted_at_once(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    settings = ProviderSettings(name="fake", slots=64, images_per_minute=20)
    async with start(tmp_path, time=time, provider=provider, settings=settings) as world:
        for member in range(20):
            await world.ask(new(member_id=member))
        await world.work.step()
        assert provider.submit_calls == 20


async def test_waiting_cards_learn_their_place_each_time_it_changes(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    provider.duration_s = 10.0
    settings = ProviderSettings(name="fake", slots=1, images_per_minute=1_000)
    async with start(tmp_path, time=time, provider=provider, settings=settings) as world:
        asked = [await world.ask(new(member_id=member)) for member in range(4)]
        await world.work.settle()
        last = asked[-1].id
        places = [shown.position for shown in world.announcer.progress_of(last) if shown.position]
        assert places == sorted(set(places), reverse=True)
        assert places[-3:] == [3, 2, 1]


async def test_a_long_queue_costs_no_more_questions_a_second_than_a_short_one(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    settings = ProviderSettings(name="fake", slots=4, images_per_minute=1_000)
    async with start(
        tmp_path, time=time, provider=provider, settings=settings, store=CountingGenerations
    ) as world:
        assert isinstance(world.generations, CountingGenerations)
        for member in range(100):
            await world.ask(new(member_id=member))
        await _work_for(world, 20.0)
        assert world.generations.places_asked <= 24 * (20 / 2 + 2)
        positions = {shown_id for shown_id, shown in world.announcer.shown if shown.position}
        assert len(positions) > 80  # those far behind have had their turn too


async def _work_for(world: World, seconds: float) -> None:
    end_s = world.time.monotonic() + seconds
    while world.time.monotonic() < end_s:
        delay_s = await world.work.step()
        assert delay_s is not None
        world.time.advance(delay_s)


async def test_whose_turn_it_is_is_waited_for_until_there_is_room_and_not_overtaken(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    settings = ProviderSettings(name="fake", slots=64, images_per_minute=10)
    async with start(tmp_path, time=time, provider=provider, settings=settings) as world:
        await world.ask(new(request(batch_size=8)))
        await world.work.settle()
        time.advance(20.0 - time.monotonic())
        await world.ask(new(request(batch_size=4), member_id=2))
        await world.ask(new(member_id=3))
        await world.work.settle()
        submitted = [(task.submitted_at_s, task.request.units) for task in provider.tasks.values()]
        assert submitted == [(0.0, 8), (MINUTE_S, 4), (MINUTE_S, 1)]


async def test_a_restart_forgets_nothing_of_the_minute(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    settings = ProviderSettings(name="fake", slots=64, images_per_minute=4)
    async with start(tmp_path, time=time, provider=provider, settings=settings) as world:
        for _ in range(4):
            await world.ask()
        await world.work.step()
        assert provider.submit_calls == 4
    time.advance(15.0)
    async with start(tmp_path, time=time, provider=provider, settings=settings) as world:
        await world.ask()
        await world.work.settle()
        assert [task.submitted_at_s for task in provider.tasks.values()] == [0.0] * 4 + [MINUTE_S]


async def test_a_flood_delays_anothers_single_request_by_one_running_generation(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    provider.duration_s = 10.0
    settings = ProviderSettings(name="fake", slots=2, images_per_minute=1_000)
    async with start(tmp_path, time=time, provider=provider, settings=settings) as world:
        for _ in range(200):
            await world.ask(new(member_id=1))
        await _work_for(world, 25.0)
        singles = [await world.ask(new(member_id=2)), await world.ask(new(server_id=11))]
        asked_s = time.monotonic()
        await _work_for(world, 13.0)
        for single in singles:
            row = await world.row(single)
            assert row.submitted_at is not None
            assert (row.submitted_at - single.created_at).total_seconds() <= 11.0
        assert time.monotonic() - asked_s < 16.0
