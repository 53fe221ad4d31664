"""`/usage`: what a member has used and has left; a server's figures for its moderators."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import EaselClient
from bot.replies.overviews.own_quotas import OwnQuotas
from bot.replies.overviews.usage_charts import UsageCharts, chart_words
from bot.replies.overviews.usage_panels import Picture, server_usage_panel, usage_panel
from bot.replies.parts.moderators import Moderators
from bot.replies.parts.panels import Panel
from bot.replies.parts.place import server_id_of
from bot.store.usage import Usage
from bot.timing import Time


class UsageCommands(commands.Cog):
    """Shows figures."""

    def __init__(
        self,
        usage: Usage,
        charts: UsageCharts,
        moderators: Moderators,
        quotas: OwnQuotas,
        time: Time,
    ) -> None:
        self._usage = usage
        self._moderators = moderators
        self._charts = charts
        self._quotas = quotas
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
        panel = await (self._servers(interaction) if server else self._members(interaction))
        nobody = discord.AllowedMentions.none()
        # The figures at once; the chart takes a moment longer to be drawn.
        await interaction.response.send_message(
            view=panel.without_chart, ephemeral=True, allowed_mentions=nobody
        )
        chart = await self._charts.chart(panel.days, panel.by_model, panel.by_member)
        if chart is not None:
            await interaction.edit_original_response(
                view=panel.with_chart((chart.name, chart_words(panel.days))),
                attachments=[chart.file()],
                allowed_mentions=nobody,
            )

    async def _members(self, interaction: discord.Interaction) -> "_Shown":
        member_id, server_id = interaction.user.id, server_id_of(interaction)
        now = self._time.now()
        usage = await self._usage.member(member_id, server_id, now, 0)
        return _Shown(
            days=await self._usage.days(member_id, server_id, now),
            by_model=usage.by_model,
            with_chart=partial(usage_panel, usage, await self._quotas.of(interaction)),
        )

    async def _servers(self, interaction: discord.Interaction) -> "_Shown":
        server_id = await self._moderators.check(interaction)
        now = self._time.now()
        usage = await self._usage.server(server_id, now)
        return _Shown(
            days=await self._usage.days(None, server_id, now),
            by_model=usage.by_model,
            by_member=usage.by_member,
            with_chart=partial(server_usage_panel, usage),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """What one answer shows; ``with_chart`` makes its panel, given a picture or None."""

    days: Mapping[date, int]
    by_model: Sequence[tuple[str, int]]
    by_member: Sequence[tuple[int, int]] = ()
    with_chart: Callable[[Picture | None], Panel]

    @property
    def without_chart(self) -> Panel:
        return self.with_chart(None)


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services
    own, moderators = services.quotas.own, services.moderation.moderators
    await bot.add_cog(UsageCommands(services.usage, UsageCharts(), moderators, own, services.time))
