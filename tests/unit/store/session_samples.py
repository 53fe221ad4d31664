"""Sessions and entries that the tests of their store begin with."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, update

from bot.domain.generation import Generation, NewEntry, Status
from bot.domain.sessions.rules import SessionRules
from bot.domain.sessions.session import NewSession, Session
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.schema import generations as table
from bot.store.session_store import SessionStore
from tests.unit.store.samples import LIMITS, NOON, SERVER, new

HOST = 70
RULES = SessionRules(theme="Foxes", round_s=600, voting_s=300, budget=50)
SOON = NOON + timedelta(seconds=1)
ROUND_END = NOON + timedelta(seconds=RULES.round_s)
VOTE_END = ROUND_END + timedelta(seconds=RULES.voting_s)


def new_session(server_id: int = SERVER, **rules: Any) -> NewSession:
    changed: SessionRules = replace(RULES, **rules)
    return NewSession(
        server_id=server_id, channel_id=9, host_id=HOST, locale="en-US", rules=changed
    )


async def start(store: SessionStore, server_id: int = SERVER, **rules: Any) -> Session:
    return await store.start(new_session(server_id, **rules), NOON)


async def enter(
    generations: Generations, session: Session, member_id: int, *, units: int = 1
) -> Generation:
    entry = NewEntry(session_id=session.id, round_number=session.round.number)
    wanted = replace(
        new(member_id=member_id, server_id=session.server_id, units=units), entry=entry
    )
    return (await generations.admit(wanted, LIMITS, SOON)).generation


async def becomes(database: Database, generation_id: int, status: Status) -> None:
    """Bring a generation to *status*, whatever steps lead there."""

    def change(connection: Connection) -> None:
        finished = NOON if status in _FINAL else None
        statement = update(table).where(table.c.id == generation_id)
        connection.execute(statement.values(status=status, finished_at=finished))

    await database.writer.write(change)


_FINAL = frozenset({Status.DELIVERED, Status.FAILED, Status.CANCELLED, Status.REJECTED})


async def done(
    generations: Generations, database: Database, session: Session, member_id: int
) -> int:
    """Enter and finish; return the id of the generation."""
    generation = await enter(generations, session, member_id)
    await becomes(database, generation.id, Status.DELIVERED)
    return generation.id
