"""The control API, as the page uses it."""

import asyncio
import base64
from typing import Any

import aiohttp
import pytest

from tests.unit.sandbox.raw_bot import DEADLINE_S, EPHEMERAL, Asked, RawBot


class Page:
    """One member's page."""

    def __init__(self, bot: RawBot, name: str = "ada") -> None:
        self.bot = bot
        self.id = str(bot.sandbox.world.member(name).id)
        self.base = f"{bot.sandbox.page_url}control/"

    async def get(self, what: str, **query: object) -> Any:
        params = {"as": self.id, **{key: str(value) for key, value in query.items()}}
        async with self.bot.http.get(self.base + what, params=params) as response:
            return await response.json()

    async def post(self, what: str, **body: object) -> tuple[int, Any]:
        json = {"as": self.id, "channel_id": str(self.bot.sandbox.channel_id), **body}
        async with self.bot.http.post(self.base + what, json=json) as response:
            return response.status, await response.json()

    async def events(self) -> aiohttp.ClientWebSocketResponse:
        return await self.bot.http.ws_connect(f"{self.base}events?as={self.id}")


async def event(socket: aiohttp.ClientWebSocketResponse, kind: str) -> Any:
    async with asyncio.timeout(DEADLINE_S):
        while True:
            received = await socket.receive_json()
            if received["type"] == kind:
                return received["data"]


async def test_the_world_shows_people_channels_commands_and_the_bot(bot: RawBot) -> None:
    world = await Page(bot, "cleo").get("world", channel_id=bot.sandbox.channel_id)
    assert world["guild"]["name"] == "Easel Sandbox"
    people = {each["username"]: each["moderator"] for each in world["users"]}
    assert {name for name, is_moderator in people.items() if is_moderator} == {"mod"}
    assert people.keys() == {"ada", "ben", "cleo", "yuki", "mod", "Easel"}
    channels = {each["name"]: (each["type"], each["nsfw"]) for each in world["channels"]}
    assert channels == {
        "general": ("text", False),
        "images": ("text", False),
        "after-dark": ("text", True),
        "news": ("news", False),
        "gallery": ("forum", False),
        "sunsets": ("thread", False),
        "Show your foxes": ("thread", False),
        "lounge": ("text", False),
        "cleo": ("dm", False),
    }
    assert world["bot"]["online"]
    assert [each["name"] for each in world["commands"]] == ["imagine", "style"]
    assert world["violations"] == []


async def test_only_moderators_and_the_bot_see_the_moderators_channel(bot: RawBot) -> None:
    channel_id = bot.sandbox.channel("moderators")
    for name, sees in (("mod", True), ("ada", False)):
        world = await Page(bot, name).get("world", channel_id=bot.sandbox.channel_id)
        assert ("moderators" in {each["name"] for each in world["channels"]}) is sees
    reply = await bot.call("GET", f"/channels/{channel_id}")
    overwrites = reply.json["permission_overwrites"]
    assert [(each["type"], each["deny"]) for each in overwrites] == [
        (0, "1024"),
        (1, "0"),
        (1, "0"),
    ]


async def test_a_command_of_the_page_reaches_the_bot_and_its_reply_the_page(bot: RawBot) -> None:
    page = Page(bot)
    socket = await page.events()
    file = {"filename": "a.txt", "content_base64": base64.b64encode(b"hello").decode()}
    status, answer = await page.post(
        "command", name="imagine", options={"prompt": "x"}, attachments={"control": file}
    )
    assert status == 200
    data = await bot.event("INTERACTION_CREATE")
    assert data["id"] == answer["interaction_id"]
    assert len(data["data"]["resolved"]["attachments"]) == 1
    sent = await event(socket, "INTERACTION")
    assert sent == {"interaction_id": data["id"], "status": "sent", "text": ""}
    path = f"/interactions/{data['id']}/{data['token']}/callback"
    await bot.call("POST", path, {"type": 5, "data": {"flags": EPHEMERAL}})
    shown = await event(socket, "MESSAGE_CREATE")
    assert (shown["_pending"], shown["_ephemeral_for"]) == (True, page.id)
    assert (await event(socket, "INTERACTION"))["status"] == "answered"
    listed = await page.get("messages", channel_id=bot.sandbox.channel_id)
    assert [each["id"] for each in listed["messages"]] == [shown["id"]]
    others = await Page(bot, "ben").get("messages", channel_id=bot.sandbox.channel_id)
    assert others["messages"] == []


async def test_a_silent_bot_is_told_of_as_failed(bot: RawBot) -> None:
    page = Page(bot)
    socket = await page.events()
    await page.post("command", name="imagine", options={"prompt": "x"})
    await event(socket, "INTERACTION")
    await bot.clock.advance(3.1)
    failed = await event(socket, "INTERACTION")
    assert (failed["status"], failed["text"]) == ("failed", "The application did not respond")


@pytest.mark.parametrize(
    ("what", "body", "error"),
    [
        ("command", {"name": "imagine", "options": {}}, "prompt: this option is required."),
        ("command", {"name": "none"}, "There is no command /none: it has not been synced."),
        ("command", {}, "Not a request of this kind"),
        ("command", {"as": "7", "name": "imagine"}, "There is no such member."),
        ("component", {"message_id": "5", "custom_id": "a"}, "There is no such message."),
        ("modal", {"interaction_id": "5", "fields": {}}, "There is no form to submit."),
    ],
)
async def test_what_the_client_refuses_is_a_sentence(
    bot: RawBot, what: str, body: dict[str, Any], error: str
) -> None:
    status, answer = await Page(bot).post(what, **body)
    assert status == 400
    assert answer["error"].startswith(error)


