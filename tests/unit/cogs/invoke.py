"""Runs a command's own function on a cog, as discord.py would after reading the options."""

from typing import Any

from discord import app_commands

from bot.client import EaselClient
from tests.fakes.interaction import FakeInteraction, FakeResponse


async def invoke(
    client: EaselClient,
    name: str,
    interaction: FakeInteraction | None = None,
    /,
    **options: Any,
) -> FakeResponse:
    """Run ``/name`` (a subcommand after a blank) and return what was answered."""
    interaction = interaction or FakeInteraction()
    first, _, second = name.partition(" ")
    command = client.tree.get_command(first)
    if isinstance(command, app_commands.Group):
        command = command.get_command(second)
    assert isinstance(command, app_commands.Command)
    await command.callback(command.binding, interaction, **options)  # type: ignore[arg-type] # a stand-in
    return interaction.response
