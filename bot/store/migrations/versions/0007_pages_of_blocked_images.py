"""An index by which a page of a server's blocked images is read without the whole list."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("blocked_images_pages", "blocked_images", ["server_id", "id"])


def downgrade() -> None:
    op.drop_index("blocked_images_pages", "blocked_images")
