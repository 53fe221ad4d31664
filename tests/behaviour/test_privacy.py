"""`/privacy`: what is kept, taking it along, and deleting everything."""

import asyncio
import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.domain.generation import Generation, Status
from bot.domain.styles import Style
from bot.replies.members import export_sending
from tests.behaviour.conftest import House, text_of
from tests.unit.replies.samples import noise


async def panel_of(house: House, member: Any = None) -> Any:
    shown = await (member or house.ada).slash(house.channel, "privacy")
    assert shown.ephemeral
    return shown.response


async def row(house: House, generation_id: int) -> Generation:
    found = await house.services.generations.get(generation_id)
    assert found is not None
    return found


async def count(house: House, statement: str) -> int:
    return await house.services.members.erasures._database.read(
        lambda connection: int(connection.execute(text(statement)).scalar_one())
    )


async def furnish(house: House) -> None:
    """Let ada have two images, a style, a favourite and settings."""
    await house.ada.slash(house.channel, "style save", name="Moody", prompt="secret fog")
    for number in (1, 2):
        await house.imagine(prompt=f"secret mill {number}", image=("in.png", noise(64).data))
        await house.settle()
    await house.services.members.settings.set_option(house.ada.id, "steps", "33", house.time.now())


async def files_in(folder: Path, name: str) -> list[Path]:
    return await asyncio.to_thread(
        lambda: [path for path in (folder / name).rglob("*") if path.is_file()]
    )


def entries_of(house: House, messages: Any) -> dict[str, bytes]:
    """Return what lies in all ZIP files of *messages*, by name."""
    found: dict[str, bytes] = {}
    for message in messages:
        for attachment in message.attachments:
            data = house.env.backend.cdn.get(attachment.url) or b""
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                assert archive.testzip() is None
                found |= {name: archive.read(name) for name in archive.namelist()}
    return found


async def test_it_says_what_is_kept_why_and_how_long(house: House) -> None:
    shown = text_of(await panel_of(house))
    for words in ("90 days", "365 days", "400 days", "Styles, favourites", "image service"):
        assert words in shown
    assert len(shown) <= 4_000


async def test_everything_is_exported_as_json_and_images(house: House, tmp_path: Path) -> None:
    await furnish(house)
    await house.imagine(house.ben, prompt="of somebody else")
    await house.settle()
    exported = await house.ada.click(await panel_of(house), label="Export")
    assert all(message.ephemeral for message in exported.followups)
    entries = entries_of(house, exported.followups)
    made = json.loads(entries["generations/00001.json"])
    assert [one["request"]["prompt"] for one in made] == ["secret mill 2", "secret mill 1"]
    for one in made:
        for image in one["images"]:
            path = tmp_path / "images" / "0" / Path(image["file"]).name
            assert entries[image["file"]] == await asyncio.to_thread(path.read_bytes)
    assert json.loads(entries["styles.json"])[0]["prompt"] == "secret fog"
    assert json.loads(entries["settings.json"])["options"] == {"steps": "33"}
    assert sum(one["units"] for one in json.loads(entries["usage.json"])) > 0
    assert b"somebody else" not in b"".join(entries.values())
    assert await files_in(tmp_path, "exports") == []


