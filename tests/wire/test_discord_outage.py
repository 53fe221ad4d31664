"""Discord itself goes away while an image is made: nothing is lost, the same message gets it."""

from pathlib import Path

from bot.cli.seen import images_of, is_delivered
from bot.sandbox.faults import LostConnection
from tests.wire.town import Town, open_town


async def ask_through(town: Town, fault: LostConnection, times: int) -> None:
    town.sandbox.faults.plan(fault, method="PATCH", times=times)
    message = await town.ask()
    assert is_delivered(message)
    assert len(images_of(message)) == 1
    posts = [r for r in town.sandbox.requests if r.method == "POST" and "/channels" in r.path]
    assert posts == []
    assert len(town.studio.journal.entries) == 1


async def test_connections_that_break_close_no_road(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town, town.bot():
        await ask_through(town, LostConnection(is_done=False), times=3)


async def test_answers_that_get_lost_are_repeated_on_the_same_message(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town, town.bot():
        await ask_through(town, LostConnection(is_done=True), times=1)
