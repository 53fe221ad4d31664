"""The ends of blocks and trusts, by which those that are over are found."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("blocks_ends", "blocks", ["until"])
    op.create_index("trusts_ends", "trusts", ["until"])


def downgrade() -> None:
    op.drop_index("trusts_ends", "trusts")
    op.drop_index("blocks_ends", "blocks")
