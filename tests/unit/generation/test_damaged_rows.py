"""A row that nobody can read any more ends alone; it stops nothing and nobody else."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.generation import Status
from bot.store.database import Database
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.values import new
from tests.unit.generation.world import World, start

DAMAGE = ["{", '{"prompt": "a fox", "steps": 9999}', "[]", "null", '"x"', "", '{"prompt": 7}']


async def _damage(world: World, generation_id: int, stored: str) -> None:
    database = await Database.open(f"sqlite:///{world.data_dir / 'easel.sqlite3'}", world.time)
    change = text("UPDATE generations SET request = :stored WHERE id = :id")
    await database.writer.write(
        lambda connection: connection.execute(change, {"stored": stored, "id": generation_id})
    )
    await database.close()


@pytest.mark.parametrize("damage", DAMAGE)
async def test_one_damaged_row_among_ten_good_ones_ends_alone(
    tmp_path: Path, time: FakeTime, provider: FakeProvider, damage: str
) -> None:
    async with start(tmp_path, time=time, provider=provider) as before:
        asked = [await before.ask(new(member_id=member)) for member in range(11)]
        await _damage(before, asked[4].id, damage)
    async with start(tmp_path, time=time, provider=provider) as world:
        await world.work.settle()
        statuses = Counter([(await world.row(generation)).status for generation in asked])
        assert statuses == {Status.DELIVERED: 10, Status.FAILED: 1}
        assert "only a part of what you asked for" in world.announcer.text_of(asked[4].id)
        assert await world.used(member_id=4) == 0
        assert await world.used(member_id=5) == 1
        assert provider.submit_calls == 10


async def test_a_row_that_is_damaged_while_it_waits_stops_no_claim(world: World) -> None:
    first = await world.ask()
    second = await world.ask(new(member_id=2))
    await world.work.step()  # recovered long ago
    third = await world.ask(new(member_id=3))
    await _damage(world, third.id, "{")
    fourth = await world.ask(new(member_id=4))
    await world.work.settle()
    statuses = [(await world.row(each)).status for each in (first, second, third, fourth)]
    assert statuses.count(Status.DELIVERED) == 3
    assert statuses[2] is Status.FAILED
    assert await world.used(member_id=3) == 0


async def test_a_task_that_runs_already_is_brought_to_its_end_all_the_same(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    async with start(tmp_path, time=time, provider=provider) as before:
        generation = await before.ask()
        await before.work.step()
        await _damage(before, generation.id, "{")
    async with start(tmp_path, time=time, provider=provider) as world:
        await world.work.settle()
        assert (await world.row(generation)).status is Status.DELIVERED
        assert await world.used() == 1
