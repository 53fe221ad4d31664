"""Warnings and strikes: they expire, thresholds block once, and each is appealed against once."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select

from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.policy import ServerPolicy, StrikeRules
from bot.domain.moderation.strikes import AppealStatus, NewStrike, Notice, Strike, StrikeKind
from bot.store.appeals import Appeals
from bot.store.blocks import Blocks
from bot.store.database import Database
from bot.store.moderation_schema import blocks, moderation_log, policies
from bot.store.strikes import Strikes
from tests.unit.store.samples import LATER, MEMBER, NOON, SERVER

MODERATOR, OTHER = 900, 901
DAY = timedelta(days=1)


@pytest.fixture
def strikes(database: Database) -> Strikes:
    return Strikes(database)


@pytest.fixture
def appeals(database: Database) -> Appeals:
    return Appeals(database)


def new(kind: StrikeKind = StrikeKind.STRIKE, at: datetime = NOON) -> NewStrike:
    return NewStrike(
        server_id=SERVER,
        member_id=MEMBER,
        kind=kind,
        moderator_id=MODERATOR,
        reason="not here",
        locale="en-US",
        at=at,
        until=at + DAY if kind is StrikeKind.BLOCK else None,
    )


async def choose(database: Database, rules: StrikeRules) -> None:
    options = ServerPolicy(strikes=rules).model_dump(mode="json")
    row = insert(policies).values(server_id=SERVER, options=options, changed_at=NOON)
    await database.writer.write(lambda connection: connection.execute(row))


async def blocked_until(database: Database) -> list[datetime | None]:
    statement = select(blocks.c.until).where(blocks.c.server_id == SERVER)
    rows = await database.read(lambda connection: connection.execute(statement).scalars().all())
    return list(rows)


async def logged(database: Database) -> list[str]:
    statement = select(moderation_log.c.action).order_by(moderation_log.c.id)
    rows = await database.read(lambda connection: connection.execute(statement).scalars().all())
    return list(rows)


async def given(strikes: Strikes, kind: StrikeKind = StrikeKind.STRIKE) -> Strike:
    return (await strikes.give(new(kind))).strike


async def test_it_counts_until_the_day_it_expires(strikes: Strikes, database: Database) -> None:
    await choose(database, StrikeRules(expire_days=30))
    strike = await given(strikes)
    assert strike.expires_at == NOON + 30 * DAY
    assert strike.is_active(NOON + 30 * DAY - timedelta(seconds=1))
    assert not strike.is_active(NOON + 30 * DAY)
    assert await logged(database) == ["struck"]


async def test_two_of_three_block_nobody_and_warnings_do_not_count(
    strikes: Strikes, database: Database
) -> None:
    await choose(database, StrikeRules(block_at=3, block_days=7))
    for kind in (StrikeKind.STRIKE, StrikeKind.STRIKE, StrikeKind.WARNING):
        assert (await strikes.give(new(kind))).also == ()
    assert await blocked_until(database) == []
    (block,) = (await strikes.give(new())).also
    assert (block.kind, block.moderator_id) == (StrikeKind.BLOCK, None)
    assert await blocked_until(database) == [NOON + 7 * DAY]
    assert await logged(database) == ["struck", "struck", "warned", "struck", "blocked"]


async def test_what_has_expired_counts_no_more(strikes: Strikes, database: Database) -> None:
    await choose(database, StrikeRules(block_at=2, expire_days=10))
    await strikes.give(new())
    assert (await strikes.give(new(at=NOON + 10 * DAY))).also == ()
    assert len((await strikes.give(new(at=NOON + 11 * DAY))).also) == 1


async def test_of_many_strikes_at_once_one_blocks(strikes: Strikes, database: Database) -> None:
    await choose(database, StrikeRules(block_at=2))
    every = await asyncio.gather(*(strikes.give(new()) for _ in range(6)))
    assert sum(len(one.also) for one in every) == 1
    assert (await logged(database)).count("blocked") == 1


async def test_when_that_block_is_over_the_next_strike_blocks_again(
    strikes: Strikes, database: Database
) -> None:
    await choose(database, StrikeRules(block_at=1, block_days=7))
    assert len((await strikes.give(new())).also) == 1
    assert (await strikes.give(new(at=NOON + DAY))).also == ()
    assert len((await strikes.give(new(at=NOON + 7 * DAY))).also) == 1
    assert await blocked_until(database) == [NOON + 14 * DAY]


async def test_a_moderators_longer_block_is_not_shortened_by_the_rule(
    strikes: Strikes, database: Database
) -> None:
    await choose(database, StrikeRules(block_at=1, block_days=1))
    forever = new(StrikeKind.BLOCK)
    await strikes.give(replace(forever, until=None))
    assert (await strikes.give(new())).also == ()
    assert await blocked_until(database) == [None]


async def test_a_lifted_strike_takes_the_block_along_that_it_led_to(
    strikes: Strikes, database: Database
) -> None:
    await choose(database, StrikeRules(block_at=2))
    await strikes.give(new())
    second = await given(strikes)
    outcome = await strikes.lift(second.id, SERVER, OTHER, LATER)
    assert outcome is not None
    assert [one.kind for one in outcome.also] == [StrikeKind.BLOCK]
    assert await blocked_until(database) == []
    again = await strikes.lift(second.id, SERVER, MODERATOR, LATER)
    assert again is not None
    assert not again.is_first
    assert again.strike.lifted_by == OTHER


@pytest.mark.parametrize("kind", [StrikeKind.STRIKE, StrikeKind.BLOCK])
async def test_what_is_lifted_leaves_a_newer_block_of_a_moderator_standing(
    strikes: Strikes, database: Database, kind: StrikeKind
) -> None:
    await choose(database, StrikeRules(block_at=1))
    strike = await given(strikes, kind)
    entry = LogEntry(server_id=SERVER, at=LATER, action=Action.BLOCKED, actor_id=MODERATOR)
    await Blocks(database).block(MEMBER, None, entry)
    assert await strikes.lift(strike.id, SERVER, OTHER, LATER + DAY) is not None
    assert await blocked_until(database) == [None]


async def test_another_server_lifts_nothing(strikes: Strikes, database: Database) -> None:
    strike = await given(strikes)
    assert await strikes.lift(strike.id, SERVER + 1, MODERATOR, LATER) is None
    assert await logged(database) == ["struck"]


@pytest.mark.parametrize("kind", StrikeKind)
async def test_of_many_appeals_at_once_one_counts(
    strikes: Strikes, appeals: Appeals, database: Database, kind: StrikeKind
) -> None:
    strike = await given(strikes, kind)
    every = await asyncio.gather(
        *(appeals.appeal(strike.id, MEMBER, f"words {n}", LATER) for n in range(6))
    )
    assert sum(one is not None and one.is_first for one in every) == 1
    assert (await logged(database)).count("appealed") == 1
    assert await appeals.cards_due(LATER, 5) == [strike.id]


async def test_nobody_appeals_for_another_or_against_what_is_over(
    strikes: Strikes, appeals: Appeals
) -> None:
    strike = await given(strikes)
    assert await appeals.appeal(strike.id, MEMBER + 1, "please", LATER) is None
    late = await appeals.appeal(strike.id, MEMBER, "please", NOON + 90 * DAY)
    assert late is not None
    assert not late.is_first


async def test_one_moderator_decides_and_grant_lifts(
    strikes: Strikes, appeals: Appeals, database: Database
) -> None:
    strike = await given(strikes, StrikeKind.BLOCK)
    await appeals.appeal(strike.id, MEMBER, "please", LATER)
    decided = await asyncio.gather(
        appeals.grant(strike.id, SERVER, MODERATOR, LATER),
        appeals.deny(strike.id, SERVER, OTHER, "no", LATER),
        appeals.grant(strike.id, SERVER, OTHER, LATER),
    )
    assert sum(one is not None and one.is_first for one in decided) == 1
    row = await strikes.get(strike.id)
    assert row is not None
    assert (row.appeal_status, row.lifted_by) == (AppealStatus.GRANTED, MODERATOR)
    assert await blocked_until(database) == []
    assert "appeal_granted" in await logged(database)


async def test_a_denied_appeal_is_answered_and_there_is_no_second(
    strikes: Strikes, appeals: Appeals, database: Database
) -> None:
    strike = await given(strikes)
    await appeals.appeal(strike.id, MEMBER, "please", LATER)
    assert await appeals.deny(strike.id, SERVER + 1, OTHER, "no", LATER) is None
    denied = await appeals.deny(strike.id, SERVER, OTHER, "no", LATER)
    assert denied is not None
    assert (denied.strike.answer, denied.strike.notice) == ("no", Notice.DUE)
    again = await appeals.appeal(strike.id, MEMBER, "please!", LATER)
    assert again is not None
    assert not again.is_first
    assert await strikes.newest(SERVER, MEMBER) == ([denied.strike], 1)


async def test_what_changes_while_it_is_told_is_told_once_more(
    strikes: Strikes, appeals: Appeals
) -> None:
    strike = await given(strikes)
    assert await appeals.notices(5) == [strike.id]
    await strikes.lift(strike.id, SERVER, MODERATOR, LATER)
    await appeals.told(strike, Notice.TOLD)
    assert await appeals.notices(5) == [strike.id]
    lifted = await strikes.get(strike.id)
    assert lifted is not None
    await appeals.told(lifted, Notice.NEXT)
    assert await appeals.notices(5) == []
    assert [one.id for one in await appeals.to_tell(MEMBER, 5)] == [strike.id]
