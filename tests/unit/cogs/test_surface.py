"""What Discord is told about the commands: their order, their limits, their words."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord
import pytest

from bot.client import EaselClient

SLASH = 1
MESSAGE_MENU = discord.AppCommandType.message
STRING, INTEGER, BOOLEAN, NUMBER, ATTACHMENT = 3, 4, 5, 10, 11
OFFERED = {
    "style",
    "size",
    "model",
    "sampler",
    "loras",
    "hires",
    "vae",
    "control",
    "advanced",
}


@pytest.fixture
async def commands(client: EaselClient) -> Mapping[str, dict[str, Any]]:
    made = [command.to_dict(client.tree) for command in client.tree.get_commands()]
    return {command["name"]: command for command in made if command["type"] == SLASH}


@pytest.fixture
async def menus(client: EaselClient) -> Mapping[str, dict[str, Any]]:
    made = [command.to_dict(client.tree) for command in client.tree.get_commands(type=MESSAGE_MENU)]
    return {menu["name"]: menu for menu in made}


def parts(command: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield command
    for option in command.get("options", ()):
        yield from parts(option)


async def test_the_commands_are_these(commands: Mapping[str, dict[str, Any]]) -> None:
    assert set(commands) == {
        "imagine",
        "again",
        "privacy",
        "quick",
        "settings",
        "queue",
        "history",
        "favourites",
        "style",
        "server",
        "session",
        "setup",
        "mod",
        "usage",
        "models",
        "help",
    }
    assert [each["name"] for each in commands["style"]["options"]] == [
        "save",
        "list",
        "show",
        "edit",
        "rename",
        "delete",
        "share",
        "unshare",
        "pending",
        "copy",
        "export",
        "import",
    ]


async def test_the_menus_of_messages_are_these_and_work_everywhere(
    menus: Mapping[str, dict[str, Any]],
) -> None:
    assert set(menus) == {"Remix", "Settings", "Report"}
    for menu in menus.values():
        assert menu["integration_types"] == [0, 1]
        assert menu["contexts"] == [0, 1, 2]


async def test_the_options_of_imagine_stand_in_their_order(
    commands: Mapping[str, dict[str, Any]],
) -> None:
    options = commands["imagine"]["options"]
    assert [(option["name"], option["type"]) for option in options] == [
        ("prompt", STRING),
        ("negative_prompt", STRING),
        ("style", STRING),
        ("size", STRING),
        ("model", STRING),
        ("images", INTEGER),
        ("sampler", STRING),
        ("steps", INTEGER),
        ("guidance", NUMBER),
        ("seed", INTEGER),
        ("loras", STRING),
        ("hires", STRING),
        ("vae", STRING),
        ("control_image", ATTACHMENT),
        ("control", STRING),
        ("image", ATTACHMENT),
        ("strength", NUMBER),
        ("mask", ATTACHMENT),
        ("advanced", STRING),
        ("private", BOOLEAN),
    ]
    assert [option["name"] for option in options if option["required"]] == ["prompt"]
    assert {option["name"] for option in options if option.get("autocomplete")} == OFFERED


async def test_ranges_are_told_to_discords_own_client(
    commands: Mapping[str, dict[str, Any]],
) -> None:
    ranges = {
        option["name"]: (option.get("min_value"), option.get("max_value"))
        for option in commands["imagine"]["options"]
        if "min_value" in option
    }
    assert ranges == {
        "images": (1, 8),
        "steps": (1, 50),
        "guidance": (0.1, 30),
        "seed": (-1, 2**32 - 1),
        "strength": (0, 1),
    }


async def test_every_command_stays_within_discords_limits(
    commands: Mapping[str, dict[str, Any]],
) -> None:
    for command in commands.values():
        text = 0
        for part in parts(command):
            assert 1 <= len(part["name"]) <= 32
            assert 1 <= len(part["description"]) <= 100
            assert part["description"] != "…", part["name"]
            assert len(part.get("options", ())) <= 25
            assert len(part.get("choices", ())) <= 25
            text += len(part["name"]) + len(part["description"])
        assert text <= 8_000


async def test_every_command_works_in_servers_and_direct_messages_and_for_both_installs(
    commands: Mapping[str, dict[str, Any]],
) -> None:
    others = dict(commands)
    of_servers = [others.pop(name) for name in ("server", "setup", "mod", "session")]
    for command in of_servers:
        assert (command["integration_types"], command["contexts"]) == ([0], [0])
    manage_server = 1 << 5
    # Every member may read the rules and list sessions: each other subcommand checks by itself.
    whose = [command["default_member_permissions"] for command in of_servers]
    assert whose == [manage_server, manage_server, None, None]
    for command in others.values():
        assert command["integration_types"] == [0, 1]
        assert command["contexts"] == [0, 1, 2]
