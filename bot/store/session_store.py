"""The store of group sessions: values in, values out, every change through the one writer."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, bindparam

from bot.domain.moderation.log import Action, LogEntry
from bot.domain.sessions.board import Ballot, Board, Summary
from bot.domain.sessions.refusals import Refusal, refused
from bot.domain.sessions.session import (
    TAKEN_OUT,
    EndReason,
    NewSession,
    RemixSource,
    Session,
)
from bot.store import session_admission, session_boards, session_moves, session_votes
from bot.store.database import Database
from bot.store.moderation_log import note
from bot.store.session_moves import RoundEnd
from bot.store.session_rows import WITH_ROUND, session_from, session_of
from bot.store.session_schema import sessions
from bot.store.session_votes import Standing
from bot.store.writer import MEMBER_PATIENCE_S

Result = TypeVar("Result")
_Move = Callable[[Connection, Session, datetime], bool]

OF_THREAD = (
    WITH_ROUND.where(sessions.c.thread_id == bindparam("thread"))
    .order_by(sessions.c.id.desc())
    .limit(1)
)
LIVE_OF_SERVER = (
    WITH_ROUND.where(sessions.c.server_id == bindparam("server"))
    .where(sessions.c.settled_at.is_(None), sessions.c.ended_at.is_(None))
    .order_by(sessions.c.id.desc())
)


class SessionStore:
    """All sessions. Each method raises ``StorageUnavailable`` if the database does not answer.

    A step is taken from what its caller has read; False: somebody was quicker, so that it is to be
    read anew.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def start(self, new: NewSession, now: datetime) -> Session:
        """Write a session.

        Raises:
            SessionRefused: As many as may be go on in that server.
        """

        def job(connection: Connection) -> Session:
            session = session_moves.start(connection, new, now)
            note(connection, _entry(session, "started", new.host_id, now))
            return session

        return await self._write(job)

    async def get(self, session_id: int) -> Session:
        """Return a session.

        Raises:
            SessionRefused: There is none of that id.
        """
        return await self._database.read(lambda connection: session_of(connection, session_id))

    async def of_thread(self, thread_id: int) -> Session:
        """Return the newest session of a thread.

        Raises:
            SessionRefused: There is none.
        """
        rows = await self._database.read(
            lambda connection: connection.execute(OF_THREAD, {"thread": thread_id}).mappings().all()
        )
        if not rows:
            raise refused(Refusal.UNKNOWN)
        return session_from(rows[0])

    async def live(self, server_id: int) -> Sequence[Session]:
        """Return the sessions that go on in a server, the newest first."""
        rows = await self._database.read(
            lambda connection: (
                connection.execute(LIVE_OF_SERVER, {"server": server_id}).mappings().all()
            )
        )
        return [session_from(row) for row in rows]

    async def check_may_enter(self, session: Session, member_id: int) -> None:
        """Let pass who may enter now, as far as that is known before the prompt is written.

        Raises:
            SessionRefused: They were taken out or have entered enough, or the budget is used up.
        """

        def check(connection: Connection) -> None:
            session_admission.check_member(connection, session, member_id)
            session_admission.check_budget(connection, session, 1)

        await self._database.read(check)

    async def source(self, session: Session) -> RemixSource | None:
        """Return what the present round is painted over; None: nothing, or it was removed."""
        if session.round.source is None:
            return None
        is_gone = await self._database.read(
            lambda connection: session_boards.is_source_gone(connection, session)
        )
        return None if is_gone else session.round.source

    async def pause(self, session: Session, now: datetime, actor_id: int | None = None) -> bool:
        """Stop the clock of what is open; *actor_id* is who wants that, None for the bot."""
        return await self._led(session_moves.pause, session, "paused", now, actor_id)

    async def resume(self, session: Session, now: datetime, actor_id: int | None = None) -> bool:
        """Let it go on."""
        return await self._led(session_moves.resume, session, "resumed", now, actor_id)

    async def end_now(self, session: Session, now: datetime, actor_id: int | None = None) -> bool:
        """Let entries, or the vote, end at this moment."""
        return await self._led(session_moves.end_now, session, "ended", now, actor_id)

    async def begin_vote(self, session: Session, now: datetime) -> bool:
        """Go from entries to votes."""
        return await self._move(session_moves.begin_vote, session, now)

    async def end_round(self, session: Session, end: RoundEnd, now: datetime) -> bool:
        """Go on to the next round, or be finished."""
        return await self._write(
            lambda connection: session_moves.end_round(connection, session, end, now)
        )

    async def cancel(
        self, session: Session, reason: EndReason, now: datetime, actor_id: int | None = None
    ) -> bool:
        """End it without a winner."""

        def move(connection: Connection, session: Session, now: datetime) -> bool:
            return session_moves.cancel(connection, session, reason, now)

        return await self._led(move, session, "cancelled", now, actor_id)

    async def gone(self, session: Session, now: datetime) -> None:
        """End it because its thread is gone."""
        await self._write(lambda connection: session_moves.gone(connection, session, now))

    async def kick(
        self, session: Session, member_id: int, now: datetime, actor_id: int | None = None
    ) -> int:
        """Take a member out for good; return how many entries leave with them."""

        def job(connection: Connection) -> int:
            note(connection, _entry(session, TAKEN_OUT, actor_id, now, member_id))
            return session_moves.kick(connection, session.id, member_id, now)

        return await self._write(job)

    async def vote(self, session_id: int, entry_id: int, member_id: int, now: datetime) -> None:
        """Count a vote in place of the member's earlier one.

        Raises:
            SessionRefused: There is no vote now, or not for that entry, or not by them.
        """
        await self._write(
            lambda connection: session_votes.vote(
                connection, session_id, entry_id, member_id=member_id, now=now
            )
        )

    async def standing(self, session: Session) -> Standing:
        """Count the votes of the present round."""
        return await self._database.read(
            lambda connection: session_votes.standing(connection, session)
        )

    async def board(self, session_id: int, now: datetime) -> Board:
        """Return the board as it is at this moment.

        Raises:
            SessionRefused: There is no such session.
        """
        return await self._database.read(
            lambda connection: session_boards.board(
                connection, session_of(connection, session_id), now
            )
        )

    async def ballot(self, session: Session, member_id: int) -> Ballot:
        """Return what a member may vote for."""
        return await self._database.read(
            lambda connection: session_boards.ballot(connection, session, member_id)
        )

    async def summary(self, session: Session) -> Summary:
        """Return what stays of it."""
        return await self._database.read(
            lambda connection: session_boards.summary(connection, session)
        )

    async def _led(
        self, move: _Move, session: Session, change: str, now: datetime, actor_id: int | None
    ) -> bool:
        """Take a step that somebody wants, and log it."""

        def job(connection: Connection) -> bool:
            is_taken = move(connection, session, now)
            if is_taken:
                note(connection, _entry(session, change, actor_id, now))
            return is_taken

        return await self._write(job)

    async def _move(self, move: _Move, session: Session, now: datetime) -> bool:
        return await self._write(lambda connection: move(connection, session, now))

    async def _write(self, job: Callable[[Connection], Result]) -> Result:
        return await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)


def _entry(
    session: Session,
    change: str,
    actor_id: int | None,
    now: datetime,
    member_id: int | None = None,
) -> LogEntry:
    return LogEntry(
        server_id=session.server_id,
        at=now,
        action=Action.SESSION_CHANGED,
        actor_id=actor_id,
        member_id=member_id,
        channel_id=session.thread_id or session.channel_id,
        where="session",
        values={"session": str(session.id), "change": change},
    )
