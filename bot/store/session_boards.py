"""What is shown of a session: its board, a ballot, the result of a round, the summary.

Hidden authors are left out here, so that nobody who draws can name them.
"""

from collections import Counter
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, func, literal_column, select

from bot.domain.generation import Status
from bot.domain.sessions.board import (
    Ballot,
    Board,
    BoardEntry,
    Result,
    RoundResult,
    Summary,
)
from bot.domain.sessions.session import STATES, EntryState, Phase, Session
from bot.store.schema import generations
from bot.store.session_admission import used
from bot.store.session_rows import entry_from
from bot.store.session_schema import session_entries, session_rounds
from bot.store.session_votes import CANDIDATES, TALLY, chosen

_EACH = 3  # entries of each state that the board names
_BEST = 9  # entries of a round that its result names

_with_generation = session_entries.join(
    generations, generations.c.id == session_entries.c.generation_id
)
_SHOWN = (
    session_entries.c.session_id == bindparam("session"),
    session_entries.c.round_number == bindparam("round"),
    session_entries.c.removed_at.is_(None),
    generations.c.deleted_at.is_(None),
)
COUNTS = (
    select(generations.c.status, func.count().label("count"))
    .select_from(_with_generation)
    .where(*_SHOWN)
    .group_by(generations.c.status)
)
_ranked = (
    select(
        session_entries,
        generations.c.status,
        func.row_number()
        .over(partition_by=generations.c.status, order_by=session_entries.c.id.desc())
        .label("rank"),
    )
    .select_from(_with_generation)
    .where(*_SHOWN)
    .subquery("ranked")
)
LATEST = (
    select(_ranked)
    .where(_ranked.c.rank <= literal_column(str(_EACH)))
    .order_by(_ranked.c.id.desc())
)
MEMBERS = select(func.count(session_entries.c.member_id.distinct())).where(
    session_entries.c.session_id == bindparam("session"),
    session_entries.c.removed_at.is_(None),
)
SOURCE = select(generations.c.deleted_at).where(generations.c.id == bindparam("source"))
ROUNDS = (
    select(session_rounds)
    .where(session_rounds.c.session_id == bindparam("session"))
    .order_by(session_rounds.c.number)
)


def board(connection: Connection, session: Session, now: datetime) -> Board:
    """Return the board of a session as it is at this moment."""
    key = _key(session, session.round.number)
    counts: Counter[EntryState] = Counter()
    for row in connection.execute(COUNTS, key).mappings():
        counts[_state(row)] += row["count"]
    return Board(
        session=session,
        counts=counts,
        latest=tuple(shown(session, row) for row in connection.execute(LATEST, key).mappings()),
        members=connection.execute(MEMBERS, key).scalar_one(),
        left=max(0, session.rules.budget - used(connection, session.id)),
        votes=_votes_of(connection, session, session.round.number),
        is_closing=session.phase is Phase.OPEN and now >= session.round.ends_at,
        is_source_gone=is_source_gone(connection, session),
    )


def ballot(connection: Connection, session: Session, member_id: int) -> Ballot:
    """Return what a member may vote for in the present round, and what they have chosen."""
    rows = connection.execute(CANDIDATES, _key(session, session.round.number)).mappings()
    return Ballot(
        session=session,
        entries=tuple(
            shown(session, row)
            for row in rows
            if row["member_id"] != member_id or not session.rules.forbids_own_vote
        ),
        chosen=chosen(connection, session, member_id),
    )


def round_result(
    connection: Connection, session: Session, number: int, winner_entry_id: int | None
) -> RoundResult:
    """Return how a round that is over has ended."""
    rows = connection.execute(TALLY, _key(session, number)).mappings().all()
    # Who has won stays first, whatever was deleted or removed since.
    ranked = sorted(rows, key=lambda row: row["id"] != winner_entry_id)
    best = tuple(Result(entry=shown(session, row), votes=row["votes"]) for row in ranked[:_BEST])
    has_winner = bool(best) and best[0].entry.entry_id == winner_entry_id
    return RoundResult(
        number=number,
        best=best,
        entries=len(rows),
        votes=sum(row["votes"] for row in rows),
        has_winner=has_winner,
    )


def summary(connection: Connection, session: Session) -> Summary:
    """Return what stays of a session."""
    key = {"session": session.id}
    rounds = connection.execute(ROUNDS, key).mappings().all()
    return Summary(
        session=session,
        rounds=tuple(
            round_result(connection, session, row["number"], row["winner_entry_id"])
            for row in rounds
        ),
        members=connection.execute(MEMBERS, key).scalar_one(),
        images=used(connection, session.id),
    )


def shown(session: Session, row: RowMapping) -> BoardEntry:
    """Return an entry as it may be shown, from its row with the status of its generation."""
    entry = entry_from(row)
    is_named = session.shows_authors() and entry.member_id != 0
    return BoardEntry(
        entry_id=entry.id,
        number=entry.number,
        state=entry.state,
        member_id=entry.member_id if is_named else None,
        generation_id=entry.generation_id,
        post_message_id=entry.post_message_id,
    )


def is_source_gone(connection: Connection, session: Session) -> bool:
    """Tell whether the image that the present round is painted over was removed."""
    source = session.round.source
    if source is None:
        return False
    row = connection.execute(SOURCE, {"source": source.generation_id}).one_or_none()
    return row is None or row.deleted_at is not None


def _state(row: RowMapping) -> EntryState:
    return STATES[Status(row["status"])]


def _votes_of(connection: Connection, session: Session, number: int) -> int:
    if session.phase is not Phase.VOTING:
        return 0
    rows = connection.execute(TALLY, _key(session, number)).mappings()
    return sum(row["votes"] for row in rows)


def _key(session: Session, number: int) -> dict[str, int]:
    return {"session": session.id, "round": number}
