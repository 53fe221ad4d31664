"""At 80 and 100 percent of a budget its admins are told: once each, whatever happens."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.generation import MemberLimits
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.quota_refusals import LimitReached
from bot.domain.quotas import Allowance, Amount, Period, Scope
from bot.store.budget_marks import BudgetMarks
from bot.store.budgets import Budgets
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.moderation_schema import moderation_log
from bot.store.quota_schema import budget_notices
from bot.store.quotas import QuotaKey, Quotas
from tests.unit.store.samples import NOON, SERVER, claim, image, new
from tests.unit.store.test_limits import LIMITS, UNIT, allow, asked


@pytest.fixture
def quotas(database: Database) -> Quotas:
    return Quotas(database)


@pytest.fixture
def marks(database: Database) -> BudgetMarks:
    return BudgetMarks(database)


async def untold(marks: BudgetMarks) -> list[tuple[int, str, int]]:
    return [(one.server_id, one.period_key, one.percent) for one in await marks.untold(10)]


async def test_each_mark_is_noted_with_the_request_that_reaches_it(
    generations: Generations, quotas: Quotas, marks: BudgetMarks, database: Database
) -> None:
    await allow(quotas, Scope.SERVER, Period.MONTH, cost_micros=10 * UNIT)
    await generations.admit(asked(7), LIMITS, NOON)
    assert await untold(marks) == []
    await generations.admit(asked(1), LIMITS, NOON)
    assert await untold(marks) == [(SERVER, "2026-03", 80)]
    await generations.admit(asked(1), LIMITS, NOON)
    await generations.admit(asked(1), LIMITS, NOON)
    assert await untold(marks) == [(SERVER, "2026-03", 80), (SERVER, "2026-03", 100)]
    wanted = select(moderation_log.c.details).where(
        moderation_log.c.action == Action.BUDGET_REACHED
    )
    logged = await database.read(lambda one: one.execute(wanted).scalars().all())
    assert [entry["percent"] for entry in logged] == ["80", "100"]


async def test_a_crowd_that_passes_a_mark_notes_it_once(
    generations: Generations, quotas: Quotas, marks: BudgetMarks
) -> None:
    await allow(quotas, Scope.SERVER, Period.DAY, images=20)
    await asyncio.gather(
        *(generations.admit(asked(), LIMITS, NOON) for _ in range(40)), return_exceptions=True
    )
    assert await untold(marks) == [(SERVER, "2026-03-01", 80), (SERVER, "2026-03-01", 100)]


async def test_what_was_told_is_not_told_again_in_its_period_and_anew_in_the_next(
    generations: Generations, quotas: Quotas, marks: BudgetMarks
) -> None:
    await allow(quotas, Scope.SERVER, Period.DAY, images=10)
    for day in range(3):
        now = NOON + timedelta(days=day)
        await generations.admit(asked(8), LIMITS, now)
        (mark,) = await marks.untold(10)
        await marks.told(mark, now)
        await generations.admit(asked(1), LIMITS, now)
        assert await untold(marks) == []


async def test_marks_of_months_that_are_over_are_forgotten(
    generations: Generations, quotas: Quotas, database: Database
) -> None:
    await allow(quotas, Scope.SERVER, Period.DAY, images=10)
    await allow(quotas, Scope.SERVER, Period.MONTH, images=20)
    for day in (0, 1, 31):
        await generations.admit(asked(8), LIMITS, NOON + timedelta(days=day))
    kept = await database.read(
        lambda one: one.execute(select(budget_notices.c.period)).scalars().all()
    )
    assert kept == ["2026-04-01"]


async def test_a_refusal_notes_that_the_budget_stops_requests(
    generations: Generations, quotas: Quotas, marks: BudgetMarks
) -> None:
    await allow(quotas, Scope.SERVER, Period.DAY, images=10)
    await generations.admit(asked(8), LIMITS, NOON)
    with pytest.raises(LimitReached) as refused:
        await generations.admit(asked(4), LIMITS, NOON)
    entry = LogEntry(server_id=SERVER, at=NOON, action=Action.REFUSED)
    for _ in range(2):
        await quotas.refused(entry, refused.value.shortage)
    assert await untold(marks) == [(SERVER, "2026-03-01", 80), (SERVER, "2026-03-01", 100)]


async def test_one_request_that_is_too_large_does_not_say_that_the_budget_is_used_up(
    generations: Generations, quotas: Quotas, marks: BudgetMarks
) -> None:
    await allow(quotas, Scope.SERVER, Period.DAY, images=5)
    with pytest.raises(LimitReached) as refused:
        await generations.admit(asked(8), LIMITS, NOON)
    entry = LogEntry(server_id=SERVER, at=NOON, action=Action.REFUSED)
    await quotas.refused(entry, refused.value.shortage)
    assert await untold(marks) == []


async def test_a_member_quota_that_is_full_tells_no_admin(
    generations: Generations, quotas: Quotas, marks: BudgetMarks
) -> None:
    await allow(quotas, Scope.MEMBER, Period.DAY, images=1)
    await generations.admit(asked(), LIMITS, NOON)
    with pytest.raises(LimitReached) as refused:
        await generations.admit(asked(), LIMITS, NOON)
    await quotas.refused(
        LogEntry(server_id=SERVER, at=NOON, action=Action.REFUSED), refused.value.shortage
    )
    assert await untold(marks) == []


async def test_a_raised_ceiling_warns_anew(
    generations: Generations, quotas: Quotas, marks: BudgetMarks
) -> None:
    await allow(quotas, Scope.SERVER, Period.DAY, images=10)
    await generations.admit(asked(8), LIMITS, NOON)
    await generations.admit(asked(1), LIMITS, NOON)
    await allow(quotas, Scope.SERVER, Period.DAY, images=20)
    assert await untold(marks) == []
    await generations.admit(asked(7), LIMITS, NOON)
    assert await untold(marks) == [(SERVER, "2026-03-01", 80)]


async def test_who_lowers_a_ceiling_has_seen_what_it_has_reached(
    generations: Generations, quotas: Quotas, marks: BudgetMarks
) -> None:
    await generations.admit(asked(8), LIMITS, NOON)
    await generations.admit(asked(1), LIMITS, NOON)
    await allow(quotas, Scope.SERVER, Period.DAY, images=10)
    await generations.admit(asked(1), LIMITS, NOON)
    assert await untold(marks) == [(SERVER, "2026-03-01", 100)]


async def test_the_owners_budget_is_told_to_the_owner(
    generations: Generations, marks: BudgetMarks
) -> None:
    limits = MemberLimits(daily_quota=99, waiting=99, running=4, month_budget_micros=5 * UNIT)
    await generations.admit(asked(4), limits, NOON)
    assert await untold(marks) == [(0, "2026-03", 80)]


async def test_a_budget_tells_what_is_reserved_of_what_is_used(
    generations: Generations, quotas: Quotas, database: Database
) -> None:
    await allow(quotas, Scope.SERVER, Period.MONTH, cost_micros=50 * UNIT)
    done = (await generations.admit(asked(2), LIMITS, NOON)).generation
    await claim(generations)
    await generations.started(done.id, "task", None, NOON)
    await generations.ready(done.id, [image(0), image(1)], NOON)
    await generations.admit(asked(3), LIMITS, NOON)
    await generations.admit(new(server_id=SERVER + 1), LIMITS, NOON)
    budget = await Budgets(database).get(SERVER, NOON)
    assert budget.used[Period.MONTH] == Amount(images=5, cost_micros=5 * UNIT)
    assert budget.reserved == Amount(images=3, cost_micros=3 * UNIT)
    assert budget.ceiling(Period.MONTH) == Allowance(cost_micros=50 * UNIT)
    assert budget.ceiling(Period.DAY).is_unlimited


async def test_two_moderators_at_once_do_not_undo_each_others_change(quotas: Quotas) -> None:
    key = QuotaKey(server_id=SERVER, scope=Scope.EVERYONE, period=Period.DAY)
    entry = LogEntry(server_id=SERVER, at=NOON, action=Action.QUOTA_CHANGED)

    def add(before: Allowance | None) -> Allowance:
        return Allowance(images=((before and before.images) or 0) + 1)

    await asyncio.gather(*(quotas.set(key, add, entry) for _ in range(20)))
    assert await quotas.of(key) == [(Period.DAY, Allowance(images=20))]
