"""Housekeeping: the settings decide what goes, and it goes a little each minute."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.generation import DM_SERVER_ID, Status
from bot.domain.report import NewReport, ReportKind
from bot.errors import StorageUnavailable
from bot.settings import ServerRetention
from bot.store.database import Database
from bot.store.file_removal import FileRemoval
from bot.store.generations import Generations
from bot.store.reports import Reports
from bot.store.servers import Servers
from tests.fakes.time import FakeTime
from tests.unit.generation.housekeeping.house_keepers import KEPT, housekeeping
from tests.unit.store.old_rows import Old, counts, ids_of, keep, keep_rest
from tests.unit.store.samples import NOON, SERVER


async def test_each_kind_goes_in_its_time(
    database: Database, tmp_path: Path, time: FakeTime
) -> None:
    ages = (401, 366, 91, 89)
    _gone, erased, imageless, whole = await keep(
        database, tmp_path, *[Old(days=days) for days in ages]
    )
    for _minute in range(3):
        await housekeeping(database, tmp_path, time).step()
    assert await ids_of(database, "generations", "id") == [erased, imageless, whole]
    assert await ids_of(database, "images", "generation_id") == [whole]
    rows = [await Generations(database).get(key) for key in (erased, imageless)]
    assert [row.request.is_erased for row in rows if row] == [True, False]


async def test_reports_go_in_their_time_where_nobody_asks_for_images(
    database: Database, tmp_path: Path, time: FakeTime
) -> None:
    for message_id, days in ((1, 402), (2, 399)):
        report = NewReport(
            generation_id=None,
            server_id=SERVER,
            channel_id=9,
            message_id=message_id,
            reporter_id=8,
            author_id=81,
            kind=ReportKind.RULES,
            reason="not here",
            created_at=NOON - timedelta(days=days),
        )
        await Reports(database).add(report)
    await housekeeping(database, tmp_path, time).step()
    assert await ids_of(database, "reports", "message_id") == [2]


async def test_a_server_may_keep_things_for_another_time(
    database: Database, tmp_path: Path, time: FakeTime
) -> None:
    settings = KEPT.model_copy(
        update={"servers": (ServerRetention(server_id=SERVER, images_days=30),)}
    )
    _mine, theirs, direct = await keep(
        database,
        tmp_path,
        Old(days=40),
        Old(days=40, server_id=SERVER + 1),
        Old(days=40, server_id=DM_SERVER_ID),
    )
    await housekeeping(database, tmp_path, time, settings).step()
    assert await ids_of(database, "images", "generation_id") == [theirs, direct]


async def test_one_minute_does_a_bounded_amount_and_the_next_goes_on(
    database: Database, tmp_path: Path, time: FakeTime
) -> None:
    await keep(database, None, *[Old(days=100)] * 1_100)
    keeper = housekeeping(database, tmp_path, time)
    await keeper.step()
    assert (await counts(database))["images"] == 100
    await keeper.step()
    assert (await counts(database))["images"] == 0


async def test_every_server_has_its_turn(
    database: Database, tmp_path: Path, time: FakeTime
) -> None:
    servers = range(1, 46)  # more than are looked at in one minute
    await keep(database, None, *[Old(days=100, server_id=server) for server in servers])
    keeper = housekeeping(database, tmp_path, time)
    for _minute in range(6):
        await keeper.step()
    assert (await counts(database))["images"] == 0
    await keep(database, None, Old(days=100, server_id=1))
    for _minute in range(3):  # the round has begun anew
        await keeper.step()
    assert (await counts(database))["images"] == 0


@pytest.mark.parametrize(("days", "rows"), [(6.9, 1), (7.1, 0)])
async def test_all_of_a_server_goes_when_its_grace_is_over(
    database: Database, tmp_path: Path, time: FakeTime, days: float, rows: int
) -> None:
    servers = Servers(database)
    await servers.joined(SERVER, NOON - timedelta(days=50))
    await servers.left(SERVER, NOON - timedelta(days=days))
    await keep_rest(database)
    await keep(database, tmp_path, Old(days=10))
    before = await counts(database)
    keeper = housekeeping(database, tmp_path, time)
    for _minute in range(3):
        await keeper.step()
    after = await counts(database)
    assert {after[name] for name, count in before.items() if count} == {rows}


async def test_who_was_never_a_member_loses_nothing(
    database: Database, tmp_path: Path, time: FakeTime
) -> None:
    await keep(database, tmp_path, Old(days=80), Old(days=80, server_id=DM_SERVER_ID))
    await Servers(database).are([99], NOON - timedelta(days=60))
    await housekeeping(database, tmp_path, time).step()
    assert (await counts(database))["images"] == 2


async def test_a_server_that_has_removed_the_bot_does_not_get_todays_quota_again(
    database: Database, tmp_path: Path, time: FakeTime
) -> None:
    servers = Servers(database)
    await servers.joined(SERVER, NOON - timedelta(days=50))
    await servers.left(SERVER, NOON)
    await keep(database, tmp_path, Old(days=0.1), Old(days=2))
    settings = KEPT.model_copy(update={"removed_server_days": 0})
    time.advance(60)
    keeper = housekeeping(database, tmp_path, time, settings)
    await keeper.step()
    assert (await counts(database))["images"] == 0
    assert (await counts(database))["ledger"] == 1
    time.advance(86_400)
    await keeper.step()
    await keeper.step()
    assert set((await counts(database)).values()) == {0}


async def test_what_is_made_there_after_the_grace_is_kept_by_its_age(
    database: Database, tmp_path: Path, time: FakeTime
) -> None:
    servers = Servers(database)
    await servers.joined(SERVER, NOON - timedelta(days=50))
    await servers.left(SERVER, NOON - timedelta(days=20))
    _theirs, own = await keep(database, tmp_path, Old(days=30), Old(days=2))
    keeper = housekeeping(database, tmp_path, time)
    for _minute in range(3):
        await keeper.step()
    assert await ids_of(database, "generations", "id") == [own]
    assert await ids_of(database, "images", "generation_id") == [own]


async def test_a_disk_that_does_not_answer_is_logged_and_tried_again(
    database: Database,
    tmp_path: Path,
    time: FakeTime,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await keep(database, tmp_path, Old(days=100))
    keeper = housekeeping(database, tmp_path, time)

    async def refuse(*_args: object) -> int:
        raise StorageUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(FileRemoval, "images", refuse)
        await keeper.step()
    assert "clean-up put off" in caplog.text
    await keeper.step()
    path = tmp_path / "images" / "0" / "1-0.png"
    assert not await asyncio.to_thread(path.exists)


async def test_each_step_that_removed_something_is_one_event_with_its_figures(
    database: Database, tmp_path: Path, time: FakeTime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    await keep(database, tmp_path, *[Old(days=100)] * 150, Old(days=100, status=Status.QUEUED))
    keeper = housekeeping(database, tmp_path, time)
    await keeper.step()
    await keeper.step()
    lines = [record.getMessage() for record in caplog.records if "removed" in record.getMessage()]
    assert len(lines) == 2
    assert all(word in lines[0] for word in ("images", str(SERVER), "100", "freed_bytes"))
