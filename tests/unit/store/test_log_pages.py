"""The moderation log: pages by every filter, what is left out, and entries that nobody edits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.log_filter import LogFilter, period
from bot.domain.moderation.verdicts import Rule
from bot.errors import InvalidRequest, StorageUnavailable
from bot.store.database import Database
from bot.store.log_pages import LogPages
from bot.store.moderation_log import ModerationLog
from bot.store.moderation_schema import moderation_log

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
SERVER, OTHER = 10, 11
ADA, BEN, MOD = 1, 2, 9
HOUR = timedelta(hours=1)


def entry(action: Action = Action.REFUSED, **fields: Any) -> LogEntry:
    values: dict[str, Any] = {"server_id": SERVER, "at": NOON, "member_id": ADA} | fields
    return LogEntry(action=action, **values)


@pytest.fixture
def log(database: Database) -> ModerationLog:
    return ModerationLog(database)


@pytest.fixture
def pages(database: Database) -> LogPages:
    return LogPages(database)


async def ids(pages: LogPages, **wanted: Any) -> list[int]:
    page = await pages.older(SERVER, LogFilter(**wanted), 50)
    return [logged.entry.id for logged in page.entries]


async def test_an_entry_is_read_as_it_was_written(log: ModerationLog, pages: LogPages) -> None:
    written = entry(
        actor_id=MOD,
        channel_id=20,
        generation_id=30,
        case_id=40,
        rule=Rule.TERM,
        where="prompt",
        values={"term": "fox"},
        note="no foxes",
        text="a fox",
    )
    await log.add([written])
    (logged,) = (await pages.older(SERVER, LogFilter(), 10)).entries
    assert logged.entry == replace(written, id=1)
    assert logged.message is None


async def test_each_filter_finds_its_own_and_they_add_up(
    log: ModerationLog, pages: LogPages
) -> None:
    await log.add(
        [
            entry(Action.REFUSED),  # 1
            entry(Action.ALLOWED),  # 2
            entry(Action.BLOCKED, actor_id=MOD),  # 3
            entry(Action.BLOCKED, actor_id=MOD, member_id=BEN),  # 4
            entry(Action.REFUSED, member_id=BEN),  # 5
            entry(Action.UNBLOCKED, actor_id=ADA, member_id=BEN),  # 6
            entry(Action.REFUSED, server_id=OTHER),  # 7
        ]
    )
    assert await ids(pages) == [6, 5, 4, 3, 1]  # what was allowed is left out
    assert await ids(pages, action=Action.ALLOWED) == [2]
    assert await ids(pages, action=Action.REFUSED) == [5, 1]
    assert await ids(pages, member_id=ADA) == [3, 1]
    assert await ids(pages, member_id=ADA, action=Action.ALLOWED) == [2]
    assert await ids(pages, actor_id=MOD) == [4, 3]
    assert await ids(pages, actor_id=MOD, member_id=BEN) == [4]
    assert await ids(pages, actor_id=ADA, action=Action.UNBLOCKED) == [6]
    assert await ids(pages, actor_id=MOD, member_id=BEN, action=Action.BLOCKED) == [4]
    assert await ids(pages, actor_id=MOD, member_id=BEN, action=Action.UNBLOCKED) == []


async def test_a_time_bounds_what_is_shown_at_both_ends(
    log: ModerationLog, pages: LogPages
) -> None:
    await log.add([entry(at=NOON + number * HOUR) for number in range(4)])
    assert await ids(pages, since=NOON + HOUR) == [4, 3, 2]
    assert await ids(pages, until=NOON + HOUR) == [1]  # the end does not belong to it
    assert await ids(pages, since=NOON + HOUR, until=NOON + 3 * HOUR) == [3, 2]
    assert await ids(pages, since=NOON + 9 * HOUR) == []
    assert await ids(pages, until=NOON) == []


async def test_pages_lead_to_each_other_in_both_directions(
    log: ModerationLog, pages: LogPages
) -> None:
    await log.add([entry() for _number in range(7)])
    first = await pages.older(SERVER, LogFilter(), 3)
    assert [one.entry.id for one in first.entries] == [7, 6, 5]
    assert (first.newer_after, first.older_before) == (None, 5)
    second = await pages.older(SERVER, LogFilter(), 3, 5)
    assert [one.entry.id for one in second.entries] == [4, 3, 2]
    assert (second.newer_after, second.older_before) == (4, 2)
    last = await pages.older(SERVER, LogFilter(), 3, 2)
    assert [one.entry.id for one in last.entries] == [1]
    assert (last.newer_after, last.older_before) == (1, None)
    back = await pages.newer(SERVER, LogFilter(), 3, 1)
    assert [one.entry.id for one in back.entries] == [4, 3, 2]
    assert (back.newer_after, back.older_before) == (4, 2)
    top = await pages.newer(SERVER, LogFilter(), 3, 4)  # not a full page: the newest
    assert [one.entry.id for one in top.entries] == [7, 6, 5]


@pytest.mark.parametrize(
    "change",
    [
        lambda: update(moderation_log).values(note="as it should have been"),
        lambda: update(moderation_log).where(moderation_log.c.id == 1).values(member_id=BEN),
        lambda: delete(moderation_log),
        lambda: delete(moderation_log).where(moderation_log.c.id == 1),
    ],
)
async def test_nobody_edits_or_removes_an_entry(
    log: ModerationLog, pages: LogPages, database: Database, change: Callable[[], Any]
) -> None:
    await log.add([entry()])
    with pytest.raises((StorageUnavailable, IntegrityError)):
        await database.writer.write(lambda connection: connection.execute(change()) and None)
    (logged,) = (await pages.older(SERVER, LogFilter(), 10)).entries
    assert (logged.entry.member_id, logged.entry.note) == (ADA, "")


@pytest.mark.parametrize(
    ("since", "until", "days", "begin", "end"),
    [
        (None, None, None, None, None),
        ("2026-11-01", None, None, datetime(2026, 11, 1, tzinfo=UTC), None),
        (None, "2026-11-01", None, None, datetime(2026, 11, 2, tzinfo=UTC)),
        (
            "2026-11-01",
            "2026-11-01",
            None,
            datetime(2026, 11, 1, tzinfo=UTC),
            datetime(2026, 11, 2, tzinfo=UTC),
        ),
        (None, None, 1, NOON - timedelta(days=1), None),
    ],
)
def test_days_are_whole_and_the_last_belongs_to_it(
    since: str | None,
    until: str | None,
    days: int | None,
    begin: datetime | None,
    end: datetime | None,
) -> None:
    assert period(since, until, days, NOON) == (begin, end)


@pytest.mark.parametrize(
    ("since", "until", "days", "field"),
    [
        ("yesterday", None, None, "since"),
        ("2026-13-01", None, None, "since"),
        ("2026W481", None, None, "since"),
        (None, "9999-12-31", None, "until"),
        ("2026-11-02", "2026-11-01", None, "until"),
        ("2026-11-02", None, 3, "days"),
    ],
)
def test_what_is_no_day_is_named(
    since: str | None, until: str | None, days: int | None, field: str
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        period(since, until, days, NOON)
    assert refused.value.field == field
