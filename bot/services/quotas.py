"""Prices, quotas and budgets, put together in one place; starts nothing."""

from dataclasses import dataclass

from bot.domain.generation import MemberLimits
from bot.domain.pricing import MICROS, PriceTable
from bot.generation.quotas.pricing import Pricing
from bot.generation.quotas.refusals import QuotaRefusals
from bot.replies.overviews.own_quotas import OwnQuotas
from bot.replies.quotas.quota_desk import QuotaDesk
from bot.services.foundation import Foundation
from bot.services.moderation import Moderation
from bot.store.budget_marks import BudgetMarks
from bot.store.budgets import Budgets
from bot.store.quotas import Quotas


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


def build_quotas(base: Foundation, moderation: Moderation) -> QuotaParts:
    """Put the parts together."""
    store, prices, limits = Quotas(base.database), base.settings.price_table, limits_of(base)
    return QuotaParts(
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
