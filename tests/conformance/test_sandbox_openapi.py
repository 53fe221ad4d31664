"""The sandbox's own answers, compared with Discord's OpenAPI document."""

from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from bot.sandbox.openapi import load_document, operation
from tests.unit.sandbox.raw_bot import EPHEMERAL, V2, RawBot, Reply, raw_bot

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x03\x00\x00\x00\x02"
DOCUMENT = load_document()
CARD: dict[str, Any] = {
    "flags": V2,
    "components": [
        {
            "type": 17,
            "accent_color": 255,
            "components": [
                {
                    "type": 9,
                    "components": [{"type": 10, "content": "a cat"}],
                    "accessory": {"type": 11, "media": {"url": "https://example.org/a.png"}},
                },
                {"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]},
                {"type": 13, "file": {"url": "attachment://b.png"}},
                {"type": 14},
                {
                    "type": 1,
                    "components": [
                        {"type": 2, "style": 1, "custom_id": "a", "emoji": {"name": "🎲"}},
                        {"type": 2, "style": 5, "url": "https://example.org", "label": "Link"},
                    ],
                },
                {
                    "type": 1,
                    "components": [
                        {
                            "type": 3,
                            "custom_id": "s",
                            "options": [{"label": "One", "value": "1"}],
                        }
                    ],
                },
            ],
        }
    ],
    "attachments": [
        {"id": 0, "filename": "a.png", "description": "A cat"},
        {"id": 1, "filename": "b.png"},
    ],
}
EMBED = {
    "title": "A",
    "description": "B",
    "color": 5,
    "fields": [{"name": "n", "value": "v"}],
    "footer": {"text": "f"},
    "image": {"url": "attachment://a.png"},
}


@cache
def validator(method: str, route: str, status: int) -> Draft202012Validator:
    found = operation(DOCUMENT, method, route)
    assert found is not None, route
    answers = found["responses"]
    answer = answers.get(str(status)) or answers[f"{status // 100}XX"]
    if "$ref" in answer:
        answer = DOCUMENT["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    schema = answer["content"]["application/json"]["schema"]
    return Draft202012Validator({**schema, "components": DOCUMENT["components"]})


def check(bot: RawBot, reply: Reply) -> Reply:
    """Compare the answer to the newest request with the document."""
    seen = bot.sandbox.requests[-1]
    validator(seen.method, seen.route, reply.status).validate(reply.json)
    return reply


@pytest.fixture
async def bot() -> AsyncIterator[RawBot]:
    async with raw_bot() as bot:
        yield bot


@pytest.mark.parametrize(
    "path",
    [
        "/gateway",
        "/gateway/bot",
        "/users/@me",
        "/users/@me/guilds",
        "/users/{ada}",
        "/oauth2/applications/@me",
        "/applications/@me",
        "/guilds/{guild}",
        "/guilds/{guild}/channels",
        "/guilds/{guild}/roles",
        "/guilds/{guild}/members/{ada}",
        "/channels/{channel}",
        "/channels/{direct}",
        "/channels/{thread}",
        "/channels/{forum}",
        "/channels/{news}",
        "/channels/{channel}/messages",
        "/applications/{application}/commands",
    ],
)
async def test_what_can_be_looked_up_has_discord_s_shape(bot: RawBot, path: str) -> None:
    sandbox = bot.sandbox
    ids = {
        "ada": sandbox.world.member("ada").id,
        "guild": sandbox.guild_id,
        "channel": sandbox.channel_id,
        "thread": sandbox.channel("sunsets"),
        "forum": sandbox.channel("gallery"),
        "news": sandbox.channel("news"),
        "direct": sandbox.direct_channel("ada"),
        "application": sandbox.application_id,
    }
    assert check(bot, await bot.call("GET", path.format(**ids))).status == 200


async def test_command_permissions_have_discord_s_shape(bot: RawBot) -> None:
    sandbox = bot.sandbox
    kinds = [{"id": sandbox.guild_id, "type": kind, "permission": kind == 2} for kind in (1, 2, 3)]
    sandbox.command_permissions.change(None, kinds)  # the event carries the same as the list
    path = f"/applications/{sandbox.application_id}/guilds/{sandbox.guild_id}/commands/permissions"
    (listed,) = check(bot, await bot.call("GET", path)).json
    assert [one["type"] for one in listed["permissions"]] == [1, 2, 3]


async def test_commands_have_discord_s_shape(bot: RawBot) -> None:
    base = f"/applications/{bot.sandbox.application_id}/commands"
    command = {"name": "new", "description": "n", "default_member_permissions": 8, "nsfw": True}
    made = check(bot, await bot.call("POST", base, command))
    check(bot, await bot.call("PATCH", f"{base}/{made.json['id']}", {"description": "m"}))
    check(bot, await bot.call("PUT", base, [command]))


async def test_a_card_has_discord_s_shape_on_every_road(bot: RawBot) -> None:
    asked = await bot.asked()
    files = {"a.png": PNG, "b.png": PNG}
    answer = check(bot, await asked.answer(4, CARD, files=files))
    message = answer.json["resource"]["message"]
    check(bot, await bot.call("GET", asked.original))
    check(bot, await bot.call("PATCH", asked.original, CARD, files=files))
    check(bot, await bot.call("POST", asked.hook, {"content": "more"}))
    path = f"/channels/{message['channel_id']}/messages"
    check(bot, await bot.call("PATCH", f"{path}/{message['id']}", {"components": []}))
    made = check(bot, await bot.call("POST", path, {"embeds": [EMBED]}, files={"a.png": PNG}))
    reference = {"message_id": made.json["id"]}
    body = {"content": "x", "nonce": "1", "message_reference": reference}
    check(bot, await bot.call("POST", path, body))
    check(bot, await bot.call("GET", path))


async def test_answers_of_every_kind_have_discord_s_shape(bot: RawBot) -> None:
    deferred = await bot.asked()
    check(bot, await deferred.answer(5, {"flags": EPHEMERAL}))
    opener = await bot.asked()
    check(bot, await opener.answer(4, CARD, files={"a.png": PNG, "b.png": PNG}))
    reply = opener.invocation.reply
    assert reply is not None
    ada = bot.sandbox.member("ada")
    pressed = await bot_sees(bot, opener, await ada.press(reply["id"], "a"))
    text_input = {"type": 4, "custom_id": "t", "style": 1}
    modal = {
        "custom_id": "m",
        "title": "Form",
        "components": [{"type": 18, "label": "Text", "component": text_input}],
    }
    check(bot, await pressed.answer(9, modal))
    submitted = await ada.submit_modal(pressed.invocation, {"t": "words"})
    done = await bot_sees(bot, opener, submitted)
    check(bot, await done.answer(7, {"components": [{"type": 10, "content": "done"}]}))
    check(bot, await bot.call("POST", done.hook, {"content": "more"}))


async def bot_sees(bot: RawBot, asked: Any, invocation: Any) -> Any:
    return type(asked)(bot, invocation, await bot.event("INTERACTION_CREATE"))


async def test_refusals_have_discord_s_shape(bot: RawBot) -> None:
    check(bot, await bot.call("GET", "/users/@me", token="wrong"))
    check(bot, await bot.call("GET", "/channels/5"))
    check(bot, await bot.call("GET", f"/channels/{bot.sandbox.channel_id}/messages/5"))
    asked = await bot.asked()
    check(bot, await bot.call("GET", asked.original))
    for _second in range(25):
        refused = await bot.call("GET", "/users/@me")
    assert check(bot, refused).status == 429
