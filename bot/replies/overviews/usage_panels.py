"""What `/usage` shows: a member's own figures, and a server's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.quotas import Period, Scope
from bot.replies.parts.amounts import left_text
from bot.replies.parts.panels import Panel, listed
from bot.replies.parts.words import code
from bot.store.limits import Standing
from bot.store.usage import MemberUsage, ServerUsage
from bot.store.windows import next_begin
from bot.texts import day, hours, money, ngettext, number
from bot.texts import gettext as _

_MODELS = 10


Picture = tuple[str, str]  # the name of the attached chart, and its words


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What a member may use here, how it stands, and what it costs; no cost where all is free."""

    standings: Sequence[Standing]
    now: datetime
    currency: str
    cost_micros: tuple[int, int] | None = None  # of today, and of this month


def usage_panel(usage: MemberUsage, own: Own, chart: Picture | None = None) -> Panel:
    """Show what a member has used in this server, and what is left of every quota."""
    limits = "\n".join(_left(standing, own) for standing in own.standings)
    totals = _totals(usage.today, usage.month, usage.all_time)
    if own.cost_micros is not None:
        today, month = (money(micros, own.currency) for micros in own.cost_micros)
        totals += "\n" + _("Cost today **{today}** · this month **{month}**").format(
            today=today, month=month
        )
    return Panel(
        _("Your usage"),
        [limits or _("No quota limits you here."), totals, _by_model(usage.by_model)],
        chart,
    )


def _left(standing: Standing, own: Own) -> str:
    limit, used = standing.limit, standing.used
    begins = next_begin(own.now, limit.period)
    if limit.period is Period.DAY:
        again = _("new ones in {time}").format(time=hours((begins - own.now).total_seconds()))
    else:
        again = _("new ones from {day} on").format(day=day(begins.date()))
    images = limit.allowance.images
    if limit.counted is Scope.MEMBER and limit.period is Period.DAY and images is not None:
        left = max(0, images - used.images)
        if limit.allowance.cost_micros is None:
            text = ngettext(
                "**{n}** of {quota} images left today", "**{n}** of {quota} images left today", left
            ).format(n=number(left), quota=number(images))
            return f"{text} · {again}"
    return _whose(limit.counted, limit.period).format(
        left=left_text(limit, used, own.currency), again=again
    )


def _whose(counted: Scope, period: Period) -> str:
    return {
        (Scope.MEMBER, Period.DAY): _("Left for you today: **{left}** · {again}"),
        (Scope.MEMBER, Period.MONTH): _("Left for you this month: **{left}** · {again}"),
        (Scope.CHANNEL, Period.DAY): _("Left in this channel today: **{left}** · {again}"),
        (Scope.CHANNEL, Period.MONTH): _("Left in this channel this month: **{left}** · {again}"),
        (Scope.SERVER, Period.DAY): _("Left on this server today: **{left}** · {again}"),
        (Scope.SERVER, Period.MONTH): _("Left on this server this month: **{left}** · {again}"),
        (Scope.OPERATOR, Period.MONTH): _("Left for all servers of this bot: **{left}** · {again}"),
    }[counted, period]


def server_usage_panel(usage: ServerUsage, chart: Picture | None = None) -> Panel:
    """Show what all members of a server have used."""
    members = (
        f"**{rank}.** <@{member}>: {_images(units)}"
        for rank, (member, units) in enumerate(usage.by_member, 1)
    )
    return Panel(
        _("This server's usage"),
        [
            _totals(usage.today, usage.month, usage.all_time),
            "**" + _("This month by member") + "**\n" + listed(members, _("nobody yet"), 1_200),
            _by_model(usage.by_model),
        ],
        chart,
    )


def _totals(today: int, month: int, all_time: int) -> str:
    return _("Today **{today}** · this month **{month}** · all time **{all}**").format(
        today=number(today), month=number(month), all=number(all_time)
    )


def _by_model(by_model: Iterable[tuple[str, int]]) -> str:
    lines = [f"{code(model)}: {_images(units)}" for model, units in by_model]
    return (
        "**" + _("This month by model") + "**\n" + listed(lines[:_MODELS], _("nothing yet"), 1_200)
    )


def _images(units: int) -> str:
    return ngettext("{n} image", "{n} images", units).format(n=number(units))
