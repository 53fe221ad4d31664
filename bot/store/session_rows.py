"""Rows of sessions into values and back."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, select

from bot.domain.generation import Status
from bot.domain.sessions.refusals import Refusal, refused
from bot.domain.sessions.rules import SessionRules
from bot.domain.sessions.session import (
    STATES,
    EndReason,
    Entry,
    Phase,
    RemixSource,
    Round,
    Session,
)
from bot.store.session_schema import session_rounds, sessions

_ROUND = (
    session_rounds.c.ends_at,
    session_rounds.c.voting_ends_at,
    session_rounds.c.source,
    session_rounds.c.winner_entry_id,
)
WITH_ROUND = select(sessions, *_ROUND).join(
    session_rounds,
    (session_rounds.c.session_id == sessions.c.id)
    & (session_rounds.c.number == sessions.c.round_number),
)
BY_ID = WITH_ROUND.where(sessions.c.id == bindparam("session"))


def session_of(connection: Connection, session_id: int) -> Session:
    """Return a session.

    Raises:
        SessionRefused: There is none of that id.
    """
    row = connection.execute(BY_ID, {"session": session_id}).mappings().one_or_none()
    if row is None:
        raise refused(Refusal.UNKNOWN)
    return session_from(row)


def session_from(row: RowMapping) -> Session:
    """Return the value of a row of ``WITH_ROUND``."""
    return Session(
        id=row["id"],
        server_id=row["server_id"],
        channel_id=row["channel_id"],
        host_id=row["host_id"],
        locale=row["locale"],
        rules=rules_from(row["rules"]),
        phase=Phase(row["phase"]),
        round=round_from(row, row["round_number"]),
        thread_id=row["thread_id"],
        board_message_id=row["board_message_id"],
        summary_message_id=row["summary_message_id"],
        created_at=row["created_at"],
        paused_at=row["paused_at"],
        ended_at=row["ended_at"],
        end_reason=EndReason(row["end_reason"]) if row["end_reason"] is not None else None,
    )


def round_from(row: RowMapping, number: int) -> Round:
    """Return the value of a row of ``session_rounds``."""
    source = row["source"]
    return Round(
        number=number,
        ends_at=row["ends_at"],
        voting_ends_at=row["voting_ends_at"],
        source=RemixSource(**source) if source is not None else None,
        winner_entry_id=row["winner_entry_id"],
    )


def rules_from(stored: Mapping[str, Any]) -> SessionRules:  # Any: JSON
    """Return rules as they were stored."""
    fields: dict[str, Any] = {  # lists where the rules have tuples
        name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()
    }
    return SessionRules(**fields)


def rules_row(rules: SessionRules) -> Mapping[str, object]:
    """Return what is stored of rules."""
    return asdict(rules)


def source_row(source: RemixSource | None) -> Mapping[str, object] | None:
    """Return what is stored of a source."""
    return asdict(source) if source is not None else None


def entry_from(row: RowMapping) -> Entry:
    """Return the value of a row of ``session_entries`` with the ``status`` of its generation."""
    return Entry(
        id=row["id"],
        session_id=row["session_id"],
        round_number=row["round_number"],
        number=row["number"],
        member_id=row["member_id"],
        generation_id=row["generation_id"],
        state=STATES[Status(row["status"])],
        created_at=row["created_at"],
        post_message_id=row["post_message_id"] or None,
    )
