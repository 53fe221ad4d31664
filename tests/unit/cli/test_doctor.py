"""Each check of the doctor ends, and says what it found in one line."""

import asyncio
from pathlib import Path

import pytest

from bot.cli.console import Stop
from bot.cli.doctor import _database, _line
from bot.settings import RetentionSettings, Settings
from bot.store.image_files import ImageFiles


async def test_a_service_that_hangs_is_given_up() -> None:
    async def hang() -> str:
        await asyncio.Event().wait()
        return "never"

    is_well, text = await _line(hang(), deadline_s=0.01)
    assert not is_well
    assert "no answer within" in text


async def test_what_is_wrong_is_one_line() -> None:
    async def fail() -> str:
        raise Stop("the service says\n<html>\n")

    assert await _line(fail()) == (False, "the service says <html>")


async def test_the_room_that_images_take_is_shown_beside_its_bound(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert "images take 0.0 of 20 GB" in await _database(settings)
    await ImageFiles(tmp_path).write_input(b"x" * 2_000)
    full = settings.model_copy(update={"retention": RetentionSettings(disk_max_gb=0.000001)})
    with pytest.raises(Stop, match="new requests are refused: raise disk_max_gb"):
        await _database(full)