async def test_what_is_too_large_is_named_with_a_choice_of_what_fits(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await furnish(house)
    monkeypatch.setattr(export_sending, "MOST_MESSAGES", 0)
    panel = await panel_of(house)
    refused = await house.ada.click(panel, label="Export")
    assert not refused.followups
    assert "Discord lets me send you" in text_of(panel)
    monkeypatch.undo()
    sent = await house.ada.click(panel, label="Only the texts")
    assert not [name for name in entries_of(house, sent.followups) if name.startswith("images/")]
    assert "1 ZIP file" in text_of(panel)
    monkeypatch.setattr(export_sending, "MOST_MESSAGES", 0)
    await house.ada.click(again := await panel_of(house), label="Export")
    monkeypatch.undo()
    newest = await house.ada.click(again, label="Texts and newest images")
    assert [name for name in entries_of(house, newest.followups) if name.startswith("images/")]


async def test_nothing_is_deleted_before_a_confirmation_that_names_the_numbers(
    house: House,
) -> None:
    await furnish(house)
    panel = await panel_of(house)
    await house.ada.click(panel, label="Delete everything …")
    asked = text_of(panel)
    assert "2 requests with their images and prompts" in asked
    assert "1 style" in asked
    assert "today's quota" in asked
    await house.ada.click(panel, label="No, keep it")
    assert (await row(house, 1)).images


async def test_everything_is_deleted_and_the_quota_stays_used(house: House, tmp_path: Path) -> None:
    await furnish(house)
    await house.imagine(house.ben, prompt="of somebody else")
    await house.settle()
    left = await house.left()
    panel = await panel_of(house)
    await house.ada.click(panel, label="Delete everything …")
    await house.ada.click(panel, label="Yes, delete it all")
    assert "is deleted" in text_of(panel)
    for number in (1, 2):
        emptied = await row(house, number)
        assert emptied.request.is_erased
        assert not emptied.images
    kept = await files_in(tmp_path, "images")
    assert [path.name for path in kept] == ["3-0.png"]
    assert await files_in(tmp_path, "inputs") == []
    assert await count(house, "SELECT count(*) FROM styles") == 0
    assert await count(house, "SELECT count(*) FROM prompt_words WHERE word LIKE 'secret%'") == 0
    assert await count(house, "SELECT count(*) FROM erasures") == 0
    assert (await house.services.members.settings.get(house.ada.id)).options == {}
    assert await house.left() == left
    assert not (await row(house, 3)).request.is_erased
    history = await house.ada.slash(house.channel, "history")
    assert "secret" not in text_of(history.response)


async def test_what_waits_is_cancelled_and_what_runs_is_dropped_after_its_end(
    house: House,
) -> None:
    await house.imagine(prompt="it runs")
    await house.until_it_runs()
    await house.imagine(prompt="it waits")
    panel = await panel_of(house)
    await house.ada.click(panel, label="Delete everything …")
    await house.ada.click(panel, label="Yes, delete it all")
    assert {(await row(house, each)).status for each in (1, 2)} == {Status.CANCELLED}
    await house.settle()
    await house.services.members.erasing_sweep.step()
    await house.services.members.erasing_sweep.step()
    for number in (1, 2):
        assert (await row(house, number)).request.is_erased
        assert not (await row(house, number)).images
    assert await count(house, "SELECT count(*) FROM erasures") == 0


async def test_a_wish_outlives_a_restart_and_spares_what_is_made_afterwards(
    house: House, tmp_path: Path
) -> None:
    await furnish(house)
    erasures = house.services.members.erasures
    await erasures.ask(house.ada.id, house.time.now())
    await erasures.step(house.ada.id, house.time.now())
    killed = tmp_path / "exports" / "killed"
    await asyncio.to_thread(killed.mkdir, parents=True)
    await asyncio.to_thread(os.utime, killed, (1, 1))
    await house.restart()
    assert "Being deleted" in text_of(await panel_of(house))
    house.time.advance(60)
    await house.imagine(prompt="a new beginning")
    await house.settle()
    await house.ada.slash(house.channel, "style save", name="New", prompt="light")
    await house.services.members.erasing_sweep.step()
    await house.services.members.erasing_sweep.step()
    assert (await row(house, 2)).request.is_erased
    assert (await row(house, 3)).request.prompt == "a new beginning"
    assert [path.name for path in await files_in(tmp_path, "images")] == ["3-0.png"]
    assert not await asyncio.to_thread(killed.exists)
    assert await count(house, "SELECT count(*) FROM styles") == 1
    assert "Being deleted" not in text_of(await panel_of(house))


async def test_styles_of_every_server_go_also_shared_ones(house: House) -> None:
    await house.services.styles.save(house.ada.id, 5, Style(name="there"), house.time.now())
    await house.services.members.erasures._database.writer.write(
        lambda connection: connection.execute(text("UPDATE styles SET sharing = 'shared'")).rowcount
    )
    panel = await panel_of(house)
    await house.ada.click(panel, label="Delete everything …")
    await house.ada.click(panel, label="Yes, delete it all")
    assert await count(house, "SELECT count(*) FROM styles") == 0
