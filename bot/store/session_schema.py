"""The tables of group sessions; registered on the one ``metadata`` of ``bot.store.schema``.

An entry names its generation, from whose status follows what became of it: nothing is kept twice.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from bot.domain.sessions.session import Phase
from bot.store.column_types import RowId, UtcTime
from bot.store.partial_index import partial_index
from bot.store.schema import metadata

_phases = ", ".join(f"'{phase}'" for phase in Phase)

sessions = Table(
    "sessions",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("server_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("host_id", BigInteger, nullable=False),
    Column("locale", String(16), nullable=False),
    Column("rules", JSON, nullable=False),
    Column("phase", String(16), nullable=False),
    Column("round_number", Integer, nullable=False),
    Column("due_at", UtcTime),  # when its phase ends by itself; None while it is paused or over
    Column("thread_id", BigInteger),
    Column("board_message_id", BigInteger),
    Column("summary_message_id", BigInteger),
    Column("summary_as_of", UtcTime),  # the last removal of an image that it knows of
    Column("shown", String(16)),  # the version of the board that was shown last
    Column("edits", JSON, nullable=False),  # when the board was posted or edited: Unix seconds
    Column("created_at", UtcTime, nullable=False),
    Column("paused_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("end_reason", String(16)),
    Column("settled_at", UtcTime),  # over, and nothing is left to be shown or given back
    CheckConstraint(f"phase IN ({_phases})", name="sessions_phase"),
    sqlite_autoincrement=True,  # an id is part of nonces: never given out twice
)
Index("sessions_of_server", sessions.c.server_id, sessions.c.id)
Index("sessions_hosts", sessions.c.host_id)
partial_index("sessions_threads", sessions, "thread_id", "id", where="thread_id IS NOT NULL")
partial_index("sessions_unsettled", sessions, "server_id", "id", where="settled_at IS NULL")
partial_index("sessions_paused", sessions, "server_id", "phase", "id", where="phase = 'paused'")

session_rounds = Table(
    "session_rounds",
    metadata,
    Column("session_id", RowId, ForeignKey("sessions.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("ends_at", UtcTime, nullable=False),
    Column("voting_ends_at", UtcTime),
    Column("source", JSON),  # the image that it is painted over, None in the first
    Column("winner_entry_id", BigInteger),
    Column("call_message_id", BigInteger),  # tells that the vote has begun
    Column("call_as_of", UtcTime),  # the last removal that it knows of
    Column("result_message_id", BigInteger),  # tells how it ended, if another round followed
    Column("result_as_of", UtcTime),
)

session_entries = Table(
    "session_entries",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("session_id", RowId, ForeignKey("sessions.id"), nullable=False),
    Column("round_number", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("member_id", BigInteger, nullable=False),  # 0: everything of that member was deleted
    Column("generation_id", RowId, ForeignKey("generations.id"), nullable=False),
    Column("units", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("removed_at", UtcTime),
    Column("post_message_id", BigInteger),  # 0: there is nothing to post any more
    sqlite_autoincrement=True,
)
Index(
    "session_entries_numbers",
    *(session_entries.c.session_id, session_entries.c.round_number, session_entries.c.number),
    unique=True,
)
Index(
    "session_entries_of_member",
    *(session_entries.c.session_id, session_entries.c.member_id, session_entries.c.round_number),
    *(session_entries.c.generation_id, session_entries.c.units),
)
Index("session_entries_generations", session_entries.c.generation_id, unique=True)
Index("session_entries_members", session_entries.c.member_id)

session_votes = Table(
    "session_votes",
    metadata,
    Column("session_id", RowId, ForeignKey("sessions.id"), primary_key=True),
    Column("round_number", Integer, primary_key=True, autoincrement=False),
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("entry_id", RowId, ForeignKey("session_entries.id"), nullable=False),
    Column("changed_at", UtcTime, nullable=False),
)
Index("session_votes_entries", session_votes.c.entry_id)
Index("session_votes_members", session_votes.c.member_id)

session_kicks = Table(  # who was taken out of which session
    "session_kicks",
    metadata,
    Column("session_id", RowId, ForeignKey("sessions.id"), primary_key=True),
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kicked_at", UtcTime, nullable=False),
)
