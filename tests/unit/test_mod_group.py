"""Subcommands of /mod: methods of cogs, with every option that they have."""

import discord
from discord import app_commands

from bot.mod_group import Subcommands, mod_group


class Cog:
    """Stands for a cog."""

    def __init__(self) -> None:
        self.heard: list[object] = []

    @app_commands.describe(first="The first", second="The second")
    async def try_(self, interaction: discord.Interaction, first: str, second: int = 2) -> None:
        """Try it.

        Not shown.
        """
        self.heard += [interaction, first, second]


async def test_a_method_becomes_a_subcommand_with_all_its_options() -> None:
    group, cog = mod_group(), Cog()
    subcommands = Subcommands(group, [cog.try_])
    subcommands.begin()
    command = group.get_command("try")
    assert isinstance(command, app_commands.Command)
    assert command.description == "Try it."
    assert [(one.name, one.description) for one in command.parameters] == [
        ("first", "The first"),
        ("second", "The second"),
    ]
    await command.callback(command.binding, "interaction", first="a")  # type: ignore[arg-type]
    assert cog.heard == ["interaction", "a", 2]
    subcommands.end()
    assert group.commands == []
