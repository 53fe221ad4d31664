"""`/server`: what a server's moderators choose for it, as one panel of selects."""

import re
from collections.abc import Sequence

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import EaselClient
from bot.errors import NotAllowed
from bot.presses import Hearing
from bot.replies.members.server_panel import REPORT_CHANNEL, STYLE_SHARING, server_panel
from bot.replies.parts.panels import show_in_place
from bot.replies.styles.style_display import check_moderates
from bot.store.server_settings import ServerSettings, StyleSharing
from bot.texts import gettext as _
from bot.timing import Time


class Server(commands.Cog):
    """Each choice is kept at once, and counts from then on."""

    def __init__(self, bot: commands.Bot, settings: ServerSettings, time: Time) -> None:
        self._settings = settings
        self._time = time
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
        check_moderates(interaction)
        choices = await self._settings.get(interaction.guild_id or 0)
        await interaction.response.send_message(view=server_panel(choices), ephemeral=True)

    async def choose_sharing(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Keep how styles are shared."""
        del match
        check_moderates(interaction)
        choices = await self._settings.share_styles(
            interaction.guild_id or 0, StyleSharing(values[0]), self._time.now()
        )
        await show_in_place(interaction, server_panel(choices))

    async def choose_channel(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Keep where reports go; nothing chosen is nowhere."""
        del match
        check_moderates(interaction)
        channel_id = int(values[0]) if values else None
        if channel_id is not None and not _may_post(interaction, channel_id):
            raise NotAllowed(
                _(
                    "I may not post in <#{channel}>: give me View Channel and Send Messages there "
                    "first, or choose another."
                ).format(channel=channel_id)
            )
        choices = await self._settings.report_to(
            interaction.guild_id or 0, channel_id, self._time.now()
        )
        await show_in_place(interaction, server_panel(choices))


def _may_post(interaction: discord.Interaction, channel_id: int) -> bool:
    guild = interaction.guild
    channel = None if guild is None else guild.get_channel_or_thread(channel_id)
    if guild is None or channel is None:
        return False
    allowed = channel.permissions_for(guild.me)
    return allowed.view_channel and allowed.send_messages


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services
    await bot.add_cog(Server(bot, services.server_settings, services.time))
