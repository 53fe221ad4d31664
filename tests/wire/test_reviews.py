"""The real process: what waits for a moderator outlives a kill, and is made and shown once."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli.seen import Message, images_of, is_delivered, text_of
from tests.wire.killing import Scene, open_scene
from tests.wire.test_buttons import buttons
from tests.wire.town import DEADLINE_S
from tests.wire.verdict import QUOTA, cards, rows, submitted

PROMPT = "a fox"
CARDS = "general"  # the channel where the moderators read


async def until_seen(scene: Scene, channel_id: int, is_it: Callable[[Message], bool]) -> Message:
    """Return the one message that fits, as the moderator sees it, once there is one."""
    changes = scene.sandbox.member("mod").hub.subscribe(lambda _event: True)
    async with asyncio.timeout(DEADLINE_S):
        while True:
            seen = scene.sandbox.messages(channel_id, seen_by="mod")
            if found := [message for message in seen if is_it(message)]:
                return found[0]
            await changes.next()


async def review_everything(scene: Scene, mode: str) -> None:
    """Let the moderator choose by `/setup` what is looked at, and where."""
    mod = scene.sandbox.member("mod")
    invocation = await mod.invoke("setup", {})
    page = await invocation.answer(DEADLINE_S)
    for custom_id, values in (
        ("easel:setup:moderators", [str(scene.sandbox.channel(CARDS))]),
        ("easel:setup:step:channels:0", None),
        ("easel:setup:review:0", [mode]),
    ):
        pressed = await mod.press(page["id"], custom_id, values or ())
        await pressed.settled(DEADLINE_S)


async def waiting_card(scene: Scene) -> Message:
    """Return the moderators' card, once it can be decided."""
    channel_id = scene.sandbox.channel(CARDS)
    return await until_seen(scene, channel_id, lambda one: "easel:review-approve:1" in buttons(one))


async def approve(scene: Scene) -> None:
    """Let the moderator press *Approve* on the card."""
    card = await waiting_card(scene)
    pressed = await scene.sandbox.member("mod").press(card["id"], "easel:review-approve:1")
    await pressed.settled(DEADLINE_S)


def shown(scene: Scene) -> list[Message]:
    """Return every message outside the moderators' channel that shows the prompt."""
    seen = {each["id"] for each in scene.sandbox.messages(scene.sandbox.channel(CARDS))}
    return [card for card in cards(scene.town, PROMPT) if card["id"] not in seen]


@pytest.mark.parametrize(
    ("mode", "status", "made_before"),
    [("generating", "in_review", 0), ("posting", "held", 1)],
    ids=["before it is made", "before it is posted"],
)
async def test_what_waits_for_a_moderator_survives_a_kill_and_is_shown_once_it_is_approved(
    tmp_path: Path, mode: str, status: str, made_before: int
) -> None:
    async with open_scene(tmp_path) as scene:
        async with scene.life() as process:
            await review_everything(scene, mode)
            await scene.ask(PROMPT)
            await scene.until(lambda found: [row.status for row in found] == [status])
            await waiting_card(scene)
            await scene.kill(process)
        assert submitted(scene.town, PROMPT) == made_before
        async with scene.life():
            (card,) = shown(scene)
            assert not is_delivered(card)
            assert images_of(card) == []
            await approve(scene)
            await scene.told()
            (row,) = await rows(scene.town)
            assert (row.status, row.charged) == ("delivered", row.units)
            assert submitted(scene.town, PROMPT) == 1
            assert await scene.town.left_today() == QUOTA - 1
        (card,) = shown(scene)
        assert is_delivered(card)
        assert len(images_of(card)) == row.units
        channel_id = scene.sandbox.channel(CARDS)
        decided = [text_of(one) for one in scene.sandbox.messages(channel_id, seen_by="mod")]
        assert len(decided) == 1
