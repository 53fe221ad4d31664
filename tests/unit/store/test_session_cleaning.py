"""Sessions go by their age and by a member's wish, and take nothing of others with them."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text

from bot.domain.generation import Status
from bot.domain.sessions.refusals import SessionRefused
from bot.domain.sessions.session import EndReason, Phase
from bot.store.cleaning import Target
from bot.store.database import Database
from bot.store.erasures import Erasures
from bot.store.file_removal import FileRemoval
from bot.store.fronts import Bound
from bot.store.generations import Generations
from bot.store.retention import Retention
from bot.store.session_notes import SessionNotes
from bot.store.session_store import SessionStore
from tests.unit.store.clean_up import to_the_end
from tests.unit.store.samples import NOON, SERVER
from tests.unit.store.session_samples import HOST, ROUND_END, becomes, done, start

MUCH_LATER = NOON + timedelta(days=500)
TABLES = ("sessions", "session_rounds", "session_entries", "session_votes", "session_kicks")


@pytest.fixture
def store(database: Database) -> SessionStore:
    return SessionStore(database)


@pytest.fixture
def erasures(database: Database, removal: FileRemoval) -> Erasures:
    return Erasures(database, removal)


async def counts(database: Database) -> Sequence[int]:
    def read(connection: Connection) -> list[int]:
        return [
            connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608
            for table in TABLES
        ]

    return await database.read(read)


async def lived(store: SessionStore, generations: Generations, database: Database) -> int:
    """Return a session of two entries and a vote, which somebody was taken out of."""
    session = await start(store)
    for member in (1, 2):
        await done(generations, database, session, member)
    await store.begin_vote(session, ROUND_END)
    entry = (await store.ballot(session, 1)).entries[0]
    await store.vote(session.id, entry.entry_id, 1, ROUND_END)
    await store.kick(session, 3, ROUND_END)
    return session.id


async def erase(erasures: Erasures, member_id: int) -> None:
    await erasures.ask(member_id, ROUND_END + timedelta(seconds=1))
    for _ in range(50):
        if not await erasures.step(member_id, MUCH_LATER) and (
            await erasures.get(member_id) is None
        ):
            return
    raise AssertionError("the wish has no end")


async def test_a_session_that_is_over_goes_by_its_age(
    store: SessionStore, generations: Generations, database: Database, retention: Retention
) -> None:
    session_id = await lived(store, generations, database)
    target = Target(server_id=SERVER)
    assert (await retention.prune_sessions(target, MUCH_LATER)).count == 0  # it goes on
    await store.cancel(await store.get(session_id), EndReason.HOST, ROUND_END)
    await SessionNotes(database).settled(session_id, ROUND_END)
    assert (await retention.prune_sessions(target, NOON)).count == 0
    await to_the_end(lambda: retention.prune_sessions(target, NOON + timedelta(seconds=1)))
    assert list(await counts(database)) == [0, 0, 0, 0, 0]


async def test_of_a_server_that_was_left_all_sessions_go(
    store: SessionStore, generations: Generations, database: Database, retention: Retention
) -> None:
    await lived(store, generations, database)
    await start(store, server_id=8)

    def leave(connection: Connection) -> None:
        connection.execute(
            text("INSERT INTO servers (server_id, left_at) VALUES (:id, '2026-03-01 12:00:00')"),
            {"id": SERVER},
        )

    await database.writer.write(leave)
    target = Target(server_id=SERVER, left_before=MUCH_LATER)
    await to_the_end(lambda: retention.prune_sessions(target, MUCH_LATER))
    assert list(await counts(database)) == [1, 1, 0, 0, 0]


async def test_a_generation_takes_its_entry_and_the_votes_for_it_along(
    store: SessionStore, generations: Generations, database: Database, retention: Retention
) -> None:
    await lived(store, generations, database)

    def unbook(connection: Connection) -> None:
        connection.execute(text("DELETE FROM ledger"))

    await database.writer.write(unbook)
    target = Target(server_id=SERVER)
    old = Bound(created=MUCH_LATER, finished=MUCH_LATER)
    await to_the_end(lambda: retention.remove_images(target, old, MUCH_LATER))
    await to_the_end(lambda: retention.erase_prompts(target, old))
    await to_the_end(lambda: retention.drop_rows(target, old))
    assert list(await counts(database)) == [1, 1, 0, 0, 1]


async def test_servers_with_sessions_alone_are_cleaned_as_well(
    store: SessionStore, retention: Retention
) -> None:
    await start(store, server_id=77)
    found = await retention.next_servers(None, 10)
    assert [(ages.server_id, ages.sessions_at) for ages in found] == [(77, NOON)]


async def test_a_member_s_entries_and_votes_go_and_those_of_others_stay(
    store: SessionStore,
    generations: Generations,
    database: Database,
    erasures: Erasures,
) -> None:
    session_id = await lived(store, generations, database)
    generation = (await store.ballot(await store.get(session_id), 9)).entries[0].generation_id
    await database.writer.write(
        lambda connection: connection.execute(text("UPDATE generations SET rung = 'token'"))
    )
    await becomes(database, generation, Status.DELIVERED)
    await erase(erasures, 1)
    board = await store.board(session_id, ROUND_END)
    assert (board.total, board.members, board.votes) == (1, 1, 0)
    members = await database.read(
        lambda connection: (
            connection.execute(text("SELECT member_id FROM session_entries ORDER BY id"))
            .scalars()
            .all()
        )
    )
    assert list(members) == [0, 2]


async def test_who_leads_a_session_and_wants_all_deleted_ends_it(
    store: SessionStore, erasures: Erasures
) -> None:
    session = await start(store, required_words=("secret",))
    await erase(erasures, HOST)
    ended = await store.get(session.id)
    assert (ended.phase, ended.host_id, ended.rules.theme) == (Phase.CANCELLED, 0, "")
    assert ended.rules.required_words == ()


async def test_a_session_that_is_gone_is_not_known(store: SessionStore) -> None:
    with pytest.raises(SessionRefused):
        await store.board(1, NOON)
