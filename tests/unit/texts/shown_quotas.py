"""What is shown of quotas and budgets, for the tests of every text."""

from collections.abc import Iterator
from dataclasses import replace

import discord

from bot.domain.quotas import Allowance, Amount, Limit, Period, Scope
from bot.replies.overviews.usage_panels import Own
from bot.replies.quotas.budget_panel import budget_panel
from bot.replies.quotas.budget_teller import notice_panel
from bot.replies.quotas.quota_panels import quota_panel, quotas_panel
from bot.replies.requesting.cost_question import Question, cost_question, left_panel
from bot.store.budget_marks import Mark
from bot.store.budgets import Budget
from bot.store.limits import Standing
from bot.store.quotas import QuotaKey, SetQuota
from tests.unit.replies.samples import NOW
from tests.unit.store.samples import new


def own_quotas() -> Own:
    """Return a standing of each kind."""
    figures = Allowance(images=10, cost_micros=2_500_000), Allowance(images=10)
    limits = [
        Limit(source=source, period=period, allowance=allowance)
        for source in (Scope.EVERYONE, Scope.CHANNEL, Scope.SERVER, Scope.OPERATOR)
        for period in Period
        for allowance in figures
        if source is not Scope.OPERATOR or period is Period.MONTH
    ]
    used = Amount(images=12, cost_micros=100)
    return Own(
        standings=[Standing(limit=limit, used=used) for limit in limits],
        now=NOW,
        currency="$",
        cost_micros=(1, 2_000),
    )


def quota_views() -> Iterator[tuple[str, discord.ui.LayoutView]]:
    """Yield what `/mod quota` and `/mod budget` show, by name."""
    full = Allowance(images=10, cost_micros=2_500_000)
    rows = [
        SetQuota(
            key=QuotaKey(server_id=1, scope=scope, scope_id=2, period=period), allowance=allowance
        )
        for scope in Scope
        for period in Period
        for allowance in (full, Allowance())
    ]
    yield "quotas", quotas_panel(rows, 100, "$")
    yield "many quotas", quotas_panel(rows * 20, 1, "$")
    yield "no quotas", quotas_panel([], 100, "$")
    for row in rows[::2]:
        name = f"{row.key.scope}, {row.key.period}"
        yield f"quota of {name}", quota_panel(row.key, [(Period.DAY, full)], "$", is_new=True)
        yield f"no quota of {name}", quota_panel(row.key, [], "$", is_new=False)
    costly = new(cost_micros=1_000_000)
    costly = replace(costly, request=costly.request.model_copy(update={"prompt": "лиса"}))
    for left in (None, 5):
        question = Question(parked_id=1, new=costly, left_micros=left, currency="$")
        yield f"question about costs, {left} left", cost_question(question)
    yield "left", left_panel()
    for most in (None, 1):
        for ceiling in (Allowance(), full, Allowance(images=1_000)):
            budget = Budget(
                ceilings=dict.fromkeys(Period, ceiling),
                used=dict.fromkeys(Period, Amount(images=900, cost_micros=100)),
                reserved=Amount(images=most or 0),
                now=NOW.replace(day=9),
            )
            for is_free in (True, False):
                yield (
                    f"budget: {ceiling}, {most}, {is_free}",
                    budget_panel(budget, most, "$", is_free=is_free, is_new=most is None),
                )
            for percent in (80, 100):
                mark = Mark(server_id=1, period_key="2026-03", percent=percent, at=NOW)
                notice = notice_panel(mark, budget, "$", is_free=False)
                yield f"notice: {ceiling}, {most}, {percent}", notice
