"""Pressing, choosing and filling in, as a client lets a person do it."""

from typing import Any

import pytest

from bot.sandbox import ClientRefusal, Member, Upload
from tests.unit.sandbox.raw_bot import EPHEMERAL, Asked, RawBot

SELECT = {
    "type": 3,
    "custom_id": "pick",
    "min_values": 1,
    "max_values": 2,
    "options": [{"label": each, "value": each} for each in "abc"],
}
ROWS = [
    {
        "type": 1,
        "components": [
            {"type": 2, "style": 1, "label": "Go", "custom_id": "go"},
            {"type": 2, "style": 1, "label": "Off", "custom_id": "off", "disabled": True},
        ],
    },
    {"type": 1, "components": [SELECT]},
]


def label(component: dict[str, Any]) -> dict[str, Any]:
    return {"type": 18, "label": "Label", "component": component}


MODAL = {
    "custom_id": "form",
    "title": "Form",
    "components": [
        label({"type": 4, "custom_id": "text", "style": 1, "max_length": 10}),
        label({"type": 4, "custom_id": "note", "style": 2, "required": False, "value": "kept"}),
        label({**SELECT, "custom_id": "choice", "max_values": 1}),
        label({"type": 19, "custom_id": "file", "required": False}),
        label({"type": 23, "custom_id": "tick"}),
    ],
}


async def sent_card(bot: RawBot, flags: int = 0) -> dict[str, Any]:
    asked = await bot.asked()
    data = {"content": "card", "components": ROWS, "flags": flags}
    answer = await asked.answer(4, data)
    message: dict[str, Any] = answer.json["resource"]["message"]
    return message


async def pressed(
    bot: RawBot, member: Member, message_id: str, custom_id: str, *values: str
) -> Asked:
    invocation = await member.press(message_id, custom_id, values)
    return Asked(bot, invocation, await bot.event("INTERACTION_CREATE"))


async def test_a_press_carries_the_message_and_updates_it(bot: RawBot) -> None:
    card = await sent_card(bot)
    press = await pressed(bot, bot.sandbox.member("ben"), card["id"], "go")
    assert press.data["message"]["id"] == card["id"]
    assert press.data["member"]["user"]["username"] == "ben"
    answer = await press.answer(7, {"content": "updated", "components": []})
    assert answer.json["resource"]["message"]["id"] == card["id"]
    assert (await bot.call("GET", press.original)).json["content"] == "updated"


async def test_a_deferred_update_shows_nothing_until_the_edit(bot: RawBot) -> None:
    card = await sent_card(bot)
    press = await pressed(bot, bot.sandbox.member("ada"), card["id"], "go")
    answer = await press.answer(6)
    assert not answer.json["interaction"]["response_message_loading"]
    edited = await bot.call("PATCH", press.original, {"content": "later"})
    assert (edited.json["id"], edited.json["content"]) == (card["id"], "later")


async def test_a_select_sends_its_values(bot: RawBot) -> None:
    card = await sent_card(bot)
    chosen = await pressed(bot, bot.sandbox.member("ada"), card["id"], "pick", "a", "c")
    assert chosen.data["data"]["values"] == ["a", "c"]
    assert chosen.data["data"]["component_type"] == 3


@pytest.mark.parametrize(
    ("custom_id", "values", "refusal"),
    [
        ("off", [], "disabled"),
        ("none", [], "no such component"),
        ("pick", [], "Choose 1 to 2"),
        ("pick", ["a", "b", "c"], "Choose 1 to 2"),
        ("pick", ["z"], "none of the options"),
    ],
)
async def test_a_client_does_not_press_what_cannot_be(
    bot: RawBot, custom_id: str, values: list[str], refusal: str
) -> None:
    card = await sent_card(bot)
    with pytest.raises(ClientRefusal, match=refusal):
        await bot.sandbox.member("ada").press(card["id"], custom_id, values)


async def test_what_a_select_has_chosen_comes_back_with_ids_as_texts(bot: RawBot) -> None:
    chosen = {"id": 1_100_000_000_000_000_031, "type": "channel"}
    select = {"type": 8, "custom_id": "where", "default_values": [chosen]}
    asked = await bot.asked()
    data = {"content": "card", "components": [{"type": 1, "components": [select]}]}
    answer = await asked.answer(4, data)
    [row] = answer.json["resource"]["message"]["components"]
    [shown] = row["components"]
    assert shown["default_values"] == [{**chosen, "id": "1100000000000000031"}]


async def test_nobody_else_presses_on_a_private_message(bot: RawBot) -> None:
    card = await sent_card(bot, EPHEMERAL)
    with pytest.raises(ClientRefusal, match="no such message"):
        await bot.sandbox.member("ben").press(card["id"], "go")
    await bot.sandbox.member("ada").press(card["id"], "go")


async def test_a_form_is_sent_as_it_was_filled_in(bot: RawBot) -> None:
    asked = await bot.asked()
    assert (await asked.answer(9, MODAL)).status == 200
    assert asked.invocation.modal is not None
    await bot.sandbox.member("ada").submit_modal(
        asked.invocation,
        {"text": "a cat", "choice": ["b"], "tick": "true"},
        {"file": [Upload(filename="a.png", data=b"1234")]},
    )
    data = (await bot.event("INTERACTION_CREATE"))["data"]
    parts = [each["component"] for each in data["components"]]
    (file_id,) = data["resolved"]["attachments"]
    shown = {part["custom_id"]: part.get("value", part.get("values")) for part in parts}
    assert shown == {
        "text": "a cat",
        "note": "kept",
        "choice": ["b"],
        "file": [file_id],
        "tick": True,
    }


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"choice": ["a"]}, "text: is required"),
        ({"text": "x" * 11, "choice": ["a"]}, "0 to 10 characters"),
        ({"text": "x"}, "Choose 1 to 1"),
        ({"text": "x", "choice": ["z"]}, "none of the options"),
    ],
)
async def test_a_client_does_not_submit_what_is_wrong(
    bot: RawBot, fields: dict[str, Any], refusal: str
) -> None:
    asked = await bot.asked()
    await asked.answer(9, MODAL)
    with pytest.raises(ClientRefusal, match=refusal):
        await bot.sandbox.member("ada").submit_modal(asked.invocation, fields)


async def test_a_form_cannot_answer_a_form(bot: RawBot) -> None:
    asked = await bot.asked()
    await asked.answer(9, MODAL)
    invocation = await bot.sandbox.member("ada").submit_modal(
        asked.invocation, {"text": "x", "choice": ["a"]}
    )
    again = Asked(bot, invocation, await bot.event("INTERACTION_CREATE"))
    assert (await again.answer(9, MODAL)).code == 50035
    assert (await again.answer(4, {"content": "fine"})).status == 200
