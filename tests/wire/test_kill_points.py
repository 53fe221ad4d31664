"""The bot is killed at each moment of a generation's life: the next one ends it, once."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.sandbox.faults import Hang
from bot.studio.faults import Fault, Place
from bot.studio.refusals import Reason
from tests.wire.killing import Scene, open_scene
from tests.wire.verdict import QUOTA, cards, judge, rows

PROMPT = "a fox"


@dataclass(frozen=True)
class Moment:
    """How to get there, and how it must end: the row's status and the road to its owner."""

    sentence: str
    reach: Callable[[Scene], Awaitable[None]]
    status: str = "delivered"
    rung: str = "token"
    submitted: int = 1


async def before_the_first_answer(scene: Scene) -> None:
    await scene.is_at_rest()
    await scene.until_discord(Hang(), scene.ask, route="/callback")


async def after_the_first_answer(scene: Scene) -> None:
    await scene.is_at_rest()
    await scene.until_discord(Hang(is_done=True), scene.ask, route="/callback")


async def while_submitting(scene: Scene) -> None:
    await scene.until_studio(Place.SUBMIT, Fault(hang=True), scene.ask)


async def before_the_submits_answer(scene: Scene) -> None:
    await scene.until_studio(Place.SUBMIT, Fault(served=True, hang=True), scene.ask)


async def while_running(scene: Scene) -> None:
    scene.studio.faults.pause()
    await scene.until_studio(Place.LOOK, Fault(hang=True), scene.ask)


async def before_its_task_ends(scene: Scene) -> None:
    await while_running(scene)
    scene.studio.faults.resume()  # the bot does not see the end: its look hangs


async def while_downloading(scene: Scene) -> None:
    await scene.until_studio(Place.DOWNLOAD, Fault(hang=True), scene.ask)


async def before_the_final_edit(scene: Scene) -> None:
    await scene.until_discord(Hang(), scene.ask, method="PATCH", has_files=True)


async def after_the_final_edit(scene: Scene) -> None:
    await scene.until_discord(Hang(is_done=True), scene.ask, method="PATCH", has_files=True)


async def before_the_failure_is_told(scene: Scene) -> None:
    scene.studio.faults.add(Place.SUBMIT, Fault(refusal=Reason.PROMPT_REFUSED))
    await scene.until_discord(Hang(), scene.ask, method="PATCH")


async def after_the_failure_is_told(scene: Scene) -> None:
    scene.studio.faults.add(Place.SUBMIT, Fault(refusal=Reason.PROMPT_REFUSED))
    await scene.until_discord(Hang(is_done=True), scene.ask, method="PATCH")


MOMENTS = [
    Moment("with its row and no first answer", before_the_first_answer, rung="channel"),
    Moment("with a first answer whose id is not stored", after_the_first_answer),
    Moment("while it submits", while_submitting, "failed", submitted=0),
    Moment("after the submit arrived, before its answer", before_the_submits_answer, "failed"),
    Moment("while its task runs, which runs on", while_running),
    Moment("while its task runs, which ends meanwhile", before_its_task_ends),
    Moment("while it downloads", while_downloading),
    Moment("after the download, before the final edit", before_the_final_edit),
    Moment("after the final edit, before its row", after_the_final_edit),
    Moment("with a failure nobody was told", before_the_failure_is_told, "failed", submitted=0),
    Moment("with a failure told, before its row", after_the_failure_is_told, "failed", submitted=0),
]


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.sentence)
async def test_killed(tmp_path: Path, moment: Moment) -> None:
    async with open_scene(tmp_path) as scene:
        async with scene.life() as process:
            await moment.reach(scene)
            await scene.kill(process)
        async with scene.life():
            scene.studio.faults.resume()
            await scene.told()
            (row,) = await judge(scene.town)
            assert (row.status, row.rung) == (moment.status, moment.rung)
            assert len(scene.studio.journal.entries) == moment.submitted
            assert await scene.town.left_today() == QUOTA - row.charged
        (card,) = cards(scene.town, PROMPT)
        reply = scene.asked[0].reply
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
    one_slot = {"EASEL_PROVIDER__SLOTS": "1"}
    async with open_scene(tmp_path) as scene:
        scene.studio.faults.pause()
        async with scene.life(**one_slot) as process:
            await scene.ask("a fox")
            await scene.ask("a hare", "ben")
            await scene.until(lambda found: {row.status for row in found} == {"running", "queued"})
            await scene.kill(process)
        async with scene.life(**one_slot):
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
            await strike.happened.wait()
            await scene.kill(process)
        async with scene.life():
            await scene.told()
            (row,) = await judge(scene.town)
            assert (row.status, row.rung) == ("delivered", "token")
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
