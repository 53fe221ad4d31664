"""What is still to be done for a session, read from its rows: so a restart forgets nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Boolean,
    Connection,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)

from bot.domain.generation import Status
from bot.domain.sessions.board import Board, BoardEntry, RoundResult
from bot.domain.sessions.session import EndReason, EntryState, Phase, Session
from bot.store.schema import generations
from bot.store.session_boards import board, round_result, shown
from bot.store.session_rows import session_of
from bot.store.session_schema import session_entries, session_rounds, sessions
from bot.store.session_stale import Removals, Stale, first_stale, removals

_MOST_CANCELLED = 50  # at once
NO_POST = 0  # instead of a message's id: there is nothing to post any more

_SESSION = session_entries.c.session_id == bindparam("session")
_with_generation = session_entries.join(
    generations, generations.c.id == session_entries.c.generation_id
)
UNSETTLED = select(sessions.c.id).where(sessions.c.settled_at.is_(None))
SHOWN = select(sessions.c.shown, sessions.c.edits).where(sessions.c.id == bindparam("session"))
TO_POST = (
    select(session_entries, generations.c.status)
    .select_from(_with_generation)
    .where(_SESSION, session_entries.c.post_message_id.is_(None))
    .where(session_entries.c.removed_at.is_(None), generations.c.deleted_at.is_(None))
    .where(generations.c.status == literal_column(f"'{Status.DELIVERED}'"))
    .order_by(session_entries.c.id)
    .limit(literal_column("1"))
)
TO_REMOVE = (
    select(session_entries.c.id, session_entries.c.post_message_id)
    .select_from(_with_generation)
    .where(_SESSION, session_entries.c.post_message_id > literal_column(str(NO_POST)))
    .where(or_(session_entries.c.removed_at.is_not(None), generations.c.deleted_at.is_not(None)))
    .limit(literal_column("1"))
)
_WAITS = generations.c.status.in_(
    [literal_column(f"'{status}'") for status in (Status.IN_REVIEW, Status.QUEUED)]
)
_source = generations.alias("source")
# Who has won may be removed while others wait to be painted over it.
_HAS_LOST_SOURCE = exists().where(
    _source.c.id == generations.c.parent_id, _source.c.deleted_at.is_not(None)
)
TO_CANCEL = (
    select(session_entries.c.generation_id)
    .select_from(_with_generation)
    .where(_SESSION, _WAITS)
    .where(
        or_(
            session_entries.c.removed_at.is_not(None),
            bindparam("is_over", type_=Boolean()),
            _HAS_LOST_SOURCE,
        )
    )
    .limit(literal_column(str(_MOST_CANCELLED)))
)
STILL_MADE = (
    select(func.count())
    .select_from(_with_generation)
    .where(_SESSION, session_entries.c.round_number == bindparam("round"))
    .where(session_entries.c.removed_at.is_(None), generations.c.finished_at.is_(None))
)
LATE = (
    select(session_entries.c.id)
    .select_from(_with_generation)
    .where(_SESSION, session_entries.c.removed_at.is_(None))
    .where(generations.c.finished_at.is_(None))
    .limit(literal_column("1"))
)
RESULT_DUE = (
    select(session_rounds)
    .where(session_rounds.c.session_id == bindparam("session"))
    .where(session_rounds.c.number < bindparam("round"))
    .where(session_rounds.c.result_message_id.is_(None))
    .order_by(session_rounds.c.number)
    .limit(literal_column("1"))
)
IS_CALLED = select(session_rounds.c.call_message_id).where(
    session_rounds.c.session_id == bindparam("session"),
    session_rounds.c.number == bindparam("round"),
)
SET_SESSION = update(sessions).where(sessions.c.id == bindparam("session"))
SET_POST = (
    update(session_entries)
    .where(session_entries.c.id == bindparam("entry"))
    .values(post_message_id=bindparam("message"))
)
SET_ROUND = update(session_rounds).where(
    session_rounds.c.session_id == bindparam("session"),
    session_rounds.c.number == bindparam("round"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """One session with what is to be done for it; ``edits_at`` is when its board was changed."""

    session: Session
    board: Board
    shown: str | None
    edits_at: tuple[float, ...]
    to_post: BoardEntry | None
    to_remove: tuple[int, int] | None  # an entry and its message
    to_cancel: tuple[int, ...]  # generations
    still_made: int
    is_late: bool  # something of it, whatever the round, is not finished yet
    result_due: RoundResult | None
    is_call_due: bool
    removed: Removals
    stale: Stale | None

    @property
    def has_thread(self) -> bool:
        """Whether anything can be shown."""
        session = self.session
        if session.end_reason is EndReason.THREAD_GONE:
            return False
        return session.thread_id is not None or session.is_live

    @property
    def is_summary_due(self) -> bool:
        """Whether the final picture is to be posted."""
        session = self.session
        return session.phase is Phase.FINISHED and session.summary_message_id is None

    @property
    def is_moving(self) -> bool:
        """Whether something waits or is made, so that the board will change by itself."""
        moving = (EntryState.WAITING, EntryState.RUNNING, EntryState.IN_REVIEW)
        return any(self.board.count(state) for state in moving)

    @property
    def awaits_late_entries(self) -> bool:
        """Whether what was still being made at the end is to be posted: it was entered in time."""
        return self.session.phase is Phase.FINISHED and self.has_thread and self.is_late

    @property
    def is_settled(self) -> bool:
        """Whether it is over, and nothing is left to be made, shown or given back."""
        if self.session.is_live or self.to_cancel or self.awaits_late_entries:
            return False
        return not self.has_thread or not (
            self.to_post
            or self.to_remove
            or self.stale
            or self.result_due
            or self.is_summary_due
            or self.shown != self.board.version
        )


def unsettled(connection: Connection) -> Sequence[int]:
    """Return the ids of all sessions that go on, or of which something is left to be shown."""
    return connection.execute(UNSETTLED).scalars().all()


def to_do(connection: Connection, session_id: int, now: datetime) -> ToDo:
    """Read all that is to be done for one session.

    Raises:
        SessionRefused: It is not there any more.
    """
    session = session_of(connection, session_id)
    key: dict[str, object] = {"session": session.id, "round": session.round.number}
    stored = connection.execute(SHOWN, key).one()
    is_over = session.phase is Phase.CANCELLED
    # What a cancelled session has made, its authors alone have.
    posts = iter(()) if is_over else connection.execute(TO_POST, key).mappings()
    post = next(posts, None)
    remove = connection.execute(TO_REMOVE, key).one_or_none()
    removed = removals(connection, session.id)
    return ToDo(
        session=session,
        board=board(connection, session, now),
        shown=stored.shown,
        edits_at=tuple(stored.edits),
        to_post=shown(session, post) if post is not None else None,
        to_remove=(remove.id, remove.post_message_id) if remove is not None else None,
        to_cancel=tuple(connection.execute(TO_CANCEL, {**key, "is_over": is_over}).scalars()),
        still_made=connection.execute(STILL_MADE, key).scalar_one(),
        is_late=connection.execute(LATE, key).first() is not None,
        result_due=_result_due(connection, session, key),
        is_call_due=session.phase is Phase.VOTING
        and connection.execute(IS_CALLED, key).scalar_one() is None,
        removed=removed,
        stale=first_stale(connection, session.id, removed),
    )


def _result_due(
    connection: Connection, session: Session, key: dict[str, object]
) -> RoundResult | None:
    row = connection.execute(RESULT_DUE, key).mappings().one_or_none()
    if row is None:
        return None
    return round_result(connection, session, row["number"], row["winner_entry_id"])
