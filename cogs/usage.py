"""`/usage`: what a member has used and has left; a server's figures for its moderators."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import EaselClient
from bot.errors import NotAllowed
from bot.replies.place import is_moderator, server_id_of
from bot.replies.usage_panels import server_usage_panel, usage_panel
from bot.store.usage import Usage
from bot.texts import gettext as _
from bot.timing import Time


class UsageCommands(commands.Cog):
    """Shows figures."""

    def __init__(self, usage: Usage, daily_quota: int, time: Time) -> None:
        self._usage = usage
        self._daily_quota = daily_quota
        self._time = time

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.describe(server="The whole server's figures, for its moderators")
    async def usage(
        self,
        interaction: discord.Interaction,
        server: bool = False,  # noqa: FBT001, FBT002 - an option that people see
    ) -> None:
        """Show what you have used, and what is left of today's quota."""
        view = await (self._servers(interaction) if server else self._members(interaction))
        await interaction.response.send_message(
            view=view, ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
        )

    async def _members(self, interaction: discord.Interaction) -> discord.ui.LayoutView:
        usage = await self._usage.member(
            interaction.user.id, server_id_of(interaction), self._time.now(), self._daily_quota
        )
        return usage_panel(usage, self._daily_quota)

    async def _servers(self, interaction: discord.Interaction) -> discord.ui.LayoutView:
        if interaction.guild_id is None:
            raise NotAllowed(_("There is no server here: use this in one that you moderate."))
        if not is_moderator(interaction):
            raise NotAllowed(
                _("Only members with Manage Server or Manage Messages may see the server's usage.")
            )
        return server_usage_panel(await self._usage.server(interaction.guild_id, self._time.now()))


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services
    quota = services.settings.limits.daily_quota
    await bot.add_cog(UsageCommands(services.usage, quota, services.time))
