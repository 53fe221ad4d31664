"""Commands: what may be synced, and what a client lets a person send."""

from typing import Any

import pytest

from bot.sandbox import ClientRefusal, Upload
from tests.unit.sandbox.raw_bot import RawBot, Reply

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x03\x00\x00\x00\x02"


LONG = [{"name": f"{n}" * 50, "value": f"{n}" * 100} for n in range(9)]


def option(name: str, **more: Any) -> dict[str, Any]:
    return {"type": 3, "name": name, "description": "d", **more}


def command(*options: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": "try", "description": "d", "options": list(options), **more}


def choices(count: int) -> list[dict[str, str]]:
    return [{"name": str(n), "value": str(n)} for n in range(count)]


async def sync(bot: RawBot, *commands: dict[str, Any]) -> Reply:
    return await bot.call("PUT", f"/applications/{bot.sandbox.application_id}/commands", commands)


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        (command(*(option(f"o{n}") for n in range(26))), "options"),
        (command(option("a", choices=choices(26))), "choices"),
        (command(option("a"), option("a")), "options"),
        (command(option("a"), option("b", required=True)), "options"),
        (command(option("a", autocomplete=True, choices=choices(2))), "autocomplete"),
        (command(option("a", min_length=9, max_length=3)), "min_length"),
        (command(name="Upper"), "name"),
        (command(name_localizations={"de": "Groß"}), "name_localizations.de"),
        (command(option("a"), option("b", name_localizations={"de": "a"})), "options"),
        (command(description=""), "description"),
        (command(option("a", description="x" * 101)), "description"),
        (command(*(option(f"o{n}", choices=LONG) for n in range(9))), ""),
        (command(option("a", typo=True)), "options[0]"),
    ],
)
async def test_a_wrong_command_is_not_synced(
    bot: RawBot, wrong: dict[str, Any], where: str
) -> None:
    refused = await sync(bot, wrong)
    assert (refused.status, refused.code) == (400, 50035)
    assert where in bot.sandbox.violations[-1].where
    assert "try" not in [each["name"] for each in bot.sandbox.commands]


async def test_twenty_five_options_and_choices_are_synced(bot: RawBot) -> None:
    options = [option(f"o{n}", choices=choices(25)) for n in range(25)]
    assert (await sync(bot, command(*options))).status == 200


async def test_an_unchanged_command_keeps_its_version(bot: RawBot) -> None:
    first = (await sync(bot, command(option("a")))).json[0]
    again = (await sync(bot, command(option("a")))).json[0]
    changed = (await sync(bot, command(option("b")))).json[0]
    assert again == first
    assert (changed["id"], changed["version"] > first["version"]) == (first["id"], True)


async def test_commands_are_written_read_and_deleted_one_by_one(bot: RawBot) -> None:
    base = f"/applications/{bot.sandbox.application_id}/guilds/{bot.sandbox.guild_id}/commands"
    made = await bot.call("POST", base, command())
    assert made.status == 201
    assert (await bot.call("POST", base, command())).status == 200
    path = f"{base}/{made.json['id']}"
    changed = await bot.call("PATCH", path, {"description": "new"})
    assert changed.json["description"] == "new"
    assert (await bot.call("GET", path)).json == changed.json
    assert (await bot.call("GET", f"{base}?with_localizations=true")).json == [changed.json]
    assert (await bot.call("DELETE", path)).status == 204
    assert (await bot.call("GET", path)).code == 10063


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ({}, "prompt: this option is required"),
        ({"prompt": ""}, "prompt: must have 1 to 20 characters"),
        ({"prompt": "x" * 21}, "prompt: must have 1 to 20 characters"),
        ({"prompt": "x", "steps": 0}, "steps: must be at least 1"),
        ({"prompt": "x", "steps": 51}, "steps: must be at most 50"),
        ({"prompt": "x", "steps": "many"}, "steps: 'many' is not of the right kind"),
        ({"prompt": "x", "steps": 1.5}, "steps: 1.5 is not of the right kind"),
        ({"prompt": "x", "guidance": 30.5}, "guidance: must be at most 30"),
        ({"prompt": "x", "private": "perhaps"}, "private"),
        ({"prompt": "x", "size": "huge"}, "size: 'huge' is none of the choices"),
        ({"prompt": "x", "colour": "red"}, "colour: this command has no such option"),
    ],
)
async def test_a_client_refuses_wrong_options(
    bot: RawBot, options: dict[str, object], refusal: str
) -> None:
    with pytest.raises(ClientRefusal, match=refusal):
        await bot.sandbox.member("ada").invoke("imagine", options)


