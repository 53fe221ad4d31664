"""Fair turns: members of a session in turn, and nobody else in the server starved by it."""

import pytest

from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.session_store import SessionStore
from tests.unit.store.samples import admit, claim, new
from tests.unit.store.session_samples import enter, start


@pytest.fixture
def store(database: Database) -> SessionStore:
    return SessionStore(database)


async def served(generations: Generations, count: int) -> list[int]:
    claimed = [await claim(generations) for _ in range(count)]
    return [found.place.member_id for found in claimed if found is not None]


async def test_members_of_a_session_are_served_in_turn(
    store: SessionStore, generations: Generations
) -> None:
    session = await start(store, entries_each=3)
    for member in (1, 1, 1, 2, 2, 3):
        await enter(generations, session, member)
    assert await served(generations, 6) == [1, 2, 3, 1, 2, 1]


async def test_a_member_who_is_not_in_the_session_does_not_wait_for_it(
    store: SessionStore, generations: Generations
) -> None:
    session = await start(store, entries_each=2)
    for member in range(1, 21):
        for _ in range(2):
            await enter(generations, session, member)
    await served(generations, 10)
    await admit(generations, new(member_id=99, server_id=session.server_id))
    # Of the 30 that wait, at most those of equal turn come first: each member's first entry.
    assert 99 in await served(generations, 11)


async def test_another_server_gets_every_second_turn_beside_a_session(
    store: SessionStore, generations: Generations
) -> None:
    session = await start(store)
    for member in range(1, 21):
        await enter(generations, session, member)
    for _ in range(3):
        await admit(generations, new(member_id=99, server_id=8))
    assert (await served(generations, 6)).count(99) == 3
