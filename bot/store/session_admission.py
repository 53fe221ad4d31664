"""Entering: the limits of a session, checked in the one transaction that admits the generation."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, literal_column, or_, select

from bot.domain.generation import NewEntry, NewGeneration, Status
from bot.domain.sessions.phase_checks import check_phase
from bot.domain.sessions.refusals import Refusal, refused, too_many_entries
from bot.domain.sessions.session import Session
from bot.store.schema import generations
from bot.store.session_rows import session_of
from bot.store.session_schema import session_entries, session_kicks

_SESSION = session_entries.c.session_id == bindparam("session")
_ROUND = session_entries.c.round_number == bindparam("round")
_MEMBER = session_entries.c.member_id == bindparam("member")
_FAILED = generations.c.status == literal_column(f"'{Status.FAILED}'")
_REJECTED = generations.c.status == literal_column(f"'{Status.REJECTED}'")
_CANCELLED = generations.c.status == literal_column(f"'{Status.CANCELLED}'")
_with_generation = session_entries.join(
    generations, generations.c.id == session_entries.c.generation_id
)
# What a member may give again: it failed, was rejected, or cancelled before the service had it.
MINE = (
    select(func.count())
    .select_from(_with_generation)
    .where(_SESSION, _ROUND, _MEMBER, ~_FAILED, ~_REJECTED)
    .where(or_(~_CANCELLED, generations.c.submitted_at.is_not(None)))
)
# What costs nothing has failed, or was cancelled or rejected before the service had it.
USED = (
    select(func.coalesce(func.sum(generations.c.units), literal_column("0")))
    .select_from(_with_generation)
    .where(
        _SESSION,
        ~_FAILED,
        or_(~(_CANCELLED | _REJECTED), generations.c.submitted_at.is_not(None)),
    )
)
# As much at most: nothing is asked of the generations, so it is quick for hundreds of entries.
GIVEN = select(func.coalesce(func.sum(session_entries.c.units), literal_column("0"))).where(
    _SESSION
)
IS_KICKED = select(session_kicks.c.member_id).where(
    session_kicks.c.session_id == bindparam("session"),
    session_kicks.c.member_id == bindparam("member"),
)
LAST_NUMBER = select(func.coalesce(func.max(session_entries.c.number), literal_column("0"))).where(
    _SESSION, _ROUND
)
_INSERT = insert(session_entries)


def check_entry(connection: Connection, entry: NewEntry, new: NewGeneration, now: datetime) -> None:
    """Let pass what the session takes at this moment, within its limits.

    Raises:
        SessionRefused: It is paused or over, the round is, the member was taken out or has
            entered enough, or the budget is used up.
    """
    session = session_of(connection, entry.session_id)
    check_phase(session, now)
    if session.round.number != entry.round_number:
        raise refused(Refusal.ROUND_OVER)
    check_member(connection, session, new.place.member_id)
    check_budget(connection, session, new.request.units)


def check_member(connection: Connection, session: Session, member_id: int) -> None:
    """Let pass who has an entry left in the present round.

    Raises:
        SessionRefused: They were taken out, or have entered enough.
    """
    check_not_kicked(connection, session.id, member_id)
    key = {"session": session.id, "round": session.round.number, "member": member_id}
    if connection.execute(MINE, key).scalar_one() >= session.rules.entries_each:
        raise too_many_entries(session.rules.entries_each)


def check_budget(connection: Connection, session: Session, units: int) -> None:
    """Let pass what the budget has left.

    Raises:
        SessionRefused: It has less.
    """
    budget = session.rules.budget
    given = connection.execute(GIVEN, {"session": session.id}).scalar_one()
    if given + units > budget and used(connection, session.id) + units > budget:
        raise refused(Refusal.BUDGET)


def check_not_kicked(connection: Connection, session_id: int, member_id: int) -> None:
    """Let pass who was not taken out.

    Raises:
        SessionRefused: They were.
    """
    key = {"session": session_id, "member": member_id}
    if connection.execute(IS_KICKED, key).first() is not None:
        raise refused(Refusal.KICKED)


def used(connection: Connection, session_id: int) -> int:
    """Return how many images of its budget a session has taken."""
    taken: int = connection.execute(USED, {"session": session_id}).scalar_one()
    return taken


def insert_entry(
    connection: Connection,
    entry: NewEntry,
    new: NewGeneration,
    *,
    generation_id: int,
    now: datetime,
) -> None:
    """Write the entry of a generation that was just admitted."""
    key: Mapping[str, object] = {
        "session": entry.session_id,
        "round": entry.round_number,
    }
    values = {
        "session_id": entry.session_id,
        "round_number": entry.round_number,
        "number": connection.execute(LAST_NUMBER, key).scalar_one() + 1,
        "member_id": new.place.member_id,
        "generation_id": generation_id,
        "units": new.request.units,
        "created_at": now,
    }
    connection.execute(_INSERT, values)
