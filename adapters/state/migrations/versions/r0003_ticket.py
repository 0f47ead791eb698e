"""What a reply is written with stands apart from the message's id, so that it goes when the reply is sent."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Text

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give the inbox its column."""
    op.add_column("inbox", Column("ticket", Text))


def downgrade() -> None:
    """Take the column away."""
    op.drop_column("inbox", "ticket")
