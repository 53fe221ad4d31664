"""Sums that no quota asks for any more are removed; a server's and a member's go with them."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Connection, Delete, Select, func, select

from bot.domain.quotas import Period, Scope
from bot.store.cleaning import drop_rest
from bot.store.database import Database
from bot.store.erasure_statements import REST
from bot.store.generations import Generations
from bot.store.parked import Parked, ParkedRequests
from bot.store.quota_cleaning import DROP_PARKED_OF_MEMBER, QUOTAS_OF_SERVER
from bot.store.quota_schema import budget_notices, parked_requests, quotas, spent_totals
from bot.store.quotas import Quotas
from bot.store.spent_cleaning import SpentCleaning
from tests.unit.store.samples import MEMBER, NOON, SERVER, new
from tests.unit.store.test_limits import LIMITS, allow, asked

TODAY = NOON.date()


async def periods(database: Database) -> list[str]:
    wanted = select(spent_totals.c.period).distinct().order_by(spent_totals.c.period)
    return list(await database.read(lambda one: one.execute(wanted).scalars().all()))


async def test_days_go_before_months(database: Database, generations: Generations) -> None:
    for back in (0, 39, 40, 41):
        await generations.admit(asked(), LIMITS, NOON - timedelta(days=back))
    cleaning = SpentCleaning(database)
    days, months = TODAY - timedelta(days=40), TODAY - timedelta(days=400)
    while await cleaning.drop_sums(days_before=days, months_before=months):
        pass
    assert await periods(database) == [
        "2026-01",
        "2026-01-20",
        "2026-01-21",
        "2026-03",
        "2026-03-01",
    ]
    while await cleaning.drop_sums(days_before=days, months_before=TODAY):
        pass
    assert await periods(database) == ["2026-01-20", "2026-01-21", "2026-03", "2026-03-01"]


async def test_all_of_a_server_goes_with_it(database: Database, generations: Generations) -> None:
    store = Quotas(database)
    for server_id in (SERVER, SERVER + 1):
        await allow(store, Scope.SERVER, Period.DAY, images=1, server_id=server_id)
        await generations.admit(asked(server_id=server_id), LIMITS, NOON)
        parked = Parked(new=new(server_id=server_id))
        await ParkedRequests(database).park(parked, NOON)
    for statement in QUOTAS_OF_SERVER:
        drop = partial(_run, statement=statement)
        await database.writer.write(drop)
    for table in (quotas, spent_totals, budget_notices, parked_requests):
        wanted = select(table.c.server_id).where(table.c.server_id > 0).distinct()
        assert await database.read(partial(_ids, wanted=wanted)) == [SERVER + 1], table.name


async def test_a_purge_takes_them_in_steps(database: Database) -> None:
    await allow(Quotas(database), Scope.SERVER, Period.DAY, images=1)
    removed = await database.writer.write(lambda one: drop_rest(one, SERVER, NOON))
    assert removed == 1
    count = select(func.count()).select_from(quotas)
    assert await database.read(lambda one: one.execute(count).scalar_one()) == 0


@pytest.mark.parametrize(("whose", "left"), [(MEMBER, 1), (MEMBER + 1, 2)])
async def test_a_members_wish_takes_what_they_have_parked(
    database: Database, whose: int, left: int
) -> None:
    assert DROP_PARKED_OF_MEMBER in REST
    for member_id in (MEMBER, MEMBER + 2):
        await ParkedRequests(database).park(Parked(new=new(member_id=member_id)), NOON)
    await database.writer.write(
        lambda one: one.execute(DROP_PARKED_OF_MEMBER, {"whose": whose}).rowcount
    )
    count = select(func.count()).select_from(parked_requests)
    assert await database.read(lambda one: one.execute(count).scalar_one()) == left


def _run(connection: Connection, statement: Delete) -> int:
    return connection.execute(statement, {"server_id": SERVER}).rowcount


def _ids(connection: Connection, wanted: Select[int]) -> list[int]:
    return list(connection.execute(wanted).scalars())
