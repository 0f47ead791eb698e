"""The first schema: inbox, talks, settings, shares, feedback, unanswered questions, installations."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Integer, PrimaryKeyConstraint, Text

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table and index."""
    _inbox()
    _talks()
    _workspaces()
    _learning()


def downgrade() -> None:
    """Drop every table; an index goes with its table."""
    for table in ("installation", "unanswered", "feedback", "shared", "setting", "talker", "talk", "inbox"):
        op.drop_table(table)


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _time(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _inbox() -> None:
    op.create_table(
        "inbox",
        *_texts("platform", "team", "key", "talk_key", "kind", "channel", "thread", "user_id", "message"),
        Column("private", Boolean, nullable=False),
        *_texts("text", "asked_on", "state"),
        Column("attempts", Integer, nullable=False),
        *_texts("owner"),
        Column("lease_until", BigInteger),
        *(Column(name, Text) for name in ("reply", "talk_after", "posted", "ref")),
        _time("received_at"),
        Column("place", Integer, nullable=False),
        _time("updated_at"),
        PrimaryKeyConstraint("key", "platform", "team", name="inbox_pkey"),
    )
    op.create_index("inbox_open", "inbox", ["lease_until", "received_at", "place", "key"])
    op.create_index("inbox_message", "inbox", ["message", "channel"])
    op.create_index("inbox_ref", "inbox", ["ref"])
    op.create_index("inbox_received", "inbox", ["received_at"])
    op.create_index("inbox_talk", "inbox", ["talk_key", "received_at"])


def _talks() -> None:
    op.create_table(
        "talk",
        *_texts("key", "platform", "team", "data"),
        _time("updated_at"),
        PrimaryKeyConstraint("key", name="talk_pkey"),
    )
    op.create_index("talk_updated", "talk", ["updated_at"])
    op.create_table(
        "talker",
        *_texts("key", "platform", "team", "user_id"),
        PrimaryKeyConstraint("key", "user_id", name="talker_pkey"),
    )
    op.create_index("talker_user", "talker", ["user_id"])


def _workspaces() -> None:
    op.create_table(
        "setting",
        *_texts("platform", "team", "channel", "data"),
        _time("updated_at"),
        *_texts("updated_by"),
        PrimaryKeyConstraint("platform", "team", "channel", name="setting_pkey"),
    )
    op.create_table(
        "installation",
        *_texts("platform", "team", "data"),
        _time("installed_at"),
        PrimaryKeyConstraint("platform", "team", name="installation_pkey"),
    )


def _learning() -> None:
    op.create_table(
        "shared",
        Column("id", Integer, nullable=False),
        *_texts("platform", "team", "ref", "shared_by", "channel", "posted"),
        _time("at"),
        PrimaryKeyConstraint("id", name="shared_pkey"),
    )
    op.create_index("shared_ref", "shared", ["ref"])
    op.create_index("shared_at", "shared", ["at"])
    op.create_table(
        "feedback",
        *_texts("platform", "team", "ref", "given_by", "verdict", "reason"),
        _time("at"),
        PrimaryKeyConstraint("platform", "team", "ref", "given_by", name="feedback_pkey"),
    )
    op.create_index("feedback_at", "feedback", ["at"])
    op.create_table(
        "unanswered",
        *_texts("text"),
        Column("count", Integer, nullable=False),
        *_texts("nearest"),
        _time("first_seen"),
        _time("last_seen"),
        PrimaryKeyConstraint("text", name="unanswered_pkey"),
    )
    op.create_index("unanswered_seen", "unanswered", ["last_seen"])
