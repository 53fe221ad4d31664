"""What a session has announced with an image that was removed since: it goes, and comes anew.

An announcement remembers which removals it knows of. Whoever removes an image wakes the session,
though it may be over for long.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BindParameter,
    Connection,
    RowMapping,
    bindparam,
    func,
    literal_column,
    select,
    update,
)

from bot.domain.generation import Status
from bot.store.schema import generations
from bot.store.session_schema import session_entries, session_rounds, sessions

_IN_IDS: BindParameter[int] = bindparam("ids", expanding=True)
REMOVALS = (
    select(
        session_entries.c.round_number,
        func.max(generations.c.deleted_at).label("deleted_at"),
        func.max(session_entries.c.removed_at).label("removed_at"),
    )
    .join(generations, generations.c.id == session_entries.c.generation_id)
    .where(session_entries.c.session_id == bindparam("session"))
    .where(generations.c.status == literal_column(f"'{Status.DELIVERED}'"))
    .group_by(session_entries.c.round_number)
)
ROUNDS = select(session_rounds).where(session_rounds.c.session_id == bindparam("session"))
SUMMARY = select(sessions.c.summary_message_id, sessions.c.summary_as_of).where(
    sessions.c.id == bindparam("session")
)
# Of the round after the one that an image has won: that is painted over a copy of it.
SOURCES = (
    select(session_rounds.c.source)
    .select_from(session_entries)
    .join(
        session_rounds,
        (session_entries.c.session_id == session_rounds.c.session_id)
        & (session_rounds.c.number == session_entries.c.round_number + literal_column("1")),
    )
    .where(session_entries.c.generation_id.in_(_IN_IDS), session_rounds.c.source.is_not(None))
)
UNSETTLE = (
    update(sessions)
    .where(
        sessions.c.id.in_(
            select(session_entries.c.session_id).where(session_entries.c.generation_id.in_(_IN_IDS))
        )
    )
    .values(settled_at=None)
)


class Announcement(StrEnum):
    """What shows images of several entries at once."""

    CALL = "call"
    RESULT = "result"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """An announcement that shows what was removed."""

    kind: Announcement
    message_id: int
    round_number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Removals:
    """When something that was finished was removed last, by round."""

    by_round: Mapping[int, datetime]

    def of(self, round_number: int) -> datetime | None:
        """Return that of a round, None if nothing was."""
        return self.by_round.get(round_number)

    @property
    def last(self) -> datetime | None:
        """Return that of all rounds."""
        return max(self.by_round.values(), default=None)


def removals(connection: Connection, session_id: int) -> Removals:
    """Read what was removed of a session."""
    by_round = {}
    for row in connection.execute(REMOVALS, {"session": session_id}).mappings():
        moments = [at for at in (row["deleted_at"], row["removed_at"]) if at is not None]
        if moments:
            by_round[row["round_number"]] = max(moments)
    return Removals(by_round=by_round)


def first_stale(connection: Connection, session_id: int, removed: Removals) -> Stale | None:
    """Return an announcement that is to go; there may be more."""
    return next(_stale(connection, {"session": session_id}, removed), None)


def unsettle(connection: Connection, generation_ids: Sequence[int]) -> None:
    """Wake the sessions of generations that were just deleted, in the same transaction."""
    connection.execute(UNSETTLE, {"ids": list(generation_ids)})


def sources_from(connection: Connection, generation_ids: Sequence[int]) -> Sequence[str]:
    """Return the hashes of the copies of their images that rounds are painted over."""
    if not generation_ids:
        return ()
    found = connection.execute(SOURCES, {"ids": list(generation_ids)}).scalars()
    wanted = set(generation_ids)
    return [one["sha256"] for one in found if one and one["generation_id"] in wanted]


def _stale(connection: Connection, key: dict[str, int], removed: Removals) -> Iterator[Stale]:
    for row in connection.execute(ROUNDS, key).mappings():
        number = row["number"]
        for kind in (Announcement.CALL, Announcement.RESULT):
            message_id = row[f"{kind}_message_id"]
            if message_id is not None and row[f"{kind}_as_of"] != removed.of(number):
                yield Stale(kind=kind, message_id=message_id, round_number=number)
    summary: RowMapping = connection.execute(SUMMARY, key).mappings().one()
    message_id = summary["summary_message_id"]
    if message_id is not None and summary["summary_as_of"] != removed.last:
        yield Stale(kind=Announcement.SUMMARY, message_id=message_id)
