"""The way from the first request to a generation, found by primary key, and bounded."""

from sqlalchemy import update

from bot.domain.generation import Status
from bot.store import lineage as store
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.lineage import MOST_STEPS, WAY, Lineage
from bot.store.schema import generations as rows
from tests.unit.store.old_rows import Old, keep
from tests.unit.store.plans import plan
from tests.unit.store.samples import bring_to


async def test_the_first_comes_first_with_its_images(
    database: Database, generations: Generations
) -> None:
    first, second, third = [await bring_to(generations, Status.DELIVERED) for _ in range(3)]
    for child, parent in ((second.id, first.id), (third.id, second.id)):
        await database.writer.write(
            lambda connection, child=child, parent=parent: (
                connection.execute(  # type: ignore[misc] # bound now
                    update(rows).where(rows.c.id == child).values(parent_id=parent)
                ).rowcount
            )
        )
    way = await Lineage(database).way_to(third.id)
    assert [one.id for one in way] == [first.id, second.id, third.id]
    assert len(way[0].images) == 2
    assert [one.id for one in await Lineage(database).way_to(first.id)] == [first.id]
    assert await Lineage(database).way_to(4711) == []


async def test_a_long_way_is_cut_and_a_circle_ends(database: Database) -> None:
    ids = await keep(
        database, None, *(Old(days=1, parent_id=key or None) for key in range(MOST_STEPS + 50))
    )
    way = await Lineage(database).way_to(ids[-1])
    assert [one.id for one in way] == ids[-MOST_STEPS - 1 :]
    await database.writer.write(
        lambda connection: (
            connection.execute(
                update(rows).where(rows.c.id == ids[0]).values(parent_id=ids[2])
            ).rowcount
        )
    )
    assert {one.id for one in await Lineage(database).way_to(ids[2])} == set(ids[:3])


async def test_each_step_is_found_by_its_key(database: Database) -> None:
    lines = await plan(database, WAY, {"id": 5})
    read = [line for line in lines if "generations" in line or "parent" in line]
    assert len(read) == 3
    assert all("INTEGER PRIMARY KEY" in line for line in read), lines
    assert store.MOST_STEPS == MOST_STEPS
