"""The real process in places of each kind: where it is no member, in a thread, and by the menus."""

import asyncio
from pathlib import Path

from bot.cli.demo_world import furnish
from bot.cli.seen import Message, images_of, is_delivered, is_refused, text_of
from bot.sandbox.invocation import Invocation
from tests.wire.test_buttons import buttons, shows
from tests.wire.town import DEADLINE_S, SMALL, Town, open_town

FORM = {
    "prompt": "the same lighthouse at night",
    "strength": ["0.7"],
    "style": ["easel:default"],
    "images": ["2"],
}


async def finished(invocation: Invocation) -> Message:
    """Return the finished card."""
    async with asyncio.timeout(DEADLINE_S):
        async for state in invocation.states():
            assert not is_refused(state), text_of(state)
            if is_delivered(state):
                return state
    raise AssertionError(invocation.failed or "the reply went away")


async def asked_in(town: Town, place: str) -> Message:
    options = {"prompt": "a fox", **SMALL}
    channel_id = town.sandbox.channel(place)
    ada = town.sandbox.member("ada")
    return await finished(await ada.invoke("imagine", options, channel_id=channel_id))


async def test_who_has_installed_it_uses_it_where_the_bot_is_no_member(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town, town.bot():
        ada = town.sandbox.member("ada")
        for place in ("lounge", "Ada and Ben", "sunsets"):
            card = await asked_in(town, place)
            assert len(images_of(card)) == 1
            (again,) = [one for one in buttons(card) if one.startswith("easel:anew:")]
            child = await finished(await ada.press(card["id"], again))
            assert child["id"] != card["id"]
            assert len(images_of(child)) == 1


async def test_a_posted_picture_tells_its_settings_and_is_remixed(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town, town.bot():
        await furnish(town.sandbox)
        channel_id = town.sandbox.channel("images")
        (posted,) = [one for one in town.sandbox.messages(channel_id) if one["attachments"]]
        ada = town.sandbox.member("ada")
        told = await ada.use_on_message(posted["id"], "Settings")
        panel = await shows(told, "nearest")
        assert "/imagine prompt:a lighthouse on a cliff" in text_of(panel)
        opened = await ada.use_on_message(posted["id"], "Remix")
        await opened.settled(DEADLINE_S)
        card = await finished(await ada.submit_modal(opened, FORM))
        assert len(images_of(card)) == 2
