"""Every command and press of moderators, tried by a member, by another server's moderator, and
with custom_ids made by hand: nothing changes, and each reads why.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from discord import app_commands
from simcord import interactions
from sqlalchemy import Table, func, insert, select

from bot.store.schema import metadata
from tests.behaviour.conftest import MODERATES, House, text_of
from tests.behaviour.forging import press
from tests.behaviour.who_may import (
    COMMANDS,
    ROW,
    Who,
    sample,
    templates_of,
    whose,
)

_COMMAND = 2
_NOT_A_MODERATOR = (
    "Only moderators of this server",
    "Only members with Manage Server",
    "Only who started this session, or a moderator",
)
_VALUES = (("BIGINT", ROW), ("DATETIME", datetime(2026, 1, 1, tzinfo=UTC)))
_MORE = (("DATE", date(2026, 1, 1)), ("INT", ROW), ("BOOL", False), ("DOUBLE", 1.0))
_REST: Sequence[tuple[str, Any]] = (("FLOAT", 1.0), ("JSON", {}), ("BLOB", b"x" * 32))
_READABLE: Mapping[str, Mapping[str, Any]] = {
    "sessions": {"rules": {"theme": "foxes"}, "edits": [], "end_reason": None, "ended_at": None},
    "session_rounds": {"source": None},
}
Everything = Mapping[str, Sequence[Mapping[str, Any]]]


async def lay_rows(house: House) -> None:
    """Ask for one image, and lay one row of the server in each table that has none."""
    await house.imagine(prompt="a fox", images=1)

    def job(connection: Any) -> None:
        for table in metadata.sorted_tables:
            if not connection.execute(select(func.count()).select_from(table)).scalar_one():
                connection.execute(insert(table).values(a_row(table, house.guild.id)))

    await house.services.generations._database.writer.write(job)


def a_row(table: Table, server_id: int) -> dict[str, Any]:
    row = {}
    for column in table.columns:
        kind = str(column.type).upper()
        kinds = (*_VALUES, *_MORE, *_REST)
        row[column.name] = next((value for name, value in kinds if name in kind), "open")
    row |= {"server_id": server_id} if "server_id" in row else {}
    return row | dict(_READABLE.get(table.name, {}))


async def everything(house: House) -> Everything:
    """Return all rows of all tables but those of other servers."""

    def job(connection: Any) -> Everything:
        return {
            table.name: [
                dict(row)
                for row in connection.execute(select(table)).mappings()
                if row.get("server_id", house.guild.id) == house.guild.id
            ]
            for table in metadata.sorted_tables
        }

    return await house.services.generations._database.read(job)


def presses_of(house: House) -> list[tuple[str, list[str]]]:
    """Return the custom_ids of moderators, each with what it could stand on."""
    return [
        (sample(template), ["modal"] if kind == "modal" else ["button", "select"])
        for template, kind in templates_of(house.client).items()
        if whose(template) in {Who.MODERATOR, Who.ADMIN}
    ]


async def pressed(house: House, actor: Any, channel: Any) -> Mapping[str, str]:
    """Press everything of moderators; return what was read, by custom_id."""
    return {
        custom_id: "\n".join(
            [await press(house, actor, channel, custom_id, kind) for kind in kinds]
        )
        for custom_id, kinds in presses_of(house)
    }


def commands_of(house: House) -> Mapping[str, app_commands.Command[Any, ..., Any]]:
    return {
        command.qualified_name: command
        for command in house.client.tree.walk_commands()
        if isinstance(command, app_commands.Command)
    }


async def test_of_everything_that_can_be_pressed_or_typed_somebody_has_said_whose_it_is(
    house: House,
) -> None:
    assert [one for one in templates_of(house.client) if whose(one) is None] == []
    assert commands_of(house).keys() == COMMANDS.keys()


async def test_a_member_changes_nothing_by_any_press_of_moderators(house: House) -> None:
    await lay_rows(house)
    before = await everything(house)
    for custom_id, read in (await pressed(house, house.ada, house.channel)).items():
        assert any(words in read for words in _NOT_A_MODERATOR), (custom_id, read)
    assert await everything(house) == before


async def test_a_moderator_of_another_server_changes_nothing_here(house: House) -> None:
    await lay_rows(house)
    there = house.env.create_guild()
    role = there.create_role("Moderators", permissions=MODERATES)
    stranger = there.add_member(house.env.create_user("stranger"), roles=[role])
    channel = there.create_text_channel("lounge")
    before = await everything(house)
    await pressed(house, stranger, channel)
    assert await everything(house) == before


async def test_what_is_refused_to_others_is_not_to_a_moderator(house: House) -> None:
    await lay_rows(house)
    for custom_id, read in (await pressed(house, house.moderator, house.channel)).items():
        assert not any(words in read for words in _NOT_A_MODERATOR), (custom_id, read)
    house.env.errors.clear()  # what was made by hand fits no select


async def test_a_member_changes_nothing_by_any_command_of_moderators(house: House) -> None:
    await lay_rows(house)
    before = await everything(house)
    for name in commands_of(house):
        if COMMANDS[name] is not Who.ANYBODY:
            read = await typed(house, house.ada, house.channel, name)
            assert read.startswith("⚠️"), (name, read)
    assert await everything(house) == before


async def typed(house: House, actor: Any, channel: Any, name: str) -> str:
    """Type a command with what it needs, past what Discord would hide; return what was read."""
    root_name, *parts = name.split()
    root: Any = house.env.backend.find_command(root_name, house.guild.id, type=1)
    leaf, nesting = interactions.walk_to_subcommand(root, parts)
    given = {
        option["name"]: given_for(house, option)
        for option in leaf.get("options", ())
        if option.get("required")
    }
    options, resolved = interactions.build_options(actor, name, leaf, given, channel_id=channel.id)
    data = {
        "id": root["id"],
        "name": root_name,
        "type": 1,
        "options": interactions.nest_options(root, nesting, options),
        "resolved": resolved,
    }
    result = await actor._dispatch_interaction(_COMMAND, channel, data)
    return text_of(result.response) if result.response else ""


def given_for(house: House, option: Mapping[str, Any]) -> Any:
    if option.get("choices"):
        return option["choices"][0]["value"]
    return {
        3: "x",
        4: option.get("min_value", 1),
        5: True,
        6: house.ben,
        7: house.channel,
        8: house.guild.roles["Moderators"],
        10: option.get("min_value", 1.0),
        11: ("x.txt", b"x"),
    }[option["type"]]
