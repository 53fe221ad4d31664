"""Usage: sums by day, month and all time, for members and servers."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.generation import Status
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.usage import CHART_DAYS, TOP_MEMBERS, MemberUsage, ServerUsage, Usage
from tests.unit.store.samples import MEMBER, NOON, SERVER, admit, bring_to, new


@pytest.fixture
def usage(database: Database) -> Usage:
    return Usage(database)


async def test_who_asked_for_nothing_has_used_nothing(usage: Usage) -> None:
    assert await usage.member(MEMBER, SERVER, NOON, 100) == MemberUsage(
        today=0, month=0, all_time=0, by_model=(), left=100, resets_in_s=12 * 3600
    )
    assert await usage.server(SERVER, NOON) == ServerUsage(
        today=0, month=0, all_time=0, by_member=(), by_model=()
    )


async def test_days_and_months_are_counted_apart(usage: Usage, generations: Generations) -> None:
    for day, units in ((31, 1), (30, 2), (1, 4)):
        await admit(generations, new(units=units), datetime(2026, 3, day, tzinfo=UTC))
    await admit(generations, new(units=8), datetime(2026, 2, 28, 23, 59, 59, tzinfo=UTC))
    member = await usage.member(MEMBER, SERVER, datetime(2026, 3, 31, 23, tzinfo=UTC), 10)
    assert (member.today, member.month, member.all_time) == (1, 7, 15)
    assert (member.left, member.resets_in_s) == (9, 3600)
    server = await usage.server(SERVER, datetime(2026, 3, 31, tzinfo=UTC))
    assert (server.today, server.month, server.all_time) == (1, 7, 15)


async def test_what_was_given_back_was_not_used(usage: Usage, generations: Generations) -> None:
    await bring_to(generations, Status.READY, units=2)
    await bring_to(generations, Status.FAILED, units=4)
    await bring_to(generations, Status.CANCELLED, units=4)
    member = await usage.member(MEMBER, SERVER, NOON, 100)
    assert (member.today, member.month, member.all_time, member.left) == (2, 2, 2, 98)
    assert member.by_model == (("model_a.safetensors", 2),)


async def test_a_month_that_ended_gets_its_units_back(
    usage: Usage, generations: Generations
) -> None:
    last_day = datetime(2026, 3, 31, 12, tzinfo=UTC)
    next_day = last_day + timedelta(days=1)
    admitted = await admit(generations, new(units=4), last_day)
    await generations.failed(admitted.id, "no", next_day, {Status.QUEUED})
    assert (await usage.member(MEMBER, SERVER, last_day, 100)).month == 0
    assert (await usage.member(MEMBER, SERVER, next_day, 100)).month == 0


async def test_models_come_by_their_use(usage: Usage, generations: Generations) -> None:
    for model, units in (("a", 1), ("b", 3), ("c", 2)):
        await admit(generations, new(model=model, units=units))
    gone = await admit(generations, new(model="d", units=2))
    await generations.cancel(gone.id, NOON)
    expected = (("b", 3), ("c", 2), ("a", 1))
    assert (await usage.member(MEMBER, SERVER, NOON, 100)).by_model == expected
    assert (await usage.server(SERVER, NOON)).by_model == expected


async def test_a_servers_top_members_are_listed(usage: Usage, generations: Generations) -> None:
    for member in range(TOP_MEMBERS + 2):
        await admit(generations, new(member_id=member, units=member % 8 + 1))
    server = await usage.server(SERVER, NOON)
    assert len(server.by_member) == TOP_MEMBERS
    assert server.by_member[:2] == ((7, 8), (6, 7))


async def test_another_server_is_another_account(usage: Usage, generations: Generations) -> None:
    await admit(generations, new(server_id=SERVER + 1))
    assert (await usage.member(MEMBER, SERVER, NOON, 100)).all_time == 0
    assert (await usage.server(SERVER + 1, NOON)).all_time == 1


async def test_what_is_left_is_never_less_than_nothing(
    usage: Usage, generations: Generations
) -> None:
    await admit(generations, new(units=4))
    assert (await usage.member(MEMBER, SERVER, NOON, 3)).left == 0


async def test_the_chart_has_a_bar_for_each_of_thirty_days(
    usage: Usage, generations: Generations
) -> None:
    for day, units, member_id in ((31, 1, MEMBER), (2, 2, MEMBER), (1, 4, MEMBER), (31, 8, 77)):
        at = datetime(2026, 3, day, tzinfo=UTC)
        await admit(generations, new(units=units, member_id=member_id), at)
    now = datetime(2026, 3, 31, 23, tzinfo=UTC)
    own = await usage.days(MEMBER, SERVER, now)
    assert len(own) == CHART_DAYS
    assert next(iter(own)) == date(2026, 3, 2)
    assert {day.day: units for day, units in own.items() if units} == {2: 2, 31: 1}
    everyones = await usage.days(None, SERVER, now)
    assert {day.day: units for day, units in everyones.items() if units} == {2: 2, 31: 9}
