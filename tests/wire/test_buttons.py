"""The real process: buttons that outlive it, `/queue` and `/history`, all as Discord takes them."""

import asyncio
from pathlib import Path

from bot.cli.seen import Message, images_of, is_delivered, text_of
from bot.sandbox.invocation import Invocation
from bot.studio.faults import Fault, Place
from tests.wire.town import DEADLINE_S, SMALL, Town, open_town


def buttons(message: Message) -> list[str]:
    """Return the custom_ids of a message's buttons."""
    found: list[str] = []
    waiting = list(message["components"])
    while waiting:
        part = waiting.pop(0)
        if part["type"] == 2 and not part.get("disabled"):
            found.append(part["custom_id"])
        waiting[:0] = [*part.get("components", []), part.get("accessory")]
        waiting = [each for each in waiting if each is not None]
    return found


async def delivered_by_press(town: Town, message: Message, custom_id: str) -> Message:
    """Let ada press; return the finished card that answers it."""
    return await shows(await town.sandbox.member("ada").press(message["id"], custom_id), "made in")


async def shows(invocation: Invocation, words: str) -> Message:
    """Return the first state of the reply that says these words."""
    async with asyncio.timeout(DEADLINE_S):
        async for state in invocation.states():
            if words in text_of(state):
                return state
    raise AssertionError(invocation.failed or "the reply went away")


async def cancelled_card(invocation: Invocation) -> Message:
    """Return the card as soon as it says that it was cancelled."""
    return await shows(invocation, "Cancelled")


def seen(town: Town, message: Message) -> Message:
    """Return a message as ada sees it now."""
    every = town.sandbox.messages(town.sandbox.channel_id)
    return next(each for each in every if each["id"] == message["id"])


async def test_a_failed_card_is_tried_again_by_the_next_process(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        async with town.bot():
            town.studio.faults.add(Place.SUBMIT, Fault(http_status=500))
            card = await town.ask(prompt="a red fox", seed=7)
            assert buttons(card) == ["easel:again:1"]
        async with town.bot():
            delivered = await delivered_by_press(town, card, "easel:again:1")
            assert delivered["id"] != card["id"]
            assert "a red fox" in text_of(delivered)
            assert "seed 7" in text_of(delivered)
            assert len(images_of(delivered)) == 1
            assert await town.left_today() == 99


async def test_what_waits_and_runs_is_cancelled_on_the_card_and_in_the_queue(
    tmp_path: Path,
) -> None:
    async with open_town(tmp_path) as town, town.bot(EASEL_LIMITS__RUNNING="1"):
        town.studio.faults.pause()
        ada = town.sandbox.member("ada")
        first = await ada.invoke("imagine", {"prompt": "a first fox", **SMALL})
        await shows(first, "Starting")
        second = await ada.invoke("imagine", {"prompt": "a second fox", **SMALL})
        waiting = await second.answer(DEADLINE_S)
        assert buttons(waiting) == ["easel:cancel:2"]
        queue = await (await ada.invoke("queue", {})).answer(DEADLINE_S)
        assert "a first fox" in text_of(queue)
        cancels = ["easel:cancel:1:mine", "easel:cancel:2:mine"]
        assert buttons(queue) == [*cancels, "easel:queue:mine"]
        await (await ada.press(waiting["id"], "easel:cancel:2")).settled(DEADLINE_S)
        assert "not charged" in text_of(await cancelled_card(second))
        await (await ada.press(queue["id"], "easel:cancel:1:mine")).settled(DEADLINE_S)
        assert "it counts" in text_of(await cancelled_card(first))
        assert "Nothing" in text_of(seen(town, queue))
        town.studio.faults.resume()
        assert is_delivered(await town.ask(prompt="a third fox"))
        assert await town.left_today() == 98


async def history_of(town: Town, count: int) -> Message:
    """Return the first page once so many stand in it, which is a little after the card."""
    ada = town.sandbox.member("ada")
    async with asyncio.timeout(DEADLINE_S):
        while True:
            invocation = await ada.invoke("history", {})
            page = await shows(invocation, "Your images")
            if text_of(page).count("picture") == count:
                return page


async def test_finished_images_are_opened_and_sent_again_from_the_history(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town, town.bot():
        cards = await asyncio.gather(*(town.ask(prompt=f"picture {n}") for n in range(3)))
        assert all(is_delivered(card) for card in cards)
        page = await history_of(town, 3)
        assert len(images_of(page)) == 1
        ada = town.sandbox.member("ada")
        opened = await shows(await ada.press(page["id"], "easel:past:ho:3::", ["2"]), "guidance")
        assert opened["id"] == page["id"]
        again = await delivered_by_press(town, page, "easel:resend:2")
        assert len(images_of(again)) == 1
        back = await shows(await ada.press(page["id"], "easel:past:hb:4::"), "Your images")
        assert text_of(back).count("picture") == 3
        assert len(town.studio.journal.entries) == 3