async def test_unchecked_options_are_sent(bot: RawBot) -> None:
    status, _ = await Page(bot).post("command", name="imagine", options={}, unchecked=True)
    assert status == 200
    assert "options" not in (await bot.event("INTERACTION_CREATE"))["data"]


async def test_completions_come_back_to_the_page(bot: RawBot) -> None:
    page = Page(bot)
    asking = asyncio.create_task(
        page.post("autocomplete", name="imagine", options={"model": "sk"}, focused="model")
    )
    data = await bot.event("INTERACTION_CREATE")
    focused = {"name": "model", "type": 3, "value": "sk", "focused": True}
    assert (data["type"], data["data"]["options"]) == (4, [focused])
    path = f"/interactions/{data['id']}/{data['token']}/callback"
    choice = {"name": "Sketch", "value": "sketch"}
    await bot.call("POST", path, {"type": 8, "data": {"choices": [choice]}})
    assert await asking == (200, {"choices": [choice]})


async def test_buttons_and_forms_work_through_the_page(bot: RawBot) -> None:
    page = Page(bot)
    socket = await page.events()
    asked = await bot.asked()
    button = {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
    rows = [{"type": 1, "components": [button]}]
    card = (await asked.answer(4, {"content": "x", "components": rows})).json
    message_id = card["resource"]["message"]["id"]
    await page.post("component", message_id=message_id, custom_id="go")
    press = Asked(bot, asked.invocation, await bot.event("INTERACTION_CREATE"))
    text = {"type": 4, "custom_id": "t", "style": 1}
    form = [{"type": 18, "label": "Text", "component": text}]
    await press.answer(9, {"custom_id": "m", "title": "Form", "components": form})
    modal = await event(socket, "MODAL")
    assert modal["modal"]["title"] == "Form"
    status, _ = await page.post(
        "modal", interaction_id=modal["interaction_id"], fields={"t": "words"}
    )
    assert status == 200
    data = (await bot.event("INTERACTION_CREATE"))["data"]
    assert data["components"][0]["component"]["value"] == "words"


async def test_a_violation_is_shown_to_everyone(bot: RawBot) -> None:
    socket = await Page(bot, "cleo").events()
    await bot.call("POST", f"/channels/{bot.sandbox.channel_id}/messages", {"typo": 1})
    told = await event(socket, "VIOLATION")
    assert told["path"] == "/channels/{channel_id}/messages"
    assert "typo" in told["message"]


async def test_direct_messages_stay_between_two(bot: RawBot) -> None:
    channel_id = bot.sandbox.direct_channel("ada")
    await bot.call("POST", f"/channels/{channel_id}/messages", {"content": "psst"})
    seen = await Page(bot, "ada").get("messages", channel_id=channel_id)
    assert [each["content"] for each in seen["messages"]] == ["psst"]
    assert "error" in await Page(bot, "ben").get("messages", channel_id=channel_id)


async def test_files_outside_the_page_are_not_served(bot: RawBot) -> None:
    base = bot.sandbox.page_url
    for path in (
        "static/..%2fsandbox.py",
        "static/x%2f..%2findex.html",
        "static/.hidden",
        "static/nothing.js",
    ):
        async with bot.http.get(base + path) as response:
            assert response.status == 404


async def test_the_page_posts_a_picture_and_uses_a_message_command_on_it(bot: RawBot) -> None:
    path = f"/applications/{bot.sandbox.application_id}/commands"
    await bot.call("PUT", path, [{"name": "Remix", "type": 3}, {"name": "Look", "type": 2}])
    ada, ben = Page(bot), Page(bot, "ben")
    file = {
        "filename": "a.png",
        "content_base64": base64.b64encode(b"\x89PNG").decode(),
        "description": "A cat",
    }
    status, posted = await ada.post("message", content="look", files=[file])
    assert status == 200
    status, used = await ben.post("menu", name="Remix", message_id=posted["message_id"])
    data = await bot.event("INTERACTION_CREATE")
    assert (data["id"], data["member"]["user"]["id"]) == (used["interaction_id"], ben.id)
    (attachment,) = data["data"]["resolved"]["messages"][posted["message_id"]]["attachments"]
    assert attachment["description"] == "A cat"
    await ben.post("menu", name="Look", user_id=ada.id)
    assert (await bot.event("INTERACTION_CREATE"))["data"]["target_id"] == ada.id
    assert (await ben.post("delete", message_id=posted["message_id"]))[0] == 400
    assert (await ada.post("delete", message_id=posted["message_id"]))[0] == 200


async def test_a_page_hears_only_of_channels_that_its_member_has(bot: RawBot) -> None:
    socket = await Page(bot, "cleo").events()
    ada = bot.sandbox.member("ada")
    ada.say("a secret", channel_id=bot.sandbox.channel("Ada and Ben"))
    ada.say("for me alone", channel_id=bot.sandbox.direct_channel("ada"))
    told = ada.say("hello", channel_id=bot.sandbox.channel("lounge"))
    assert (await event(socket, "MESSAGE_CREATE"))["id"] == told["id"]
    yuki = await Page(bot, "yuki").events()
    ada.say("of Night Market", channel_id=bot.sandbox.channel("lounge"))
    said = ada.say("to all")
    assert (await event(yuki, "MESSAGE_CREATE"))["id"] == said["id"]


async def test_a_member_changes_the_language_on_the_page(bot: RawBot) -> None:
    ada = Page(bot)
    assert (await ada.post("locale", locale="de"))[0] == 200
    assert (await ada.post("locale", locale="xx"))[0] == 400
    users = (await ada.get("world"))["users"]
    assert {each["username"]: each["locale"] for each in users}["ada"] == "de"
    assert (await bot.asked()).data["locale"] == "de"
