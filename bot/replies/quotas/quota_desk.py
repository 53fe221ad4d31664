"""Sets and shows quotas and budgets for moderators; every change is in the log."""

from collections.abc import Mapping
from dataclasses import dataclass

import discord

from bot.domain.generation import MemberLimits
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.pricing import PriceTable
from bot.domain.quota_amounts import Given, Word, changed, parse_images, parse_money
from bot.domain.quotas import Period, Scope
from bot.errors import InvalidRequest
from bot.generation.moderation.policies import Policies
from bot.replies.parts.moderators import Moderators
from bot.replies.parts.panels import Panel
from bot.replies.quotas.budget_panel import budget_panel
from bot.replies.quotas.quota_panels import PER_PAGE, quota_panel, quotas_panel
from bot.store.budget_marks import BudgetMarks
from bot.store.budgets import Budgets
from bot.store.policies import PolicyStore
from bot.store.quotas import QuotaKey, Quotas
from bot.texts import gettext as _
from bot.timing import Time

_ASK_ABOVE = "ask_above"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose quota a moderator names; the ids are Discord's, and at most one may be given."""

    member_id: int | None = None
    role_id: int | None = None
    channel_id: int | None = None
    scope: Scope | None = None  # everyone or the server

    def found(self) -> tuple[Scope, int] | None:
        """Return the one that was named, None if none was.

        Raises:
            InvalidRequest: It is more than one.
        """
        named = [
            (scope, scope_id)
            for scope, scope_id in (
                (Scope.MEMBER, self.member_id),
                (Scope.ROLE, self.role_id),
                (Scope.CHANNEL, self.channel_id),
                (self.scope, 0),
            )
            if scope is not None and scope_id is not None
        ]
        if len(named) > 1:
            raise InvalidRequest(
                "whose", len(named), _("name only one of member, role, channel and whose")
            )
        return named[0] if named else None


class QuotaDesk:
    """Reads what a moderator wrote, and keeps it."""

    def __init__(  # noqa: PLR0913 - it shows and changes all of them
        self,
        *,
        quotas: Quotas,
        budgets: Budgets,
        marks: BudgetMarks,
        policies: Policies,
        policy_store: PolicyStore,
        moderators: Moderators,
        prices: PriceTable,
        limits: MemberLimits,
        time: Time,
    ) -> None:
        self._quotas = quotas
        self._budgets = budgets
        self._marks = marks
        self._policies = policies
        self._policy_store = policy_store
        self._moderators = moderators
        self._prices = prices
        self._limits = limits
        self._time = time

    async def quota(
        self,
        interaction: discord.Interaction,
        whose: Whose,
        period: Period | None,
        images: str | None,
        money: str | None,
    ) -> Panel:
        """Return all quotas, or the one that is named, changed if a figure is given.

        Raises:
            NotAllowed: It is no moderator, or the server has too many quotas.
            InvalidRequest: A figure cannot be read, or it is not said whose.
            StorageUnavailable: The database does not answer.
        """
        server_id = await self._moderators.check(interaction)
        given = self._given(images, money)
        named = whose.found()
        currency = self._prices.currency
        if named is None:
            if any(one is not None for one in given):
                raise InvalidRequest(
                    "whose", "", _("name a member, a role, a channel, everyone or the server")
                )
            return await self._page(server_id, 0)
        scope, scope_id = named
        key = QuotaKey(
            server_id=server_id, scope=scope, scope_id=scope_id, period=period or Period.DAY
        )
        is_new = any(one is not None for one in given)
        if is_new:
            await self._set(interaction, key, given, Action.QUOTA_CHANGED)
        found = await self._quotas.of(key)
        return quota_panel(key, found, currency, is_new=is_new)

    async def page(self, interaction: discord.Interaction, index: int) -> Panel:
        """Return another page of all quotas, counted from 0.

        Raises:
            NotAllowed: It is no moderator.
            StorageUnavailable: The database does not answer.
        """
        return await self._page(await self._moderators.check(interaction), index)

    async def budget(
        self,
        interaction: discord.Interaction,
        period: Period | None,
        images: str | None,
        money: str | None,
        ask_above: str | None,
    ) -> Panel:
        """Return how the server's budget stands, changed by what is given.

        Raises:
            NotAllowed: It is no moderator.
            InvalidRequest: A figure cannot be read.
            StorageUnavailable: The database does not answer.
        """
        server_id = await self._moderators.check(interaction)
        given = self._given(images, money)
        asked = None
        if ask_above is not None:
            asked = parse_money(_ASK_ABOVE, ask_above, self._prices.currency)
        if any(one is not None for one in given):
            key = QuotaKey(server_id=server_id, scope=Scope.SERVER, period=period or Period.MONTH)
            await self._set(interaction, key, given, Action.BUDGET_CHANGED)
        if asked is not None:
            await self._set_ask_above(interaction, server_id, asked)
        now = self._time.now()
        await self._marks.seen(server_id, now)
        policy = (await self._policies.of(server_id)).policy
        return budget_panel(
            await self._budgets.get(server_id, now),
            policy.ask_above_micros,
            self._prices.currency,
            is_free=self._prices.is_free,
            is_new=asked is not None or any(one is not None for one in given),
        )

    async def _page(self, server_id: int, index: int) -> Panel:
        shown = await self._quotas.page(server_id, skipped=index * PER_PAGE, most=PER_PAGE + 1)
        return quotas_panel(shown, self._limits.daily_quota, self._prices.currency, index=index)

    def _given(self, images: str | None, money: str | None) -> tuple[Given | None, Given | None]:
        currency = self._prices.currency
        return (
            None if images is None else parse_images(images),
            None if money is None else parse_money("money", money, currency),
        )

    async def _set(
        self,
        interaction: discord.Interaction,
        key: QuotaKey,
        given: tuple[Given | None, Given | None],
        action: Action,
    ) -> None:
        values = {"whose": str(key.scope), "id": str(key.scope_id), "period": str(key.period)}
        for name, one in zip(("images", "cost_micros"), given, strict=True):
            if one is not None:
                values[name] = str(one)
        await self._quotas.set(
            key,
            lambda before: changed(before, *given),
            self._entry(interaction, key.server_id, action, values, key),
        )

    async def _set_ask_above(
        self, interaction: discord.Interaction, server_id: int, asked: Given
    ) -> None:
        most = None if isinstance(asked, Word) else asked
        await self._policy_store.change(
            server_id,
            lambda policy: policy.model_copy(update={"ask_above_micros": most}),
            self._entry(
                interaction, server_id, Action.BUDGET_CHANGED, {"ask_above_micros": str(asked)}
            ),
        )
        self._policies.changed(server_id)

    def _entry(
        self,
        interaction: discord.Interaction,
        server_id: int,
        action: Action,
        values: Mapping[str, str],
        key: QuotaKey | None = None,
    ) -> LogEntry:
        is_members = key is not None and key.scope is Scope.MEMBER
        return LogEntry(
            server_id=server_id,
            at=self._time.now(),
            action=action,
            actor_id=interaction.user.id,
            member_id=key.scope_id if key is not None and is_members else None,
            channel_id=interaction.channel_id,
            values=values,
        )
