"""Where everything hangs, only its own deliveries wait; and what waits holds no images."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.domain.generation import DM_SERVER_ID, Generation, Rung
from bot.generation.announcer import ImageFile
from bot.replies.parts.cards import Card
from bot.replies.sending.delivery import Delivery
from bot.replies.sending.roads import Outcome
from bot.replies.sending.rooms import Rooms
from bot.replies.sending.uploads import Packer, Upload
from tests.unit.generation.world import until
from tests.unit.replies.fake_roads import FakeRoads, RoadState, StillTime
from tests.unit.replies.samples import a_generation, an_image, loaded

STUCK, WELL = 22, 23
DEADLINE_S = 30


class PartlyStuckRoads(FakeRoads):
    """Nothing that goes to one server comes through: it hangs there, or is not answered."""

    hangs = True

    async def take(
        self, rung: Rung, generation: Generation, card: Card, uploads: Sequence[Upload]
    ) -> Outcome:
        if generation.place.server_id != STUCK:
            return await super().take(rung, generation, card, uploads)
        self.state.tried.append(rung)
        if self.hangs:
            await asyncio.Event().wait()
        return Outcome.UNREACHABLE


class PausedTime(StillTime):
    """Whoever sleeps never wakes."""

    def __init__(self) -> None:
        super().__init__()
        self.sleepers = 0

    async def sleep(self, delay_s: float) -> None:
        self.sleepers += 1
        await asyncio.Event().wait()


def of(server_id: int, generation_id: int = 1) -> Generation:
    one = a_generation()
    return replace(one, id=generation_id, place=replace(one.place, server_id=server_id))


@asynccontextmanager
async def under_way(delivery: Delivery, count: int) -> AsyncIterator[None]:
    """Let so many deliveries to the stuck server go on beside the test."""
    tasks = [
        asyncio.create_task(delivery.deliver(of(STUCK, number), loaded(an_image())))
        for number in range(count)
    ]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize("hangs", [True, False])
async def test_a_stuck_server_does_not_delay_anothers_delivery(*, hangs: bool) -> None:
    time, state = PausedTime(), RoadState()
    roads = PartlyStuckRoads(time, state)
    roads.hangs = hangs
    delivery = Delivery(roads, time, Packer())
    async with under_way(delivery, 9):
        await until(lambda: len(state.tried) == 2 if hangs else time.sleepers == 9)
        async with asyncio.timeout(DEADLINE_S):
            assert await delivery.deliver(of(WELL), loaded(an_image())) is Rung.TOKEN
    assert len(state.sent) == 1


async def test_who_pauses_gives_the_images_up_and_loads_them_again_afterwards() -> None:
    time, state = StillTime(), RoadState(unreachable=2)
    in_memory: list[int] = []

    async def load() -> list[ImageFile]:
        in_memory.append(len(state.tried))
        return [an_image()]

    delivery = Delivery(FakeRoads(time, state), time, Packer())
    assert await delivery.deliver(a_generation(), load) is Rung.TOKEN
    assert in_memory == [0, 1, 2]
    assert state.sent[0].names == ["easel-1-1.png"]


async def test_what_a_road_found_too_large_stays_small_after_a_pause() -> None:
    delivery_time, state = StillTime(), RoadState(closed={Rung.TOKEN: Outcome.TOO_LARGE})
    state.unreachable_on = {Rung.EDIT: 1}
    delivery = Delivery(FakeRoads(delivery_time, state), delivery_time, Packer())
    assert await delivery.deliver(a_generation(), loaded(an_image(size=256))) is Rung.EDIT
    assert state.tried == [Rung.TOKEN, Rung.TOKEN, Rung.EDIT, Rung.EDIT]
    assert state.sizes[-1] <= state.sizes[0] / 2


async def test_four_hold_images_at_once_and_two_of_one_server() -> None:
    rooms, inside = Rooms(), list[int]()

    async def stay(whose: int) -> None:
        async with rooms.enter(whose):
            inside.append(whose)
            await asyncio.Event().wait()

    tasks = [asyncio.create_task(stay(whose)) for whose in (1, 1, 1, 2, 2, 3)]
    await until(lambda: len(inside) == 4)
    await asyncio.sleep(0)
    assert sorted(inside) == [1, 1, 2, 2]
    tasks[0].cancel()
    await until(lambda: len(inside) == 5)
    assert sorted(inside) in ([1, 1, 1, 2, 2], [1, 1, 2, 2, 3])
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_direct_messages_do_not_share_one_servers_places() -> None:
    time, state = StillTime(), RoadState(gate=asyncio.Event())
    delivery, loads = Delivery(FakeRoads(time, state), time, Packer()), list[int]()

    async def deliver(channel_id: int) -> None:
        async def load() -> list[ImageFile]:
            loads.append(channel_id)
            return [an_image()]

        one = of(DM_SERVER_ID, channel_id)
        await delivery.deliver(replace(one, place=replace(one.place, channel_id=channel_id)), load)

    async with asyncio.TaskGroup() as tasks:
        for channel_id in (1, 2, 3):
            tasks.create_task(deliver(channel_id))
        await until(lambda: len(loads) == 3)
        assert state.gate is not None
        state.gate.set()
