"""The real process: a group session outlives a kill, with one board and each entry posted once."""

from collections.abc import Callable, Sequence
from pathlib import Path

from bot.cli.seen import Message, images_of, text_of
from bot.sandbox.invocation import Invocation
from tests.wire.killing import Scene, open_scene
from tests.wire.test_buttons import buttons
from tests.wire.test_reviews import until_seen
from tests.wire.town import DEADLINE_S

QUICK = {"EASEL_DEFAULTS__SIZE": "128x128", "EASEL_DEFAULTS__STEPS": "2"}


def saying(words: str) -> Callable[[Message], bool]:
    """Tell whether a message says these words."""
    return lambda message: words in text_of(message)


async def press(scene: Scene, name: str, message: Message, word: str) -> Invocation:
    (custom_id,) = [c for c in buttons(message) if c.startswith(f"easel:session:{word}:")]
    pressed = await scene.sandbox.member(name).press(message["id"], custom_id)
    await pressed.settled(DEADLINE_S)
    return pressed


async def begun(scene: Scene) -> int:
    """Let the moderator start a session; return its thread."""
    mod = scene.sandbox.member("mod")
    started = await mod.invoke("session start", {"theme": "A castle", "time": "2 h"})
    assert "has begun" in text_of(await started.answer(DEADLINE_S))
    return scene.sandbox.channel("🖼️ A castle")


def posts(scene: Scene, thread_id: int, words: str) -> Sequence[Message]:
    """Return what everybody sees in the thread that says these words."""
    return [each for each in scene.sandbox.messages(thread_id) if words in text_of(each)]


async def test_a_session_survives_a_kill_with_one_board_and_its_entry_is_posted_once(
    tmp_path: Path,
) -> None:
    async with open_scene(tmp_path) as scene:
        scene.studio.faults.pause()
        async with scene.life(**QUICK) as process:
            thread_id = await begun(scene)
            board = await until_seen(scene, thread_id, saying("Open for entries"))
            form = await press(scene, "ada", board, "enter")
            asked = await scene.sandbox.member("ada").submit_modal(form, {"prompt": "a tower"})
            await asked.settled(DEADLINE_S)
            await scene.until(lambda found: [row.status for row in found] == ["running"])
            await scene.kill(process)
        async with scene.life(**QUICK):
            scene.studio.faults.resume()
            post = await until_seen(scene, thread_id, saying("Entry 1 · by"))
            assert len(images_of(post)) == 1
            await scene.told()
            board = await until_seen(scene, thread_id, saying("1 ready"))
        assert len(scene.studio.journal.entries) == 1
        assert [each["id"] for each in posts(scene, thread_id, "Entry 1 · by")] == [post["id"]]
        pinned = [each for each in scene.sandbox.messages(thread_id) if each["pinned"]]
        assert [each["id"] for each in pinned] == [board["id"]]
