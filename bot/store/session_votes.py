"""Votes: one a member and round, the last one counts; and what comes of them.

Only what is finished, and was neither removed nor deleted, can be voted for or win.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, literal_column, select
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.domain.generation import Status
from bot.domain.sessions.refusals import Refusal, refused
from bot.domain.sessions.session import Phase, Session
from bot.store.schema import generations
from bot.store.session_admission import check_not_kicked
from bot.store.session_rows import session_of
from bot.store.session_schema import session_entries, session_votes

_STANDS = (
    session_entries.c.session_id == bindparam("session"),
    session_entries.c.round_number == bindparam("round"),
    session_entries.c.removed_at.is_(None),
    generations.c.status == literal_column(f"'{Status.DELIVERED}'"),
    generations.c.deleted_at.is_(None),
)
_with_generation = session_entries.join(
    generations, generations.c.id == session_entries.c.generation_id
)
CANDIDATE = (
    select(session_entries.c.member_id)
    .select_from(_with_generation)
    .where(*_STANDS, session_entries.c.id == bindparam("entry"))
)
CANDIDATES = (
    select(session_entries, generations.c.status)
    .select_from(_with_generation)
    .where(*_STANDS)
    .order_by(session_entries.c.number)
)
_insert = upsert(session_votes)
VOTE = _insert.on_conflict_do_update(
    index_elements=list(session_votes.primary_key.columns),
    set_={"entry_id": _insert.excluded.entry_id, "changed_at": _insert.excluded.changed_at},
)
CHOSEN = select(session_votes.c.entry_id).where(
    session_votes.c.session_id == bindparam("session"),
    session_votes.c.round_number == bindparam("round"),
    session_votes.c.member_id == bindparam("member"),
)
_votes = (
    select(func.count())
    .select_from(session_votes)
    .where(session_votes.c.entry_id == session_entries.c.id)
    .scalar_subquery()
)
TALLY = (
    select(session_entries, generations.c.status, _votes.label("votes"))
    .select_from(_with_generation)
    .where(*_STANDS)
    .order_by(literal_column("votes").desc(), session_entries.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """An entry with its votes."""

    entry_id: int
    generation_id: int
    votes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The entries of a round with their votes, the best first: of equals the earlier one."""

    entries: tuple[Counted, ...]

    @property
    def winner(self) -> Counted | None:
        """What has won: the only entry that there is, else the best one, if anybody voted."""
        if not self.entries:
            return None
        best = self.entries[0]
        return best if best.votes > 0 or len(self.entries) == 1 else None

    @property
    def winner_entry_id(self) -> int | None:
        """Its id."""
        return self.winner.entry_id if self.winner is not None else None


def vote(
    connection: Connection, session_id: int, entry_id: int, *, member_id: int, now: datetime
) -> None:
    """Count a member's vote, in place of an earlier one.

    Raises:
        SessionRefused: There is no vote now, they were taken out, or that entry is not one
            they may vote for.
    """
    session = session_of(connection, session_id)
    if not is_voting(session, now):
        raise refused(Refusal.OVER if not session.is_live else Refusal.NOT_VOTING)
    check_not_kicked(connection, session_id, member_id)
    key = {"session": session_id, "round": session.round.number, "entry": entry_id}
    candidate = connection.execute(CANDIDATE, key).one_or_none()
    if candidate is None:
        raise refused(Refusal.NO_ENTRY)
    if session.rules.forbids_own_vote and candidate.member_id == member_id:
        raise refused(Refusal.OWN_VOTE)
    values = {
        "session_id": session_id,
        "round_number": session.round.number,
        "member_id": member_id,
        "entry_id": entry_id,
        "changed_at": now,
    }
    connection.execute(VOTE, values)


def is_voting(session: Session, now: datetime) -> bool:
    """Tell whether votes are taken at this moment."""
    ends_at = session.round.voting_ends_at
    return session.phase is Phase.VOTING and ends_at is not None and now < ends_at


def standing(connection: Connection, session: Session) -> Standing:
    """Count the votes of the present round."""
    key = {"session": session.id, "round": session.round.number}
    rows = connection.execute(TALLY, key).mappings().all()
    return Standing(
        entries=tuple(
            Counted(entry_id=row["id"], generation_id=row["generation_id"], votes=row["votes"])
            for row in rows
        )
    )


def chosen(connection: Connection, session: Session, member_id: int) -> int | None:
    """Return the entry that a member has voted for in the present round."""
    key = {"session": session.id, "round": session.round.number, "member": member_id}
    found: int | None = connection.execute(CHOSEN, key).scalar_one_or_none()
    return found
