"""The bot is removed, channels, messages and members go: what its calls are answered then."""

import pytest

from bot.sandbox import ClientRefusal
from tests.unit.sandbox.raw_bot import RawBot


async def posted(bot: RawBot, channel_id: int) -> str:
    """Post as the bot, and return the message's path."""
    path = f"/channels/{channel_id}/messages"
    made = await bot.call("POST", path, {"content": "x"})
    assert made.status == 200
    return f"{path}/{made.json['id']}"


async def test_after_a_kick_the_bot_has_no_access_until_it_is_back(bot: RawBot) -> None:
    card = await posted(bot, bot.sandbox.channel_id)
    direct = f"/channels/{bot.sandbox.direct_channel('ada')}/messages"
    bot.sandbox.upheavals.kick_bot()
    for method, path in (("PATCH", card), ("GET", f"/guilds/{bot.sandbox.guild_id}")):
        refused = await bot.call(method, path, {"content": "y"} if method == "PATCH" else None)
        assert (refused.status, refused.code) == (403, 50001)
    assert (await bot.call("POST", direct, {"content": "x"})).code == 50007
    assert (await bot.call("GET", "/users/@me/guilds")).json == []
    with pytest.raises(ClientRefusal):
        await bot.sandbox.member("ada").invoke("imagine", {"prompt": "a"})
    bot.sandbox.upheavals.invite_bot()
    assert (await bot.call("PATCH", card, {"content": "y"})).status == 200
    await bot.asked()


async def test_a_deleted_channel_takes_its_messages_along(bot: RawBot) -> None:
    asked = await bot.asked()
    await asked.answer(4, {"content": "0"})
    card = await posted(bot, bot.sandbox.channel_id)
    bot.sandbox.upheavals.delete_channel(bot.sandbox.channel_id)
    assert (await bot.call("PATCH", card, {"content": "y"})).code == 10003
    assert (await bot.call("PATCH", asked.original, {"content": "y"})).code == 10008
    with pytest.raises(ClientRefusal):
        await bot.sandbox.member("ada").invoke("imagine", {"prompt": "a"})


async def test_a_deleted_message_is_unknown(bot: RawBot) -> None:
    card = await posted(bot, bot.sandbox.channel_id)
    bot.sandbox.upheavals.delete_message(card.rpartition("/")[2])
    assert (await bot.call("PATCH", card, {"content": "y"})).code == 10008


async def test_who_has_left_gets_no_direct_message(bot: RawBot) -> None:
    ada = bot.sandbox.world.member("ada")
    card = await posted(bot, bot.sandbox.direct_channel("ada"))
    bot.sandbox.upheavals.member_leaves("ada")
    member = f"/guilds/{bot.sandbox.guild_id}/members/{ada.id}"
    assert (await bot.call("GET", member)).code == 10007
    path = f"/channels/{bot.sandbox.direct_channel('ada')}/messages"
    assert (await bot.call("POST", path, {"content": "x"})).code == 50007
    assert (await bot.call("PATCH", card, {"content": "y"})).status == 200


async def test_a_message_older_than_an_hour_takes_only_so_many_edits(bot: RawBot) -> None:
    card = await posted(bot, bot.sandbox.channel_id)
    for number in range(8):
        assert (await bot.call("PATCH", card, {"content": str(number)})).status == 200
        await bot.clock.advance(6)
    await bot.clock.advance(3600)
    for number in range(5):
        assert (await bot.call("PATCH", card, {"content": str(number)})).status == 200
        await bot.clock.advance(6)
    refused = await bot.call("PATCH", card, {"content": "more"})
    assert (refused.status, refused.code) == (429, 30046)
    assert refused.headers["Via"]
