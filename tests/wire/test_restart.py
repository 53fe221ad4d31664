"""The process is killed while a task runs: the next one delivers it to the same message."""

import asyncio
from pathlib import Path

from bot.cli.seen import images_of, is_delivered, text_of
from tests.wire.town import DEADLINE_S, SMALL, open_town


async def test_a_killed_bot_finishes_at_its_next_start_and_pays_once(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town, asyncio.timeout(3 * DEADLINE_S):
        town.studio.faults.pause()
        async with town.bot() as process:
            member = town.sandbox.member("ada")
            invocation = await member.invoke("imagine", {"prompt": "a fox", **SMALL})
            states = invocation.states()
            async for message in states:
                if "Starting" in text_of(message):  # its task id is stored
                    break
            process.kill()
            await process.wait()
        first = message["id"]
        town.studio.faults.resume()
        async with town.bot():
            async for message in states:
                if is_delivered(message):
                    break
            assert message["id"] == first
            assert len(images_of(message)) == 1
            assert await town.left_today() == 99
        assert len(town.studio.journal.entries) == 1
