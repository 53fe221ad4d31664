"""What a member reads when a quota or a budget leaves too little: whose it is, and until when."""

from datetime import datetime

from bot.domain.moderation.verdicts import Rule
from bot.domain.quotas import Period, Scope, Shortage
from bot.errors import QuotaExceeded
from bot.texts import day, hours, money, ngettext, number
from bot.texts import gettext as _


class LimitReached(QuotaExceeded):
    """A quota or a budget leaves too little; nothing was taken.

    Attributes:
        shortage: Which one, and how much is missing.
    """

    def __init__(
        self, shortage: Shortage, *, now: datetime, resets_at: datetime, currency: str
    ) -> None:
        super().__init__(
            _sentence(shortage, now, resets_at, currency),
            wanted=shortage.wanted,
            left=shortage.left,
            quota=shortage.most,
            resets_in_s=max(1, round((resets_at - now).total_seconds())),
        )
        self.shortage = shortage

    @property
    def rule(self) -> Rule:
        """Under which rule it stands in the moderation log."""
        is_budget = self.shortage.limit.source in {Scope.SERVER, Scope.OPERATOR}
        return Rule.BUDGET if is_budget else Rule.QUOTA


def _sentence(shortage: Shortage, now: datetime, resets_at: datetime, currency: str) -> str:
    limit = shortage.limit
    if limit.period is Period.DAY:
        time = hours((resets_at - now).total_seconds())
        when = _("There is more in {time}.").format(time=time)
    else:
        when = _("There is more from {day} on.").format(day=day(resets_at.date()))
    if limit.source is Scope.OPERATOR:
        return _(
            "That costs more than is left of what this bot may spend this month. {when}"
        ).format(when=when)
    if shortage.is_money:
        return _of_money(limit.counted, limit.period).format(
            wanted=money(shortage.wanted, currency),
            left=money(shortage.left, currency),
            quota=money(shortage.most, currency),
            when=when,
        )
    wanted = ngettext("{n} image", "{n} images", shortage.wanted)
    return _of_images(limit.counted, limit.period).format(
        wanted=wanted.format(n=number(shortage.wanted)),
        left=number(shortage.left),
        quota=number(shortage.most),
        when=when,
    )


def _of_images(counted: Scope, period: Period) -> str:
    return {
        (Scope.MEMBER, Period.DAY): _(
            "That needs {wanted}, and {left} of your {quota} images for today are left. {when}"
        ),
        (Scope.MEMBER, Period.MONTH): _(
            "That needs {wanted}, and {left} of your {quota} images for this month are left. {when}"
        ),
        (Scope.CHANNEL, Period.DAY): _(
            "That needs {wanted}, and {left} of this channel's {quota} images for today are left. "
            "{when}"
        ),
        (Scope.CHANNEL, Period.MONTH): _(
            "That needs {wanted}, and {left} of this channel's {quota} images for this month are "
            "left. {when}"
        ),
        (Scope.SERVER, Period.DAY): _(
            "That needs {wanted}, and {left} of the {quota} images that all of this server have "
            "for today are left. {when}"
        ),
        (Scope.SERVER, Period.MONTH): _(
            "That needs {wanted}, and {left} of the {quota} images that all of this server have "
            "for this month are left. {when}"
        ),
    }[counted, period]


def _of_money(counted: Scope, period: Period) -> str:
    return {
        (Scope.MEMBER, Period.DAY): _(
            "That costs {wanted}, and {left} of your {quota} for today is left. {when}"
        ),
        (Scope.MEMBER, Period.MONTH): _(
            "That costs {wanted}, and {left} of your {quota} for this month is left. {when}"
        ),
        (Scope.CHANNEL, Period.DAY): _(
            "That costs {wanted}, and {left} of this channel's {quota} for today is left. {when}"
        ),
        (Scope.CHANNEL, Period.MONTH): _(
            "That costs {wanted}, and {left} of this channel's {quota} for this month is left. "
            "{when}"
        ),
        (Scope.SERVER, Period.DAY): _(
            "That costs {wanted}, and {left} of the {quota} that all of this server have for today "
            "is left. {when}"
        ),
        (Scope.SERVER, Period.MONTH): _(
            "That costs {wanted}, and {left} of the {quota} that all of this server have for this "
            "month is left. {when}"
        ),
    }[counted, period]
