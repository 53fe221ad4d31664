"""A member's own entries of a session: looked at, and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, literal_column, select, update

from bot.domain.generation import Status
from bot.domain.sessions.refusals import Refusal, refused
from bot.domain.sessions.session import Entry, EntryState, Phase
from bot.store.database import Database
from bot.store.schema import generations
from bot.store.session_rows import entry_from, session_of
from bot.store.session_schema import session_entries
from bot.store.writer import MEMBER_PATIENCE_S

_MOST = 20  # shown of one member, the newest first
_with_generation = session_entries.join(
    generations, generations.c.id == session_entries.c.generation_id
)
OWN = (
    select(session_entries, generations.c.status)
    .select_from(_with_generation)
    .where(
        session_entries.c.session_id == bindparam("session"),
        session_entries.c.member_id == bindparam("member"),
        session_entries.c.removed_at.is_(None),
        generations.c.deleted_at.is_(None),
    )
    .order_by(session_entries.c.id.desc())
    .limit(literal_column(str(_MOST)))
)
ONE = (
    select(session_entries, generations.c.status)
    .select_from(_with_generation)
    .where(
        session_entries.c.id == bindparam("entry"),
        session_entries.c.session_id == bindparam("session"),
        session_entries.c.member_id == bindparam("member"),
        session_entries.c.removed_at.is_(None),
    )
)
REMOVE = (
    update(session_entries)
    .where(session_entries.c.id == bindparam("entry"), session_entries.c.removed_at.is_(None))
    .values(removed_at=bindparam("now"))
)
_UNMADE = frozenset({Status.IN_REVIEW, Status.QUEUED})
_OPEN = frozenset({Phase.OPEN, Phase.PAUSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """An entry that left the session; *was_unmade*: nothing has been spent on it."""

    generation_id: int
    was_unmade: bool


class OwnEntries:
    """Each method raises ``StorageUnavailable`` if the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, session_id: int, member_id: int) -> Sequence[Entry]:
        """Return a member's newest entries, those of all rounds."""
        key = {"session": session_id, "member": member_id}
        rows = await self._database.read(
            lambda connection: connection.execute(OWN, key).mappings().all()
        )
        return [entry_from(row) for row in rows]

    async def take_back(
        self, session_id: int, entry_id: int, member_id: int, now: datetime
    ) -> TakenBack:
        """Take an entry out of the session, as long as its round takes entries.

        What waits is left for the caller to cancel: its end is what gives the entry back.

        Raises:
            SessionRefused: It is no entry of theirs, has left already, or the vote has begun.
        """

        def job(connection: Connection) -> TakenBack:
            session = session_of(connection, session_id)
            key = {"session": session_id, "entry": entry_id, "member": member_id}
            row = connection.execute(ONE, key).mappings().one_or_none()
            if row is None:
                raise refused(Refusal.NOT_YOURS)
            entry = entry_from(row)
            if session.phase not in _OPEN or entry.round_number != session.round.number:
                raise refused(Refusal.OVER if not session.is_live else Refusal.ROUND_OVER)
            was_unmade = Status(row["status"]) in _UNMADE
            if not was_unmade and entry.state is not EntryState.FAILED:
                connection.execute(REMOVE, {"entry": entry_id, "now": now})
            return TakenBack(generation_id=entry.generation_id, was_unmade=was_unmade)

        return await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)
