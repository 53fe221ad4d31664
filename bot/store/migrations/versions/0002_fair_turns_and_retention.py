"""Fair turns by server and member, what nobody was told yet, learnt durations, clean-up."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_NEW_INDEXES = (
    "generations_running",
    "generations_leases",
    "generations_untold",
    "generations_submitted",
    "generations_mine",
    "generations_servers",
    "generations_children",
)


def upgrade() -> None:
    op.add_column(
        "generations", sa.Column("work", sa.Double(), nullable=False, server_default="1")
    )
    op.add_column(
        "generations", sa.Column("weight", sa.Double(), nullable=False, server_default="1")
    )
    # Failures of before were told as well as could be; nobody is to be told again.
    op.execute(
        "UPDATE generations SET rung = 'kept' WHERE finished_at IS NOT NULL AND rung IS NULL"
    )
    _index_generations()
    _create_turns()
    op.create_table(
        "durations",
        sa.Column("provider", sa.String(100), primary_key=True),
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("mean_s", sa.Double(), nullable=False),
        sa.Column("deviation_s", sa.Double(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("changed_at", _TIME, nullable=False),
    )
    op.create_table(
        "servers",
        sa.Column("server_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("joined_at", _TIME),
        sa.Column("left_at", _TIME),
        sa.Column("images_cleaned_to", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("prompts_cleaned_to", sa.BigInteger(), nullable=False, server_default="0"),
    )


def downgrade() -> None:
    for table in ("servers", "durations", "member_turns", "server_turns"):
        op.drop_table(table)
    for index in _NEW_INDEXES:
        op.drop_index(index, "generations")
    op.drop_index("generations_queue", "generations")
    _index("generations_queue", ["provider", "status", "turn", "id"], "status = 'queued'")
    op.drop_column("generations", "weight")
    op.drop_column("generations", "work")


def _index(name: str, columns: list[str], where: str) -> None:
    op.create_index(
        name,
        "generations",
        columns,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def _index_generations() -> None:
    op.drop_index("generations_queue", "generations")
    _index(
        "generations_queue",
        ["provider", "server_id", "status", "turn", "id", "member_id", "work", "units"],
        "status = 'queued'",
    )
    _index(
        "generations_running",
        ["server_id", "member_id", "status"],
        "status IN ('submitting', 'running')",
    )
    _index("generations_leases", ["lease_until"], "finished_at IS NULL")
    _index("generations_untold", ["owner", "id"], "finished_at IS NOT NULL AND rung IS NULL")
    _index(
        "generations_submitted",
        ["provider", "submitted_at", "units"],
        "submitted_at IS NOT NULL",
    )
    _index("generations_mine", ["member_id", "id"], "status = 'delivered'")
    op.create_index("generations_servers", "generations", ["server_id", "id"])
    _index("generations_children", ["parent_id"], "parent_id IS NOT NULL")


def _create_turns() -> None:
    op.create_table(
        "server_turns",
        sa.Column("provider", sa.String(100), primary_key=True),
        sa.Column("server_id", sa.BigInteger(), primary_key=True),
        sa.Column("finish", sa.Double(), nullable=False),
        sa.Column("clock", sa.Double(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("waiting_work", sa.Double(), nullable=False),
        sa.Column("waiting_units", sa.Integer(), nullable=False),
    )
    op.create_index(
        "server_turns_waiting",
        "server_turns",
        ["provider", "finish", "server_id"],
        sqlite_where=sa.text("waiting > 0"),
        postgresql_where=sa.text("waiting > 0"),
    )
    op.create_table(
        "member_turns",
        sa.Column("provider", sa.String(100), primary_key=True),
        sa.Column("server_id", sa.BigInteger(), primary_key=True),
        sa.Column("member_id", sa.BigInteger(), primary_key=True),
        sa.Column("finish", sa.Double(), nullable=False),
    )
    # What waits already goes on in the order that it had, and who comes now gets a turn beside
    # it: behind a clock of 0, everybody new would be let past.
    op.execute(
        "INSERT INTO server_turns (provider, server_id, finish, clock, waiting, waiting_work, "
        "waiting_units) "
        "SELECT provider, server_id, 0, MIN(turn), COUNT(*), SUM(work), SUM(units) "
        "FROM generations WHERE status = 'queued' GROUP BY provider, server_id"
    )
