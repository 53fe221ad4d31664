"""Reports: one for each member and message, ten a day, and not kept for ever."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.generation import Status
from bot.domain.report import NewReport, ReportKind
from bot.store.cleaning import Target
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.member_schema import reports as table
from bot.store.reports import MOST_A_DAY, Added, Reports
from bot.store.retention import Retention
from tests.unit.store.clean_up import to_the_end
from tests.unit.store.samples import MEMBER, NOON, SERVER, bring_to

REPORT = NewReport(
    generation_id=None,
    server_id=SERVER,
    channel_id=9,
    message_id=500,
    reporter_id=MEMBER,
    author_id=81,
    kind=ReportKind.RULES,
    reason="not here",
    created_at=NOON,
)


@pytest.fixture
def reports(database: Database) -> Reports:
    return Reports(database)


async def kept(database: Database) -> list[tuple[int, str, str]]:
    rows = await database.read(
        lambda connection: connection.execute(select(table).order_by(table.c.id)).all()
    )
    return [(row.message_id, row.kind, row.status) for row in rows]


def at(number: int, moment: datetime = NOON) -> NewReport:
    return replace(REPORT, message_id=number, created_at=moment)


async def test_a_report_is_kept_once(reports: Reports, database: Database) -> None:
    assert not await reports.has(MEMBER, 500, None)
    assert (await reports.add(REPORT))[0] is Added.KEPT
    assert (await reports.add(replace(REPORT, reason="again")))[0] is Added.TWICE
    assert (await reports.add(replace(REPORT, reporter_id=7)))[0] is Added.KEPT
    assert await reports.has(MEMBER, 500, None)
    assert await kept(database) == [(500, "rules", "open")] * 2


async def test_an_image_is_reported_once_whatever_message_shows_it(
    reports: Reports, generations: Generations
) -> None:
    made = await bring_to(generations, Status.DELIVERED)
    assert (await reports.add(replace(REPORT, generation_id=made.id)))[0] is Added.KEPT
    other = replace(REPORT, generation_id=made.id, message_id=501)
    assert await reports.has(MEMBER, 501, made.id)
    assert (await reports.add(other))[0] is Added.TWICE


async def test_ten_a_day_are_taken_and_the_eleventh_a_day_later(reports: Reports) -> None:
    for number in range(MOST_A_DAY):
        assert (await reports.add(at(number)))[0] is Added.KEPT
    assert (await reports.add(at(99)))[0] is Added.TOO_MANY
    assert (await reports.add(at(0)))[0] is Added.TWICE  # and not that it is one too many
    assert (await reports.add(replace(at(99), reporter_id=7)))[0] is Added.KEPT
    assert (await reports.add(at(99, NOON + timedelta(days=1))))[0] is Added.KEPT


async def test_old_ones_go_by_their_age(
    reports: Reports, retention: Retention, database: Database
) -> None:
    await reports.add(at(1, NOON - timedelta(days=40)))
    await reports.add(at(2))
    target, before = Target(server_id=SERVER), (NOON - timedelta(days=35)).date()
    assert await to_the_end(lambda: retention.prune_reports(target, before)) == 1
    assert await kept(database) == [(2, "rules", "open")]
