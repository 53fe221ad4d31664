"""Prices, quotas and budgets, put together in one place; starts nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import discord

from bot.domain.generation import MemberLimits
from bot.domain.pricing import MICROS, PriceTable
from bot.generation.checks import Check
from bot.generation.doubted_clock import DoubtedClock
from bot.generation.quotas.budget_notices import BudgetNotices
from bot.generation.quotas.pricing import Pricing
from bot.generation.quotas.refusals import QuotaRefusals
from bot.replies.overviews.own_quotas import OwnQuotas
from bot.replies.quotas.budget_teller import ServerBudgetTeller
from bot.replies.quotas.parked_presses import ParkedPresses
from bot.replies.quotas.quota_desk import QuotaDesk
from bot.replies.requesting.asking import Asking
from bot.replies.requesting.cost_question import CostQuestions
from bot.replies.sending.owner_notice import OwnerNotice
from bot.services.foundation import Foundation
from bot.services.moderation import Moderation
from bot.store.ages import newest
from bot.store.budget_marks import BudgetMarks
from bot.store.budgets import Budgets
from bot.store.parked import ParkedRequests
from bot.store.quotas import Quotas
from bot.store.spent_cleaning import SpentCleaning
from bot.store.style_previews import StylePreviews
from bot.timing import Time

_DOUBT = timedelta(days=1)  # a sum removed by mistake is a quota given anew


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaParts:
    """What admission checks with, and what the cogs of quotas are given."""

    store: Quotas
    prices: PriceTable
    limits: MemberLimits
    pricing: Pricing
    refusals: QuotaRefusals
    desk: QuotaDesk
    own: OwnQuotas
    questions: CostQuestions
    parked: ParkedRequests
    previews: StylePreviews
    notices: BudgetNotices
    time: Time

    @property
    def checks(self) -> tuple[Check, ...]:
        """The last checks of the admission: the price, and the question if it is high."""
        return self.pricing.put_price, self.pricing.ask_first

    def presses_of(self, asking: Asking, entered: Callable[[int], None]) -> ParkedPresses:
        """Return what the buttons of the question about costs do."""
        return ParkedPresses(self.parked, asking, self.previews, self.time, entered=entered)


def build_quotas(base: Foundation, moderation: Moderation, client: discord.Client) -> QuotaParts:
    """Put the parts together."""
    store, prices, limits = Quotas(base.database), base.settings.price_table, limits_of(base)
    parked = ParkedRequests(base.database)
    return QuotaParts(
        questions=CostQuestions(parked, store, limits, base.time),
        parked=parked,
        previews=StylePreviews(base.database),
        notices=_notices(base, moderation, client),
        time=base.time,
        store=store,
        prices=prices,
        limits=limits,
        pricing=Pricing(prices, moderation.policies),
        refusals=QuotaRefusals(store, base.time),
        own=OwnQuotas(store, prices, limits, base.time),
        desk=QuotaDesk(
            quotas=store,
            budgets=Budgets(base.database),
            marks=BudgetMarks(base.database),
            policies=moderation.policies,
            policy_store=moderation.store,
            moderators=moderation.moderators,
            prices=prices,
            limits=limits,
            time=base.time,
        ),
    )


def _notices(base: Foundation, moderation: Moderation, client: discord.Client) -> BudgetNotices:
    return BudgetNotices(
        BudgetMarks(base.database),
        SpentCleaning(base.database),
        ServerBudgetTeller(
            client,
            policies=moderation.policies,
            budgets=Budgets(base.database),
            owner=OwnerNotice(client),
            limits=limits_of(base),
            is_free=base.settings.price_table.is_free,
            time=base.time,
        ),
        months_kept=timedelta(days=base.settings.retention.ledger_days),
        clock=DoubtedClock(base.time, _DOUBT, partial(base.database.read, newest)),
        time=base.time,
    )


def limits_of(base: Foundation) -> MemberLimits:
    """Return what the settings allow one member, one server, and all of them."""
    limits = base.settings.limits
    return MemberLimits(
        daily_quota=limits.daily_quota,
        waiting=limits.waiting,
        running=limits.running,
        server_waiting=limits.server_waiting,
        server_running=limits.server_running,
        month_budget_micros=int(limits.month_budget * MICROS) or None,
        currency=limits.currency,
    )
