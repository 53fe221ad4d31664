"""Clean-up of one server: what is old enough goes, whole, in small steps, and nothing else."""

import asyncio
from pathlib import Path

import pytest

from bot.domain.generation import Status
from bot.errors import StorageUnavailable
from bot.store.database import Database
from bot.store.file_removal import FileRemoval
from bot.store.fronts import MAX_STEP, Front, advance
from bot.store.generations import Generations
from bot.store.image_files import DiskUse
from bot.store.retention import Retention
from tests.unit.store.clean_up import (
    HERE,
    clean_all,
    clean_images,
    files_below,
    finish,
    older_than,
)
from tests.unit.store.old_rows import DATA, Old, counts, ids_of, keep, place
from tests.unit.store.samples import NOON, SERVER


async def test_old_images_go_with_row_and_file_and_young_ones_stay(
    database: Database, retention: Retention, tmp_path: Path
) -> None:
    _first, second, third = await keep(database, tmp_path, Old(days=100), Old(days=89), Old(days=1))
    assert await clean_images(retention) == 1
    assert await ids_of(database, "images", "generation_id") == [second, third]
    kept = {f"images/0/{second}-0.png", f"images/0/{third}-0.png"}
    assert await asyncio.to_thread(files_below, tmp_path) == kept
    assert (await counts(database))["generations"] == 3


async def test_the_row_says_that_there_were_images(
    database: Database, generations: Generations, retention: Retention, tmp_path: Path
) -> None:
    [old] = await keep(database, tmp_path, Old(days=100))
    await clean_images(retention)
    row = await generations.get(old)
    assert row is not None
    assert (row.status, row.images) == (Status.DELIVERED, ())
    assert row.request.prompt == "my secret cat"


async def test_another_server_is_left_alone(
    database: Database, retention: Retention, tmp_path: Path
) -> None:
    _mine, theirs = await keep(
        database, tmp_path, Old(days=100), Old(days=100, server_id=SERVER + 1)
    )
    await clean_images(retention)
    assert await ids_of(database, "images", "generation_id") == [theirs]


async def test_one_step_touches_a_hundred_generations_at_most(
    database: Database, retention: Retention
) -> None:
    await keep(database, None, *[Old(days=100)] * (MAX_STEP + 5))
    first = await retention.remove_images(HERE, older_than(90), NOON)
    assert (first.count, first.has_more) == (MAX_STEP, True)
    second = await retention.remove_images(HERE, older_than(90), NOON)
    assert (second.count, second.has_more) == (5, False)


@pytest.mark.parametrize(
    "status",
    [Status.IN_REVIEW, Status.QUEUED, Status.SUBMITTING, Status.RUNNING, Status.READY, Status.HELD],
)
async def test_what_has_not_finished_is_never_touched_and_blocks_nobody(
    database: Database,
    generations: Generations,
    retention: Retention,
    tmp_path: Path,
    status: Status,
) -> None:
    stuck, _behind = await keep(database, tmp_path, Old(days=900, status=status), Old(days=800))
    await clean_all(retention, HERE, older_than(90))
    assert await ids_of(database, "generations", "id") == [stuck]
    assert await ids_of(database, "images", "generation_id") == [stuck]
    assert await ids_of(database, "ledger", "generation_id") == [stuck]
    row = await generations.get(stuck)
    assert row is not None
    assert row.request.prompt == "my secret cat"
    assert await asyncio.to_thread(files_below, tmp_path) == {f"images/0/{stuck}-0.png"}


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_what_was_passed_by_goes_once_it_has_been_finished_long_enough(
    database: Database,
    removal: FileRemoval,
    retention: Retention,
    tmp_path: Path,
    is_restarted: bool,  # noqa: FBT001 - the two cases
) -> None:
    late, *_others = await keep(
        database, tmp_path, Old(days=900, status=Status.HELD), *[Old(days=800)] * 3
    )
    await clean_all(retention, HERE, older_than(90))
    await finish(database, [late], days=1)
    if is_restarted:
        retention = Retention(database, removal)
    await clean_all(retention, HERE, older_than(90))
    assert await ids_of(database, "images", "generation_id") == [late]
    await clean_all(retention, HERE, older_than(0.5))
    assert (await counts(database))["generations"] == 0
    assert await asyncio.to_thread(files_below, tmp_path) == set()


async def test_more_than_a_step_of_unfinished_ones_blocks_nobody(
    database: Database, retention: Retention
) -> None:
    many = MAX_STEP * 2 + 50
    stuck = await keep(database, None, *[Old(days=900, status=Status.HELD)] * many)
    await keep(database, None, Old(days=800))
    assert await clean_images(retention) == 1
    await finish(database, stuck[-10:], days=800)
    for _visit in range(4):  # a hundred of those passed by are looked at each time
        await clean_images(retention)
    assert await ids_of(database, "images", "generation_id") == stuck[:-10]


async def test_it_stops_at_the_first_that_is_too_young(database: Database) -> None:
    old, *_young = await keep(database, None, *(Old(days=days) for days in (100, 80, 70)))
    step = await database.read(
        lambda connection: advance(connection, SERVER, Front(position=0), older_than(90))
    )
    assert (step.front, step.has_more) == (Front(position=old), False)


@pytest.mark.parametrize("many", [3, 30])
async def test_a_kill_after_the_rows_leaves_no_file_behind(
    database: Database,
    removal: FileRemoval,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    many: int,
) -> None:
    await keep(database, tmp_path, *[Old(days=100)] * many)

    async def killed(*_args: object) -> int:
        raise StorageUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(removal, "images", killed)
        with pytest.raises(StorageUnavailable):
            await clean_images(Retention(database, removal))
    # No row names a file any more; the files are still there, and found again by the ids.
    assert (await counts(database))["images"] == 0
    assert len(await asyncio.to_thread(files_below, tmp_path)) == many
    await clean_images(Retention(database, removal))
    assert await asyncio.to_thread(files_below, tmp_path) == set()


async def test_a_file_that_never_got_a_row_goes_with_its_generation(
    database: Database, retention: Retention, tmp_path: Path
) -> None:
    [failed] = await keep(database, None, Old(days=100, status=Status.FAILED, has_image=False))
    await asyncio.to_thread(place, tmp_path, f"images/0/{failed}-5.webp")
    await asyncio.to_thread(place, tmp_path, f"images/0/{failed}0-0.png")  # another's
    await clean_images(retention)
    assert await asyncio.to_thread(files_below, tmp_path) == {f"images/0/{failed}0-0.png"}


async def test_the_bytes_that_are_freed_are_counted(
    database: Database, retention: Retention, use: DiskUse, tmp_path: Path
) -> None:
    use.taken_bytes = 1_000
    await keep(database, tmp_path, Old(days=100), Old(days=100))
    removed = await retention.remove_images(HERE, older_than(90), NOON)
    assert removed.freed_bytes == 2 * len(DATA)
    assert use.taken_bytes == 1_000 - 2 * len(DATA)
