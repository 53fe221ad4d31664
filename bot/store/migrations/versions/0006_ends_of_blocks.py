"""The ends of blocks and trusts, and which block stands behind that of a strike."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("blocks", sa.Column("own_until", sa.DateTime(timezone=True)))
    op.add_column("blocks", sa.Column("own_moderator_id", sa.BigInteger()))
    op.add_column(
        "blocks", sa.Column("own_reason", sa.Text(), nullable=False, server_default="")
    )
    op.create_index("blocks_ends", "blocks", ["until"])
    op.create_index("trusts_ends", "trusts", ["until"])


def downgrade() -> None:
    op.drop_index("trusts_ends", "trusts")
    op.drop_index("blocks_ends", "blocks")
    for column in ("own_reason", "own_moderator_id", "own_until"):
        op.drop_column("blocks", column)
