"""A hundred commands at once, on the real process, never pass the quota."""

import asyncio
from pathlib import Path

from bot.cli.seen import is_refused, text_of
from tests.wire.killing import open_scene
from tests.wire.town import DEADLINE_S
from tests.wire.verdict import rows

LIMITS = {"EASEL_LIMITS__DAILY_QUOTA": "5", "EASEL_LIMITS__WAITING": "200"}


async def test_a_hundred_commands_at_once_never_pass_the_quota(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene, scene.life(**LIMITS):
        asked = await asyncio.gather(*(scene.ask() for _command in range(100)))
        answers = await asyncio.gather(*(one.answer(DEADLINE_S) for one in asked))
        refused = [text_of(answer) for answer in answers if is_refused(answer)]
        assert len(refused) == 95
        assert all("0 of your 5 images for today are left" in text for text in refused)
        await scene.told(5)
        assert [row.status for row in await rows(scene.town)] == ["delivered"] * 5
        assert len(scene.studio.journal.entries) == 5
        assert await scene.town.left_today() == 0
