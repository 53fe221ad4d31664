"""Commands in the context menus of messages and users ("Apps")."""

from typing import Any

import pytest

from bot.sandbox import ClientRefusal, Upload
from tests.unit.sandbox.raw_bot import EPHEMERAL, Asked, RawBot, reply_id

REMIX = {"name": "Remix this", "type": 3}
MODERATE = {"name": "Report", "type": 3, "default_member_permissions": 32}
SHOW = {"name": "Show images", "type": 2}
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x03\x00\x00\x00\x02tEXt parameters"


async def sync(bot: RawBot, *commands: dict[str, Any]) -> int:
    path = f"/applications/{bot.sandbox.application_id}/commands"
    return (await bot.call("PUT", path, list(commands))).status


async def test_a_message_command_carries_the_message_as_it_stands(bot: RawBot) -> None:
    await sync(bot, REMIX)
    file = Upload(filename="cat.png", data=PNG, content_type="image/png", description="A cat")
    target = bot.sandbox.member("ben").say("look", files=[file])
    await bot.sandbox.member("ada").use_on_message(target["id"], "Remix this")
    data = (await bot.event("INTERACTION_CREATE"))["data"]
    assert (data["type"], data["name"], data["target_id"]) == (3, "Remix this", target["id"])
    message = data["resolved"]["messages"][target["id"]]
    (attachment,) = message["attachments"]
    assert (message["content"], message["author"]["username"]) == ("look", "ben")
    assert (attachment["description"], attachment["width"]) == ("A cat", 3)
    assert bot.sandbox.attachment(attachment["url"]) == PNG


async def test_a_user_command_carries_the_user_and_the_member(bot: RawBot) -> None:
    await sync(bot, SHOW)
    ben = str(bot.sandbox.world.member("ben").id)
    await bot.sandbox.member("ada").use_on_user(ben, "Show images")
    data = (await bot.event("INTERACTION_CREATE"))["data"]
    assert (data["type"], data["target_id"]) == (2, ben)
    assert data["resolved"]["users"][ben]["username"] == "ben"
    assert "user" not in data["resolved"]["members"][ben]


async def test_the_reply_says_what_it_was_used_on(bot: RawBot) -> None:
    await sync(bot, REMIX, SHOW)
    ada, ben = bot.sandbox.member("ada"), bot.sandbox.world.member("ben")
    target = ada.say("look")
    on_message = await ada.use_on_message(target["id"], "Remix this")
    on_user = await ada.use_on_user(ben.id, "Show images")
    shown = []
    for invocation in (on_message, on_user):
        asked = Asked(bot, invocation, await bot.event("INTERACTION_CREATE"))
        answer = await asked.answer(4, {"content": "done"})
        shown.append(answer.json["resource"]["message"])
    assert [each["type"] for each in shown] == [23, 23]
    assert shown[0]["interaction_metadata"]["target_message_id"] == target["id"]
    assert shown[1]["interaction_metadata"]["target_user"]["id"] == str(ben.id)


async def test_whoever_may_not_or_does_not_see_it_cannot_use_it(bot: RawBot) -> None:
    asked = await bot.asked()
    await asked.answer(4, {"content": "secret", "flags": EPHEMERAL})
    await sync(bot, REMIX, MODERATE)
    target = bot.sandbox.member("ada").say("look")
    ben, mod = bot.sandbox.member("ben"), bot.sandbox.member("mod")
    with pytest.raises(ClientRefusal, match="no such message"):
        await ben.use_on_message(reply_id(asked), "Remix this")
    with pytest.raises(ClientRefusal, match="do not have permission to use Report"):
        await ben.use_on_message(target["id"], "Report")
    with pytest.raises(ClientRefusal, match="no command Show images"):
        await ben.use_on_message(target["id"], "Show images")
    await mod.use_on_message(target["id"], "Report")


@pytest.mark.parametrize("kind", [2, 3])
async def test_a_scope_holds_fifteen_of_each_menu(bot: RawBot, kind: int) -> None:
    menus = [{"name": f"Menu {number}", "type": kind} for number in range(16)]
    assert await sync(bot, *menus) == 400
    assert await sync(bot, *menus[:15]) == 200


async def test_a_menu_has_neither_description_nor_options(bot: RawBot) -> None:
    assert await sync(bot, {**REMIX, "description": "Remix"}) == 400
    assert await sync(bot, {**REMIX, "name": "x" * 33}) == 400
