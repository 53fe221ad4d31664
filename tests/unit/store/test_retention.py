"""Clean-up of one server: what is old enough goes, whole, in small steps, and nothing else."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from bot.domain.generation import Status
from bot.domain.request import ERASED_PROMPT
from bot.errors import StorageUnavailable
from bot.store.cleaning import Target
from bot.store.database import Database
from bot.store.file_removal import FileRemoval
from bot.store.fronts import MAX_STEP, Bound, Front, advance
from bot.store.generations import Generations
from bot.store.image_files import DiskUse, input_path
from bot.store.retention import Removed, Retention
from bot.store.schema import generations as table
from bot.store.servers import Servers
from tests.unit.store.old_rows import DATA, HASH, Old, counts, ids_of, keep, keep_rest, place
from tests.unit.store.samples import NOON, SERVER

HERE = Target(server_id=SERVER)
NOW = Bound(created=NOON, finished=NOON)


def older_than(days: float) -> Bound:
    moment = NOON - timedelta(days=days)
    return Bound(created=moment, finished=moment)


@pytest.fixture
def use() -> DiskUse:
    return DiskUse()


@pytest.fixture
def removal(tmp_path: Path, use: DiskUse) -> FileRemoval:
    return FileRemoval(tmp_path, use)


@pytest.fixture
def retention(database: Database, removal: FileRemoval) -> Retention:
    return Retention(database, removal)


async def to_the_end(step: Callable[[], Awaitable[Removed]]) -> int:
    """Repeat *step* while there may be more; return how much that removed."""
    removed = await step()
    count = removed.count
    while removed.has_more:
        removed = await step()
        count += removed.count
    return count


async def clean_images(retention: Retention, days: float = 90) -> int:
    return await to_the_end(lambda: retention.remove_images(HERE, older_than(days), NOON))


async def clean_all(retention: Retention, target: Target, bound: Bound) -> None:
    """Take all steps of one visit."""
    await to_the_end(lambda: retention.remove_images(target, bound, NOON))
    await to_the_end(lambda: retention.erase_prompts(target, bound))
    await to_the_end(lambda: retention.prune_ledger(target, bound.created.date()))
    await to_the_end(lambda: retention.drop_rows(target, bound))


def files_below(data_dir: Path) -> set[str]:
    return {str(path.relative_to(data_dir)) for path in data_dir.rglob("*-*.*") if path.is_file()}


async def finish(database: Database, ids: Iterable[int], days: float) -> None:
    """Let generations end as delivered, *days* before now."""
    change = (
        update(table)
        .where(table.c.id.in_(list(ids)))
        .values(status=Status.DELIVERED, finished_at=NOON - timedelta(days=days))
    )

    def job(connection: Connection) -> None:
        connection.execute(change)

    await database.writer.write(job)


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


async def test_an_old_prompt_is_erased_with_all_that_was_said_about_it(
    database: Database, generations: Generations, retention: Retention
) -> None:
    failed, young = await keep(database, None, Old(days=400, status=Status.FAILED), Old(days=300))
    assert (await retention.erase_prompts(HERE, older_than(365))).count == 1
    row = await generations.get(failed)
    assert row is not None
    assert row.request.is_erased
    assert row.request.prompt == ERASED_PROMPT
    assert (row.style, row.reason, row.warning) == (None, None, None)
    assert "my" not in str(row)
    kept = await generations.get(young)
    assert kept is not None
    assert kept.request.prompt == "my secret cat"


async def test_old_entries_of_the_ledger_go_and_the_totals_stay(
    database: Database, retention: Retention
) -> None:
    await keep_rest(database)
    _old, young = await keep(database, None, Old(days=500), Old(days=399))
    before = (NOON - timedelta(days=400)).date()
    assert (await retention.prune_ledger(HERE, before)).count == 1
    assert await ids_of(database, "ledger", "generation_id") == [young]
    assert (await counts(database))["usage_totals"] == 1


async def test_a_row_goes_only_when_nothing_of_it_is_left(
    database: Database, retention: Retention
) -> None:
    with_ledger, _bare = await keep(database, None, Old(days=500), Old(days=500, has_ledger=False))
    assert (await retention.drop_rows(HERE, older_than(365))).count == 0  # images, prompts
    await clean_images(retention)
    await to_the_end(lambda: retention.erase_prompts(HERE, older_than(365)))
    assert (await retention.drop_rows(HERE, older_than(365))).count == 1
    assert await ids_of(database, "generations", "id") == [with_ledger]
    await retention.prune_ledger(HERE, NOON.date())
    assert (await retention.drop_rows(HERE, older_than(365))).count == 1
    assert (await counts(database))["generations"] == 0


async def test_a_child_outlives_its_parent(
    database: Database, generations: Generations, retention: Retention
) -> None:
    [parent] = await keep(database, None, Old(days=500))
    [child] = await keep(database, None, Old(days=1, parent_id=parent))
    await clean_all(retention, HERE, older_than(90))
    row = await generations.get(child)
    assert row is not None
    assert row.parent_id is None


async def test_an_input_goes_by_its_last_use_unless_something_unfinished_needs_it(
    database: Database, retention: Retention, tmp_path: Path
) -> None:
    path = await asyncio.to_thread(place, tmp_path, input_path(HASH))  # used just now, really
    later = NOON + timedelta(days=36_500)
    [waiting] = await keep(database, None, Old(days=100, status=Status.QUEUED, input_sha256=HASH))
    assert (await retention.remove_old_inputs(0xAB, NOON - timedelta(days=36_500))).count == 0
    assert (await retention.remove_old_inputs(0xAB, later)).count == 0
    assert await asyncio.to_thread(path.exists)
    await finish(database, [waiting], days=100)
    assert (await retention.remove_old_inputs(0xAC, later)).count == 0
    assert (await retention.remove_old_inputs(0xAB, later)).freed_bytes == len(DATA)
    assert not await asyncio.to_thread(path.exists)


async def test_an_input_goes_with_the_images_made_from_it(
    database: Database, retention: Retention, tmp_path: Path
) -> None:
    path = await asyncio.to_thread(place, tmp_path, input_path(HASH))
    await keep(database, tmp_path, Old(days=100, input_sha256=HASH))
    await retention.remove_images(HERE, older_than(90), NOON + timedelta(days=36_500))
    assert not await asyncio.to_thread(path.exists)


async def left_server(database: Database, days: float) -> Target:
    """Let the bot have left the server that many days ago; all of it may go after seven."""
    servers = Servers(database)
    await servers.joined(SERVER, NOON - timedelta(days=900))
    assert await servers.left(SERVER, NOON - timedelta(days=days))
    return Target(server_id=SERVER, left_before=NOON - timedelta(days=7))


async def test_all_of_a_server_goes_in_the_end(
    database: Database, retention: Retention, tmp_path: Path
) -> None:
    target = await left_server(database, days=8)
    await keep_rest(database)
    await keep_rest(database, SERVER + 1)
    [theirs] = await keep(database, tmp_path, Old(days=9, server_id=SERVER + 1))
    await keep(database, tmp_path, *[Old(days=9)] * 3)
    assert (await retention.drop_rest(target, NOON)).count == 0  # its generations come first
    await clean_all(retention, target, NOW)
    await to_the_end(lambda: retention.drop_rest(target, NOON))
    assert await counts(database) == {
        "generations": 1,
        "images": 1,
        "ledger": 1,
        "styles": 1,
        "usage_totals": 1,
        "servers": 0,
    }
    assert await asyncio.to_thread(files_below, tmp_path) == {f"images/0/{theirs}-0.png"}


async def test_what_still_runs_in_a_left_server_ends_first(
    database: Database, retention: Retention
) -> None:
    target = await left_server(database, days=8)
    [running] = await keep(database, None, Old(days=9, status=Status.RUNNING))
    await clean_all(retention, target, NOW)
    await to_the_end(lambda: retention.drop_rest(target, NOON))
    assert await ids_of(database, "generations", "id") == [running]
    assert (await counts(database))["servers"] == 1
    await finish(database, [running], days=0.1)
    await clean_all(retention, target, NOW)
    await to_the_end(lambda: retention.drop_rest(target, NOON))
    assert set((await counts(database)).values()) == {0}


async def test_a_server_that_invites_the_bot_again_keeps_what_is_left_at_once(
    database: Database, retention: Retention, tmp_path: Path
) -> None:
    target = await left_server(database, days=8)
    await keep_rest(database)
    await keep(database, tmp_path, *[Old(days=9)] * (MAX_STEP + 1))
    await retention.remove_images(target, NOW, NOON)
    await Servers(database).joined(SERVER, NOON)
    before = await counts(database)
    await clean_all(retention, target, NOW)
    await to_the_end(lambda: retention.drop_rest(target, NOON))
    assert await counts(database) == before
    assert before["images"] == 1
