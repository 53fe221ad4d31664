"""The id of a first card reaches the database, also if that is locked when the card is sent."""

from pathlib import Path

from bot.errors import StorageUnavailable
from bot.store.generations import Generations
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.world import World, start


class LockedGenerations(Generations):
    """Takes no card's id for the next so many times."""

    locked = 0

    async def set_message(self, generation_id: int, message_id: int) -> bool:
        if self.locked:
            self.locked -= 1
            raise StorageUnavailable
        return await super().set_message(generation_id, message_id)


async def test_a_card_that_a_locked_database_did_not_take_is_noted_later(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    provider.duration_s = 60.0
    async with start(tmp_path, time=time, provider=provider, store=LockedGenerations) as world:
        assert isinstance(world.generations, LockedGenerations)
        world.generations.locked = 5
        generations = [await world.ask() for _ in range(3)]
        await world.work.settle()
        delivered = {one.id: one.place.message_id for one, _images in world.announcer.deliveries}
        assert delivered == {one.id: 1_000 + one.id for one in generations}


async def test_nothing_is_due_once_all_cards_are_noted(world: World) -> None:
    await world.ask()
    assert world.card_ids.delay_s() is None
