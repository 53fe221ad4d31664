"""Each check of the doctor ends, and says what it found in one line."""

import asyncio

from bot.cli.console import Stop
from bot.cli.doctor import _line


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
