"""Moderation: rules, blocks, the log, reviews, cases, strikes; quotas and what was spent."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.cases_of_0004 import create_cases

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = (
    "strikes",
    "case_measures",
    "cases",
    "reviews",
    "posted_messages",
    "policies",
    "place_rules",
    "policy_terms",
    "blocks",
    "trusts",
    "blocked_images",
    "moderation_log",
    "log_floors",
    "moderation_texts",
    "quotas",
    "spent_totals",
    "budget_notices",
    "parked_requests",
)
_CARRIED = timedelta(days=40)  # further back no quota reaches


def upgrade() -> None:
    op.add_column("generations", sa.Column("parent_channel_id", sa.BigInteger()))
    op.add_column("generations", sa.Column("is_age_restricted", sa.Boolean(), server_default=sa.text("0"), nullable=False))
    op.add_column("generations", sa.Column("ruling", sa.String(32)))
    op.add_column("generations", sa.Column("is_prompt_edited", sa.Boolean(), server_default=sa.text("0"), nullable=False))
    op.add_column("images", sa.Column("classifier_score", sa.Double()))
    op.add_column("images", sa.Column("pdq", sa.LargeBinary()))
    op.add_column("reports", sa.Column("case_id", _ID))
    op.create_index("reports_cases", "reports", ["case_id"])
    op.add_column("ledger", sa.Column("channel_id", sa.BigInteger()))
    op.add_column("ledger", sa.Column("cost_micros", sa.BigInteger(), server_default="0", nullable=False))
    _create_rules()
    _create_log()
    create_cases()
    _create_quotas()
    _carry_over()


def downgrade() -> None:
    op.execute("DROP TRIGGER moderation_log_kept")
    op.execute("DROP TRIGGER moderation_log_unchanged")
    for table in _TABLES:
        op.drop_table(table)
    op.drop_index("reports_cases", "reports")
    op.drop_column("reports", "case_id")
    with op.batch_alter_table("ledger") as ledger:
        ledger.drop_column("cost_micros")
        ledger.drop_column("channel_id")
    for column in ("pdq", "classifier_score"):
        op.drop_column("images", column)
    for column in ("is_prompt_edited", "ruling", "is_age_restricted", "parent_channel_id"):
        op.drop_column("generations", column)


def _create_rules() -> None:
    op.create_table(
        "policies",
        sa.Column("server_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("server_id"),
    )
    op.create_table(
        "place_rules",
        sa.Column("server_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("place_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("server_id", "kind", "place_id"),
    )
    op.create_table(
        "policy_terms",
        sa.Column("id", _ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("policy_terms_once", "policy_terms", ["server_id", "kind", "text"], unique=True)
    op.create_index("policy_terms_pages", "policy_terms", ["server_id", "id"])
    op.create_table(
        "blocks",
        sa.Column("server_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", _TIME),
        sa.Column("moderator_id", sa.BigInteger()),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("server_id", "member_id"),
    )
    op.create_index("blocks_members", "blocks", ["member_id"])
    op.create_table(
        "trusts",
        sa.Column("server_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", _TIME, nullable=False),
        sa.Column("moderator_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("server_id", "member_id"),
    )
    op.create_index("trusts_members", "trusts", ["member_id"])
    op.create_table(
        "blocked_images",
        sa.Column("id", _ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("pdq", sa.LargeBinary(), nullable=False),
        sa.Column("generation_id", sa.BigInteger()),
        sa.Column("moderator_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("blocked_images_once", "blocked_images", ["server_id", "pdq"], unique=True)


def _create_log() -> None:
    op.create_table(
        "moderation_log",
        sa.Column("id", _ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("actor_id", sa.BigInteger()),
        sa.Column("member_id", sa.BigInteger()),
        sa.Column("channel_id", sa.BigInteger()),
        sa.Column("generation_id", sa.BigInteger()),
        sa.Column("case_id", sa.BigInteger()),
        sa.Column("rule", sa.String(32)),
        sa.Column("place", sa.String(32), server_default="", nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    for name, columns, where in (
        ("members", ("member_id", "action"), None),
        ("actions", ("action",), None),
        ("times", ("at",), None),
        ("notable", (), "action <> 'allowed'"),
        ("members_notable", ("member_id",), "action <> 'allowed'"),
        ("actors", ("actor_id",), "actor_id IS NOT NULL"),
        ("actors_actions", ("actor_id", "action"), "actor_id IS NOT NULL"),
        ("members_actors", ("member_id", "actor_id"), "actor_id IS NOT NULL"),
    ):
        only = None if where is None else sa.text(where)
        op.create_index(
            f"moderation_log_{name}",
            "moderation_log",
            ["server_id", *columns, "id"],
            sqlite_where=only,
            postgresql_where=only,
        )
    op.create_index(
        "moderation_log_generations",
        "moderation_log",
        ["generation_id"],
        sqlite_where=sa.text("generation_id IS NOT NULL"),
        postgresql_where=sa.text("generation_id IS NOT NULL"),
    )
    op.create_table(
        "log_floors",
        sa.Column("server_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("below_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("server_id"),
    )
    op.create_table(
        "moderation_texts",
        sa.Column("log_id", _ID, autoincrement=False, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("log_id"),
    )
    op.create_index("moderation_texts_ages", "moderation_texts", ["server_id", "created_at"])
    op.create_index("moderation_texts_members", "moderation_texts", ["member_id"])
    # Nobody edits the log: an entry stays as it is until its server's floor has passed it.
    op.execute("CREATE TRIGGER moderation_log_unchanged BEFORE UPDATE ON moderation_log BEGIN SELECT RAISE(ABORT, 'the moderation log is never changed'); END")
    op.execute(
        "CREATE TRIGGER moderation_log_kept BEFORE DELETE ON moderation_log "
        "WHEN OLD.id >= coalesce("
        "(SELECT below_id FROM log_floors WHERE server_id = OLD.server_id), 0) "
        "BEGIN SELECT RAISE(ABORT, 'the moderation log is kept'); END"
    )


def _create_quotas() -> None:
    op.create_table(
        "quotas",
        sa.Column("server_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.String(16), nullable=False),
        sa.Column("scope_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("period", sa.String(16), nullable=False),
        sa.Column("images", sa.BigInteger()),
        sa.Column("cost_micros", sa.BigInteger()),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("server_id", "scope", "scope_id", "period"),
    )
    op.create_table(
        "spent_totals",
        sa.Column("server_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.String(16), nullable=False),
        sa.Column("scope_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("period", sa.String(10), nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.Column("cost_micros", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("server_id", "scope", "scope_id", "period"),
    )
    for name, length in (("days", 10), ("months", 7)):
        where = sa.text(f"length(period) = {length}")
        op.create_index(f"spent_totals_{name}", "spent_totals", ["period"], sqlite_where=where, postgresql_where=where)
    op.create_table(
        "budget_notices",
        sa.Column("server_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("period", sa.String(10), nullable=False),
        sa.Column("percent", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("told_at", _TIME),
        sa.PrimaryKeyConstraint("server_id", "period", "percent"),
    )
    op.create_index("budget_notices_untold", "budget_notices", ["server_id", "period", "percent"], sqlite_where=sa.text("told_at IS NULL"), postgresql_where=sa.text("told_at IS NULL"))
    op.create_table(
        "parked_requests",
        sa.Column("id", _ID, nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("parked_requests_expiry", "parked_requests", ["expires_at"])
    op.create_index("parked_requests_members", "parked_requests", ["member_id"])
    op.create_index("parked_requests_servers", "parked_requests", ["server_id"])


def _carry_over() -> None:
    """Count what was used of the running day and month, so that no quota begins anew."""
    since = (datetime.now(UTC) - _CARRIED).date().replace(day=1).isoformat()
    for scope, whose in (("server", "0"), ("member", "member_id")):
        for length in (7, 10):
            op.execute(
                sa.text(
                    "INSERT INTO spent_totals "
                    "(server_id, scope, scope_id, period, units, cost_micros) "
                    f"SELECT server_id, :scope, {whose}, substr(day, 1, {length}), sum(units), 0 "
                    f"FROM ledger WHERE day >= :since GROUP BY 1, 3, 4"
                ).bindparams(scope=scope, since=since)
            )
