"""The steps of a session: each one compare-and-set, so that two cannot both take it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.domain.sessions.refusals import too_many_sessions
from bot.domain.sessions.session import (
    LIVE,
    EndReason,
    NewSession,
    Phase,
    RemixSource,
    Session,
)
from bot.store.session_rows import rules_row, session_of, source_row
from bot.store.session_schema import (
    session_entries,
    session_kicks,
    session_rounds,
    session_votes,
    sessions,
)
from bot.store.session_votes import standing

MOST_LIVE = 5  # in one server at once

_ID = sessions.c.id == bindparam("session")
LIVE_HERE = (
    select(func.count())
    .select_from(sessions)
    .where(sessions.c.server_id == bindparam("server"))
    .where(sessions.c.settled_at.is_(None), sessions.c.ended_at.is_(None))
)
STEP = (
    update(sessions)
    .where(_ID, sessions.c.round_number == bindparam("round"))
    .where(sessions.c.phase.in_(bindparam("expected", expanding=True)))
)
OVER = update(sessions).where(_ID, sessions.c.ended_at.is_not(None))
SET_ROUND = update(session_rounds).where(
    session_rounds.c.session_id == bindparam("session"),
    session_rounds.c.number == bindparam("round"),
)
REMOVE_ENTRIES = (
    update(session_entries)
    .where(session_entries.c.session_id == bindparam("session"))
    .where(session_entries.c.member_id == bindparam("member"))
    .where(session_entries.c.removed_at.is_(None))
    .values(removed_at=bindparam("now"))
)
DROP_VOTES_OF = delete(session_votes).where(
    session_votes.c.session_id == bindparam("session"),
    session_votes.c.member_id == bindparam("member"),
)
KICK = upsert(session_kicks).on_conflict_do_nothing()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundEnd:
    """What a round ends with; ``source`` begins the next one, None ends the session."""

    winner_entry_id: int | None = None
    source: RemixSource | None = None
    reason: EndReason | None = None


def start(connection: Connection, new: NewSession, now: datetime) -> Session:
    """Write a session with its first round.

    Raises:
        SessionRefused: As many as may be go on in that server.
    """
    if connection.execute(LIVE_HERE, {"server": new.server_id}).scalar_one() >= MOST_LIVE:
        raise too_many_sessions(MOST_LIVE)
    ends_at = now + timedelta(seconds=new.rules.round_s)
    values = {
        "server_id": new.server_id,
        "channel_id": new.channel_id,
        "host_id": new.host_id,
        "locale": new.locale,
        "rules": rules_row(new.rules),
        "phase": Phase.OPEN,
        "round_number": 1,
        "due_at": ends_at,
        "edits": [],
        "created_at": now,
    }
    session_id: int = connection.execute(
        insert(sessions).returning(sessions.c.id), values
    ).scalar_one()
    _add_round(connection, session_id, 1, ends_at, None)
    return session_of(connection, session_id)


def pause(connection: Connection, session: Session, now: datetime) -> bool:
    """Open becomes paused, unless its round is over already."""
    if not session.takes_entries(now):
        return False
    return _step(connection, session, {Phase.OPEN}, phase=Phase.PAUSED, paused_at=now, due_at=None)


def resume(connection: Connection, session: Session, now: datetime) -> bool:
    """Paused becomes open, with as much time left as it had."""
    if session.paused_at is None:
        return False
    ends_at = session.round.ends_at + (now - session.paused_at)
    values = {"phase": Phase.OPEN, "paused_at": None, "due_at": ends_at}
    is_taken = _step(connection, session, {Phase.PAUSED}, **values)
    if is_taken:
        _set_round(connection, session, ends_at=ends_at)
    return is_taken


def end_now(connection: Connection, session: Session, now: datetime) -> bool:
    """Let what goes on end at this moment: entries, or the vote."""
    if session.phase is Phase.VOTING:
        is_taken = _step(connection, session, {Phase.VOTING}, due_at=now)
        field = "voting_ends_at"
    else:
        values = {"phase": Phase.OPEN, "paused_at": None, "due_at": now}
        is_taken = _step(connection, session, {Phase.OPEN, Phase.PAUSED}, **values)
        field = "ends_at"
    if is_taken:
        _set_round(connection, session, **{field: now})
    return is_taken


def begin_vote(connection: Connection, session: Session, now: datetime) -> bool:
    """Open becomes voting, once its round is over."""
    if session.round.ends_at > now:
        return False
    ends_at = now + timedelta(seconds=session.rules.voting_s)
    is_taken = _step(connection, session, {Phase.OPEN}, phase=Phase.VOTING, due_at=ends_at)
    if is_taken:
        _set_round(connection, session, voting_ends_at=ends_at)
    return is_taken


def end_round(connection: Connection, session: Session, end: RoundEnd, now: datetime) -> bool:
    """Go on to the next round if there is a source for it, else be finished.

    Not if somebody else is ahead by now: an entry may have been removed since it was looked.
    """
    if standing(connection, session).winner_entry_id != end.winner_entry_id:
        return False
    if end.source is None:
        values: dict[str, object] = {
            "phase": Phase.FINISHED,
            "due_at": None,
            "ended_at": now,
            "end_reason": end.reason,
        }
    else:
        ends_at = now + timedelta(seconds=session.rules.round_s)
        number = session.round.number + 1
        values = {"phase": Phase.OPEN, "due_at": ends_at, "round_number": number}
    if not _step(connection, session, {Phase.OPEN, Phase.VOTING}, **values):
        return False
    _set_round(connection, session, winner_entry_id=end.winner_entry_id)
    if end.source is not None:
        _add_round(connection, session.id, number, ends_at, end.source)
    return True


def cancel(connection: Connection, session: Session, reason: EndReason, now: datetime) -> bool:
    """End without a winner, whatever goes on."""
    return _step(
        connection,
        session,
        LIVE,
        phase=Phase.CANCELLED,
        due_at=None,
        paused_at=None,
        ended_at=now,
        end_reason=reason,
    )


def gone(connection: Connection, session: Session, now: datetime) -> None:
    """Note that nothing can be shown any more; what goes on is cancelled."""
    if not cancel(connection, session, EndReason.THREAD_GONE, now):
        values = {"end_reason": EndReason.THREAD_GONE}
        connection.execute(OVER.values(**values), {"session": session.id})


def kick(connection: Connection, session_id: int, member_id: int, now: datetime) -> int:
    """Take a member out: their votes are gone and their entries leave; return how many of these."""
    key = {"session": session_id, "member": member_id}
    values = {"session_id": session_id, "member_id": member_id, "kicked_at": now}
    connection.execute(KICK, values)
    connection.execute(DROP_VOTES_OF, key)
    return connection.execute(REMOVE_ENTRIES, {**key, "now": now}).rowcount


def _step(
    connection: Connection, session: Session, expected: Iterable[Phase], **values: object
) -> bool:
    key = {"session": session.id, "round": session.round.number, "expected": list(expected)}
    return connection.execute(STEP.values(**values), key).rowcount == 1


def _set_round(connection: Connection, session: Session, **values: object) -> None:
    key = {"session": session.id, "round": session.round.number}
    connection.execute(SET_ROUND.values(**values), key)


def _add_round(
    connection: Connection,
    session_id: int,
    number: int,
    ends_at: datetime,
    source: RemixSource | None,
) -> None:
    values = {
        "session_id": session_id,
        "number": number,
        "ends_at": ends_at,
        "source": source_row(source),
    }
    connection.execute(insert(session_rounds), values)
