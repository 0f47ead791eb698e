"""A user's own newest questions are found without reading everybody's."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index the inbox by user."""
    op.create_index("inbox_user", "inbox", ["user_id", "received_at"])


def downgrade() -> None:
    """Take the index away."""
    op.drop_index("inbox_user", "inbox")
