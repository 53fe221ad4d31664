"""`/setup`: channel, level, review, roles, images and quota, with selects, page by page."""

import re
from collections.abc import Sequence

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import EaselClient
from bot.domain.moderation.policy import Access, Level, ReviewMode, StrikeRules
from bot.domain.moderation.strictness import Strictness
from bot.domain.quota_amounts import MOST_IMAGES
from bot.generation.moderation.choosing import Choosing
from bot.presses import Hearing
from bot.replies.parts.chosen import (
    chosen,
    chosen_id,
    chosen_ids,
    chosen_number,
    chosen_of,
    chosen_word,
)
from bot.replies.parts.moderators import check_admin
from bot.replies.parts.panels import show_in_place
from bot.replies.setup import steps
from bot.replies.setup.limit_pages import NEVER, NO_LIMIT, SHOWN, WAITS
from bot.replies.setup.setup_desk import (
    SetupDesk,
    check_mature,
    check_not_everybody,
    check_postable,
    found_channel,
)
from bot.replies.setup.steps import Step

# What a policy takes: what is offered is less, and what was set elsewhere is offered as well.
_HOURS, _STRIKES, _IMAGES = range(1, 721), range(1, 101), range(MOST_IMAGES + 1)


class Setup(commands.Cog):
    """Each choice is kept at once and logged; the page is shown anew with it."""

    def __init__(self, bot: commands.Bot, desk: SetupDesk, choosing: Choosing) -> None:
        self._desk = desk
        self._choosing = choosing
        self._hearing = Hearing(
            bot,
            presses={steps.STEP: self.turn},
            choices={
                steps.CHANNEL: self.choose_channel,
                steps.MODERATORS_CHANNEL: self.choose_moderators_channel,
                steps.MODERATOR_ROLES: self.choose_moderators,
                steps.LEVEL: self.choose_level,
                steps.REVIEW: self.choose_review,
                steps.ROLES: self.choose_roles,
                steps.REVIEWED_ROLES: self.choose_reviewed_roles,
                steps.STRICTNESS: self.choose_strictness,
                steps.UNCHECKED: self.choose_unchecked,
                steps.REVIEW_HOURS: self.choose_review_hours,
                steps.DAILY_IMAGES: self.choose_daily_images,
                steps.STRIKES: self.choose_strikes,
            },
        )

    async def cog_load(self) -> None:
        """Listen to every page, whoever sent it and when."""
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Listen no longer."""
        self._hearing.end()

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.default_permissions(manage_guild=True)
    async def setup(self, interaction: discord.Interaction) -> None:
        """Choose the rules of this server, step by step; can be run again at any time."""
        page = await self._desk.page(interaction, Step.MODERATORS)
        await interaction.response.send_message(view=page, ephemeral=True)

    async def turn(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Show another page."""
        await self._show(interaction, Step(match["step"]), int(match["channel"]))

    async def choose_channel(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Show the page of that channel; nothing chosen is the whole server."""
        channel_id = chosen_id(values) if values else 0
        await self._desk.chooser(interaction)
        if channel_id:
            found_channel(interaction, channel_id)
        await self._show(interaction, Step(match["step"]), channel_id)

    async def choose_moderators_channel(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Keep where reviews and reports go; nothing chosen is nowhere."""
        del match
        by = await self._desk.chooser(interaction)
        channel_id = chosen_id(values) if values else None
        if channel_id is not None:
            check_postable(interaction, channel_id)
        await self._choosing.moderators_channel(by, channel_id)
        await self._show(interaction, Step.MODERATORS)

    async def choose_moderators(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Keep which roles moderate; only who has Manage Server gives that power away."""
        del match
        check_admin(interaction)
        by, role_ids = await self._desk.chooser(interaction), chosen_ids(values)
        check_not_everybody(by.server_id, role_ids)
        await self._choosing.moderators(by, role_ids)
        await self._show(interaction, Step.MODERATORS)

    async def choose_level(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Keep what images a channel is for."""
        by, channel_id = await self._desk.chooser(interaction), int(match["channel"])
        level = None if chosen(values) == steps.INHERITED else chosen_word(Level, values)
        if channel_id:
            found_channel(interaction, channel_id)
        if level is Level.MATURE:
            check_mature(interaction, channel_id)
        await self._choosing.level(by, channel_id, level)
        await self._show(interaction, Step.CHANNELS, channel_id)

    async def choose_review(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Keep when a moderator looks at what is asked for there."""
        by, channel_id = await self._desk.chooser(interaction), int(match["channel"])
        if channel_id:
            found_channel(interaction, channel_id)
        mode = None if chosen(values) == steps.INHERITED else chosen_word(ReviewMode, values)
        await self._choosing.review(by, channel_id, mode)
        await self._show(interaction, Step.CHANNELS, channel_id)

    async def choose_roles(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Keep which roles may ask, or may not."""
        by, role_ids = await self._desk.chooser(interaction), chosen_ids(values)
        await self._choosing.roles(by, Access(match["which"]), role_ids)
        await self._show(interaction, Step.ROLES)

    async def choose_reviewed_roles(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Keep at whose requests, or images, a moderator looks first, and whose need none."""
        by, role_ids = await self._desk.chooser(interaction), chosen_ids(values)
        await self._choosing.reviewed_roles(by, ReviewMode(match["mode"]), role_ids)
        await self._show(interaction, Step.ROLES)

    async def choose_strictness(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Keep from which likelihood of nudity on an image waits or is refused."""
        by = await self._desk.chooser(interaction)
        if chosen(values) != steps.OWN:  # figures that are no choice of this page stay
            strictness = chosen_word(Strictness, values)
            await self._choosing.strictness(by, Level(match["level"]), strictness)
        await self._show(interaction, Step.IMAGES)

    async def choose_unchecked(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Keep what happens to an image that nothing could look at."""
        del match
        by = await self._desk.chooser(interaction)
        await self._choosing.unchecked(by, waits=chosen_of((SHOWN, WAITS), values) == WAITS)
        await self._show(interaction, Step.IMAGES)

    async def choose_review_hours(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Keep how long a review waits."""
        del match
        by = await self._desk.chooser(interaction)
        await self._choosing.review_hours(by, chosen_number(values, _HOURS))
        await self._show(interaction, Step.IMAGES)

    async def choose_daily_images(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Keep how many images a day each member may have."""
        del match
        by = await self._desk.chooser(interaction)
        images = None if chosen(values) == NO_LIMIT else chosen_number(values, _IMAGES)
        await self._choosing.daily_images(by, images)
        await self._show(interaction, Step.QUOTA)

    async def choose_strikes(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Keep how many strikes block."""
        del match
        by = await self._desk.chooser(interaction)
        block_at = None if chosen(values) == NEVER else chosen_number(values, _STRIKES)
        await self._choosing.strikes(by, StrikeRules(block_at=block_at))
        await self._show(interaction, Step.QUOTA)

    async def _show(
        self, interaction: discord.Interaction, step: Step, channel_id: int = 0
    ) -> None:
        await show_in_place(interaction, await self._desk.page(interaction, step, channel_id))


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    parts = bot.services.setting_up
    await bot.add_cog(Setup(bot, parts.desk, parts.choosing))
