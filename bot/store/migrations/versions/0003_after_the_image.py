"""What comes after the image: lineage by image, favourites, search, settings, styles, reports."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = (
    "erasures",
    "style_previews",
    "reports",
    "server_settings",
    "member_settings",
    "word_backlog",
    "prompt_words",
    "favourites",
)
_LISTS = {"generations_history": ["server_id", "member_id", "id"], "generations_mine": ["member_id", "id"]}


def upgrade() -> None:
    op.add_column("generations", sa.Column("parent_index", sa.Integer()))
    op.add_column("generations", sa.Column("deleted_at", _TIME))
    # Before those of the lists: of two that fit alike, SQLite takes the younger one.
    op.create_index("generations_members", "generations", ["member_id", "id"])
    _list_where("status = 'delivered' AND deleted_at IS NULL")
    op.add_column(
        "styles", sa.Column("sharing", sa.String(16), nullable=False, server_default="own")
    )
    op.add_column("styles", sa.Column("changed_at", _TIME))
    op.create_index(
        "styles_shared",
        "styles",
        ["server_id", "sharing", "name"],
        sqlite_where=sa.text("sharing <> 'own'"),
        postgresql_where=sa.text("sharing <> 'own'"),
    )
    _create_favourites()
    _create_words()
    _create_settings()
    _create_reports()
    _create_erasures()
    op.create_table(
        "style_previews",
        sa.Column("content_sha256", sa.String(64), primary_key=True),
        sa.Column("generation_id", _ID),
        sa.Column("picture", sa.LargeBinary()),
        sa.Column("created_at", _TIME, nullable=False),
    )
    op.create_index("style_previews_generations", "style_previews", ["generation_id"])


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
    op.drop_index("usage_totals_members", "usage_totals")
    op.drop_index("generations_members", "generations")
    op.drop_index("styles_owners", "styles")
    op.drop_index("styles_shared", "styles")
    op.drop_column("styles", "changed_at")
    op.drop_column("styles", "sharing")
    _list_where("status = 'delivered'")
    op.drop_column("generations", "deleted_at")
    op.drop_column("generations", "parent_index")


def _list_where(condition: str) -> None:
    for name, columns in _LISTS.items():
        op.drop_index(name, "generations")
        op.create_index(
            name,
            "generations",
            columns,
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )


def _create_favourites() -> None:
    op.create_table(
        "favourites",
        sa.Column("member_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("generation_id", _ID, sa.ForeignKey("generations.id"), primary_key=True),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
    )
    op.create_index(
        "favourites_of_server", "favourites", ["server_id", "member_id", "generation_id"]
    )
    op.create_index("favourites_generations", "favourites", ["generation_id"])


def _create_words() -> None:
    op.create_table(
        "prompt_words",
        sa.Column("member_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("word", sa.String(64), primary_key=True),
        sa.Column("generation_id", _ID, sa.ForeignKey("generations.id"), primary_key=True),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "prompt_words_of_server",
        "prompt_words",
        ["server_id", "member_id", "word", "generation_id"],
    )
    op.create_index("prompt_words_generations", "prompt_words", ["generation_id"])
    op.create_table(
        "word_backlog", sa.Column("below_id", _ID, primary_key=True, autoincrement=False)
    )
    # The words of what is there already are written bit by bit, once the bot runs.
    op.execute(
        "INSERT INTO word_backlog (below_id) "
        "SELECT id + 1 FROM generations ORDER BY id DESC LIMIT 1"
    )


def _create_settings() -> None:
    op.create_table(
        "member_settings",
        sa.Column("member_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("quick", sa.JSON(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False, server_default=sa.text("0")),
        sa.Column("changed_at", _TIME, nullable=False),
    )
    op.create_table(
        "server_settings",
        sa.Column("server_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("report_channel_id", sa.BigInteger()),
        sa.Column("style_sharing", sa.String(16), nullable=False, server_default="approved"),
        sa.Column("changed_at", _TIME, nullable=False),
    )


def _create_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("generation_id", _ID, sa.ForeignKey("generations.id")),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("reporter_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False, server_default="other"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False, server_default="open"),
        sa.Column("created_at", _TIME, nullable=False),
    )
    op.create_index("reports_once", "reports", ["message_id", "reporter_id"], unique=True)
    op.create_index("reports_of_server", "reports", ["server_id", "id"])
    op.create_index(
        "reports_generations", "reports", ["generation_id", "reporter_id"], unique=True
    )


def _create_erasures() -> None:
    op.create_table(
        "erasures",
        sa.Column("member_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("up_to_id", sa.BigInteger(), nullable=False),
        sa.Column("cleaned_to", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("first_open_id", sa.BigInteger()),
        sa.Column("removed", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("asked_at", _TIME, nullable=False),
    )
    op.create_index("reports_reporters", "reports", ["reporter_id", "created_at"])
    op.create_index("styles_owners", "styles", ["owner_id"])
    op.create_index("usage_totals_members", "usage_totals", ["member_id"])
