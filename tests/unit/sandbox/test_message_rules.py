"""Discord's rules for messages, broken one by one."""

from typing import Any

import pytest

from bot.sandbox import SandboxSettings
from tests.unit.sandbox.raw_bot import V2, RawBot, Reply, raw_bot

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x03\x00\x00\x00\x02"


def text(content: str = "hello") -> dict[str, Any]:
    return {"type": 10, "content": content}


def gallery(*urls: str) -> dict[str, Any]:
    return {"type": 12, "items": [{"media": {"url": url}} for url in urls]}


def buttons(*custom_ids: str) -> dict[str, Any]:
    row = [{"type": 2, "style": 1, "label": "b", "custom_id": each} for each in custom_ids]
    return {"type": 1, "components": row}


async def post(bot: RawBot, body: object, **more: Any) -> Reply:
    await bot.clock.advance(1.1)  # five in five seconds is the channel's limit
    return await bot.call("POST", f"/channels/{bot.sandbox.channel_id}/messages", body, **more)


async def edit(bot: RawBot, message: dict[str, Any], body: object, **more: Any) -> Reply:
    await bot.clock.advance(1.1)
    path = f"/channels/{message['channel_id']}/messages/{message['id']}"
    return await bot.call("PATCH", path, body, **more)


async def test_content_has_two_thousand_characters_at_most(bot: RawBot) -> None:
    assert (await post(bot, {"content": "x" * 2000})).status == 200
    assert (await post(bot, {"content": "x" * 2001})).code == 50035


async def test_an_empty_message_is_refused(bot: RawBot) -> None:
    assert (await post(bot, {})).code == 50006


@pytest.mark.parametrize(
    ("components", "is_taken"),
    [
        ([text() for _ in range(40)], True),
        ([text() for _ in range(41)], False),
        ([{"type": 17, "components": [text() for _ in range(39)]}], True),
        ([{"type": 17, "components": [text() for _ in range(40)]}], False),
        ([text("x" * 2000), text("x" * 2000)], True),
        ([text("x" * 2000), text("x" * 2001)], False),
        ([buttons("a", "b")], True),
        ([buttons("a"), buttons("a")], False),
        ([buttons(*"abcde")], True),
        ([buttons(*"abcdef")], False),
    ],
)
async def test_components_v2_have_their_limits(
    bot: RawBot,
    components: list[dict[str, Any]],
    is_taken: bool,  # noqa: FBT001 - a case
) -> None:
    answer = await post(bot, {"flags": V2, "components": components})
    assert answer.status == (200 if is_taken else 400)
    assert bool(bot.sandbox.violations) is not is_taken


@pytest.mark.parametrize(("count", "status"), [(25, 200), (26, 400)])
async def test_a_select_has_twenty_five_options(bot: RawBot, count: int, status: int) -> None:
    options = [{"label": str(n), "value": str(n)} for n in range(count)]
    row = {"type": 1, "components": [{"type": 3, "custom_id": "s", "options": options}]}
    assert (await post(bot, {"content": "x", "components": [row]})).status == status


async def test_v2_components_need_their_flag(bot: RawBot) -> None:
    assert (await post(bot, {"components": [text()]})).code == 50035


async def test_v2_forbids_content_and_embeds(bot: RawBot) -> None:
    body = {"flags": V2, "components": [text()]}
    assert (await post(bot, {**body, "content": "x"})).code == 50035
    assert (await post(bot, {**body, "embeds": [{"title": "x"}]})).code == 50035


async def test_v2_cannot_be_taken_back_and_needs_null_content(bot: RawBot) -> None:
    message = (await post(bot, {"content": "plain"})).json
    become = {"flags": V2, "components": [text()]}
    assert (await edit(bot, message, become)).code == 50035
    assert (await edit(bot, message, {**become, "content": None})).status == 200
    assert (await edit(bot, message, {"flags": 0})).code == 50035
    assert (await edit(bot, message, {"components": [text("again")]})).json["flags"] == V2


