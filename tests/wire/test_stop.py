"""SIGTERM: nothing new begins, what ends in time is delivered, the rest waits for a start."""

import asyncio
from functools import partial
from pathlib import Path

from bot.cli.seen import text_of
from bot.sandbox.faults import Hang, Slow
from bot.studio.faults import Fault, Place
from tests.wire.easel import log_of
from tests.wire.forked import Program
from tests.wire.killing import Scene, open_scene
from tests.wire.town import DEADLINE_S
from tests.wire.verdict import QUOTA, cards, judge, rows

LONG = {"EASEL_WORK__GRACE_S": "600"}
SHORT = {"EASEL_WORK__GRACE_S": "0.5"}


async def running(scene: Scene) -> None:
    """Ask for an image, and let its task run without an end."""
    scene.studio.faults.pause()
    await scene.ask()
    await scene.until(lambda found: [row.status for row in found] == ["running"])


async def told_to_stop(scene: Scene, process: Program) -> None:
    """Send SIGTERM; return when the bot says that it is stopping."""
    process.terminate()
    async with asyncio.timeout(DEADLINE_S):
        while "stopping" not in await log_of(scene.town.settings):
            await scene.time.sleep(0.05)  # nothing tells of a line in the log


async def exited(process: Program) -> int:
    async with asyncio.timeout(DEADLINE_S):  # far below the long grace
        return await process.wait()


async def test_what_ends_within_the_grace_is_delivered_by_the_stopping_bot(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene:
        async with scene.life(**LONG) as process:
            await running(scene)
            await told_to_stop(scene, process)
            scene.studio.faults.resume()
            assert await exited(process) == 0
        (row,) = await judge(scene.town)
        assert (row.status, row.rung, row.charged) == ("delivered", "token", 1)


async def test_a_stopping_bot_begins_nothing(tmp_path: Path) -> None:
    one_slot = {"EASEL_PROVIDER__SLOTS": "1"}
    async with open_scene(tmp_path) as scene:
        async with scene.life(**LONG, **one_slot) as process:
            await running(scene)
            await (await scene.ask("a hare", "ben")).settled(DEADLINE_S)
            await told_to_stop(scene, process)
            refused = await (await scene.ask("an owl", "cleo")).answer(DEADLINE_S)
            assert "restarting" in text_of(refused)
            scene.studio.faults.resume()
            assert await exited(process) == 0
        left = {row.prompt: row.status for row in await rows(scene.town)}
        assert left == {"a fox": "delivered", "a hare": "queued"}
        assert len(scene.studio.journal.entries) == 1
        async with scene.life():
            await scene.told(2)
            assert {row.status for row in await judge(scene.town)} == {"delivered"}
            assert await scene.town.left_today("cleo") == QUOTA


async def test_a_command_under_way_is_answered_even_without_a_grace(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene:
        async with scene.life(EASEL_WORK__GRACE_S="0") as process:
            await scene.until_discord(Slow(delay_s=1.0), scene.ask, route="/callback")
            process.terminate()
            assert await exited(process) == 0
            assert "place" in text_of(await scene.asked[0].answer(DEADLINE_S))
            log = await log_of(scene.town.settings)
            assert "no first answer" not in log
            assert "unanswered" not in log
        (left,) = await rows(scene.town)
        assert left.status in {"queued", "running"}  # its turn may have come before the stop
        async with scene.life():
            await scene.told()
            (row,) = await judge(scene.town)
            assert (row.status, row.rung) == ("delivered", "token")


async def test_a_stop_waits_for_no_answer_that_discord_does_not_take(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene, scene.life(EASEL_WORK__GRACE_S="0") as process:
        await scene.until_discord(Hang(), scene.ask, route="/callback")
        process.terminate()
        async with asyncio.timeout(10.0):
            assert await process.wait() == 0


async def test_commands_that_arrive_with_the_stop_leave_no_error(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene, scene.life(EASEL_WORK__GRACE_S="0") as process:
        for number in range(10):
            await scene.ask(f"fox {number}")
        process.terminate()
        assert await exited(process) == 0
        log = await log_of(scene.town.settings)
        assert "bug in a command" not in log
        assert "never retrieved" not in log


async def test_what_does_not_end_within_the_grace_is_left_to_the_next_start(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene:
        async with scene.life(**SHORT) as process:
            await running(scene)
            process.terminate()
            assert await exited(process) == 0
        (left,) = await rows(scene.town)
        assert (left.status, left.charged) == ("running", 1)
        async with scene.life():
            scene.studio.faults.resume()
            await scene.told()
            (row,) = await judge(scene.town)
            assert (row.status, row.rung) == ("delivered", "token")
            assert await scene.town.left_today() == QUOTA - 1
        assert len(cards(scene.town, "a fox")) == 1


async def test_a_submit_without_an_answer_outlasts_no_grace(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene:
        async with scene.life(**SHORT) as process:
            await scene.until_studio(Place.SUBMIT, Fault(served=True, hang=True), scene.ask)
            process.terminate()
            assert await exited(process) == 0
        async with scene.life():
            await scene.told()
            (row,) = await judge(scene.town)
            assert row.status == "failed"
            assert await scene.town.left_today() == QUOTA


async def test_told_twice_it_stops_at_once(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene:
        async with scene.life(**LONG) as process:
            await running(scene)
            await told_to_stop(scene, process)
            process.terminate()
            assert await exited(process) == 0
        (left,) = await rows(scene.town)
        assert left.status == "running"


async def test_a_press_under_way_is_answered_as_well(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene:
        async with scene.life(EASEL_WORK__GRACE_S="0") as process:
            await running(scene)
            card = await scene.asked[0].answer(DEADLINE_S)
            press = partial(scene.sandbox.member().press, card["id"], "easel:cancel:1")
            await scene.until_discord(Slow(delay_s=1.0), press, route="/callback")
            process.terminate()
            assert await exited(process) == 0
            log = await log_of(scene.town.settings)
            assert "bug in a command" not in log
            assert "refusal not shown" not in log
        (row,) = await judge(scene.town)
        assert (row.status, row.rung) == ("cancelled", "token")
