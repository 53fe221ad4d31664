"""What revision 0004 creates of cases, strikes, reviews and messages."""

import sqlalchemy as sa
from alembic import op

_TIME = sa.DateTime(timezone=True)
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def create_cases() -> None:
    """Create their tables and indexes, as they stand in the first release that has them."""
    op.create_table(
        "cases",
        sa.Column("id", _ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("generation_id", _ID),
        sa.Column("source_channel_id", sa.BigInteger(), nullable=False),
        sa.Column("source_message_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(16), server_default="open", nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("channel_id", sa.BigInteger()),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("card_due_at", _TIME),
        sa.Column("created_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["generation_id"], ["generations.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("cases_authors", "cases", ["server_id", "author_id", "id"])
    op.create_index("cases_due", "cases", ["card_due_at", "id"], sqlite_where=sa.text("card_due_at IS NOT NULL"), postgresql_where=sa.text("card_due_at IS NOT NULL"))
    op.create_index("cases_generations", "cases", ["generation_id", "server_id"], unique=True)
    op.create_index("cases_of_server", "cases", ["server_id", "id"])
    op.create_index("cases_once", "cases", ["server_id", "source_message_id"], unique=True)
    op.create_table(
        "case_measures",
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("moderator_id", sa.BigInteger(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("until", _TIME),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.PrimaryKeyConstraint("case_id", "kind"),
    )
    op.create_table(
        "strikes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("case_id", _ID),
        sa.Column("moderator_id", sa.BigInteger()),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME),
        sa.Column("lifted_at", _TIME),
        sa.Column("lifted_by", sa.BigInteger()),
        sa.Column("notice", sa.String(16), server_default="due", nullable=False),
        sa.Column("appeal", sa.Text()),
        sa.Column("appeal_status", sa.String(16), server_default="none", nullable=False),
        sa.Column("appealed_at", _TIME),
        sa.Column("decided_at", _TIME),
        sa.Column("decided_by", sa.BigInteger()),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("appeal_channel_id", sa.BigInteger()),
        sa.Column("appeal_message_id", sa.BigInteger()),
        sa.Column("card_due_at", _TIME),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("strikes_due", "strikes", ["card_due_at", "id"], sqlite_where=sa.text("card_due_at IS NOT NULL"), postgresql_where=sa.text("card_due_at IS NOT NULL"))
    op.create_index("strikes_ends", "strikes", ["expires_at"])
    op.create_index("strikes_members", "strikes", ["member_id"])
    op.create_index("strikes_notices", "strikes", ["id"], sqlite_where=sa.text("notice = 'due'"), postgresql_where=sa.text("notice = 'due'"))
    op.create_index("strikes_of_member", "strikes", ["server_id", "member_id", "id"])
    op.create_index("strikes_of_server", "strikes", ["server_id", "id"])
    op.create_index("strikes_to_tell", "strikes", ["member_id", "id"], sqlite_where=sa.text("notice = 'next'"), postgresql_where=sa.text("notice = 'next'"))
    op.create_table(
        "reviews",
        sa.Column("id", _ID, nullable=False),
        sa.Column("generation_id", _ID, nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(16), server_default="open", nullable=False),
        sa.Column("rule", sa.String(32), nullable=False),
        sa.Column("place", sa.String(32), server_default="", nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("channel_id", sa.BigInteger()),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("decided_at", _TIME),
        sa.Column("decided_by", sa.BigInteger()),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("is_card_current", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(["generation_id"], ["generations.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("reviews_members", "reviews", ["member_id"])
    op.create_index("reviews_of_server", "reviews", ["server_id", "id"], sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'"))
    op.create_index("reviews_of_member", "reviews", ["server_id", "member_id", "id"], sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'"))
    op.create_index("reviews_once", "reviews", ["generation_id", "stage"], unique=True)
    op.create_index("reviews_open", "reviews", ["expires_at", "id"], sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'"))
    op.create_index("reviews_stale_cards", "reviews", ["id"], sqlite_where=sa.text("NOT is_card_current"), postgresql_where=sa.text("NOT is_card_current"))
    op.create_table(
        "posted_messages",
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("generation_id", _ID, nullable=False),
        sa.Column("goes_at", _TIME),
        sa.ForeignKeyConstraint(["generation_id"], ["generations.id"]),
        sa.PrimaryKeyConstraint("message_id"),
    )
    op.create_index("posted_messages_going", "posted_messages", ["goes_at"], sqlite_where=sa.text("goes_at IS NOT NULL"), postgresql_where=sa.text("goes_at IS NOT NULL"))
    op.create_index("posted_messages_generations", "posted_messages", ["generation_id"])
