"""`/mod log`: what was decided, by whom, about whom and why; pages, filters and CSV files."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import EaselClient
from bot.domain.moderation.log import Action
from bot.domain.moderation.log_filter import MAX_DAYS, LogFilter, period
from bot.errors import InvalidRequest
from bot.mod_group import Subcommands
from bot.presses import Hearing
from bot.replies.moderation.log_desk import LogDesk
from bot.replies.moderation.log_ids import EXPORT, TURN
from bot.replies.moderation.log_words import action_words
from bot.texts import gettext as _
from bot.timing import Time

_MOST_OFFERED = 25
Days = app_commands.Range[int, 1, MAX_DAYS]


async def offer_actions(
    interaction: discord.Interaction, current: str
) -> list[app_commands.Choice[str]]:
    """Offer what can have been done, in the moderator's language."""
    del interaction
    words = {action_words(action): action.value for action in Action}
    typed = current.casefold().strip()
    return [
        app_commands.Choice(name=str(name), value=value)
        for name, value in words.items()
        if typed in name.casefold() or typed in value
    ][:_MOST_OFFERED]


class ModLog(commands.Cog):
    """Each subcommand checks by itself that it is a moderator of that server."""

    def __init__(self, bot: EaselClient, desk: LogDesk, time: Time) -> None:
        self._desk = desk
        self._time = time
        self._subcommands = Subcommands(bot.mod, [self.log])
        self._hearing = Hearing(bot, presses={TURN: desk.turn, EXPORT: desk.export})

    async def cog_load(self) -> None:
        """Offer the subcommand, and listen to the buttons of every page."""
        self._subcommands.begin()
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Offer and listen no longer."""
        self._subcommands.end()
        self._hearing.end()

    @app_commands.describe(
        member="Whom it is about",
        moderator="Who did it",
        action="What was done; without it, all but what was allowed",
        since="The first day, as in 2026-11-27 (UTC)",
        until="The last day, as in 2026-11-27 (UTC)",
        days="So many days back, in place of the first day",
    )
    @app_commands.autocomplete(action=offer_actions)
    async def log(
        self,
        interaction: discord.Interaction,
        member: discord.User | None = None,
        moderator: discord.User | None = None,
        action: str | None = None,
        since: str | None = None,
        until: str | None = None,
        days: Days | None = None,
    ) -> None:
        """Read what was decided here, and by whom."""
        begin, end = period(since, until, days, self._time.now())
        wanted = LogFilter(
            member_id=member.id if member else None,
            actor_id=moderator.id if moderator else None,
            action=_action(action),
            since=begin,
            until=end,
        )
        await self._desk.show(interaction, wanted)


def _action(typed: str | None) -> Action | None:
    if typed is None:
        return None
    wanted = typed.strip().casefold()
    for action in Action:
        if wanted in {action.value, action_words(action).casefold()}:
            return action
    raise InvalidRequest("action", typed, _("choose one of those that are offered"))


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services
    await bot.add_cog(ModLog(bot, services.moderation.log_desk, services.time))
