"""An export: page by page, in files below the limit, a message's worth on the disk at a time."""

import asyncio
import json
import os
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.generation import Rung
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.request import SourceImage
from bot.errors import NotAllowed
from bot.generation.export_folders import ExportFolders
from bot.generation.exporting import Exporting, ExportKind, ExportPlan
from bot.generation.leftovers import Leftovers
from bot.store.blocks import Blocks
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.holdings import Holdings
from bot.store.image_files import ImageFiles
from bot.store.member_settings import MemberSettingsStore
from bot.store.moderation_log import ModerationLog
from bot.timing import SystemTime
from tests.fakes.time import FakeTime
from tests.unit.domain.test_input_image import png_of
from tests.unit.store.samples import LATER, MEMBER, NOON, SERVER, admit, claim, image, new

LIMIT = 60_000
COUNT = 110  # three pages


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{tmp_path}/easel.sqlite3", SystemTime())
    yield database
    await database.close()


@pytest.fixture
async def exporting(database: Database, tmp_path: Path) -> Exporting:
    generations, files = Generations(database), ImageFiles(tmp_path)
    for _each in range(COUNT):
        generation = await admit(generations)
        await claim(generations)
        await generations.started(generation.id, "task", None, LATER)
        path = await files.write(generation.id, 0, os.urandom(4_000), "image/png")
        stored = replace(image(0), path=path, size_bytes=4_000)
        await generations.ready(generation.id, [stored], LATER)
        await generations.delivered(generation.id, Rung.TOKEN, LATER)
    return Exporting(Holdings(database), MemberSettingsStore(database), tmp_path, SystemTime())


def plan(kind: ExportKind, most_files: int = 50) -> ExportPlan:
    return ExportPlan(member_id=MEMBER, kind=kind, limit_bytes=LIMIT, most_files=most_files)


async def written(exporting: Exporting, wanted: ExportPlan) -> dict[str, bytes]:
    """Return all entries; look at each file while it is there."""
    found: dict[str, bytes] = {}
    async with exporting.files(wanted, at_once=3) as batches:
        async for paths in batches:
            assert 1 <= len(paths) <= 3
            folder = paths[0].parent
            assert (
                len(await asyncio.to_thread(os.listdir, folder)) <= 6
            )  # what is sent, what is complete of a page, what is written
            for path in paths:
                found |= await asyncio.to_thread(_entries, path)
    return found


def _entries(path: Path) -> dict[str, bytes]:
    assert path.stat().st_size <= LIMIT
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


async def test_every_generation_and_every_image_comes_along(
    exporting: Exporting, tmp_path: Path
) -> None:
    assert await exporting.image_bytes(MEMBER) == COUNT * 4_000
    wanted = plan(ExportKind.ALL)
    found = await written(exporting, wanted)
    rows = [
        row
        for name in sorted(found)
        if name.startswith("generations/")
        for row in json.loads(found[name])
    ]
    assert [row["id"] for row in rows] == list(range(COUNT, 0, -1))
    pictures = {name for name in found if name.startswith("images/")}
    assert pictures == {row["images"][0]["file"] for row in rows}
    assert (wanted.left.too_large, wanted.left.no_room, wanted.left.gone) == (0, 0, 0)
    exports = await asyncio.to_thread(lambda: list((tmp_path / "exports").iterdir()))
    assert exports == []


async def test_the_newest_images_fill_what_room_there_is(exporting: Exporting) -> None:
    wanted = plan(ExportKind.NEWEST, most_files=3)
    found = await written(exporting, wanted)
    numbers = [int(name[7:].split("-")[0]) for name in found if name.startswith("images/")]
    assert numbers == list(range(COUNT, COUNT - len(numbers), -1))
    assert len(numbers) > 25
    assert wanted.left.no_room == COUNT - len(numbers)


async def test_images_that_are_gone_are_counted_and_texts_alone_have_none(
    exporting: Exporting, tmp_path: Path
) -> None:
    await asyncio.to_thread((tmp_path / "images" / "0" / "5-0.png").unlink)
    wanted = plan(ExportKind.ALL)
    assert "images/5-0.png" not in await written(exporting, wanted)
    assert wanted.left.gone == 1
    texts = await written(exporting, plan(ExportKind.DATA))
    assert not [name for name in texts if name.startswith("images/")]


async def test_one_at_a_time_and_again_afterwards(exporting: Exporting) -> None:
    async with exporting.files(plan(ExportKind.DATA), at_once=3):
        with pytest.raises(NotAllowed, match="being collected"):
            await written(exporting, plan(ExportKind.DATA))
    await written(exporting, plan(ExportKind.DATA))


async def test_what_a_killed_export_left_is_gone_within_the_hour(tmp_path: Path) -> None:
    folders = ExportFolders(tmp_path)
    sweep = Leftovers("exports", folders.sweep, FakeTime())
    await sweep.step()  # there was no export yet
    killed, written_to = await folders.new(), await folders.new()
    now_s, hour_s = FakeTime().now().timestamp(), 3_600
    await asyncio.to_thread(os.utime, killed, (now_s, now_s - hour_s - 1))
    await asyncio.to_thread(os.utime, written_to, (now_s, now_s - hour_s + 1))
    await sweep.step()
    assert not await asyncio.to_thread(killed.exists)
    assert await asyncio.to_thread(written_to.exists)


async def test_what_the_member_attached_comes_along_once(
    database: Database, tmp_path: Path
) -> None:
    generations, files = Generations(database), ImageFiles(tmp_path)
    picture = png_of(64, 48)
    sha256 = await files.write_input(picture)
    wanted = new()
    request = wanted.request.model_copy(
        update={"source": SourceImage(image_sha256=sha256, strength=0.5)}
    )
    for _each in range(2):
        await admit(generations, replace(wanted, request=request))
    of_parent = request.model_copy(
        update={"source": SourceImage(image_sha256="0" * 64, strength=0.5)}
    )
    child = replace(wanted, request=of_parent, parent_id=1)
    await admit(generations, child)
    exporting = Exporting(Holdings(database), MemberSettingsStore(database), tmp_path, SystemTime())
    all_of_it = plan(ExportKind.ALL)
    found = await written(exporting, all_of_it)
    assert {name: data for name, data in found.items() if name.startswith("attached/")} == {
        f"attached/{sha256}.png": picture
    }
    assert all_of_it.left.gone == 0


async def test_prompts_that_were_refused_and_blocks_come_along(
    database: Database, exporting: Exporting
) -> None:
    entry = LogEntry(server_id=SERVER, at=NOON, action=Action.BLOCKED, member_id=MEMBER)
    refused = replace(entry, action=Action.REFUSED, text="a forbidden fox")
    await ModerationLog(database).add([refused])
    await Blocks(database).block(MEMBER, None, entry)
    found = await written(exporting, plan(ExportKind.DATA))
    (prompt,) = json.loads(found["refused_prompts.json"])
    (block,) = json.loads(found["blocks.json"])
    assert (prompt["text"], block["server_id"], block["until"]) == ("a forbidden fox", SERVER, None)
