"""Blocks and trusts that are over: they go, a step at a time, and what stands is left."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Delete, Table, insert, select

from bot.store.block_cleaning import DROP_BLOCKS, DROP_TRUSTS
from bot.store.database import Database
from bot.store.fronts import MAX_STEP
from bot.store.moderation_schema import blocks, trusts
from bot.store.retention import Retention
from tests.unit.store.plans import VALUES, reads_by
from tests.unit.store.samples import NOON, SERVER

SECOND = timedelta(seconds=1)


async def lay(database: Database, table: Table, ends: Sequence[datetime | None]) -> None:
    more = {"created_at": NOON} if table is blocks else {"moderator_id": 1}
    rows = [
        {"server_id": SERVER, "member_id": number, "until": until, **more}
        for number, until in enumerate(ends)
    ]
    await database.writer.write(lambda one: one.execute(insert(table), rows))


async def left(database: Database, table: Table) -> list[int]:
    found = select(table.c.member_id).order_by(table.c.member_id)
    return list(await database.read(lambda one: one.execute(found).scalars().all()))


async def test_what_is_over_goes_and_what_stands_is_left(
    database: Database, retention: Retention
) -> None:
    await lay(database, blocks, [NOON - SECOND, NOON, NOON + SECOND, None])
    await lay(database, trusts, [NOON - SECOND, NOON, NOON + SECOND])
    await retention.prune_blocks(NOON)
    assert await left(database, blocks) == [2, 3]
    assert await left(database, trusts) == [2]


async def test_one_step_removes_no_more_than_a_step(
    database: Database, retention: Retention
) -> None:
    await lay(database, blocks, [NOON - SECOND] * (MAX_STEP + 1))
    await retention.prune_blocks(NOON)
    assert len(await left(database, blocks)) == 1


@pytest.mark.parametrize(
    ("statement", "index"), [(DROP_BLOCKS, "blocks_ends"), (DROP_TRUSTS, "trusts_ends")]
)
async def test_what_is_over_is_found_by_its_index(
    database: Database, statement: Delete, index: str
) -> None:
    await reads_by(database, statement, {index}, VALUES | {"now": NOON})
