"""Lifting: what a block hid counts again, and to unblock lifts whatever kept the member out."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.policy import StrikeRules
from bot.domain.moderation.strikes import AppealStatus, Notice, Strike, StrikeKind
from bot.store.appeals import Appeals
from bot.store.blocks import Blocks
from bot.store.database import Database
from bot.store.strikes import Strikes
from tests.unit.store.samples import LATER, MEMBER, NOON, SERVER
from tests.unit.store.test_strikes import blocked_until, choose, logged, new

MODERATOR, OTHER = 900, 901
DAY = timedelta(days=1)


@pytest.fixture
def strikes(database: Database) -> Strikes:
    return Strikes(database)


async def blocked(strikes: Strikes, until: datetime | None) -> Strike:
    return (await strikes.give(replace(new(StrikeKind.BLOCK), until=until))).strike


async def unblock(database: Database, now: datetime = LATER) -> bool:
    by = LogEntry(
        server_id=SERVER,
        at=now,
        action=Action.UNBLOCKED,
        actor_id=OTHER,
        member_id=MEMBER,
    )
    return await Blocks(database).unblock(MEMBER, by, now)


async def test_a_cases_shorter_block_leaves_the_longer_one_standing(
    strikes: Strikes, database: Database
) -> None:
    await blocked(strikes, NOON + 7 * DAY)
    outcome = await strikes.give(replace(new(StrikeKind.BLOCK), until=NOON + DAY))
    assert outcome.kept is not None
    assert outcome.kept.until == NOON + 7 * DAY
    assert await blocked_until(database) == [NOON + 7 * DAY]


async def test_the_end_of_the_rules_block_restores_the_one_that_it_replaced(
    strikes: Strikes, database: Database
) -> None:
    await choose(database, StrikeRules(block_at=1, block_days=7))
    earlier = await blocked(strikes, NOON + DAY)
    strike = (await strikes.give(new())).strike
    assert await blocked_until(database) == [NOON + 7 * DAY]
    await strikes.lift(strike.id, SERVER, OTHER, LATER)
    assert await blocked_until(database) == [NOON + DAY]
    assert (await logged(database))[-1] == Action.BLOCKED
    await strikes.lift(earlier.id, SERVER, OTHER, LATER)
    assert await blocked_until(database) == []


async def test_the_longest_of_what_still_counts_is_restored(
    strikes: Strikes, database: Database
) -> None:
    for days in (2, 3, 1):
        await blocked(strikes, NOON + days * DAY)
    for_good = await blocked(strikes, None)
    await strikes.lift(for_good.id, SERVER, OTHER, LATER)
    assert await blocked_until(database) == [NOON + 3 * DAY]


async def test_what_is_over_is_not_restored(strikes: Strikes, database: Database) -> None:
    await blocked(strikes, NOON + DAY)
    for_good = await blocked(strikes, None)
    await strikes.lift(for_good.id, SERVER, OTHER, NOON + DAY)
    assert await blocked_until(database) == []


async def test_who_moderates_gets_the_strike_but_no_block_by_the_rule(
    strikes: Strikes, database: Database
) -> None:
    await choose(database, StrikeRules(block_at=1, block_days=7))
    outcome = await strikes.give(replace(new(), spares=True))
    assert outcome.also == ()
    assert await blocked_until(database) == []


async def test_to_unblock_lifts_what_stands_behind_the_block(
    strikes: Strikes, database: Database
) -> None:
    of_case = await blocked(strikes, None)
    await strikes.give(new())
    assert await unblock(database)
    assert await blocked_until(database) == []
    lifted = await strikes.get(of_case.id)
    assert lifted is not None
    assert (lifted.lifted_by, lifted.notice) == (OTHER, Notice.DUE)
    (strike, _block), _count = await strikes.newest(SERVER, MEMBER)
    assert strike.lifted_at is None  # a strike is no block
    assert (await logged(database)).count("unblocked") == 1
    assert not await unblock(database)


async def test_to_unblock_grants_an_open_appeal_against_the_block(
    strikes: Strikes, database: Database
) -> None:
    of_case, appeals = await blocked(strikes, None), Appeals(database)
    await appeals.appeal(of_case.id, MEMBER, "please", LATER)
    await unblock(database)
    lifted = await strikes.get(of_case.id)
    assert lifted is not None
    assert lifted.appeal_status is AppealStatus.GRANTED
    assert await appeals.cards_due(LATER, 5) == [of_case.id]


async def block_by_command(database: Database, until: datetime | None) -> None:
    entry = LogEntry(
        server_id=SERVER,
        at=NOON,
        action=Action.BLOCKED,
        actor_id=MODERATOR,
        member_id=MEMBER,
        note="spam",
    )
    await Blocks(database).block(MEMBER, until, entry)


@pytest.mark.parametrize("between", [None, 5])
async def test_a_moderators_shorter_block_comes_back_when_that_of_a_strike_is_lifted(
    strikes: Strikes, database: Database, between: int | None
) -> None:
    await block_by_command(database, NOON + 2 * DAY)
    if between is not None:
        of_case = await blocked(strikes, NOON + between * DAY)
    for_good = await blocked(strikes, None)
    await strikes.lift(for_good.id, SERVER, OTHER, LATER)
    if between is not None:
        assert await blocked_until(database) == [NOON + between * DAY]
        await strikes.lift(of_case.id, SERVER, OTHER, LATER)
    assert await blocked_until(database) == [NOON + 2 * DAY]
    (stands,) = await Blocks(database).standing(SERVER, after_id=0, now=LATER, limit=5)
    assert (stands.moderator_id, stands.reason) == (MODERATOR, "spam")


async def test_to_unblock_takes_what_is_hidden_along(strikes: Strikes, database: Database) -> None:
    await block_by_command(database, NOON + 2 * DAY)
    await blocked(strikes, None)
    assert await unblock(database)
    again = await blocked(strikes, NOON + DAY)
    await strikes.lift(again.id, SERVER, OTHER, LATER)
    assert await blocked_until(database) == []