async def test_a_picture_of_a_gallery_gets_its_size_and_leaves_the_attachments(
    bot: RawBot,
) -> None:
    body = {
        "flags": V2,
        "components": [gallery("attachment://a.png")],
        "attachments": [{"id": 0, "filename": "a.png"}],
    }
    message = (await post(bot, body, files={"a.png": PNG})).json
    media = message["components"][0]["items"][0]["media"]
    assert message["attachments"] == []
    assert (media["width"], media["height"], media["content_type"]) == (3, 2, "image/png")
    assert bot.sandbox.attachment(media["url"]) == PNG


async def test_a_file_of_a_v2_message_must_be_shown(bot: RawBot) -> None:
    body = {"flags": V2, "components": [text()]}
    assert (await post(bot, body, files={"a.png": PNG})).code == 50035
    missing = {"flags": V2, "components": [gallery("attachment://b.png")]}
    assert (await post(bot, missing, files={"a.png": PNG})).code == 50035


async def test_attachments_of_an_edit_are_the_full_list_to_keep(bot: RawBot) -> None:
    message = (await post(bot, {"content": "x"}, files={"a.png": PNG, "b.png": PNG})).json
    first = message["attachments"][0]
    kept = (await edit(bot, message, {"content": "y"})).json
    assert [each["filename"] for each in kept["attachments"]] == ["a.png", "b.png"]
    body = {"attachments": [{"id": first["id"]}, {"id": 0, "filename": "c.png"}]}
    changed = (await edit(bot, message, body, files={"c.png": PNG})).json
    assert [each["filename"] for each in changed["attachments"]] == ["a.png", "c.png"]
    emptied = (await edit(bot, message, {"attachments": []})).json
    assert emptied["attachments"] == []


async def test_an_attachment_without_its_part_is_refused(bot: RawBot) -> None:
    body = {"content": "x", "attachments": [{"id": 1, "filename": "b.png"}]}
    assert (await post(bot, body, files={"a.png": PNG})).code == 50035


async def test_an_embed_edited_without_its_link_shows_the_picture_twice(bot: RawBot) -> None:
    embed = {"image": {"url": "attachment://a.png"}}
    message = (await post(bot, {"embeds": [embed]}, files={"a.png": PNG})).json
    assert message["attachments"] == []
    link = message["embeds"][0]["image"]["url"]
    again = (await edit(bot, message, {"embeds": [{"image": {"url": link}}]})).json
    assert [each["filename"] for each in again["attachments"]] == ["a.png"]


async def test_a_file_above_the_limit_is_too_large() -> None:
    async with raw_bot(SandboxSettings(attachment_size_limit=100)) as bot:
        asked = await bot.asked()
        assert asked.data["attachment_size_limit"] == 100
        refused = await asked.answer(4, {"content": "x"}, files={"a.png": PNG + b"x" * 100})
        assert (refused.status, refused.code) == (413, 40005)
        assert (await asked.answer(4, {"content": "x"}, files={"a.png": PNG})).status == 200


async def test_a_nonce_that_is_enforced_posts_once(bot: RawBot) -> None:
    body = {"content": "x", "nonce": "7", "enforce_nonce": True}
    first, second = await post(bot, body), await post(bot, body)
    assert first.json["id"] == second.json["id"]
    assert len(bot.sandbox.messages(bot.sandbox.channel_id)) == 1
    await bot.clock.advance(600)
    assert (await post(bot, body)).json["id"] != first.json["id"]


async def test_a_stranger_s_message_is_neither_read_nor_edited(bot: RawBot) -> None:
    said = bot.sandbox.member("ada").say("hello")
    mentioned = bot.sandbox.member("ada").say(f"hello <@{bot.sandbox.application_id}>")
    path = f"/channels/{bot.sandbox.channel_id}/messages"
    listed = (await bot.call("GET", path)).json
    assert [each["content"] for each in listed] == [mentioned["content"], ""]
    assert (await bot.call("PATCH", f"{path}/{said['id']}", {"content": "x"})).code == 50005
    assert (await bot.call("DELETE", f"{path}/{said['id']}")).code == 50013
