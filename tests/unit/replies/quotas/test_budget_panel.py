"""Tests of what moderators read of a budget."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from bot.domain.quotas import Allowance, Amount, Period
from bot.replies.quotas.budget_panel import period_text
from bot.store.budgets import Budget

_MIDDLE = datetime(2026, 4, 16, tzinfo=UTC)  # half of a month of 30 days


def _budget(cost_micros: int) -> Budget:
    used: Mapping[Period, Amount] = dict.fromkeys(Period, Amount(images=7, cost_micros=cost_micros))
    ceilings = {Period.MONTH: Allowance(cost_micros=20_000_000)}
    return Budget(ceilings=ceilings, used=used, reserved=Amount(), now=_MIDDLE)


@pytest.mark.parametrize(
    ("spent_micros", "forecast"),
    [
        (6_172_839, "$12.35"),
        (78_663, "$0.16"),
        (12_345, "$0.025"),
        (617, "$0.0012"),
        (0, "$0.00"),
    ],
)
def test_a_forecast_is_as_rough_as_it_is_certain(spent_micros: int, forecast: str) -> None:
    text = period_text(_budget(spent_micros), Period.MONTH, "$", is_free=False)
    assert f"14 images · {forecast} by the end" in text
