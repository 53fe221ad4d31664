"""What a modal may hold, and what a client lets a person submit in one."""

from typing import Any

import pytest

from bot.sandbox import ClientRefusal, Upload
from tests.unit.sandbox.raw_bot import Asked, RawBot
from tests.unit.sandbox.test_components_and_modals import MODAL, label, sent_card

TWO = [{"label": each, "value": each} for each in "ab"]
TEXT = {"type": 4, "custom_id": "text", "style": 1, "required": False}


def modal(*components: dict[str, Any], title: str = "Form") -> dict[str, Any]:
    return {"custom_id": "form", "title": title, "components": list(components)}


@pytest.mark.parametrize(
    ("component", "where"),
    [
        ({"type": 3, "custom_id": "s", "options": TWO, "disabled": True}, "disabled"),
        ({"type": 3, "custom_id": "s", "options": TWO, "min_values": 0}, "min_values"),
        ({"type": 3, "custom_id": "s", "options": [*TWO, *TWO]}, "options"),
        ({"type": 21, "custom_id": "r", "options": [{**x, "default": True} for x in TWO]}, "opt"),
        ({"type": 21, "custom_id": "r", "options": TWO[:1]}, "options"),
        ({"type": 22, "custom_id": "c", "options": TWO, "min_values": 2, "max_values": 1}, "max"),
        ({"type": 22, "custom_id": "c", "options": TWO, "min_values": 0}, "min_values"),
        ({"type": 19, "custom_id": "f", "max_values": 11}, "max_values"),
        ({**TEXT, "min_length": 5, "max_length": 4}, "max_length"),
        (
            {"type": 8, "custom_id": "c", "default_values": [{"id": "1", "type": "channel"}] * 2},
            "default_values",
        ),
    ],
)
async def test_a_field_that_discord_would_refuse_is_refused(
    bot: RawBot, component: dict[str, Any], where: str
) -> None:
    asked = await bot.asked()
    refused = await asked.answer(9, modal(label(component)))
    assert (refused.status, refused.code) == (400, 50035)
    assert where in str(refused.json)


async def test_a_modal_has_five_components_and_a_short_title(bot: RawBot) -> None:
    asked = await bot.asked()
    six = [label({**TEXT, "custom_id": str(number)}) for number in range(6)]
    assert (await asked.answer(9, modal(*six))).status == 400
    assert (await asked.answer(9, modal(*six[:5], title="x" * 46))).status == 400
    assert (await asked.answer(9, modal({"type": 10, "content": "only words"}))).status == 400
    assert (await asked.answer(9, modal(*six[:5], title="x" * 45))).status == 200


FIELDS = modal(
    label({"type": 21, "custom_id": "radio", "options": TWO, "required": False}),
    label({"type": 22, "custom_id": "boxes", "options": TWO, "max_values": 1, "required": False}),
    label({"type": 19, "custom_id": "files", "min_values": 2, "max_values": 3, "required": False}),
    label({"type": 8, "custom_id": "where", "channel_types": [0], "required": False}),
    label({"type": 23, "custom_id": "tick", "default": True}),
)


@pytest.mark.parametrize(
    ("fields", "files", "refusal"),
    [
        ({"radio": "z"}, 0, "none of the options"),
        ({"boxes": ["a", "b"]}, 0, "0 to 1 boxes"),
        ({}, 1, "2 to 3 files"),
        ({}, 4, "2 to 3 files"),
        ({"where": ["news"]}, 0, "#news is none of the options"),
        ({"where": ["lounge"]}, 0, "#lounge is none of the options"),
    ],
)
async def test_a_client_does_not_submit_what_the_modal_does_not_offer(
    bot: RawBot, fields: dict[str, Any], files: int, refusal: str
) -> None:
    asked = await bot.asked()
    assert (await asked.answer(9, FIELDS)).status == 200
    if "where" in fields:
        fields = {"where": [str(bot.sandbox.channel(name)) for name in fields["where"]]}
    uploads = {"files": [Upload(filename="a.zip", data=b"1")] * files} if files else {}
    with pytest.raises(ClientRefusal, match=refusal):
        await bot.sandbox.member("ada").submit_modal(asked.invocation, fields, uploads)


async def test_chosen_channels_and_files_come_resolved_and_presets_stay(bot: RawBot) -> None:
    asked = await bot.asked()
    await asked.answer(9, FIELDS)
    general = str(bot.sandbox.channel("general"))
    uploads = {"files": [Upload(filename=name, data=b"1") for name in ("a.zip", "b.json")]}
    await bot.sandbox.member("ada").submit_modal(asked.invocation, {"where": [general]}, uploads)
    data = (await bot.event("INTERACTION_CREATE"))["data"]
    assert data["resolved"]["channels"][general]["name"] == "general"
    names = {each["filename"] for each in data["resolved"]["attachments"].values()}
    assert names == {"a.zip", "b.json"}
    parts = {each["component"]["custom_id"]: each["component"] for each in data["components"]}
    assert (parts["radio"]["value"], parts["boxes"]["values"]) == (None, [])
    assert parts["tick"]["value"] is True


async def test_a_form_left_open_for_an_hour_is_submitted_all_the_same(bot: RawBot) -> None:
    asked = await bot.asked()
    await asked.answer(9, MODAL)
    await bot.clock.advance(3600)
    invocation = await bot.sandbox.member("ada").submit_modal(
        asked.invocation, {"text": "x", "choice": ["a"]}
    )
    late = Asked(bot, invocation, await bot.event("INTERACTION_CREATE"))
    assert (await late.answer(4, {"content": "in time"})).status == 200


async def test_two_members_at_one_button_get_an_interaction_each(bot: RawBot) -> None:
    card = await sent_card(bot)
    await bot.clock.advance(3600)
    pressed = [await bot.sandbox.member(name).press(card["id"], "go") for name in ("ada", "ben")]
    seen = [await bot.event("INTERACTION_CREATE") for _ in pressed]
    assert [each["member"]["user"]["username"] for each in seen] == ["ada", "ben"]
    assert len({each["token"] for each in seen}) == 2
    for invocation, data in zip(pressed, seen, strict=True):
        asked = Asked(bot, invocation, data)
        assert (await asked.answer(4, {"content": data["id"], "flags": 64})).status == 200
    replies = [each.reply and each.reply["content"] for each in pressed]
    assert replies == [each["id"] for each in seen]


async def test_a_channel_select_of_a_message_sends_the_channel_along(bot: RawBot) -> None:
    asked = await bot.asked()
    select = {"type": 8, "custom_id": "where", "channel_types": [0, 5]}
    row = {"type": 1, "components": [select]}
    answer = await asked.answer(4, {"content": "card", "components": [row]})
    message_id = answer.json["resource"]["message"]["id"]
    news, thread = (str(bot.sandbox.channel(name)) for name in ("news", "sunsets"))
    ada = bot.sandbox.member("ada")
    with pytest.raises(ClientRefusal, match="#sunsets is none"):
        await ada.press(message_id, "where", [thread])
    await ada.press(message_id, "where", [news])
    data = (await bot.event("INTERACTION_CREATE"))["data"]
    assert data["values"] == [news]
    assert data["resolved"]["channels"][news]["type"] == 5
