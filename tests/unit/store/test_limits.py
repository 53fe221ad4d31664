"""Limits of members, roles, channels and servers: used up, never passed, also not by a crowd."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.generation import MemberLimits, NewGeneration, Status
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.verdicts import Rule
from bot.domain.quota_refusals import LimitReached
from bot.domain.quotas import Allowance, Period, Scope
from bot.errors import BotError
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.quotas import QuotaKey, Quotas
from bot.store.schema import generations as generation_rows
from bot.texts import in_language
from bot.timing import SystemTime
from tests.unit.store.samples import MEMBER, NOON, SERVER, claim, image, new
from tests.unit.texts.pseudo import pseudo_language_for

LIMITS = MemberLimits(daily_quota=10_000, waiting=10_000, running=4)
CHANNEL, THREAD, ROLE, OTHER_ROLE = 9, 90, 55, 56
UNIT = 1_000  # micros of one image in these tests
IDS = {Scope.MEMBER: MEMBER, Scope.ROLE: ROLE, Scope.CHANNEL: CHANNEL}
IN_FORCE = [Scope.MEMBER, Scope.ROLE, Scope.EVERYONE, Scope.CHANNEL, Scope.SERVER]


@pytest.fixture
def quotas(database: Database) -> Quotas:
    return Quotas(database)


async def allow(
    quotas: Quotas,
    scope: Scope,
    period: Period,
    *,
    server_id: int = SERVER,
    scope_id: int | None = None,
    **most: int | None,
) -> None:
    found = IDS.get(scope, 0) if scope_id is None else scope_id
    entry = LogEntry(server_id=server_id, at=NOON, action=Action.QUOTA_CHANGED, actor_id=1)
    key = QuotaKey(server_id=server_id, scope=scope, scope_id=found, period=period)
    await quotas.set(key, lambda _before: Allowance(**most), entry)


def asked(units: int = 1, **fields: Any) -> NewGeneration:
    roles = frozenset({ROLE})
    return new(units=units, **{"cost_micros": units * UNIT, "role_ids": roles, **fields})


def counted(images: int, *, is_money: bool) -> Mapping[str, int]:
    return {"cost_micros": images * UNIT} if is_money else {"images": images}


@pytest.mark.parametrize("is_money", [False, True])
@pytest.mark.parametrize("period", Period)
@pytest.mark.parametrize("scope", IN_FORCE)
async def test_a_limit_is_used_up_and_begins_anew_in_each_period(
    generations: Generations, quotas: Quotas, scope: Scope, period: Period, *, is_money: bool
) -> None:
    await allow(quotas, scope, period, **counted(5, is_money=is_money))
    now = NOON
    for _ in range(3):
        await generations.admit(asked(3), LIMITS, now)
        with pytest.raises(LimitReached) as refused:
            await generations.admit(asked(3), LIMITS, now)
        await generations.admit(asked(2), LIMITS, now)
        with pytest.raises(LimitReached) as refused:
            await generations.admit(asked(1), LIMITS, now)
        missing = refused.value.shortage
        assert (missing.left, missing.limit.source, missing.is_money) == (0, scope, is_money)
        now = now.replace(tzinfo=UTC) + timedelta(days=1 if period is Period.DAY else 31)


@pytest.mark.parametrize("is_money", [False, True])
@pytest.mark.parametrize("period", Period)
@pytest.mark.parametrize("scope", IN_FORCE)
async def test_a_hundred_at_once_do_not_pass_a_limit(
    generations: Generations, quotas: Quotas, scope: Scope, period: Period, *, is_money: bool
) -> None:
    await allow(quotas, scope, period, **counted(9, is_money=is_money))
    answers = await asyncio.gather(
        *(generations.admit(asked(2), LIMITS, NOON) for _ in range(100)), return_exceptions=True
    )
    assert sum(isinstance(answer, LimitReached) for answer in answers) == 96
    assert sum(not isinstance(answer, BaseException) for answer in answers) == 4


@pytest.mark.parametrize("scope", IN_FORCE)
async def test_two_bots_on_one_file_do_not_pass_a_limit(
    url: str, database: Database, quotas: Quotas, scope: Scope
) -> None:
    await allow(quotas, scope, Period.MONTH, cost_micros=5 * UNIT)
    second = await Database.open(url, SystemTime())
    stores = [Generations(database), Generations(second)]
    answers = await asyncio.gather(
        *(stores[turn % 2].admit(asked(), LIMITS, NOON) for turn in range(30)),
        return_exceptions=True,
    )
    await second.close()
    assert sum(not isinstance(answer, BotError) for answer in answers) == 5


async def test_a_server_has_quotas_of_its_own(generations: Generations, quotas: Quotas) -> None:
    await allow(quotas, Scope.SERVER, Period.DAY, images=1)
    await allow(quotas, Scope.EVERYONE, Period.DAY, images=2, server_id=SERVER + 1)
    await generations.admit(asked(), LIMITS, NOON)
    await generations.admit(asked(2, server_id=SERVER + 1), LIMITS, NOON)
    for server_id in (SERVER, SERVER + 1):
        with pytest.raises(LimitReached):
            await generations.admit(asked(server_id=server_id), LIMITS, NOON)
    await generations.admit(asked(5, server_id=SERVER + 2), LIMITS, NOON)


async def test_members_share_the_channels_and_the_servers_but_not_everyones(
    generations: Generations, quotas: Quotas
) -> None:
    await allow(quotas, Scope.EVERYONE, Period.DAY, images=2)
    await allow(quotas, Scope.CHANNEL, Period.DAY, images=3)
    await allow(quotas, Scope.SERVER, Period.DAY, images=5)
    await generations.admit(asked(2), LIMITS, NOON)
    await generations.admit(asked(1, member_id=MEMBER + 1), LIMITS, NOON)
    with pytest.raises(LimitReached, match="this channel's 3 images"):
        await generations.admit(asked(member_id=MEMBER + 1), LIMITS, NOON)
    await generations.admit(asked(2, member_id=MEMBER + 2, channel_id=10), LIMITS, NOON)
    with pytest.raises(LimitReached, match="all of this server"):
        await generations.admit(asked(member_id=MEMBER + 3, channel_id=11), LIMITS, NOON)


async def test_a_thread_counts_to_its_channel(generations: Generations, quotas: Quotas) -> None:
    await allow(quotas, Scope.CHANNEL, Period.DAY, images=2)
    in_thread = asked(channel_id=THREAD, parent_channel_id=CHANNEL)
    await generations.admit(in_thread, LIMITS, NOON)
    await generations.admit(asked(), LIMITS, NOON)
    for wanted in (in_thread, asked()):
        with pytest.raises(LimitReached):
            await generations.admit(wanted, LIMITS, NOON)


async def test_the_best_role_counts(generations: Generations, quotas: Quotas) -> None:
    await allow(quotas, Scope.EVERYONE, Period.DAY, images=1)
    await allow(quotas, Scope.ROLE, Period.DAY, images=2)
    await allow(quotas, Scope.ROLE, Period.DAY, images=4, scope_id=OTHER_ROLE)
    both = frozenset({ROLE, OTHER_ROLE, 57})
    await generations.admit(asked(4, role_ids=both), LIMITS, NOON)
    with pytest.raises(LimitReached) as refused:
        await generations.admit(asked(role_ids=both), LIMITS, NOON)
    assert refused.value.quota == 4


@pytest.mark.parametrize("role_ids", [None, frozenset(), frozenset({57})])
async def test_without_known_roles_everyones_quota_counts(
    generations: Generations, quotas: Quotas, role_ids: frozenset[int] | None
) -> None:
    await allow(quotas, Scope.EVERYONE, Period.DAY, images=1)
    await allow(quotas, Scope.ROLE, Period.DAY, images=8)
    with pytest.raises(LimitReached) as refused:
        await generations.admit(asked(2, role_ids=role_ids), LIMITS, NOON)
    assert refused.value.quota == 1


async def test_the_owner_bounds_the_month_of_all_servers(generations: Generations) -> None:
    limits = MemberLimits(daily_quota=99, waiting=99, running=4, month_budget_micros=3 * UNIT)
    await generations.admit(asked(2), limits, NOON)
    await generations.admit(asked(1, server_id=SERVER + 1), limits, NOON)
    with pytest.raises(
        LimitReached, match="costs more than is left of what this bot may spend"
    ) as refused:
        await generations.admit(asked(server_id=SERVER + 2), limits, NOON)
    assert refused.value.rule is Rule.BUDGET
    await generations.admit(asked(cost_micros=0), limits, NOON)  # what is free is not kept back
    await generations.admit(asked(3), limits, NOON + timedelta(days=31))


async def test_what_did_not_come_is_not_paid_for(
    generations: Generations, quotas: Quotas, database: Database
) -> None:
    await allow(quotas, Scope.SERVER, Period.MONTH, cost_micros=3 * UNIT)
    admitted = (await generations.admit(asked(3), LIMITS, NOON)).generation
    await claim(generations)
    await generations.started(admitted.id, "task", None, NOON)
    await generations.ready(admitted.id, [image(0)], NOON)
    assert await cost_of(database, admitted.id) == UNIT
    failed = (await generations.admit(asked(2), LIMITS, NOON)).generation
    assert await cost_of(database, failed.id) == 2 * UNIT
    await generations.failed(failed.id, "broken", NOON, {Status.QUEUED})
    assert await cost_of(database, failed.id) == 0
    await generations.admit(asked(2), LIMITS, NOON)
    with pytest.raises(LimitReached):
        await generations.admit(asked(1), LIMITS, NOON)


async def test_what_comes_back_later_comes_back_to_its_own_month(
    generations: Generations, quotas: Quotas
) -> None:
    await allow(quotas, Scope.SERVER, Period.MONTH, images=2)
    last_day = datetime(2026, 3, 31, 12, tzinfo=UTC)
    next_day = last_day + timedelta(days=1)
    admitted = (await generations.admit(asked(2), LIMITS, last_day)).generation
    await generations.failed(admitted.id, "broken", next_day, {Status.QUEUED})
    await generations.admit(asked(2), LIMITS, next_day)
    with pytest.raises(LimitReached):
        await generations.admit(asked(1), LIMITS, next_day)
    await generations.admit(asked(2), LIMITS, last_day)


async def test_a_month_ends_with_its_last_second(generations: Generations, quotas: Quotas) -> None:
    await allow(quotas, Scope.MEMBER, Period.MONTH, images=1)
    last_second = datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)
    await generations.admit(asked(), LIMITS, last_second)
    with pytest.raises(LimitReached, match="from Jan 1, 2027 on") as refused:
        await generations.admit(asked(), LIMITS, last_second)
    assert refused.value.resets_in_s == 1
    await generations.admit(asked(), LIMITS, last_second + timedelta(seconds=1))


async def test_a_lowered_quota_never_leaves_less_than_nothing(
    generations: Generations, quotas: Quotas
) -> None:
    await generations.admit(asked(5), LIMITS, NOON)
    await allow(quotas, Scope.MEMBER, Period.DAY, images=2)
    with pytest.raises(LimitReached, match="0 of your 2 images") as refused:
        await generations.admit(asked(), LIMITS, NOON)
    assert refused.value.left == 0


async def cost_of(database: Database, generation_id: int) -> int:
    statement = select(generation_rows.c.cost_micros).where(generation_rows.c.id == generation_id)
    return await database.read(lambda connection: connection.execute(statement).scalar_one() or 0)


async def test_a_refusal_speaks_the_language_of_whoever_asked(
    generations: Generations, quotas: Quotas
) -> None:
    await allow(quotas, Scope.MEMBER, Period.DAY, images=0)
    with pseudo_language_for("de"), in_language("de"), pytest.raises(LimitReached) as refused:
        await generations.admit(asked(), LIMITS, NOON)
    assert str(refused.value).startswith("⟦That needs ⟦1 image⟧")
