"""`/mod images`: what moderators see of the list of blocked images, and who may change it."""

from dataclasses import replace
from typing import Any

from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.log_filter import LogFilter
from bot.store.blocked_images import BlockedImages
from bot.store.log_pages import LogPages
from tests.behaviour.conftest import House, forge, text_of


async def block(house: House, count: int = 1, server_id: int | None = None) -> None:
    entry = LogEntry(
        server_id=server_id or house.guild.id,
        at=house.time.now(),
        action=Action.IMAGE_BLOCKED,
        actor_id=house.moderator.id,
        note="not here",
    )
    images = BlockedImages(house.services.generations._database)
    for number in range(count):
        await images.add(number.to_bytes(32, "big"), replace(entry, note=f"not here {number}"))


async def listed(house: House, by: Any = None) -> Any:
    return await (by or house.moderator).slash(house.channel, "mod images")


async def logged(house: House, action: Action) -> int:
    pages = LogPages(house.services.generations._database)
    page = await pages.older(house.guild.id, LogFilter(action=action), 50)
    return len(page.entries)


async def test_moderators_see_why_each_image_is_blocked_page_by_page(house: House) -> None:
    assert "No image is blocked." in text_of((await listed(house)).response)
    await block(house, 10)
    first = await listed(house)
    assert first.ephemeral
    assert "10 images are blocked." in text_of(first.response)
    assert "not here 9" in text_of(first.response)
    assert "not here 1" not in text_of(first.response)
    second = await house.moderator.click(first.response, label="More ▶")
    assert "not here 1" in text_of(second.response)
    assert "not here 9" not in text_of(second.response)


async def test_an_image_is_let_back_once_also_after_a_restart(house: House) -> None:
    await block(house)
    before = await listed(house)
    await house.restart()
    pressed = await house.moderator.click(before.response, label="Unblock")
    assert "No image is blocked." in text_of(pressed.response)
    assert await logged(house, Action.IMAGE_UNBLOCKED) == 1


async def test_members_and_other_servers_cannot_touch_the_list(house: House) -> None:
    await block(house)
    await block(house, server_id=house.guild.id + 1)
    assert "Only moderators" in text_of((await listed(house, house.ada)).response)
    card = (await house.imagine(house.ada)).response
    forge(house, card, "Cancel", "easel:unblockimage:1")
    pressed = await house.ada.click(card, label="Cancel")
    assert "Only moderators" in text_of(pressed.response)
    for custom_id in (
        "easel:unblockimage:2",
        f"easel:unblockimage:{10**19}",
    ):  # no row of this server
        forge(house, card, "Cancel", custom_id)
        refused = await house.moderator.click(card, label="Cancel")
        assert "not blocked here" in text_of(refused.response)
    assert await logged(house, Action.IMAGE_UNBLOCKED) == 0
