"""Sessions in the store: entries within their limits, phases, what is shown."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.generation import NewEntry, Status
from bot.domain.sessions.refusals import Refusal, SessionRefused
from bot.domain.sessions.session import EndReason, EntryState, Phase
from bot.errors import QuotaExceeded
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.schema import generations as table
from bot.store.schema import ledger
from bot.store.session_moves import MOST_LIVE, RoundEnd
from bot.store.session_store import SessionStore
from tests.unit.store.samples import LIMITS, new
from tests.unit.store.session_samples import (
    ROUND_END,
    SOON,
    VOTE_END,
    becomes,
    done,
    enter,
    start,
)

LATER = SOON + timedelta(seconds=60)


@pytest.fixture
def store(database: Database) -> SessionStore:
    return SessionStore(database)


async def test_a_session_is_read_as_it_was_started(store: SessionStore) -> None:
    session = await start(store, role_ids=(3, 4), required_words=("fox",))
    assert await store.get(session.id) == session
    assert session.phase is Phase.OPEN
    assert session.round.ends_at == ROUND_END
    assert [found.id for found in await store.live(session.server_id)] == [session.id]
    with pytest.raises(SessionRefused):
        await store.get(99)


async def test_so_many_sessions_go_on_in_a_server(store: SessionStore) -> None:
    started = [await start(store) for _ in range(MOST_LIVE)]
    with pytest.raises(SessionRefused) as raised:
        await start(store)
    assert raised.value.refusal is Refusal.TOO_MANY
    await start(store, server_id=8)
    assert await store.cancel(started[0], EndReason.HOST, LATER)
    await start(store)


async def test_entries_each_hold_for_members_who_press_at_once(
    store: SessionStore, generations: Generations
) -> None:
    session = await start(store, entries_each=2)
    outcomes = await asyncio.gather(
        *(enter(generations, session, member) for member in (1, 2) for _ in range(5)),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, SessionRefused) for outcome in outcomes) == 6
    board = await store.board(session.id, LATER)
    assert board.count(EntryState.WAITING) == 4
    assert sorted(entry.number for entry in board.latest) == [2, 3, 4]


async def test_the_budget_is_not_passed_by_members_at_once(
    store: SessionStore, generations: Generations
) -> None:
    session = await start(store, budget=7)
    outcomes = await asyncio.gather(
        *(enter(generations, session, member) for member in range(1, 31)), return_exceptions=True
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, SessionRefused)]
    assert {error.refusal for error in refused} == {Refusal.BUDGET}
    assert len(outcomes) - len(refused) == 7
    assert (await store.board(session.id, LATER)).left == 0


@pytest.mark.parametrize("status", [Status.FAILED, Status.REJECTED, Status.CANCELLED])
async def test_what_has_failed_can_be_given_again(
    store: SessionStore, generations: Generations, database: Database, status: Status
) -> None:
    session = await start(store, budget=1)
    first = await enter(generations, session, 1)
    with pytest.raises(SessionRefused):
        await enter(generations, session, 1)
    await becomes(database, first.id, status)
    await enter(generations, session, 1)
    board = await store.board(session.id, LATER)
    assert (board.count(EntryState.FAILED), board.total, board.left) == (1, 1, 0)


@pytest.mark.parametrize("status", [Status.REJECTED, Status.CANCELLED])
async def test_what_was_made_and_is_not_shown_counts_against_the_budget(
    store: SessionStore, generations: Generations, database: Database, status: Status
) -> None:
    session = await start(store, budget=1)
    first = await enter(generations, session, 1)
    statement = update(table).where(table.c.id == first.id).values(submitted_at=SOON)
    await database.writer.write(lambda connection: connection.execute(statement))
    await becomes(database, first.id, status)
    with pytest.raises(SessionRefused) as raised:
        await enter(generations, session, 2)
    assert raised.value.refusal is Refusal.BUDGET


async def test_a_refused_entry_takes_no_units_and_a_refused_request_leaves_no_entry(
    store: SessionStore, generations: Generations, database: Database
) -> None:
    session = await start(store)
    await enter(generations, session, 1)
    with pytest.raises(SessionRefused):
        await enter(generations, session, 1)
    entry = NewEntry(session_id=session.id, round_number=1)
    with pytest.raises(QuotaExceeded):
        await generations.admit(
            replace(new(member_id=2), entry=entry), replace(LIMITS, daily_quota=0), SOON
        )
    assert (await store.board(session.id, LATER)).total == 1
    booked = await database.read(lambda connection: connection.execute(select(ledger)).all())
    assert len(booked) == 1


async def test_entries_are_taken_while_the_round_is_open_and_at_no_other_time(
    store: SessionStore, generations: Generations
) -> None:
    session = await start(store)
    assert await store.pause(session, LATER)
    assert not await store.pause(session, LATER)
    with pytest.raises(SessionRefused) as raised:
        await enter(generations, session, 1)
    assert raised.value.refusal is Refusal.PAUSED
    paused = await store.get(session.id)
    assert await store.resume(paused, LATER + timedelta(hours=1))
    resumed = await store.get(session.id)
    assert resumed.round.ends_at == ROUND_END + timedelta(hours=1)
    assert await store.end_now(resumed, SOON)
    for refusal, move in (
        (Refusal.ROUND_OVER, store.begin_vote),
        (Refusal.ROUND_OVER, None),
    ):
        with pytest.raises(SessionRefused) as raised:
            await enter(generations, session, 1)
        assert raised.value.refusal is refusal
        if move is not None:
            assert await move(await store.get(session.id), SOON)
    assert await store.cancel(await store.get(session.id), EndReason.HOST, SOON)
    with pytest.raises(SessionRefused) as raised:
        await enter(generations, session, 1)
    assert raised.value.refusal is Refusal.OVER


async def test_a_step_is_taken_once_by_two_who_press_at_once(store: SessionStore) -> None:
    session = await start(store)
    taken = await asyncio.gather(
        store.cancel(session, EndReason.HOST, LATER),
        store.cancel(session, EndReason.THREAD_GONE, LATER),
        store.pause(session, LATER),
    )
    assert sum(taken) == 1
    assert (await store.get(session.id)).end_reason is EndReason.HOST


async def test_a_member_taken_out_leaves_board_and_vote_and_cannot_come_back(
    store: SessionStore, generations: Generations, database: Database
) -> None:
    session = await start(store, entries_each=3)
    await done(generations, database, session, 1)
    await enter(generations, session, 1)
    await enter(generations, session, 2)
    assert await store.kick(session, 1, LATER) == 2
    assert await store.kick(session, 1, LATER) == 0
    board = await store.board(session.id, LATER)
    assert (board.total, board.members) == (1, 1)
    with pytest.raises(SessionRefused) as raised:
        await enter(generations, session, 1)
    assert raised.value.refusal is Refusal.KICKED


async def test_the_board_names_three_of_each_state_and_no_hidden_author(
    store: SessionStore, generations: Generations, database: Database
) -> None:
    session = await start(store, hides_authors=True)
    for member in range(1, 6):
        await enter(generations, session, member)
    for member in range(6, 11):
        await done(generations, database, session, member)
    board = await store.board(session.id, LATER)
    assert board.counts == {EntryState.WAITING: 5, EntryState.DONE: 5}
    assert [entry.number for entry in board.latest] == [10, 9, 8, 5, 4, 3]
    assert {entry.member_id for entry in board.latest} == {None}
    assert await store.end_round(session, RoundEnd(), VOTE_END)
    finished = await store.get(session.id)
    named = (await store.summary(finished)).rounds[0].best
    assert [result.entry.member_id for result in named] == [6, 7, 8, 9, 10]


async def test_the_version_changes_with_what_the_board_shows_and_not_with_time(
    store: SessionStore, generations: Generations
) -> None:
    session = await start(store)
    before = (await store.board(session.id, SOON)).version
    assert (await store.board(session.id, LATER)).version == before
    await enter(generations, session, 1)
    entered = (await store.board(session.id, LATER)).version
    assert entered != before
    assert (await store.board(session.id, ROUND_END)).version != entered
