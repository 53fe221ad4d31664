"""What `/usage` shows: a member's own figures, and a server's."""

from collections.abc import Iterable

from bot.replies.parts.panels import Panel, listed
from bot.replies.parts.words import code
from bot.store.usage import MemberUsage, ServerUsage
from bot.texts import gettext as _
from bot.texts import hours, ngettext, number

_MODELS = 10


Picture = tuple[str, str]  # the name of the attached chart, and its words


def usage_panel(usage: MemberUsage, quota: int, chart: Picture | None = None) -> Panel:
    """Show what a member has used in this server, and what is left."""
    left = ngettext(
        "**{n}** of {quota} images left today", "**{n}** of {quota} images left today", usage.left
    ).format(n=number(usage.left), quota=number(quota))
    again = _("new ones in {time}").format(time=hours(usage.resets_in_s))
    return Panel(
        _("Your usage"),
        [
            f"{left} · {again}",
            _totals(usage.today, usage.month, usage.all_time),
            _by_model(usage.by_model),
        ],
        chart,
    )


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
