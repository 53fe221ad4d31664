"""Quotas: whose counts, which figure is the best one, and what is left."""

import pytest

from bot.domain.quotas import (
    UNLIMITED,
    Allowance,
    Amount,
    Limit,
    Period,
    Quota,
    Scope,
    ServerQuotas,
    best,
    limits_of,
    marks_reached,
    member_quota,
    percent_used,
    shortage,
)

NONE = Quota()
TEN_A_DAY = Quota(day=Allowance(images=10))
FIVE_A_DAY = Quota(day=Allowance(images=5, cost_micros=9))
A_MONTH = Quota(month=Allowance(images=100))
RICH = Quota(day=Allowance(images=1, cost_micros=1_000), month=Allowance(cost_micros=50))
POOR = Quota(day=Allowance(images=9, cost_micros=10), month=Allowance(cost_micros=60))


@pytest.mark.parametrize(
    ("quotas", "expected"),
    [
        ([TEN_A_DAY], TEN_A_DAY),
        ([TEN_A_DAY, FIVE_A_DAY], Quota(day=Allowance(images=10))),  # money: no limit beats any
        ([FIVE_A_DAY, NONE], NONE),
        (
            [RICH, POOR],
            Quota(day=Allowance(images=9, cost_micros=1_000), month=Allowance(cost_micros=60)),
        ),
        ([TEN_A_DAY, A_MONTH], NONE),
    ],
)
def test_of_several_roles_each_figure_is_the_most_generous(
    quotas: list[Quota], expected: Quota
) -> None:
    assert best(quotas) == expected
    assert best(reversed(quotas)) == expected


@pytest.mark.parametrize(
    ("quotas", "expected"),
    [
        (ServerQuotas(), None),
        (ServerQuotas(everyone=TEN_A_DAY), (Scope.EVERYONE, TEN_A_DAY)),
        (ServerQuotas(everyone=TEN_A_DAY, roles=[FIVE_A_DAY]), (Scope.ROLE, FIVE_A_DAY)),
        (
            ServerQuotas(everyone=TEN_A_DAY, roles=[POOR], member=FIVE_A_DAY),
            (Scope.MEMBER, FIVE_A_DAY),
        ),
        (ServerQuotas(channel=TEN_A_DAY, server=TEN_A_DAY), None),
    ],
)
def test_a_members_own_quota_stands_above_their_roles_and_those_above_everyones(
    quotas: ServerQuotas, expected: object
) -> None:
    assert member_quota(quotas) == expected


def test_the_settings_count_only_where_the_server_says_nothing() -> None:
    (limit,) = limits_of(ServerQuotas(), daily_quota=7)
    assert (limit.source, limit.allowance) == (Scope.EVERYONE, Allowance(images=7))
    (limit,) = limits_of(ServerQuotas(everyone=A_MONTH), daily_quota=7)
    assert (limit.period, limit.allowance.images) == (Period.MONTH, 100)


def test_every_limit_counts_at_once() -> None:
    quotas = ServerQuotas(member=RICH, channel=TEN_A_DAY, server=A_MONTH)
    found = limits_of(quotas, daily_quota=7, month_budget_micros=5)
    assert [(limit.source, limit.period) for limit in found] == [
        (Scope.MEMBER, Period.DAY),
        (Scope.MEMBER, Period.MONTH),
        (Scope.CHANNEL, Period.DAY),
        (Scope.SERVER, Period.MONTH),
        (Scope.OPERATOR, Period.MONTH),
    ]


def test_who_has_no_limit_has_none() -> None:
    assert limits_of(ServerQuotas(member=NONE), daily_quota=7) == []


@pytest.mark.parametrize(
    ("allowance", "used", "wanted", "expected"),
    [
        (Allowance(images=10), Amount(images=8), Amount(images=2), None),
        (Allowance(images=10), Amount(images=8), Amount(images=3), (False, 3, 2)),
        (Allowance(images=10), Amount(images=12), Amount(images=1), (False, 1, 0)),
        (Allowance(images=0), Amount(), Amount(images=1), (False, 1, 0)),
        (Allowance(cost_micros=10), Amount(images=99, cost_micros=8), Amount(images=9), None),
        (
            Allowance(cost_micros=10),
            Amount(cost_micros=8),
            Amount(images=1, cost_micros=3),
            (True, 3, 2),
        ),
        (Allowance(cost_micros=10), Amount(cost_micros=8), Amount(cost_micros=2), None),
        (Allowance(cost_micros=5), Amount(cost_micros=8), Amount(images=1), None),
        (UNLIMITED, Amount(images=99), Amount(images=8, cost_micros=8), None),
    ],
)
def test_a_limit_can_be_used_up_and_not_passed(
    allowance: Allowance, used: Amount, wanted: Amount, expected: tuple[bool, int, int] | None
) -> None:
    limit = Limit(source=Scope.MEMBER, period=Period.DAY, allowance=allowance)
    found = shortage(limit, used, wanted)
    assert (found and (found.is_money, found.wanted, found.left)) == expected


@pytest.mark.parametrize(
    ("allowance", "used", "percent", "marks"),
    [
        (Allowance(images=10), Amount(images=7), 70, []),
        (Allowance(images=10), Amount(images=8), 80, [80]),
        (Allowance(images=10), Amount(images=10), 100, [80, 100]),
        (Allowance(images=10, cost_micros=1_000), Amount(images=1, cost_micros=799), 79, []),
        (Allowance(images=10, cost_micros=1_000), Amount(images=1, cost_micros=800), 80, [80]),
        (Allowance(images=1_000_000), Amount(images=999_999), 99, [80]),
        (Allowance(images=0), Amount(), 100, [80, 100]),
        (Allowance(images=10), Amount(images=-1), 0, []),
        (UNLIMITED, Amount(images=10), 0, []),
    ],
)
def test_admins_are_told_at_eighty_and_at_a_hundred_percent(
    allowance: Allowance, used: Amount, percent: int, marks: list[int]
) -> None:
    assert percent_used(allowance, used) == percent
    assert marks_reached(percent) == marks
