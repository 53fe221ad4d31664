"""The real process: a group session over real sockets, with another process in its middle."""

import asyncio
from pathlib import Path

from bot.cli.seen import Message, images_of, text_of
from bot.sandbox.invocation import Invocation
from tests.wire.test_buttons import buttons
from tests.wire.town import DEADLINE_S, Town, open_town

QUICK = {"EASEL_DEFAULTS__SIZE": "128x128", "EASEL_DEFAULTS__STEPS": "2"}


async def until_seen(town: Town, thread_id: int, words: str, seen_by: str = "ada") -> Message:
    """Return the newest message of the thread that says these words, once there is one."""
    changes = town.sandbox.member(seen_by).hub.subscribe(lambda _event: True)
    async with asyncio.timeout(DEADLINE_S):
        while True:
            for message in reversed(town.sandbox.messages(thread_id, seen_by=seen_by)):
                if words in text_of(message):
                    return message
            await changes.next()


def of_button(message: Message, word: str) -> str:
    (found,) = [one for one in buttons(message) if one.startswith(f"easel:session:{word}:")]
    return found


async def press(town: Town, name: str, message: Message, word: str) -> Invocation:
    pressed = await town.sandbox.member(name).press(message["id"], of_button(message, word))
    await pressed.settled(DEADLINE_S)
    return pressed


async def enter(town: Town, name: str, board: Message, prompt: str) -> None:
    form = await press(town, name, board, "enter")
    asked = await town.sandbox.member(name).submit_modal(form, {"prompt": prompt})
    await asked.settled(DEADLINE_S)


async def end_now(town: Town, board: Message) -> None:
    panel = await (await press(town, "mod", board, "host")).answer(DEADLINE_S)
    await press(town, "mod", panel, "end")


async def test_a_session_goes_on_in_the_next_process_and_ends_with_its_picture(
    tmp_path: Path,
) -> None:
    async with open_town(tmp_path) as town:
        mod = town.sandbox.member("mod")
        async with town.bot(**QUICK):
            begun = await mod.invoke("session start", {"theme": "A castle", "time": "2 h"})
            await until_seen(town, mod.channel_id, "A castle", "mod")
            assert "has begun" in text_of(await begun.answer(DEADLINE_S))
            thread_id = town.sandbox.channel("🖼️ A castle")
            board = await until_seen(town, thread_id, "Open for entries")
            await enter(town, "ada", board, "a castle in the clouds")
            await enter(town, "ben", board, "a castle under the sea")
            for number in (1, 2):
                post = await until_seen(town, thread_id, f"Entry {number} · by")
                assert len(images_of(post)) == 1
        async with town.bot(**QUICK):
            await end_now(town, board)
            call = await until_seen(town, thread_id, "Which one is the best?")
            voted = await town.sandbox.member("cleo").press(
                call["id"], "easel:session:vote:1", ["2"]
            )
            assert "entry 2" in text_of(await voted.answer(DEADLINE_S)).lower()
            await end_now(town, board)
            final = await until_seen(town, thread_id, "🏁 A castle")
            assert "🥇 [Entry 2]" in text_of(final)
            assert len(images_of(final)) == 1
        posts = town.sandbox.messages(thread_id)
        assert [post["id"] for post in posts if post["pinned"]] == [board["id"]]
        assert sum("Entry 1 · by" in text_of(post) for post in posts) == 1
