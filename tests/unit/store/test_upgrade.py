"""A database of the first version, brought up to date while requests wait in it."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, create_engine, insert

import bot.store
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.rows import new_row
from bot.store.words import BACKLOG
from bot.timing import SystemTime
from tests.unit.store.samples import NOON, PROVIDER, admit, claim, new

_MIGRATIONS = Path(bot.store.__file__).parent / "migrations"
NEWCOMER = 900


def old_file(path: Path, turns: Mapping[int, float]) -> None:
    """Write a file of the first version, in which each of those members waits at that turn."""
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        known = MetaData()
        known.reflect(connection)
        columns = known.tables["generations"].c.keys()
        for member_id, turn in turns.items():
            row = new_row(new(member_id=member_id), turn, 1.0, NOON)
            values = {name: value for name, value in row.items() if name in columns}
            connection.execute(insert(known.tables["generations"]), values)
        connection.execute(insert(known.tables["queues"]), {"provider": PROVIDER, "clock": 4999.0})
    engine.dispose()


async def test_who_waited_through_the_upgrade_takes_turns_with_who_comes_after_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "easel.sqlite3"
    await asyncio.to_thread(old_file, path, {100: 5000.0, 101: 5001.0, 102: 5002.0})
    database = await Database.open(f"sqlite:///{path}", SystemTime())
    generations = Generations(database)
    await generations.recount()
    for _request in range(6):
        await admit(generations, new(member_id=NEWCOMER))
    order = []
    while (generation := await claim(generations)) is not None:
        order.append(generation.place.member_id)
    await database.close()
    assert order[:6] == [100, NEWCOMER, 101, NEWCOMER, 102, NEWCOMER]


async def test_what_was_there_before_the_upgrade_waits_for_its_words(tmp_path: Path) -> None:
    path = tmp_path / "easel.sqlite3"
    await asyncio.to_thread(old_file, path, {100: 5000.0, 101: 5001.0, 102: 5002.0})
    database = await Database.open(f"sqlite:///{path}", SystemTime())
    below = await database.read(lambda connection: connection.execute(BACKLOG).scalars().all())
    await database.close()
    assert below == [4]
    fresh = await Database.open(f"sqlite:///{tmp_path}/new.sqlite3", SystemTime())
    assert await fresh.read(lambda connection: connection.execute(BACKLOG).first()) is None
    await fresh.close()
