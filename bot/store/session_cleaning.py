"""Removing sessions by their age, and what of them is a member's who wants everything deleted."""

from datetime import datetime

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Delete,
    Update,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    tuple_,
    update,
)

from bot.domain.sessions.session import LIVE, EndReason, Phase
from bot.store.fronts import MAX_STEP
from bot.store.session_schema import (
    session_entries,
    session_kicks,
    session_rounds,
    session_votes,
    sessions,
)

_MOST: ColumnElement[int] = literal_column(str(MAX_STEP))
_IN_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_MEMBER = bindparam("whose", type_=session_entries.c.member_id.type)
_ASKED_AT = bindparam("asked_at", type_=sessions.c.created_at.type)
_OF_SESSION: BindParameter[int] = bindparam("session")

_vote_key = tuple_(*session_votes.primary_key.columns)
DROP_VOTES_ON = delete(session_votes).where(
    session_votes.c.entry_id.in_(
        select(session_entries.c.id).where(session_entries.c.generation_id.in_(_IN_IDS))
    )
)
DROP_ENTRIES_OF = delete(session_entries).where(session_entries.c.generation_id.in_(_IN_IDS))

OLDEST = (
    select(sessions.c.id, sessions.c.created_at, sessions.c.settled_at)
    .where(sessions.c.server_id == bindparam("server_id"))
    .order_by(sessions.c.id)
    .limit(literal_column("1"))
)
NEXT_SERVER = select(func.min(sessions.c.server_id)).where(
    sessions.c.server_id > bindparam("after")
)
# In this order: each names what is removed after it.
PARTS: tuple[Delete, ...] = (
    delete(session_votes).where(
        session_votes.c.session_id == _OF_SESSION,
        _vote_key.in_(
            select(*session_votes.primary_key.columns)
            .where(session_votes.c.session_id == _OF_SESSION)
            .limit(_MOST)
        ),
    ),
    delete(session_entries).where(
        session_entries.c.id.in_(
            select(session_entries.c.id)
            .where(session_entries.c.session_id == _OF_SESSION)
            .limit(_MOST)
        )
    ),
    delete(session_kicks).where(session_kicks.c.session_id == _OF_SESSION),
    delete(session_rounds).where(session_rounds.c.session_id == _OF_SESSION),
    delete(sessions).where(sessions.c.id == _OF_SESSION),
)

DROP_OWN_VOTES = delete(session_votes).where(
    session_votes.c.member_id == _MEMBER,
    _vote_key.in_(
        select(*session_votes.primary_key.columns)
        .where(session_votes.c.member_id == _MEMBER, session_votes.c.changed_at <= _ASKED_AT)
        .limit(_MOST)
    ),
)
# The row stays while the session does: its post is removed by it.
LOOSEN_ENTRIES = (
    update(session_entries)
    .where(
        session_entries.c.id.in_(
            select(session_entries.c.id)
            .where(session_entries.c.member_id == _MEMBER)
            .where(session_entries.c.created_at <= _ASKED_AT)
            .limit(_MOST)
        )
    )
    .values(member_id=0, removed_at=func.coalesce(session_entries.c.removed_at, _ASKED_AT))
)
END_LED = (
    update(sessions)
    .where(sessions.c.host_id == _MEMBER, sessions.c.created_at <= _ASKED_AT)
    .where(sessions.c.phase.in_([literal_column(f"'{phase}'") for phase in sorted(LIVE)]))
    .values(
        phase=Phase.CANCELLED,
        due_at=None,
        paused_at=None,
        ended_at=_ASKED_AT,
        end_reason=EndReason.HOST,
    )
)
BLANK_LED = (
    update(sessions)
    .where(sessions.c.host_id == _MEMBER, sessions.c.created_at <= _ASKED_AT)
    .values(host_id=0, rules={"theme": ""})
)
OF_MEMBER: tuple[Delete | Update, ...] = (DROP_OWN_VOTES, LOOSEN_ENTRIES, END_LED, BLANK_LED)


def prune_sessions(
    connection: Connection, server_id: int, before: datetime, *, with_unsettled: bool = False
) -> int:
    """Remove some of the oldest session of a server if it began before; return how many rows."""
    oldest = connection.execute(OLDEST, {"server_id": server_id}).one_or_none()
    if oldest is None or oldest.created_at >= before:
        return 0
    if oldest.settled_at is None and not with_unsettled:
        return 0
    for statement in PARTS:
        removed = connection.execute(statement, {"session": oldest.id}).rowcount
        if removed:
            return removed
    return 0
