"""How quotas, sums and what is left of them are worded."""

from bot.domain.quotas import Allowance, Amount, Limit, Period, Scope
from bot.texts import gettext as _
from bot.texts import money, ngettext, number


def allowance_text(allowance: Allowance, period: Period, currency: str) -> str:
    """Say how much may be used: "50 images and $2.00 a day"."""
    parts = []
    if allowance.images is not None:
        parts.append(images_text(allowance.images))
    if allowance.cost_micros is not None:
        parts.append(money(allowance.cost_micros, currency))
    if not parts:
        return _("no limit a day") if period is Period.DAY else _("no limit a month")
    text = _("{amount} a day") if period is Period.DAY else _("{amount} a month")
    return text.format(amount=" + ".join(parts))


def used_text(allowance: Allowance, used: Amount, currency: str) -> str:
    """Say what is used of it: "12 of 50 images · $0.40 of $2.00"."""
    parts = []
    if allowance.images is not None:
        text = ngettext("{n} of {most} image", "{n} of {most} images", allowance.images)
        parts.append(text.format(n=number(used.images), most=number(allowance.images)))
    if allowance.cost_micros is not None:
        parts.append(
            _("{sum} of {most}").format(
                sum=money(used.cost_micros, currency), most=money(allowance.cost_micros, currency)
            )
        )
    return " · ".join(parts)


def left_text(limit: Limit, used: Amount, currency: str) -> str:
    """Say what is left of a limit: "38 of 50 images · $1.60 of $2.00"; never less than nothing."""
    allowance = limit.allowance
    left = Amount(
        images=max(0, (allowance.images or 0) - used.images),
        cost_micros=max(0, (allowance.cost_micros or 0) - used.cost_micros),
    )
    return used_text(allowance, left, currency)


def amount_text(amount: Amount, currency: str, *, with_money: bool) -> str:
    """Write images, and what they cost if anything costs: "12 images · $0.40"."""
    text = images_text(amount.images)
    return f"{text} · {money(amount.cost_micros, currency)}" if with_money else text


def images_text(count: int) -> str:
    """Write a number of images."""
    return ngettext("{n} image", "{n} images", count).format(n=number(count))


def whose_text(scope: Scope, scope_id: int = 0) -> str:
    """Name whose quota it is, in a list for moderators."""
    return {
        Scope.MEMBER: f"<@{scope_id}>",
        Scope.ROLE: _("each member with {role}").format(role=f"<@&{scope_id}>"),
        Scope.EVERYONE: _("each member without another quota"),
        Scope.CHANNEL: _("all in {channel}").format(channel=f"<#{scope_id}>"),
        Scope.SERVER: _("all of this server"),
        Scope.OPERATOR: _("all servers of this bot"),
    }[scope]