async def test_wrong_options_can_be_sent_all_the_same(bot: RawBot) -> None:
    asked = await bot.asked(options={"steps": 0, "colour": "red"}, checked=False)
    assert asked.data["data"]["options"] == [
        {"name": "steps", "type": 4, "value": 0},
        {"name": "colour", "type": 3, "value": "red"},
    ]


async def test_what_was_typed_becomes_the_option_s_type(bot: RawBot) -> None:
    typed = {"prompt": "7", "steps": "20", "guidance": "7.5", "private": "true"}
    asked = await bot.asked(options=typed)
    values = {each["name"]: each["value"] for each in asked.data["data"]["options"]}
    assert values == {"prompt": "7", "steps": 20, "guidance": 7.5, "private": True}


async def test_a_file_and_a_member_are_resolved(bot: RawBot) -> None:
    ben = str(bot.sandbox.world.member("ben").id)
    asked = await bot.asked(
        options={"prompt": "x", "who": ben},
        attachments={"control": Upload(filename="my cat.png", data=PNG)},
    )
    resolved = asked.data["data"]["resolved"]
    (attachment,) = resolved["attachments"].values()
    shown = {key: attachment[key] for key in ("filename", "width", "height", "content_type")}
    assert shown == {
        "filename": "my_cat.png",
        "width": 3,
        "height": 2,
        "content_type": "image/png",
    }
    assert resolved["users"][ben]["username"] == "ben"
    assert resolved["members"][ben]["permissions"]


async def test_a_text_called_png_has_no_size(bot: RawBot) -> None:
    asked = await bot.asked(attachments={"control": Upload(filename="a.png", data=b"not me")})
    (attachment,) = asked.data["data"]["resolved"]["attachments"].values()
    assert attachment["content_type"] == "image/png"
    assert "width" not in attachment


async def test_subcommands_are_nested(bot: RawBot) -> None:
    asked = await bot.asked("style save", options={"name": "noir"})
    inner = {"name": "name", "type": 3, "value": "noir"}
    assert asked.data["data"]["options"] == [{"name": "save", "type": 1, "options": [inner]}]


async def test_only_synced_commands_can_be_used(bot: RawBot) -> None:
    with pytest.raises(ClientRefusal, match="has not been synced"):
        await bot.sandbox.member("ada").invoke("draw", {}, checked=False)


async def test_permissions_and_places_are_checked(bot: RawBot) -> None:
    sandbox = bot.sandbox
    with pytest.raises(ClientRefusal, match="permission"):
        await sandbox.member("ada").invoke("ban")
    await sandbox.member("mod").invoke("ban")
    with pytest.raises(ClientRefusal, match="age-restricted"):
        await sandbox.member("ada").invoke("late")
    await sandbox.member("ada").invoke("late", channel_id=sandbox.channel("after-dark"))
    with pytest.raises(ClientRefusal, match="no such channel"):
        await sandbox.member("ada").invoke("late", channel_id=sandbox.direct_channel("ben"))


async def test_a_direct_message_carries_a_user_and_no_server(bot: RawBot) -> None:
    asked = await bot.asked(channel_id=bot.sandbox.direct_channel("ada"))
    assert asked.data["user"]["username"] == "ada"
    assert not {"member", "guild_id"} & asked.data.keys()
    assert asked.data["context"] == 1


async def test_names_of_other_languages_are_listed_to_who_asks(bot: RawBot) -> None:
    german = {"de": "malen"}
    await sync(bot, command(option("a", name_localizations=german), name_localizations=german))
    path = f"/applications/{bot.sandbox.application_id}/commands"
    plain = (await bot.call("GET", path)).json[0]
    full = (await bot.call("GET", f"{path}?with_localizations=true")).json[0]
    assert "name_localizations" not in {*plain, *plain["options"][0]}
    assert full["name_localizations"] == full["options"][0]["name_localizations"] == german


async def test_only_the_longest_language_of_a_text_counts(bot: RawBot) -> None:
    texts = {"description_localizations": {"de": "x" * 100, "ja": "y" * 100}}
    long = {"choices": [{"name": f"{n}" * 30, "value": f"{n}" * 100} for n in range(9)]}
    fitting = command(*(option(f"o{n}", **long, **texts) for n in range(5)))
    assert (await sync(bot, fitting)).status == 200
    many = command(*(option(f"o{n}", **long, **texts) for n in range(7)))
    assert (await sync(bot, many)).status == 400
