"""Nothing that was sent stays in memory: presses, choices and forms are found by their ids."""

from typing import Any

from tests.behaviour.conftest import House
from tests.behaviour.test_remix import png, posted


async def test_no_view_and_no_modal_is_kept_whatever_was_sent(house: House) -> None:
    cards = [await house.imagine(images=count) for count in (1, 2, 6)]
    await house.settle()
    more = await house.ada.click(cards[1].response, label="More")
    for label in ("Favourite", "Save as style", "Lineage", "Report", "Delete"):
        await house.ada.click(more.response, label=label)
    await house.ada.click(more.response, label="Keep it")
    await house.ada.click(cards[0].response, label="Edit")
    await house.ada.click(cards[0].response, label="Again")
    for name in ("history", "favourites", "quick", "privacy", "usage", "queue", "style list"):
        await house.ada.slash(house.channel, name)
    panel = await house.ada.slash(house.channel, "settings")
    await house.ada.select(panel.response, ["yes"], custom_id="easel:settings:set:private")
    await house.ada.slash(house.channel, "style save", name="moody", prompt="fog")
    await house.moderator.slash(house.channel, "server")
    picture = await posted(house, ("cat.png", png()))
    for name in ("Remix", "Settings", "Report"):
        await house.ada.context_menu(house.channel, name, picture)
    kept: Any = house.client._connection._view_store
    assert kept._dynamic_items  # what listens, once for each kind
    assert (kept._views, kept._synced_message_views, kept._modals) == ({}, {}, {})
