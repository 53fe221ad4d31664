"""Prices, quotas and budgets, put together in one place; starts nothing."""

from dataclasses import dataclass

from bot.domain.generation import MemberLimits
from bot.domain.pricing import MICROS, PriceTable
from bot.generation.moderation.policies import Policies
from bot.generation.quotas.pricing import Pricing
from bot.generation.quotas.refusals import QuotaRefusals
from bot.services.foundation import Foundation
from bot.store.quotas import Quotas


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaParts:
    """What admission checks with, and what the cogs of quotas are given."""

    store: Quotas
    prices: PriceTable
    limits: MemberLimits
    pricing: Pricing
    refusals: QuotaRefusals


def build_quotas(base: Foundation, policies: Policies) -> QuotaParts:
    """Put the parts together."""
    store, prices = Quotas(base.database), base.settings.price_table
    return QuotaParts(
        store=store,
        prices=prices,
        limits=limits_of(base),
        pricing=Pricing(prices, policies),
        refusals=QuotaRefusals(store, base.time),
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
