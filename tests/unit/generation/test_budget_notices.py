"""Notices about budgets: told once, later if nobody could be told, and not when they are over."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.domain.quotas import Period, Scope
from bot.generation.doubted_clock import DoubtedClock
from bot.generation.quotas.budget_notices import BudgetNotices
from bot.store.budget_marks import BudgetMarks, Mark
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.quota_schema import budget_notices
from bot.store.quotas import Quotas
from bot.store.spent_cleaning import SpentCleaning
from tests.fakes.empty_database import lay_empty_database
from tests.fakes.time import FakeTime
from tests.unit.store.samples import SERVER
from tests.unit.store.test_limits import LIMITS, allow, asked


@dataclass
class FakeTeller:
    """Tells, or not, and remembers what it was asked to tell."""

    is_open: bool = True
    told: list[int] = field(default_factory=list)
    servers: list[int] = field(default_factory=list)

    async def tell(self, mark: Mark) -> bool:
        self.servers.append(mark.server_id)
        self.told.append(mark.percent)
        return self.is_open


@pytest.fixture
def url(tmp_path: Path) -> str:
    lay_empty_database(tmp_path)
    return f"sqlite:///{tmp_path}/easel.sqlite3"


@pytest.fixture
async def database(url: str, time: FakeTime) -> AsyncIterator[Database]:
    database = await Database.open(url, time)
    yield database
    await database.close()


def notices(database: Database, teller: FakeTeller, time: FakeTime) -> BudgetNotices:
    return BudgetNotices(
        BudgetMarks(database),
        SpentCleaning(database),
        teller,
        months_kept=timedelta(days=400),
        clock=DoubtedClock(time, timedelta(days=1)),
        time=time,
    )


async def use_eight_of_ten(database: Database, time: FakeTime) -> None:
    await allow(Quotas(database), Scope.SERVER, Period.DAY, images=10)
    await Generations(database).admit(asked(8), LIMITS, time.now())


async def test_a_mark_is_told_once_and_a_restart_changes_nothing(
    database: Database, time: FakeTime
) -> None:
    teller = FakeTeller()
    await use_eight_of_ten(database, time)
    for _ in range(2):
        restarted = notices(database, teller, time)
        await restarted.step()
        await restarted.step()
    assert teller.told == [80]


async def test_who_cannot_be_told_is_tried_again_an_hour_later(
    database: Database, time: FakeTime
) -> None:
    teller = FakeTeller(is_open=False)
    await use_eight_of_ten(database, time)
    sweep = notices(database, teller, time)
    for _ in range(3):
        await sweep.step()
    assert teller.told == [80]
    time.advance(3_600)
    teller.is_open = True
    await sweep.step()
    await sweep.step()
    assert teller.told == [80, 80]


async def test_what_moderators_have_seen_is_not_told_any_more(
    database: Database, time: FakeTime
) -> None:
    teller = FakeTeller()
    await use_eight_of_ten(database, time)
    await BudgetMarks(database).seen(SERVER, time.now())
    await notices(database, teller, time).step()
    assert teller.told == []


async def test_a_period_that_is_over_is_told_to_nobody(database: Database, time: FakeTime) -> None:
    teller = FakeTeller(is_open=False)
    await use_eight_of_ten(database, time)
    sweep = notices(database, teller, time)
    await sweep.step()
    time.advance(86_400)
    await sweep.step()
    assert teller.told == [80]
    assert await BudgetMarks(database).untold(9) == []


async def test_those_whom_no_road_leads_to_keep_nobody_else_waiting(
    database: Database, time: FakeTime
) -> None:
    day = f"{time.now():%Y-%m-%d}"
    rows = [
        {"server_id": server_id, "period": day, "percent": 80, "at": time.now()}
        for server_id in range(1, 46)
    ]
    await database.writer.write(
        lambda connection: connection.execute(insert(budget_notices), rows).rowcount
    )
    teller = FakeTeller(is_open=False)
    sweep = notices(database, teller, time)
    for _ in range(4):
        await sweep.step()
    assert teller.servers == list(range(1, 46))
    time.advance(3_600)
    await sweep.step()
    assert len(teller.servers) == 65  # so many at once, and the others a minute later
