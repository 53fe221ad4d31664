"""What waiting cards show: place and time, only when they have changed, and never quadratically."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.generation import MemberLimits, QueuePlace
from bot.errors import ProviderBusy, ProviderUnavailable
from bot.generation.announcer import Progress
from bot.generation.positions import has_changed
from bot.settings import ProviderSettings
from bot.store.database import Database
from bot.store.generations import Generations
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.values import NOW, new
from tests.unit.generation.world import OWNER, World, start

SLOW = ProviderSettings(name="fake", slots=2, images_per_minute=1_000)
ONE = MemberLimits(daily_quota=100, waiting=100, running=1)


def done_in(seconds: float, position: int = 3) -> Progress:
    return Progress(position=position, done_at=NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("shown", "now_shown", "changed"),
    [
        (done_in(30), done_in(30), False),
        (done_in(30), done_in(39), False),
        (done_in(30), done_in(41), True),
        (done_in(300), done_in(359), False),
        (done_in(300), done_in(380), True),
        (done_in(30), done_in(30, position=2), True),
        (done_in(30), Progress(position=3), True),
        (Progress(position=3), done_in(30), True),
        (Progress(position=3), done_in(9), False),
        (done_in(0), done_in(5), True),
        (done_in(0), Progress(position=3), True),
        (Progress(position=3), Progress(position=3), False),
        (Progress(position=3), Progress(position=3, is_held_up=True), True),
    ],
)
def test_a_card_changes_when_a_person_would_see_it(
    shown: Progress,
    now_shown: Progress,
    changed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert has_changed(shown, now_shown, NOW) is changed


async def teach(world: World) -> None:
    for _ in range(3):
        await world.ask()
    await world.work.settle()


async def test_the_first_card_says_when_it_should_be_done(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    provider.duration_s = 10.0
    async with start(tmp_path, time=time, provider=provider, settings=SLOW) as world:
        assert (await world.admission.admit(new())).done_at is None  # nothing was learnt
        world.work.wake()
        await world.work.settle()
        await teach(world)
        admitted = [await world.admission.admit(new(member_id=member)) for member in range(4)]
        world.work.wake()
        expected_s = [10, 10, 20, 20]
        for one, seconds in zip(admitted, expected_s, strict=True):
            assert one.done_at is not None
            left_s = (one.done_at - time.now()).total_seconds()
            assert left_s == pytest.approx(seconds, rel=0.15)
        await world.work.settle()


async def test_who_has_enough_running_is_promised_no_earlier_time(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    provider.duration_s = 10.0
    many = ProviderSettings(name="fake", slots=50, images_per_minute=1_000)
    async with start(tmp_path, time=time, provider=provider, settings=many, limits=ONE) as world:
        await teach(world)
        times = [(await world.admission.admit(new())).done_at for _ in range(3)]
        world.work.wake()
        left_s = [(at - time.now()).total_seconds() for at in times if at is not None]
        assert left_s == pytest.approx([10, 20, 30], rel=0.15)
        await world.work.settle()


async def test_a_card_that_says_it_already_is_not_edited(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    provider.duration_s = 10.0
    async with start(tmp_path, time=time, provider=provider, settings=SLOW) as world:
        for member in range(4):
            await world.ask(new(member_id=member))
        await world.work.step()
        waiting = list(world.turns.waiting)
        assert len(waiting) == 2
        told: list[list[list[int | None]]] = []
        for _ in range(4):  # two before them were taken, and that is all that happens
            time.advance(2.0)
            world.work.wake()
            await world.work.step()
            shown = (world.announcer.progress_of(each) for each in waiting)
            told.append([[progress.position for progress in of_one] for of_one in shown])
        # The first look may come between the two who were taken; from then on nothing is said.
        assert [places[-1] for places in told[0]] == [1, 2]
        assert told == [told[0]] * 4
        await world.work.settle()


async def test_no_card_goes_on_promising_a_time_that_has_passed(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    one = ProviderSettings(name="fake", slots=1, images_per_minute=1_000)
    async with start(tmp_path, time=time, provider=provider, settings=one) as world:
        await teach(world)
        provider.durations_s = [90.0]  # much longer than any before it
        for member in range(40):
            await world.ask(new(member_id=member))
        latest_s = 0.0
        for _ in range(80):
            time.advance(1.0)
            await world.work.step()
            for each in world.turns.waiting:
                shown = world.announcer.progress_of(each)
                if shown and shown[-1].done_at is not None:
                    late_s = (time.now() - shown[-1].done_at).total_seconds()
                    latest_s = max(latest_s, late_s)
        assert latest_s <= 4.0
        assert len(world.announcer.shown) <= 40 * 12
        await world.work.settle()


async def test_a_service_that_is_busy_leaves_no_time_that_has_passed(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    one = ProviderSettings(name="fake", slots=1, images_per_minute=1_000)
    async with start(tmp_path, time=time, provider=provider, settings=one) as world:
        await teach(world)
        provider.submit_errors = [ProviderBusy() for _ in range(99)]
        ids = [(await world.ask(new(member_id=member))).id for member in range(2)]
        first = {each: world.turns.shown(each) for each in ids}
        for _ in range(60):
            await world.work.step()
            time.advance(1.0)
            for each in ids:
                shown = [first[each], *world.announcer.progress_of(each)][-1]
                done_at = shown.done_at if shown is not None else None
                assert done_at is None or (time.now() - done_at).total_seconds() <= 4.0
        assert [world.announcer.progress_of(each)[-1].is_held_up for each in ids] == [True, True]


async def test_who_waits_reads_once_that_the_service_does_not_answer(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    down = [ProviderUnavailable(surely_not_taken=True) for _ in range(6)]
    provider.submit_errors = [*down]
    provider.entries_errors = [*down]
    async with start(tmp_path, time=time, provider=provider, settings=SLOW) as world:
        for member in range(6):
            await world.ask(new(member_id=member))
        await world.work.settle()
        assert len(world.announcer.deliveries) == 6
        held_up = [shown_id for shown_id, shown in world.announcer.shown if shown.is_held_up]
        for generation_id in (3, 4, 5, 6):  # the first two had their turn, and were put back
            assert held_up.count(generation_id) == 1


class Overtaken(Generations):
    """Once, what it says of places was read before *meanwhile* happened."""

    meanwhile: Callable[[], None] | None = None

    async def places(self, ids: Collection[int]) -> Mapping[int, QueuePlace]:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is None:
            return await super().places(ids)
        meanwhile()
        return {}


async def test_one_that_waits_again_since_the_places_were_read_is_not_forgotten(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    one = ProviderSettings(name="fake", slots=1, images_per_minute=1_000)
    stores: list[Overtaken] = []

    def overtaken(database: Database) -> Overtaken:
        stores.append(Overtaken(database, OWNER))
        return stores[0]

    async with start(
        tmp_path, time=time, provider=provider, settings=one, store=overtaken
    ) as world:
        await world.ask()
        second = await world.ask(new(member_id=2))
        await world.work.step()

        def had_its_turn_in_vain() -> None:
            world.turns.forget(second.id)
            world.turns.add(replace(second))

        stores[0].meanwhile = had_its_turn_in_vain
        time.advance(2.0)
        world.work.wake()
        await world.work.step()
        assert stores[0].meanwhile is None
        assert second.id in world.turns.waiting
        await world.work.settle()


async def _announcements(folder: Path, cards: int) -> float:
    """Return how many announcements a card gets while so many of them wait and are made."""
    await asyncio.to_thread(folder.mkdir)
    time = FakeTime()
    provider = FakeProvider(time, duration_s=8.0)
    settings = ProviderSettings(name="fake", slots=8, images_per_minute=10_000)
    async with start(folder, time=time, provider=provider, settings=settings) as world:
        for number in range(cards):
            await world.ask(new(member_id=number))
        await world.work.settle()
        assert len(world.announcer.deliveries) == cards
        return sum(shown.position is not None for _id, shown in world.announcer.shown) / cards


async def test_three_times_as_many_cards_are_not_edited_more_often_each(tmp_path: Path) -> None:
    few = await _announcements(tmp_path / "few", 100)
    many = await _announcements(tmp_path / "many", 300)
    assert many <= 1.5 * few
    assert many <= 15
