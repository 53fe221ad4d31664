"""Tells the moderators that their budget has reached a mark: in their channel, else the owner."""

import aiohttp
import discord
import structlog

from bot.domain.generation import MemberLimits
from bot.domain.quotas import FULL_PERCENT
from bot.generation.moderation.policies import Policies
from bot.replies.parts.panels import Panel
from bot.replies.quotas.budget_panel import period_text
from bot.replies.sending.owner_notice import OwnerNotice
from bot.store.budget_marks import Mark
from bot.store.budgets import Budget, Budgets
from bot.store.spending import ALL_SERVERS
from bot.texts import gettext as _
from bot.texts import in_language, money
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)


class ServerBudgetTeller:
    """Finds the first road that is open, in the language of the server."""

    def __init__(
        self,
        client: discord.Client,
        *,
        policies: Policies,
        budgets: Budgets,
        owner: OwnerNotice,
        limits: MemberLimits,
        is_free: bool,
        time: Time,
    ) -> None:
        self._client = client
        self._policies = policies
        self._budgets = budgets
        self._owner = owner
        self._limits = limits
        self._is_free = is_free
        self._time = time

    async def tell(self, mark: Mark) -> bool:
        """Tell whom it concerns; False if no road is open.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        if mark.server_id == ALL_SERVERS:
            most = money(self._limits.month_budget_micros or 0, self._limits.currency)
            return await self._owner.tell(_owners_text(mark, most))
        guild = self._client.get_guild(mark.server_id)
        if guild is None:
            return False
        budget = await self._budgets.get(mark.server_id, self._time.now())
        with in_language(str(guild.preferred_locale)):
            panel = notice_panel(mark, budget, self._limits.currency, is_free=self._is_free)
        channel_id = (await self._policies.of(mark.server_id)).moderators_channel_id
        if channel_id is not None and await _sent(
            self._client.get_partial_messageable(channel_id), panel
        ):
            return True
        return await self._told_owner(guild, panel)

    async def _told_owner(self, guild: discord.Guild, panel: Panel) -> bool:
        if guild.owner_id is None:
            return False
        try:
            channel = await self._client.create_dm(discord.Object(guild.owner_id))
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            logger.warning("budget not told", server=guild.id, fault=type(error).__name__)
            return False
        return await _sent(channel, panel)


async def _sent(channel: discord.abc.Messageable, panel: Panel) -> bool:
    try:
        await channel.send(view=panel, allowed_mentions=discord.AllowedMentions.none())
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        logger.warning("budget not told", fault=type(error).__name__)
        return False
    return True


def notice_panel(mark: Mark, budget: Budget, currency: str, *, is_free: bool) -> Panel:
    """Say that a budget is nearly, or all, used up, and what can be done about it."""
    if mark.percent >= FULL_PERCENT:
        title = "⛔ " + _("This server's budget is used up")
        what = _("Requests that do not fit in are refused until it begins anew.")
    else:
        title = "⚠️ " + _("This server's budget is nearly used up")
        what = _("When it is used up, requests are refused until it begins anew.")
    return Panel(
        title,
        [
            period_text(budget, mark.period, currency, is_free=is_free),
            what + "\n-# " + _("`/mod budget` shows and changes it."),
        ],
    )


def _owners_text(mark: Mark, most: str) -> str:
    if mark.percent >= FULL_PERCENT:
        return _(
            "What this bot may cost in a month ({most}) is used up. Requests that cost money are "
            "refused until the next month begins, or `month_budget` is changed."
        ).format(most=most)
    return _("{percent} % of what this bot may cost in a month ({most}) are used.").format(
        percent=mark.percent, most=most
    )
