"""Cases: reports join one, each kind of measure is taken once, and both go by their age."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Executable, Table, func, select

from bot.domain.generation import Status
from bot.domain.moderation.cases import CaseStatus, Measure
from bot.domain.report import NewReport, ReportKind
from bot.store.case_cleaning import OF_SERVER
from bot.store.cases import Cases
from bot.store.cleaning import BEFORE_ROWS
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.measures import Wanted
from bot.store.moderation_schema import case_measures, cases, moderation_log, strikes
from bot.store.reports import Reports
from bot.store.retention import Retention
from tests.unit.store.samples import LATER, MEMBER, NOON, SERVER, bring_to

REPORT = NewReport(
    generation_id=None,
    server_id=SERVER,
    channel_id=9,
    message_id=500,
    reporter_id=70,
    author_id=MEMBER,
    kind=ReportKind.RULES,
    reason="not here",
    created_at=NOON,
)


@pytest.fixture
def store(database: Database) -> Cases:
    return Cases(database)


@pytest.fixture
def reports(database: Database) -> Reports:
    return Reports(database)


async def count(database: Database, table: Table) -> int:
    statement = select(func.count()).select_from(table)
    found = await database.read(lambda connection: connection.execute(statement).scalar_one())
    return int(found)


async def run(
    database: Database, statements: Sequence[Executable], values: Mapping[str, object]
) -> None:
    def job(connection: Connection) -> None:
        for statement in statements:
            connection.execute(statement, values)

    await database.writer.write(job)


def wanted(kind: Measure, moderator_id: int = 900) -> Wanted:
    return Wanted(kind=kind, moderator_id=moderator_id, at=LATER, reason="why")


async def test_reports_of_one_message_or_image_join_one_case(
    store: Cases, reports: Reports, generations: Generations
) -> None:
    made = await bring_to(generations, Status.DELIVERED)
    of_image = replace(REPORT, generation_id=made.id)
    every = [
        REPORT,
        replace(of_image, reporter_id=71),  # the same message, finished meanwhile
        replace(of_image, reporter_id=72, message_id=501),  # another message of the same image
    ]
    assert {(await reports.add(one))[1] for one in every} == {1}
    assert (await reports.add(replace(REPORT, message_id=502)))[1] == 2
    view = await store.view(1, LATER)
    assert view is not None
    assert (view.report_count, view.case.generation_id) == (3, made.id)
    assert not view.is_illegal


async def test_of_many_reports_at_once_one_opens_the_case(
    reports: Reports, database: Database
) -> None:
    await asyncio.gather(*(reports.add(replace(REPORT, reporter_id=n)) for n in range(8)))
    assert await count(database, cases) == 1
    assert await count(database, moderation_log) == 8


@pytest.mark.parametrize("kind", [Measure.KEEP, Measure.REMOVE, Measure.STRIKE, Measure.BLOCK])
async def test_of_many_moderators_at_once_one_takes_the_measure(
    store: Cases, reports: Reports, database: Database, kind: Measure
) -> None:
    _added, case_id = await reports.add(REPORT)
    every = await asyncio.gather(
        *(store.take(case_id, SERVER, wanted(kind, 900 + n)) for n in range(6))
    )
    first = [taken for taken in every if taken is not None and taken.was is None]
    assert len(first) == 1
    assert {taken.was.moderator_id for taken in every if taken is not None and taken.was} == {900}
    assert await count(database, case_measures) == 1
    assert await count(database, strikes) == (kind in {Measure.STRIKE, Measure.BLOCK})


async def test_what_was_acted_on_is_not_kept_and_the_other_way_round(
    store: Cases, reports: Reports
) -> None:
    _added, case_id = await reports.add(REPORT)
    assert await store.take(case_id, SERVER, wanted(Measure.WARN)) is not None
    late = await store.take(case_id, SERVER, wanted(Measure.KEEP))
    assert late is not None
    assert late.was is not None
    assert late.was.kind is Measure.WARN
    more = await store.take(case_id, SERVER, wanted(Measure.STRIKE))
    assert more is not None
    assert more.was is None
    assert more.case.status is CaseStatus.ACTED


async def test_another_server_has_no_such_case(store: Cases, reports: Reports) -> None:
    _added, case_id = await reports.add(REPORT)
    assert await store.get(case_id, SERVER + 1) is None
    assert await store.take(case_id, SERVER + 1, wanted(Measure.KEEP)) is None
    assert await store.reopen(case_id, SERVER + 1, 900, LATER) is None


async def test_what_changes_while_the_card_is_sent_stays_due(
    store: Cases, reports: Reports
) -> None:
    _added, case_id = await reports.add(REPORT)
    assert await store.due(NOON, 5) == [case_id]
    await store.take(case_id, SERVER, wanted(Measure.KEEP))  # at LATER
    await store.settled(case_id, NOON, None)
    assert await store.due(LATER, 5) == [case_id]
    await store.settled(case_id, LATER, None)
    assert await store.due(LATER, 5) == []


async def test_they_go_by_their_age_with_all_that_hangs_on_them(
    store: Cases, reports: Reports, retention: Retention, database: Database
) -> None:
    _added, case_id = await reports.add(REPORT)
    await reports.add(replace(REPORT, message_id=501, created_at=LATER + timedelta(days=200)))
    await store.take(case_id, SERVER, wanted(Measure.STRIKE))
    await retention.prune_cases(NOON)
    assert await count(database, cases) == 2
    await retention.prune_cases(LATER + timedelta(days=91))  # a strike lasts 90 days
    assert [await count(database, table) for table in (cases, case_measures, strikes)] == [1, 0, 0]


async def test_a_server_that_is_left_takes_them_along(
    store: Cases, reports: Reports, database: Database
) -> None:
    _added, case_id = await reports.add(REPORT)
    await store.take(case_id, SERVER, wanted(Measure.STRIKE))
    await run(database, OF_SERVER, {"server_id": SERVER})
    assert [await count(database, table) for table in (cases, case_measures, strikes)] == [0, 0, 0]


async def test_a_case_outlives_the_row_of_its_image(
    store: Cases, reports: Reports, generations: Generations, database: Database
) -> None:
    made = await bring_to(generations, Status.DELIVERED)
    _added, case_id = await reports.add(replace(REPORT, generation_id=made.id))
    await run(database, BEFORE_ROWS, {"ids": [made.id]})
    view = await store.view(case_id, LATER)
    assert view is not None
    assert view.case.generation_id is None
