"""The bot is killed at each moment of a generation's life: the next one ends it, once."""

import asyncio
from pathlib import Path

import pytest

from bot.sandbox.faults import Hang
from bot.studio.faults import Fault, Place
from tests.wire.killing import open_scene
from tests.wire.moments import (
    MOMENTS,
    Moment,
    before_its_task_ends,
    before_the_first_answer,
    before_the_submits_answer,
)
from tests.wire.town import DEADLINE_S
from tests.wire.verdict import QUOTA, cards, judge, rows, submitted

PROMPT = "a fox"
ONE_SLOT = {"EASEL_PROVIDER__SLOTS": "1"}


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.sentence)
async def test_killed(tmp_path: Path, moment: Moment) -> None:
    async with open_scene(tmp_path) as scene:
        async with scene.life(**ONE_SLOT) as process:
            await moment.reach(scene)
            await scene.kill(process)
        async with scene.life(**ONE_SLOT):
            scene.studio.faults.resume()
            await scene.told(len(scene.asked))
            row = (await judge(scene.town))[-1]
            assert (row.prompt, row.status, row.rung) == (PROMPT, moment.status, moment.rung)
            assert submitted(scene.town, PROMPT) == moment.submitted
            assert await scene.town.left_today() == QUOTA - row.charged
        (card,) = cards(scene.town, PROMPT)
        reply = scene.asked[-1].reply
        assert reply is None or reply["id"] == card["id"]


async def test_killed_before_its_row_a_command_leaves_nothing(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene:
        async with scene.life() as process:
            await scene.until_studio(Place.MODELS, Fault(hang=True), scene.ask)
            await scene.kill(process)
        async with scene.life():
            assert await scene.town.left_today() == QUOTA
            assert list(await rows(scene.town)) == []
            assert list(cards(scene.town, PROMPT)) == []
            assert scene.studio.journal.entries == ()


async def test_killed_while_it_waits_for_its_turn(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene:
        scene.studio.faults.pause()
        async with scene.life(**ONE_SLOT) as process:
            await scene.ask("a fox")
            await scene.ask("a hare", "ben")
            await scene.until(lambda found: {row.status for row in found} == {"running", "queued"})
            await scene.kill(process)
        async with scene.life(**ONE_SLOT):
            scene.studio.faults.resume()
            await scene.told(2)
            assert {row.rung for row in await judge(scene.town)} == {"token"}
            assert await scene.town.left_today("ada") == QUOTA - 1
            assert await scene.town.left_today("ben") == QUOTA - 1


async def test_killed_twice_in_a_row(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene:
        async with scene.life() as process:
            await before_its_task_ends(scene)
            await scene.kill(process)
        strike = scene.studio.faults.add(Place.DOWNLOAD, Fault(hang=True))
        async with scene.life() as process:
            await asyncio.wait_for(strike.happened.wait(), DEADLINE_S)
            await scene.kill(process)
        async with scene.life():
            await scene.told()
            (row,) = await judge(scene.town)
            assert (row.status, row.rung) == ("delivered", "token")
            assert await scene.town.left_today() == QUOTA - 1


async def test_killed_again_after_a_new_message_and_before_its_row(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene:
        async with scene.life(**ONE_SLOT) as process:
            await before_the_first_answer(scene)
            await scene.kill(process)
        strike = scene.sandbox.faults.plan(Hang(is_done=True), method="POST", route="/messages")
        async with scene.life() as process:
            await asyncio.wait_for(strike.happened.wait(), DEADLINE_S)
            await scene.kill(process)
        async with scene.life():
            await scene.told(2)
            row = (await judge(scene.town))[-1]
            assert (row.prompt, row.status, row.rung) == (PROMPT, "delivered", "channel")
            assert await scene.town.left_today() == QUOTA - 1


async def test_an_interrupted_submit_can_be_tried_again_after_any_restart(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene:
        async with scene.life() as process:
            await before_the_submits_answer(scene)
            await scene.kill(process)
        async with scene.life() as process:
            await scene.told()
            await scene.kill(process)
        before = submitted(scene.town, PROMPT)
        async with scene.life():
            (row,) = await judge(scene.town)
            (card,) = cards(scene.town, PROMPT)
            await scene.sandbox.member().press(card["id"], f"easel:again:{row.id}")
            await scene.told(2)
            first, again = await judge(scene.town)
            assert (first.status, again.status) == ("failed", "delivered")
            assert submitted(scene.town, PROMPT) == before + 1
            assert await scene.town.left_today() == QUOTA - 1


async def test_killed_for_longer_than_the_token_lives(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene:
        async with scene.life() as process:
            await before_its_task_ends(scene)
            await scene.kill(process)
        scene.time.jump(15 * 60)
        async with scene.life():
            await scene.told()
            (row,) = await judge(scene.town)
            assert (row.status, row.rung) == ("delivered", "edit")
            (card,) = cards(scene.town, PROMPT)
            assert card["id"] == str(row.message_id)
