"""Group sessions: sessions, their rounds, entries, votes, and who was taken out."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_PHASES = "'open', 'paused', 'voting', 'finished', 'cancelled'"
_TABLES = ("session_kicks", "session_votes", "session_entries", "session_rounds", "sessions")


def upgrade() -> None:
    _create_sessions()
    _create_rounds()
    _create_entries()
    _create_votes()


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)


def _create_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("host_id", sa.BigInteger(), nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("phase", sa.String(16), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("due_at", _TIME),
        sa.Column("thread_id", sa.BigInteger()),
        sa.Column("board_message_id", sa.BigInteger()),
        sa.Column("summary_message_id", sa.BigInteger()),
        sa.Column("summary_as_of", _TIME),
        sa.Column("shown", sa.String(16)),
        sa.Column("edits", sa.JSON(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("paused_at", _TIME),
        sa.Column("ended_at", _TIME),
        sa.Column("end_reason", sa.String(16)),
        sa.Column("settled_at", _TIME),
        sa.CheckConstraint(f"phase IN ({_PHASES})", name="sessions_phase"),
        sqlite_autoincrement=True,
    )
    op.create_index("sessions_of_server", "sessions", ["server_id", "id"])
    op.create_index("sessions_hosts", "sessions", ["host_id"])
    _partial("sessions_threads", ["thread_id", "id"], "thread_id IS NOT NULL")
    _partial("sessions_unsettled", ["server_id", "id"], "settled_at IS NULL")
    _partial("sessions_paused", ["server_id", "phase", "id"], "phase = 'paused'")


def _create_rounds() -> None:
    op.create_table(
        "session_rounds",
        sa.Column("session_id", _ID, sa.ForeignKey("sessions.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("ends_at", _TIME, nullable=False),
        sa.Column("voting_ends_at", _TIME),
        sa.Column("source", sa.JSON()),
        sa.Column("winner_entry_id", sa.BigInteger()),
        sa.Column("call_message_id", sa.BigInteger()),
        sa.Column("call_as_of", _TIME),
        sa.Column("result_message_id", sa.BigInteger()),
        sa.Column("result_as_of", _TIME),
    )


def _create_entries() -> None:
    op.create_table(
        "session_entries",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("session_id", _ID, sa.ForeignKey("sessions.id"), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("generation_id", _ID, sa.ForeignKey("generations.id"), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("removed_at", _TIME),
        sa.Column("post_message_id", sa.BigInteger()),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "session_entries_numbers",
        "session_entries",
        ["session_id", "round_number", "number"],
        unique=True,
    )
    op.create_index(
        "session_entries_of_member",
        "session_entries",
        ["session_id", "member_id", "round_number", "generation_id", "units"],
    )
    op.create_index(
        "session_entries_generations", "session_entries", ["generation_id"], unique=True
    )
    op.create_index("session_entries_members", "session_entries", ["member_id"])


def _create_votes() -> None:
    op.create_table(
        "session_votes",
        sa.Column("session_id", _ID, sa.ForeignKey("sessions.id"), primary_key=True),
        sa.Column("round_number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("member_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("entry_id", _ID, sa.ForeignKey("session_entries.id"), nullable=False),
        sa.Column("changed_at", _TIME, nullable=False),
    )
    op.create_index("session_votes_entries", "session_votes", ["entry_id"])
    op.create_index("session_votes_members", "session_votes", ["member_id"])
    op.create_table(
        "session_kicks",
        sa.Column("session_id", _ID, sa.ForeignKey("sessions.id"), primary_key=True),
        sa.Column("member_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("kicked_at", _TIME, nullable=False),
    )


def _partial(name: str, columns: list[str], where: str) -> None:
    op.create_index(
        name,
        "sessions",
        columns,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )
