"""`/settings`: a member's own defaults, chosen in selects."""

import re
from collections.abc import Sequence

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import EaselClient
from bot.filled import Filled
from bot.presses import Hearing
from bot.replies.members.settings_desk import SettingsDesk
from bot.replies.members.settings_panel import (
    CHOICE,
    RESET,
    WORDS,
    WRITE,
    WRITTEN,
    SettingsPanels,
    negative_prompt_modal,
)
from bot.replies.parts.panels import show_in_place
from bot.store.member_settings import MemberSettingsStore


class SettingsCommands(commands.Cog):
    """Shows the panel, saves each choice at once, and shows it anew in place."""

    def __init__(
        self,
        *,
        bot: EaselClient,
        desk: SettingsDesk,
        store: MemberSettingsStore,
        panels: SettingsPanels,
    ) -> None:
        self._desk = desk
        self._store = store
        self._panels = panels
        self._hearing = Hearing(
            bot,
            bot.modals,
            presses={WRITE: self.write, RESET: self.reset},
            choices={CHOICE: self.choose},
            submits={WRITTEN: self.written},
        )

    async def cog_load(self) -> None:
        """Listen to every panel, whoever sent it and when."""
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Listen no longer."""
        self._hearing.end()

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def settings(self, interaction: discord.Interaction) -> None:
        """Choose your own defaults: model, size, style, private answers and more."""
        await interaction.response.send_message(
            view=await self._panels.panel(interaction),
            ephemeral=True,
            allowed_mentions=discord.AllowedMentions.none(),
        )

    async def choose(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Save what was chosen in one of the selects."""
        await self._desk.choose(interaction, match["option"], values)
        await self._show(interaction)

    async def write(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Ask for the words of a negative prompt."""
        del match
        settings = await self._store.get(interaction.user.id)
        await interaction.response.send_modal(negative_prompt_modal(settings))

    async def written(
        self, interaction: discord.Interaction, match: re.Match[str], filled: Filled
    ) -> None:
        """Save these words; none at all are the server's default."""
        del match
        await self._desk.write_negative_prompt(interaction, filled.text(WORDS))
        await self._show(interaction)

    async def reset(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Forget all choices."""
        del match
        await self._desk.reset(interaction)
        await self._show(interaction)

    async def _show(self, interaction: discord.Interaction) -> None:
        await show_in_place(interaction, await self._panels.panel(interaction))


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    members = bot.services.members
    await bot.add_cog(
        SettingsCommands(
            bot=bot,
            desk=members.settings_desk,
            store=members.settings,
            panels=members.settings_panels,
        )
    )
