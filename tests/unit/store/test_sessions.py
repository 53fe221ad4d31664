"""Sessions in the store: entries within their limits, phases, votes, what is shown."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.domain.generation import NewEntry, Status
from bot.domain.sessions.refusals import Refusal, SessionRefused
from bot.domain.sessions.session import EndReason, EntryState, Phase, RemixSource, Session
from bot.errors import QuotaExceeded
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.schema import generations as table
from bot.store.schema import ledger
from bot.store.session_moves import MOST_LIVE, RoundEnd
from bot.store.session_store import SessionStore
from tests.unit.store.samples import LIMITS, NOON, new
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
SOURCE = RemixSource(generation_id=1, image_index=0, sha256="0" * 64, width_px=512, height_px=512)


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
        await enter(generations, session, 1)
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


async def test_votes_are_one_each_and_the_last_one_counts(
    store: SessionStore, generations: Generations, database: Database
) -> None:
    session = await voting(store, generations, database, members=(1, 2, 3))
    ballot = await store.ballot(session, 1)
    second, third = (entry.entry_id for entry in ballot.entries)
    await asyncio.gather(*(store.vote(session.id, second, 1, ROUND_END) for _ in range(5)))
    await store.vote(session.id, third, 1, ROUND_END)
    standing = await store.standing(session)
    best = standing.entries[0]
    assert (best.entry_id, best.votes) == (third, 1)
    assert sum(counted.votes for counted in standing.entries) == 1
    assert (await store.ballot(session, 1)).chosen == third


async def test_who_may_not_vote_is_told_why(
    store: SessionStore, generations: Generations, database: Database
) -> None:
    session = await start(store)
    await done(generations, database, session, 1)
    await done(generations, database, session, 2)
    entries = (await store.ballot(session, 99)).entries
    mine, other = (entry.entry_id for entry in entries)

    async def refusal(entry_id: int, member_id: int, at: datetime = ROUND_END) -> Refusal:
        with pytest.raises(SessionRefused) as raised:
            await store.vote(session.id, entry_id, member_id, at)
        return raised.value.refusal

    assert await refusal(other, 1) is Refusal.NOT_VOTING
    assert await store.begin_vote(session, ROUND_END)
    assert await refusal(mine, 1) is Refusal.OWN_VOTE
    assert await refusal(77, 1) is Refusal.NO_ENTRY
    assert await refusal(other, 1, VOTE_END) is Refusal.NOT_VOTING
    await store.vote(session.id, other, 1, VOTE_END - timedelta(seconds=1))
    await store.kick(session, 2, ROUND_END)
    assert await refusal(other, 3) is Refusal.NO_ENTRY
    assert await refusal(mine, 2) is Refusal.KICKED


async def test_own_entries_can_be_voted_for_where_the_host_allows_it(
    store: SessionStore, generations: Generations, database: Database
) -> None:
    session = await voting(store, generations, database, members=(1,), forbids_own_vote=False)
    (own,) = (await store.ballot(session, 1)).entries
    await store.vote(session.id, own.entry_id, 1, ROUND_END)
    assert (await store.ballot(session, 1)).chosen == own.entry_id


async def test_of_equal_votes_the_earlier_entry_wins_and_without_votes_nobody(
    store: SessionStore, generations: Generations, database: Database
) -> None:
    session = await voting(store, generations, database, members=(1, 2, 3))
    first, second, third = (entry.entry_id for entry in (await store.ballot(session, 9)).entries)
    assert (await store.standing(session)).winner_entry_id is None
    await store.vote(session.id, third, 10, ROUND_END)
    await store.vote(session.id, second, 11, ROUND_END)
    assert (await store.standing(session)).winner_entry_id == second
    await store.vote(session.id, third, 12, ROUND_END)
    assert (await store.standing(session)).winner_entry_id == third
    assert first not in {second, third}


async def test_a_round_is_not_decided_by_what_somebody_has_removed_meanwhile(
    store: SessionStore, generations: Generations, database: Database
) -> None:
    session = await voting(store, generations, database, members=(1, 2))
    first = (await store.ballot(session, 9)).entries[0].entry_id
    await store.vote(session.id, first, 10, ROUND_END)
    end = RoundEnd(winner_entry_id=first)
    await store.kick(session, 1, ROUND_END)
    assert not await store.end_round(session, end, VOTE_END)
    (left,) = (await store.standing(session)).entries
    assert await store.end_round(session, RoundEnd(winner_entry_id=left.entry_id), VOTE_END)
    assert (await store.get(session.id)).phase is Phase.FINISHED


async def test_the_next_round_begins_with_the_winner_and_counts_anew(
    store: SessionStore, generations: Generations, database: Database
) -> None:
    session = await voting(store, generations, database, members=(1, 2), rounds=2)
    first = (await store.ballot(session, 9)).entries[0].entry_id
    await store.vote(session.id, first, 10, ROUND_END)
    end = RoundEnd(winner_entry_id=first, source=SOURCE)
    assert await store.end_round(session, end, NOON)
    assert not await store.end_round(session, end, NOON)
    second = await store.get(session.id)
    assert (second.phase, second.round.number, second.round.source) == (Phase.OPEN, 2, SOURCE)
    with pytest.raises(SessionRefused) as raised:
        await enter(generations, session, 1)  # by a form that was opened in the first round
    assert raised.value.refusal is Refusal.ROUND_OVER
    await enter(generations, second, 1)
    board = await store.board(session.id, LATER)
    assert (board.total, board.left, board.latest[0].number) == (1, 47, 1)
    result = (await store.summary(second)).rounds[0]
    assert result.winner is not None
    assert (result.winner.entry.entry_id, result.winner.votes, result.votes) == (first, 1, 1)


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


async def voting(
    store: SessionStore,
    generations: Generations,
    database: Database,
    *,
    members: Iterable[int],
    **rules: Any,
) -> Session:
    session = await start(store, **rules)
    for member in members:
        await done(generations, database, session, member)
    assert await store.begin_vote(session, ROUND_END)
    return await store.get(session.id)
