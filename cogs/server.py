"""`/server`: what a server's moderators choose for it, as one panel of selects."""

import re
from collections.abc import Sequence

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import EaselClient
from bot.generation.moderation.choosing import Chooser, Choosing
from bot.presses import Hearing
from bot.replies.members.server_panel import REPORT_CHANNEL, STYLE_SHARING, server_panel
from bot.replies.parts.chosen import chosen_id, chosen_word
from bot.replies.parts.moderators import Moderators
from bot.replies.parts.panels import show_in_place
from bot.replies.setup.setup_desk import check_postable
from bot.store.server_settings import ServerSettings, StyleSharing


class Server(commands.Cog):
    """Each choice is kept at once, and counts from then on."""

    def __init__(
        self,
        bot: commands.Bot,
        settings: ServerSettings,
        choosing: Choosing,
        moderators: Moderators,
    ) -> None:
        self._settings = settings
        self._choosing = choosing
        self._moderators = moderators
        self._hearing = Hearing(
            bot, choices={STYLE_SHARING: self.choose_sharing, REPORT_CHANNEL: self.choose_channel}
        )

    async def cog_load(self) -> None:
        """Listen to the selects of every panel, whoever sent it and when."""
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Listen no longer."""
        self._hearing.end()

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.default_permissions(manage_guild=True)
    async def server(self, interaction: discord.Interaction) -> None:
        """Choose how styles are shared here, and where reports go; for moderators."""
        choices = await self._settings.get(await self._moderators.check(interaction))
        await interaction.response.send_message(view=server_panel(choices), ephemeral=True)

    async def choose_sharing(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Keep how styles are shared."""
        del match
        by = await self._chooser(interaction)
        await self._choosing.share_styles(by, chosen_word(StyleSharing, values))
        await self._show(interaction, by)

    async def choose_channel(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Keep where reports go; nothing chosen is nowhere."""
        del match
        by = await self._chooser(interaction)
        channel_id = chosen_id(values) if values else None
        if channel_id is not None:
            check_postable(interaction, channel_id)
        await self._choosing.moderators_channel(by, channel_id)
        await self._show(interaction, by)

    async def _chooser(self, interaction: discord.Interaction) -> Chooser:
        return Chooser(
            server_id=await self._moderators.check(interaction), moderator_id=interaction.user.id
        )

    async def _show(self, interaction: discord.Interaction, by: Chooser) -> None:
        await show_in_place(interaction, server_panel(await self._settings.get(by.server_id)))


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services
    await bot.add_cog(
        Server(
            bot,
            services.server_settings,
            services.setting_up.choosing,
            services.moderation.moderators,
        )
    )
