"""Entries at the edge of a session: made after its end, cancelled midway, or over a lost winner."""

from pathlib import Path

import pytest
from sqlalchemy import update

from bot.domain.generation import Status
from bot.domain.sessions.board import BoardEntry
from bot.domain.sessions.refusals import Refusal, SessionRefused
from bot.domain.sessions.session import EntryState, Phase
from bot.store.deletion import Deletion
from bot.store.file_removal import FileRemoval
from bot.store.schema import generations as table
from tests.unit.generation.sessions.session_world import HOST, SessionWorld
from tests.unit.generation.values import new


async def test_what_is_made_after_the_end_still_reaches_the_thread(group: SessionWorld) -> None:
    session = await group.start(voting_s=300)
    await group.enter(session, 1)
    await group.make()
    await group.enter(session, 2)  # it is made when the vote is over long since
    await group.pass_s(600 + 600 + 300 + 60)
    assert (await group.sessions.get(session.id)).phase is Phase.FINISHED
    assert group.stage.kinds()["summary"] == 1
    assert session.id in await group.notes.unsettled()
    await group.make()
    await group.pass_s(130)
    numbers = [one.number for one in group.stage.shown("entry") if isinstance(one, BoardEntry)]
    assert sorted(numbers) == [1, 2]
    assert group.stage.board().count(EntryState.DONE) == 2
    assert session.id not in await group.notes.unsettled()


async def test_what_a_cancelled_session_has_made_stays_with_its_author(group: SessionWorld) -> None:
    session = await group.start()
    entered = await group.enter(session, 1)
    await group.make()
    await group.sessions.cancel(session.id, HOST)
    await group.pass_s(130)
    assert group.stage.kinds()["entry"] == 0
    assert (await group.world.row(entered)).status is Status.DELIVERED
    assert session.id not in await group.notes.unsettled()


async def test_who_cancels_what_the_service_has_has_used_their_entry(group: SessionWorld) -> None:
    session = await group.start(entries_each=1)
    entered = await group.enter(session, 1)
    now = group.world.time.now()
    statement = (
        update(table)
        .where(table.c.id == entered.id)
        .values(status=Status.CANCELLED, submitted_at=now, finished_at=now)
    )
    database = group.world.generations._database
    await database.writer.write(lambda connection: connection.execute(statement))
    with pytest.raises(SessionRefused) as raised:
        await group.enter(session, 1)
    assert raised.value.refusal is Refusal.ENTRIES


async def test_what_waits_to_be_painted_over_a_removed_winner_is_cancelled(
    group: SessionWorld, tmp_path: Path
) -> None:
    session = await group.start(rounds=2)
    first = await group.enter(session, 1)
    await group.make()
    second = await group.end(session)
    waiting = await group.enter(second, 2)
    assert (await group.world.row(waiting)).request.source is not None
    database = group.world.generations._database
    deletion = Deletion(database, FileRemoval(tmp_path, group.world.files.use))
    await deletion.delete(first.id, group.world.time.now())
    used = await group.world.used(2)
    await group.pass_s(70)
    assert (await group.world.row(waiting)).status is Status.CANCELLED
    assert await group.world.used(2) == used - 1
    again = await group.world.row(await group.enter(second, 2))
    assert again.request.source is None


async def test_nobody_waits_for_entries_of_a_paused_session(group: SessionWorld) -> None:
    session = await group.start(entries_each=3)
    entries = [await group.enter(session, member) for member in (1, 2, 3)]
    before = await group.world.admission.admit(new(member_id=4))
    await group.sessions.pause(session.id, HOST)
    asked = await group.world.admission.admit(new(member_id=5))
    places = await group.world.generations.places([before.generation.id, asked.generation.id])
    assert asked.position == places[asked.generation.id].position
    assert (places[before.generation.id].position, asked.position) == (1, 2)
    await group.sessions.resume(session.id, HOST)
    again = await group.world.generations.places([asked.generation.id])
    assert again[asked.generation.id].position == len(entries) + 2
