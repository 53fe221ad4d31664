"""Deleting all of a member: step by step, over crashes, and nothing of anybody else."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from bot.domain.generation import Generation, Rung, Status
from bot.domain.styles import Style
from bot.errors import StorageUnavailable
from bot.generation import erasing
from bot.store.database import Database
from bot.store.erasures import Erasures
from bot.store.favourites import Favourites
from bot.store.file_removal import FileRemoval
from bot.store.generations import Generations
from bot.store.holdings import Holdings
from bot.store.image_files import ImageFiles, input_path
from bot.store.member_schema import reports
from bot.store.member_settings import MemberSettingsStore
from bot.store.style_previews import StylePreviews
from bot.store.styles import Styles
from tests.fakes.time import FakeTime
from tests.unit.store.samples import LATER, MEMBER, NOON, SERVER, admit, claim, image, new

OTHER = MEMBER + 1


@pytest.fixture
def files(tmp_path: Path) -> ImageFiles:
    return ImageFiles(tmp_path)


@pytest.fixture
def erasures(database: Database, removal: FileRemoval) -> Erasures:
    return Erasures(database, removal)


async def made(
    generations: Generations,
    files: ImageFiles,
    member_id: int = MEMBER,
    server_id: int = SERVER,
    sha256: str = "0" * 64,
) -> Generation:
    """Let a generation be delivered, with one image whose file is there."""
    generation = await admit(generations, new(member_id=member_id, server_id=server_id))
    await claim(generations)
    await generations.started(generation.id, "task", None, LATER)
    path = await files.write(generation.id, 0, b"picture", "image/png")
    stored = replace(image(0), path=path, sha256=sha256)
    await generations.ready(generation.id, [stored], LATER)
    await generations.delivered(generation.id, Rung.TOKEN, LATER)
    return generation


async def carry_out(erasures: Erasures, member_id: int = MEMBER) -> int:
    """Take all steps that can be taken; return how many."""
    steps = 1
    while await erasures.step(member_id, LATER):
        steps += 1
    return steps


async def prompts(generations: Generations, ids: Sequence[int]) -> list[bool]:
    """Tell of each whether its prompt is still there."""
    found = [await generations.get(key) for key in ids]
    return [one is not None and not one.request.is_erased for one in found]


async def names(data_dir: Path) -> list[str]:
    found = await asyncio.to_thread(lambda: list((data_dir / "images").rglob("*.png")))
    return sorted(path.name for path in found)


async def test_a_long_history_goes_in_small_steps_and_nobody_elses_does(
    generations: Generations, files: ImageFiles, erasures: Erasures, tmp_path: Path
) -> None:
    mine = [(await made(generations, files, server_id=each % 3)).id for each in range(120)]
    theirs = await made(generations, files, OTHER)
    await erasures.ask(MEMBER, LATER)
    assert await carry_out(erasures) >= 3
    assert not any(await prompts(generations, mine))
    assert await prompts(generations, [theirs.id]) == [True]
    assert await names(tmp_path) == [f"{theirs.id}-0.png"]
    assert await erasures.get(MEMBER) is None


async def test_copies_that_others_made_something_from_go_too(
    generations: Generations, files: ImageFiles, erasures: Erasures, tmp_path: Path
) -> None:
    sha256 = await files.write_input(b"picture")
    await made(generations, files, sha256=sha256)
    await erasures.ask(MEMBER, LATER)
    await carry_out(erasures)
    assert not await asyncio.to_thread((tmp_path / input_path(sha256)).exists)


async def test_a_disk_that_fails_in_the_middle_loses_nothing_of_the_wish(
    generations: Generations,
    files: ImageFiles,
    erasures: Erasures,
    removal: FileRemoval,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mine = [(await made(generations, files)).id for _each in range(60)]
    await erasures.ask(MEMBER, LATER)
    await erasures.step(MEMBER, LATER)

    async def images(ids: Sequence[int], paths: Sequence[str]) -> int:
        raise StorageUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(removal, "images", images)
        with pytest.raises(StorageUnavailable):
            await erasures.step(MEMBER, LATER)
    assert await prompts(generations, mine) == [False] * 50 + [True] * 10
    await carry_out(erasures)
    assert not any(await prompts(generations, mine))
    assert await names(tmp_path) == []


async def test_a_crash_between_files_and_rows_is_repeated_by_another_process(
    generations: Generations,
    files: ImageFiles,
    erasures: Erasures,
    database: Database,
    removal: FileRemoval,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mine = await made(generations, files)
    await erasures.ask(MEMBER, LATER)
    with monkeypatch.context() as patch:
        patch.setattr(database.writer, "write", _killed)
        with pytest.raises(asyncio.CancelledError):
            await erasures.step(MEMBER, LATER)
    assert await names(tmp_path) == []
    assert await prompts(generations, [mine.id]) == [True]
    await carry_out(Erasures(database, removal))
    assert await prompts(generations, [mine.id]) == [False]


async def test_what_has_not_ended_is_passed_by_and_emptied_after_its_end(
    generations: Generations, files: ImageFiles, erasures: Erasures
) -> None:
    waiting = await admit(generations)
    await generations.cancel(waiting.id, LATER)  # and nobody was told yet
    runs = await admit(generations)
    await claim(generations)
    await generations.started(runs.id, "task", None, LATER)
    last = await made(generations, files)
    await erasures.ask(MEMBER, LATER)
    await carry_out(erasures)
    assert await prompts(generations, [waiting.id, runs.id, last.id]) == [True, True, False]
    wish = await erasures.get(MEMBER)
    assert wish is not None
    await generations.ready(runs.id, [], LATER)
    await generations.delivered(runs.id, Rung.TOKEN, LATER)
    await _told(erasures, waiting.id)
    await carry_out(erasures)
    await carry_out(erasures)
    assert not any(await prompts(generations, [waiting.id, runs.id, last.id]))
    assert await erasures.get(MEMBER) is None


async def test_to_ask_twice_and_to_step_twice_at_once_does_no_harm(
    generations: Generations, files: ImageFiles, erasures: Erasures
) -> None:
    mine = [(await made(generations, files)).id for _each in range(4)]
    await asyncio.gather(*(erasures.ask(MEMBER, LATER) for _each in range(3)))
    await asyncio.gather(*(erasures.step(MEMBER, LATER) for _each in range(5)))
    wish = await erasures.get(MEMBER)
    assert wish is None or wish.removed == 4
    await carry_out(erasures)
    assert not any(await prompts(generations, mine))


async def test_what_was_made_after_the_wish_stays(
    generations: Generations, files: ImageFiles, erasures: Erasures, database: Database
) -> None:
    await made(generations, files)
    await erasures.ask(MEMBER, NOON)
    later = await made(generations, files)
    await Styles(database).save(MEMBER, SERVER, Style(name="later", prompt="x"), LATER)
    await MemberSettingsStore(database).set_option(MEMBER, "steps", "9", LATER)
    await carry_out(erasures)
    assert await prompts(generations, [later.id]) == [True]
    assert await _count(database, "styles") == 1
    assert await _count(database, "member_settings") == 1


async def test_favourites_styles_settings_and_the_texts_of_reports_go(
    generations: Generations, files: ImageFiles, erasures: Erasures, database: Database
) -> None:
    mine, theirs = await made(generations, files), await made(generations, files, OTHER)
    favourites, styles = Favourites(database), Styles(database)
    await favourites.add(MEMBER, theirs.id, NOON)
    await favourites.add(OTHER, mine.id, NOON)
    await favourites.add(OTHER, theirs.id, NOON)
    for server_id in (SERVER, SERVER + 1):
        await styles.save(MEMBER, server_id, Style(name="mine", prompt="x"), NOON)
    await styles.save(OTHER, SERVER, Style(name="theirs", prompt="x"), NOON)
    await MemberSettingsStore(database).set_option(MEMBER, "steps", "9", NOON)
    for reporter_id, message_id in ((MEMBER, 1), (OTHER, 2)):
        await _report(database, reporter_id, message_id)
    assert (await Holdings(database).numbers(MEMBER)).styles == 2
    previews = StylePreviews(database)
    for number, generation in enumerate((mine, theirs)):
        await previews.asked(f"style {number}", generation.id, NOON)
        await previews.keep(f"style {number}", b"small picture")
    await erasures.ask(MEMBER, LATER)
    await carry_out(erasures)
    assert await previews.get("style 0") is None
    assert await previews.get("style 1") is not None
    assert await _count(database, "favourites") == 1
    assert await _count(database, "styles") == 1
    assert await _count(database, "member_settings") == 0
    texts = await _all(database, "SELECT reason FROM reports ORDER BY message_id")
    assert texts == ["", "why"]


async def test_the_ledger_stays_so_that_no_quota_is_filled_up(
    generations: Generations, files: ImageFiles, erasures: Erasures, database: Database
) -> None:
    await made(generations, files)
    before = await _all(database, "SELECT sum(units) FROM ledger")
    await erasures.ask(MEMBER, LATER)
    await carry_out(erasures)
    assert await _all(database, "SELECT sum(units) FROM ledger") == before
    found = await generations.get(1)
    assert found is not None
    assert found.status is Status.DELIVERED


async def _killed(*_job: object, **_patience: object) -> None:
    raise asyncio.CancelledError


async def _told(erasures: Erasures, generation_id: int) -> None:
    change = text("UPDATE generations SET rung = 'kept' WHERE id = :id")
    await erasures._database.writer.write(
        lambda connection: connection.execute(change, {"id": generation_id}).rowcount
    )


async def _report(database: Database, reporter_id: int, message_id: int) -> None:
    values = {
        "server_id": SERVER,
        "channel_id": 1,
        "message_id": message_id,
        "reporter_id": reporter_id,
        "author_id": 5,
        "reason": "why",
        "created_at": NOON,
    }
    await database.writer.write(
        lambda connection: connection.execute(insert(reports), values).rowcount
    )


async def _all(database: Database, statement: str) -> list[object]:
    return await database.read(
        lambda connection: list(connection.execute(text(statement)).scalars())
    )


async def _count(database: Database, table: str) -> object:
    return (await _all(database, f"SELECT count(*) FROM {table}"))[0]  # noqa: S608 - our names


async def test_who_made_little_does_not_wait_for_who_made_much(
    database: Database,
    generations: Generations,
    files: ImageFiles,
    erasures: Erasures,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _each in range(120):
        await made(generations, files)
    theirs = await made(generations, files, OTHER)
    for member_id in (MEMBER, OTHER):
        await erasures.ask(member_id, LATER)

    async def cancel(_generation_id: int) -> None:
        """Nothing is open."""

    monkeypatch.setattr(erasing, "_STEPS", 3)
    sweep = erasing.Erasing(erasures, MemberSettingsStore(database), cancel, FakeTime())
    await sweep.step()
    assert await prompts(generations, [theirs.id]) == [False]
    for _minute in range(3):
        await sweep.step()
    assert [await erasures.get(member_id) for member_id in (MEMBER, OTHER)] == [None, None]
