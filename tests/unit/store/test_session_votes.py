"""Votes of sessions in the store: who has one, who wins, and what comes of it."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.sessions.refusals import Refusal, SessionRefused
from bot.domain.sessions.session import Phase, RemixSource, Session
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.session_moves import RoundEnd
from bot.store.session_store import SessionStore
from tests.unit.store.samples import NOON
from tests.unit.store.session_samples import (
    ROUND_END,
    SOON,
    VOTE_END,
    done,
    enter,
    start,
)

LATER = SOON + timedelta(seconds=60)
SOURCE = RemixSource(generation_id=1, image_index=0, sha256="0" * 64, width_px=512, height_px=512)


@pytest.fixture
def store(database: Database) -> SessionStore:
    return SessionStore(database)


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
