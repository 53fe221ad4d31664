"""Prompts, units, rows, inputs and whole servers go when their time has come."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.generation import Status
from bot.domain.request import ERASED_PROMPT
from bot.store.cleaning import Target
from bot.store.database import Database
from bot.store.fronts import MAX_STEP
from bot.store.generations import Generations
from bot.store.image_files import input_path
from bot.store.retention import Retention
from bot.store.server_settings import ServerChoices, ServerSettings
from bot.store.servers import Servers
from tests.fakes.log_entry import rules_changed
from tests.unit.store.clean_up import (
    HERE,
    NOW,
    clean_all,
    clean_images,
    files_below,
    finish,
    older_than,
    to_the_end,
)
from tests.unit.store.old_rows import (
    DATA,
    HASH,
    Old,
    counts,
    hang_on,
    ids_of,
    keep,
    keep_rest,
    place,
)
from tests.unit.store.samples import NOON, SERVER

INPUTS = pytest.mark.parametrize("input_as", ["control_image", "image", "mask"])


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


@INPUTS
async def test_an_input_goes_by_its_last_use_unless_something_unfinished_needs_it(
    database: Database, retention: Retention, tmp_path: Path, input_as: str
) -> None:
    path = await asyncio.to_thread(place, tmp_path, input_path(HASH))  # used just now, really
    later = NOON + timedelta(days=36_500)
    old = Old(days=100, status=Status.QUEUED, input_sha256=HASH, input_as=input_as)
    [waiting] = await keep(database, None, old)
    assert (await retention.remove_old_inputs(0xAB, NOON - timedelta(days=36_500))).count == 0
    assert (await retention.remove_old_inputs(0xAB, later)).count == 0
    assert await asyncio.to_thread(path.exists)
    await finish(database, [waiting], days=100)
    assert (await retention.remove_old_inputs(0xAC, later)).count == 0
    assert (await retention.remove_old_inputs(0xAB, later)).freed_bytes == len(DATA)
    assert not await asyncio.to_thread(path.exists)


@INPUTS
async def test_an_input_goes_with_the_images_made_from_it(
    database: Database, retention: Retention, tmp_path: Path, input_as: str
) -> None:
    path = await asyncio.to_thread(place, tmp_path, input_path(HASH))
    await keep(database, tmp_path, Old(days=100, input_sha256=HASH, input_as=input_as))
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
    settings = ServerSettings(database)
    for server_id in (SERVER, SERVER + 1):
        await settings.report_to(server_id, 5, rules_changed(server_id))
    [theirs] = await keep(database, tmp_path, Old(days=9, server_id=SERVER + 1))
    [parent, *_rest] = await keep(database, tmp_path, *[Old(days=9)] * 3)
    await keep(database, tmp_path, Old(days=8.5, parent_id=parent))
    await hang_on(database, parent)
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
        "server_settings": 1,
        "reports": 1,
        "favourites": 0,
        "prompt_words": 0,
    }
    assert await settings.get(SERVER) == ServerChoices()
    assert await settings.get(SERVER + 1) == ServerChoices(report_channel_id=5)
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
