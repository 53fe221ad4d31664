"""A hundred commands at once, on the real process, never pass the quota."""

import asyncio
from pathlib import Path

from bot.cli.seen import is_delivered, text_of
from tests.wire.town import open_town


async def test_a_hundred_commands_at_once_never_pass_the_quota(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        limits = {"EASEL_LIMITS__DAILY_QUOTA": "5", "EASEL_LIMITS__WAITING": "200"}
        async with town.bot(**limits):
            replies = await asyncio.gather(*(town.ask(steps=1) for _ in range(100)))
            assert sum(is_delivered(reply) for reply in replies) == 5
            refused = [text_of(reply) for reply in replies if not is_delivered(reply)]
            assert all("0 of your 5 images for today are left" in text for text in refused)
            assert len(town.studio.journal.entries) == 5
            assert await town.left_today() == 0
