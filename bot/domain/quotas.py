"""Quotas and budgets: how much may be used in a day or a month, whose quota counts, what is left.

Days and months are UTC's. Everything is a pure function on frozen values: the store reads them
and writes the outcome in one transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

WARNING_PERCENT = 80
FULL_PERCENT = 100


class Scope(StrEnum):
    """Whose a quota is; stored, so a word never changes its meaning."""

    MEMBER = "member"
    ROLE = "role"  # of each member who has it, not of all of them together
    EVERYONE = "everyone"  # of each member for whom nothing else is said
    CHANNEL = "channel"  # of all in it and its threads together
    SERVER = "server"  # of all its members together: the server's budget
    OPERATOR = "operator"  # of all servers together, in money; the owner's own settings say it


class Period(StrEnum):
    """How long a quota lasts; then it begins anew."""

    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Images, and what they cost."""

    images: int = 0
    cost_micros: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """The most of one period; None is no limit."""

    images: int | None = None
    cost_micros: int | None = None

    @property
    def is_unlimited(self) -> bool:
        """Whether it limits nothing."""
        return self.images is None and self.cost_micros is None


UNLIMITED = Allowance()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What one scope may use in a day, and in a month."""

    day: Allowance = UNLIMITED
    month: Allowance = UNLIMITED

    def of(self, period: Period) -> Allowance:
        """Return the one of *period*."""
        return self.day if period is Period.DAY else self.month


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerQuotas:
    """What of a server's quotas concerns one member in one channel; None: nothing was set."""

    member: Quota | None = None
    roles: Sequence[Quota] = ()  # of those roles of the member that have one
    everyone: Quota | None = None
    channel: Quota | None = None
    server: Quota | None = None


NO_QUOTAS = ServerQuotas()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One allowance that a request has to keep to.

    *source* says where it comes from; what is counted against it is a member's own for the first
    three scopes.
    """

    source: Scope
    period: Period
    allowance: Allowance

    @property
    def counted(self) -> Scope:
        """Whose use counts against it."""
        is_members = self.source in {Scope.MEMBER, Scope.ROLE, Scope.EVERYONE}
        return Scope.MEMBER if is_members else self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """A limit that leaves too little: *wanted* is more than *left*; both are money or images."""

    limit: Limit
    is_money: bool
    wanted: int
    left: int  # never less than 0

    @property
    def most(self) -> int:
        """The whole of the period."""
        allowance = self.limit.allowance
        return (allowance.cost_micros if self.is_money else allowance.images) or 0


def best(quotas: Iterable[Quota]) -> Quota:
    """Return the most generous figure for each of day and month, images and money.

    No limit beats any limit: a role that says nothing about money spares its members that limit.
    """
    every = list(quotas)
    return Quota(
        day=_best([quota.day for quota in every]), month=_best([quota.month for quota in every])
    )


def member_quota(quotas: ServerQuotas) -> tuple[Scope, Quota] | None:
    """Return the quota that counts for a member, and where it comes from.

    Their own stands above all; else the best of those of their roles; else everyone's. None: the
    server has set nothing, so that the settings' quota counts.
    """
    if quotas.member is not None:
        return Scope.MEMBER, quotas.member
    if quotas.roles:
        return Scope.ROLE, best(quotas.roles)
    if quotas.everyone is not None:
        return Scope.EVERYONE, quotas.everyone
    return None


def limits_of(
    quotas: ServerQuotas, *, daily_quota: int, month_budget_micros: int | None = None
) -> Sequence[Limit]:
    """Return every limit of one request, the member's own first; none that limits nothing."""
    found = member_quota(quotas)
    if found is None:
        default = Allowance(images=daily_quota)
        limits = [Limit(source=Scope.EVERYONE, period=Period.DAY, allowance=default)]
    else:
        limits = list(_limits(*found))
    for scope, quota in ((Scope.CHANNEL, quotas.channel), (Scope.SERVER, quotas.server)):
        limits += _limits(scope, quota)
    if month_budget_micros is not None:
        all_servers = Allowance(cost_micros=month_budget_micros)
        limits.append(Limit(source=Scope.OPERATOR, period=Period.MONTH, allowance=all_servers))
    return [limit for limit in limits if not limit.allowance.is_unlimited]


def shortage(limit: Limit, used: Amount, wanted: Amount) -> Shortage | None:
    """Return what stands in the way of *wanted*, None if *limit* leaves enough for it.

    Who asks for what costs nothing is not kept back by money that is gone.
    """
    for is_money, most, taken, needed in (
        (False, limit.allowance.images, used.images, wanted.images),
        (True, limit.allowance.cost_micros, used.cost_micros, wanted.cost_micros),
    ):
        left = max(0, (most or 0) - taken)
        if most is not None and needed > left:
            return Shortage(limit=limit, is_money=is_money, wanted=needed, left=left)
    return None


def percent_used(allowance: Allowance, used: Amount) -> int:
    """Return how much of it is used, in whole percent rounded down; of both figures the greater."""
    return max(
        _percent(allowance.images, used.images),
        _percent(allowance.cost_micros, used.cost_micros),
    )


def marks_reached(percent: int) -> Sequence[int]:
    """Return the marks at which the admins are told that are reached, the lowest first."""
    return [mark for mark in (WARNING_PERCENT, FULL_PERCENT) if percent >= mark]


def _percent(most: int | None, used: int) -> int:
    if most is None:
        return 0
    return max(0, used) * 100 // most if most else FULL_PERCENT


def _best(allowances: Sequence[Allowance]) -> Allowance:
    return Allowance(
        images=_most([one.images for one in allowances]),
        cost_micros=_most([one.cost_micros for one in allowances]),
    )


def _most(figures: Sequence[int | None]) -> int | None:
    limited = [figure for figure in figures if figure is not None]
    return max(limited, default=None) if len(limited) == len(figures) else None


def _limits(scope: Scope, quota: Quota | None) -> Iterable[Limit]:
    if quota is not None:
        for period in Period:
            yield Limit(source=scope, period=period, allowance=quota.of(period))
