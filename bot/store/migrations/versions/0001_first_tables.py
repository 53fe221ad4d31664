"""Create every table of the first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_generations()
    _create_images()
    _create_usage()
    _create_styles()


def downgrade() -> None:
    for table in ("styles", "usage_totals", "ledger", "input_images", "images", "queues"):
        op.drop_table(table)
    op.drop_table("generations")


def _create_generations() -> None:
    op.create_table(
        "generations",
        sa.Column("id", _ROW_ID, primary_key=True),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("provider", sa.String(100), nullable=False),
        sa.Column("model", sa.String(200), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("cost_micros", sa.BigInteger()),
        sa.Column("style", sa.String(100)),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("parent_id", _ROW_ID, sa.ForeignKey("generations.id")),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.Text()),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("attachment_size_limit_bytes", sa.BigInteger(), nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("prompt_review", sa.String(16), nullable=False, server_default="none"),
        sa.Column("image_review", sa.String(16), nullable=False, server_default="none"),
        sa.Column("turn", sa.Double(), nullable=False),
        sa.Column("owner", sa.String(100)),
        sa.Column("lease_until", _TIME),
        sa.Column("task_id", sa.Text()),
        sa.Column("warning", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("rung", sa.String(16)),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.Column("submitted_at", _TIME),
        sa.Column("ready_at", _TIME),
        sa.Column("finished_at", _TIME),
        sa.CheckConstraint(
            "status IN ('in_review', 'queued', 'submitting', 'running', 'ready', 'held', "
            "'delivered', 'failed', 'cancelled', 'rejected')",
            name="generations_status",
        ),
        sa.CheckConstraint(
            "origin IN ('imagine', 'again', 'vary', 'edit', 'upscale', 'remix')",
            name="generations_origin",
        ),
        sa.CheckConstraint(
            "rung IN ('token', 'edit', 'channel', 'dm', 'kept')", name="generations_rung"
        ),
        sa.CheckConstraint(
            "prompt_review IN ('none', 'waiting', 'approved', 'rejected')",
            name="generations_prompt_review",
        ),
        sa.CheckConstraint(
            "image_review IN ('none', 'waiting', 'approved', 'rejected')",
            name="generations_image_review",
        ),
        sa.CheckConstraint("units > 0", name="generations_units"),
        sa.CheckConstraint(
            "(status IN ('cancelled', 'delivered', 'failed', 'rejected')) "
            "= (finished_at IS NOT NULL)",
            name="generations_finished",
        ),
        sqlite_autoincrement=True,
    )
    _partial_index("generations_queue", ["provider", "status", "turn", "id"], "status = 'queued'")
    _partial_index(
        "generations_open",
        ["server_id", "member_id", "status", "turn", "finished_at"],
        "finished_at IS NULL",
    )
    _partial_index("generations_owned", ["owner", "id"], "finished_at IS NULL")
    _partial_index("generations_tokens", ["created_at"], "token IS NOT NULL")
    _partial_index("generations_messages", ["message_id"], "message_id IS NOT NULL")
    _partial_index(
        "generations_history", ["server_id", "member_id", "id"], "status = 'delivered'"
    )
    op.create_table(
        "queues",
        sa.Column("provider", sa.String(100), primary_key=True),
        sa.Column("clock", sa.Double(), nullable=False),
    )


def _partial_index(name: str, columns: list[str], where: str) -> None:
    op.create_index(
        name, "generations", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )


def _create_images() -> None:
    op.create_table(
        "images",
        sa.Column("generation_id", _ROW_ID, sa.ForeignKey("generations.id"), primary_key=True),
        sa.Column("image_index", sa.Integer(), primary_key=True),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("content_type", sa.String(100), nullable=False),
        sa.Column("width_px", sa.Integer(), nullable=False),
        sa.Column("height_px", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("is_extra", sa.Boolean(), nullable=False),
        sa.Column("nsfw_confidence", sa.Double()),
    )
    op.create_table(
        "input_images",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("content_type", sa.String(100), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
    )


def _create_usage() -> None:
    op.create_table(
        "ledger",
        sa.Column("id", _ROW_ID, primary_key=True),
        sa.Column("generation_id", _ROW_ID, sa.ForeignKey("generations.id"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("model", sa.String(200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("booked_at", _TIME, nullable=False),
        sa.CheckConstraint("kind IN ('reserve', 'settle', 'refund')", name="ledger_kind"),
        sa.CheckConstraint("(kind = 'reserve') = (units > 0)", name="ledger_units"),
    )
    op.create_index("ledger_once", "ledger", ["generation_id", "kind"], unique=True)
    op.create_index("ledger_days", "ledger", ["server_id", "day", "member_id", "units"])
    op.create_table(
        "usage_totals",
        sa.Column("server_id", sa.BigInteger(), primary_key=True),
        sa.Column("period", sa.String(7), primary_key=True),
        sa.Column("member_id", sa.BigInteger(), primary_key=True),
        sa.Column("model", sa.String(200), primary_key=True),
        sa.Column("units", sa.BigInteger(), nullable=False),
    )


def _create_styles() -> None:
    op.create_table(
        "styles",
        sa.Column("id", _ROW_ID, primary_key=True),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("negative_prompt", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
    )
    op.create_index("styles_names", "styles", ["server_id", "owner_id", "name"], unique=True)
