"""`/mod quota` and `/mod budget`: what members, roles, channels and the server may use."""

import re

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import EaselClient
from bot.domain.quotas import Period, Scope
from bot.mod_group import Subcommands
from bot.presses import Hearing
from bot.replies.parts.panels import Panel, show_in_place
from bot.replies.quotas.quota_desk import QuotaDesk, Whose
from bot.replies.quotas.quota_panels import QUOTAS_PAGE

_PERIODS = [
    app_commands.Choice(name="day", value=Period.DAY.value),
    app_commands.Choice(name="month", value=Period.MONTH.value),
]
_WHOSE = [
    app_commands.Choice(name="everyone", value=Scope.EVERYONE.value),
    app_commands.Choice(name="server", value=Scope.SERVER.value),
]


class QuotaCommands(commands.Cog):
    """Reads and sets them, for moderators."""

    def __init__(self, bot: EaselClient, desk: QuotaDesk) -> None:
        self._desk = desk
        self._subcommands = Subcommands(bot.mod, [self.quota, self.budget])
        self._hearing = Hearing(bot, presses={QUOTAS_PAGE: self.turn})

    async def cog_load(self) -> None:
        """Add the subcommands, and listen to the pages of every list."""
        self._subcommands.begin()
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Take them away, and listen no longer."""
        self._hearing.end()
        self._subcommands.end()

    @app_commands.describe(
        member="Whose own quota",
        role="What each member with that role may use",
        channel="What all may use in that channel together",
        whose="What each other member may use, or all of the server together",
        period="A day if you say nothing",
        images="How many images; unlimited, or none to take it away",
        money="How much money; unlimited, or none to take it away",
    )
    @app_commands.choices(whose=_WHOSE, period=_PERIODS)
    async def quota(  # noqa: PLR0913, PLR0917 - options that people see
        self,
        interaction: discord.Interaction,
        member: discord.User | None = None,
        role: discord.Role | None = None,
        channel: discord.abc.GuildChannel | None = None,
        whose: str | None = None,
        period: str | None = None,
        images: app_commands.Range[str, 1, 20] | None = None,
        money: app_commands.Range[str, 1, 20] | None = None,
    ) -> None:
        """Show the quotas of this server, or set one; for moderators."""
        named = Whose(
            member_id=_id(member),
            role_id=_id(role),
            channel_id=_id(channel),
            scope=Scope(whose) if whose else None,
        )
        panel = await self._desk.quota(
            interaction, named, Period(period) if period else None, images, money
        )
        await _show(interaction, panel)

    @app_commands.describe(
        period="A month if you say nothing",
        images="How many images all may make together; none to take it away",
        money="How much they may cost together; none to take it away",
        ask_above="Members are asked before a request that costs more than this; none for never",
    )
    @app_commands.choices(period=_PERIODS)
    async def budget(
        self,
        interaction: discord.Interaction,
        period: str | None = None,
        images: app_commands.Range[str, 1, 20] | None = None,
        money: app_commands.Range[str, 1, 20] | None = None,
        ask_above: app_commands.Range[str, 1, 20] | None = None,
    ) -> None:
        """Show how this server's budget stands, or set it; for moderators."""
        panel = await self._desk.budget(
            interaction, Period(period) if period else None, images, money, ask_above
        )
        await _show(interaction, panel)

    async def turn(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Show another page of the list."""
        await show_in_place(interaction, await self._desk.page(interaction, int(match["page"])))


def _id(named: discord.abc.Snowflake | None) -> int | None:
    return None if named is None else named.id


async def _show(interaction: discord.Interaction, panel: Panel) -> None:
    await interaction.response.send_message(
        view=panel, ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
    )


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    await bot.add_cog(QuotaCommands(bot, bot.services.quotas.desk))
