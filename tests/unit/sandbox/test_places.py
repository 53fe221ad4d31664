"""Threads, posts, announcements, groups, and a server where the bot is no member."""

from typing import Any

import pytest

from bot.sandbox import ClientRefusal
from tests.unit.sandbox.raw_bot import Asked, RawBot

BOTH = {"name": "draw", "description": "Draw", "integration_types": [0, 1]}
HOME_ONLY = {"name": "ours", "description": "Ours", "integration_types": [0]}
IN_SERVERS = {**BOTH, "name": "serve", "contexts": [0]}
IN_GROUPS = {**BOTH, "name": "group", "contexts": [1, 2]}
BUTTON = {
    "type": 1,
    "components": [{"type": 2, "style": 1, "label": "Again", "custom_id": "again"}],
}


@pytest.fixture(autouse=True)
async def _synced(bot: RawBot) -> None:
    path = f"/applications/{bot.sandbox.application_id}/commands"
    await bot.call("PUT", path, [BOTH, HOME_ONLY, IN_SERVERS, IN_GROUPS])


async def used(bot: RawBot, where: str, name: str = "ada", command: str = "draw") -> Asked:
    channel_id = bot.sandbox.channel(where)
    invocation = await bot.sandbox.member(name).invoke(command, channel_id=channel_id)
    return Asked(bot, invocation, await bot.event("INTERACTION_CREATE"))


@pytest.mark.parametrize(
    ("where", "kind", "parent"),
    [("sunsets", 11, "general"), ("Show your foxes", 11, "gallery"), ("news", 5, None)],
)
async def test_the_bot_answers_and_writes_in_threads_posts_and_announcements(
    bot: RawBot, where: str, kind: int, parent: str | None
) -> None:
    asked = await used(bot, where)
    assert asked.data["channel"]["type"] == kind
    assert asked.data["channel"]["parent_id"] == (parent and str(bot.sandbox.channel(parent)))
    assert (await asked.answer(4, {"content": "done"})).status == 200
    path = f"/channels/{bot.sandbox.channel(where)}/messages"
    assert (await bot.call("POST", path, {"content": "more"})).status == 200


async def test_nobody_writes_in_a_forum_itself(bot: RawBot) -> None:
    forum = bot.sandbox.channel("gallery")
    refused = await bot.call("POST", f"/channels/{forum}/messages", {"content": "x"})
    assert (refused.status, refused.code) == (400, 50008)
    with pytest.raises(ClientRefusal, match="holds posts only"):
        bot.sandbox.member("ada").say("x", channel_id=forum)


async def test_elsewhere_the_bot_has_its_token_of_the_interaction_and_nothing_else(
    bot: RawBot,
) -> None:
    asked, ada = await used(bot, "lounge"), str(bot.sandbox.world.member("ada").id)
    assert asked.data["authorizing_integration_owners"] == {"1": ada}
    assert (asked.data["context"], asked.data["guild_locale"]) == (0, "de")
    assert asked.data["guild_id"] != str(bot.sandbox.guild_id)
    assert not int(asked.data["app_permissions"]) & 1 << 11
    assert (await asked.answer(4, {"content": "done"})).status == 200
    assert (await bot.call("PATCH", asked.original, {"content": "edited"})).status == 200
    reply = asked.invocation.reply
    assert reply is not None
    channel = f"/channels/{reply['channel_id']}"
    for method, path in (
        ("GET", channel),
        ("GET", f"{channel}/messages"),
        ("POST", f"{channel}/messages"),
        ("PATCH", f"{channel}/messages/{reply['id']}"),
        ("DELETE", f"{channel}/messages/{reply['id']}"),
        ("GET", f"/guilds/{asked.data['guild_id']}"),
    ):
        body = {"content": "x"} if method in {"POST", "PATCH"} else None
        refused = await bot.call(method, path, body)
        assert (refused.status, refused.code) == (403, 50001), path


async def test_elsewhere_six_follow_ups_are_one_too_many(bot: RawBot) -> None:
    asked = await used(bot, "lounge")
    await asked.answer(4, {"content": "one"})
    answers = []
    for number in range(6):
        answers.append(await bot.call("POST", asked.hook, {"content": str(number)}))
        await bot.clock.advance(1)
    assert [each.status for each in answers] == [200] * 5 + [400]
    assert answers[-1].code == 40094


async def test_a_press_elsewhere_is_authorized_by_whoever_used_the_command(bot: RawBot) -> None:
    asked = await used(bot, "lounge")
    answer = await asked.answer(4, {"content": "card", "components": [BUTTON]})
    message_id = answer.json["resource"]["message"]["id"]
    await bot.sandbox.member("cleo").press(message_id, "again")
    pressed = await bot.event("INTERACTION_CREATE")
    assert pressed["member"]["user"]["username"] == "cleo"
    ada = str(bot.sandbox.world.member("ada").id)
    assert pressed["authorizing_integration_owners"] == {"1": ada}


async def test_at_home_both_owners_are_named_where_both_installed_it(bot: RawBot) -> None:
    home, ada = str(bot.sandbox.guild_id), str(bot.sandbox.world.member("ada").id)
    both, ours = await used(bot, "images"), await used(bot, "images", command="ours")
    cleo = await used(bot, "images", "cleo")
    found = [each.data["authorizing_integration_owners"] for each in (both, ours, cleo)]
    assert found == [{"0": home, "1": ada}, {"0": home}, {"0": home}]


async def test_a_group_is_a_private_channel_without_the_bot(bot: RawBot) -> None:
    asked = await used(bot, "Ada and Ben")
    assert asked.data["context"] == 2
    assert asked.data["user"]["username"] == "ada"
    assert {"member", "guild_id", "guild_locale"}.isdisjoint(asked.data)
    names = [each["username"] for each in asked.data["channel"]["recipients"]]
    assert (asked.data["channel"]["type"], names) == (3, ["ada", "ben"])
    with pytest.raises(ClientRefusal, match="no such channel"):
        await used(bot, "Ada and Ben", "cleo")


@pytest.mark.parametrize(
    ("where", "name", "command", "refusal"),
    [
        ("lounge", "cleo", "draw", "not installed"),
        ("lounge", "ada", "ours", "not installed"),
        ("lounge", "mod", "draw", "no such channel"),
        ("Ada and Ben", "ada", "serve", "cannot be used here"),
        ("images", "ada", "group", "cannot be used here"),
    ],
)
async def test_a_command_is_offered_only_where_it_was_installed_for(
    bot: RawBot, where: str, name: str, command: str, refusal: str
) -> None:
    with pytest.raises(ClientRefusal, match=refusal):
        await used(bot, where, name, command)


async def test_the_bot_hears_nothing_from_where_it_is_not(bot: RawBot) -> None:
    session: Any = next(iter(bot.sandbox.gateway._sessions.values()))
    session.intents = 1 << 9 | 1 << 12
    ada = bot.sandbox.member("ada")
    for where in ("lounge", "Ada and Ben"):
        ada.say("not for you", channel_id=bot.sandbox.channel(where))
    heard = ada.say("for you")
    assert (await bot.event("MESSAGE_CREATE"))["id"] == heard["id"]
