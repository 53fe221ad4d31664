"""What `/mod budget` shows: what is spent of the ceilings, what is reserved, and the forecast."""

from collections.abc import Iterable
from datetime import timedelta

from bot.domain.quotas import WARNING_PERCENT, Amount, Period, percent_used
from bot.replies.parts.amounts import amount_text, used_text
from bot.replies.parts.panels import Panel
from bot.replies.parts.words import bar
from bot.store.budgets import Budget
from bot.store.windows import next_begin
from bot.texts import day, hours, money, number, percent
from bot.texts import gettext as _

_FULL = 100
_EARLIEST = timedelta(days=1)  # before that a month's forecast is a guess


def budget_panel(
    budget: Budget, ask_above_micros: int | None, currency: str, *, is_free: bool, is_new: bool
) -> Panel:
    """Show how the budget stands; *is_free*: no image costs anything."""
    title = _("Budget changed") if is_new else _("Budget of this server")
    sections = [
        period_text(budget, period, currency, is_free=is_free)
        for period in (Period.MONTH, Period.DAY)
    ]
    sections.append(
        "\n".join(f"-# {note}" for note in _notes(ask_above_micros, currency, is_free=is_free))
    )
    return Panel(title, sections)


def period_text(budget: Budget, period: Period, currency: str, *, is_free: bool) -> str:
    """Return how the budget of *period* stands, in a few short lines."""
    return "\n".join(_period(budget, period, currency, is_free=is_free))


def _period(budget: Budget, period: Period, currency: str, *, is_free: bool) -> Iterable[str]:
    ceiling, used = budget.ceiling(period), budget.used[period]
    yield "**" + (_("This month") if period is Period.MONTH else _("Today")) + "**"
    if ceiling.is_unlimited:
        yield amount_text(used, currency, with_money=not is_free) + " · " + _("no ceiling")
    else:
        share = percent_used(ceiling, used)
        yield f"{_sign(share)}{bar(share / _FULL)} {percent(share / _FULL)}"
        yield used_text(ceiling, used, currency)
    if period is Period.MONTH:
        if budget.reserved.images:
            reserved = amount_text(budget.reserved, currency, with_money=not is_free)
            yield _("Of it {amount} reserved for what waits or runs").format(amount=reserved)
        expected = _forecast(budget)
        if expected is not None:
            forecast = amount_text(expected, currency, with_money=not is_free)
            yield _("At this pace {amount} by the end of the month").format(amount=forecast)
        yield _("Begins anew on {day}").format(day=day(next_begin(budget.now, period).date()))
    else:
        rest_s = (next_begin(budget.now, period) - budget.now).total_seconds()
        yield _("Begins anew in {time}").format(time=hours(rest_s))


def _sign(share: int) -> str:
    if share >= _FULL:
        return "⛔ "
    return "⚠️ " if share >= WARNING_PERCENT else ""


def _forecast(budget: Budget) -> Amount | None:
    begun = budget.now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    gone, whole = budget.now - begun, next_begin(budget.now, Period.MONTH) - begun
    if gone < _EARLIEST:
        return None
    used = budget.used[Period.MONTH]
    return Amount(
        images=round(used.images * (whole / gone)),
        cost_micros=_rough(used.cost_micros * (whole / gone)),
    )


def _rough(micros: float) -> int:
    # A guess with six digits would look like knowledge: two that count, at least whole hundredths.
    step = 10_000
    while step > 1 and micros < 10 * step:
        step //= 10
    return round(micros / step) * step


def _notes(ask_above_micros: int | None, currency: str, *, is_free: bool) -> Iterable[str]:
    yield _(
        "At {warning} % the moderators are told; at 100 % requests are refused until it begins "
        "anew."
    ).format(warning=number(WARNING_PERCENT))
    if is_free:
        yield _("No prices are set for this bot, so that nothing counts as money.")
    elif ask_above_micros is None:
        yield _("Members are not asked before a request that costs much (`ask_above`).")
    else:
        yield _("Members are asked before a request that costs more than {sum}.").format(
            sum=money(ask_above_micros, currency)
        )
