"""The tables. Times are UTC as whole milliseconds, so that both databases hold, compare and return the same."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, PrimaryKeyConstraint, Table, Text

metadata = MetaData()

inbox = Table(
    "inbox",
    metadata,
    Column("platform", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("talk_key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("asked_on", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("owner", Text, nullable=False),
    # 0: free to claim. NULL: closed, out of every claim's sight.
    Column("lease_until", BigInteger),
    Column("reply", Text),
    Column("talk_after", Text),
    Column("posted", Text),
    Column("ref", Text),
    Column("received_at", BigInteger, nullable=False),
    # Events of one commit share their millisecond: this is their order within it.
    Column("place", Integer, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("key", "platform", "team", name="inbox_pkey"),
    # A claim reads the oldest free rows off this index, however many wait behind them.
    Index("inbox_open", "lease_until", "received_at", "place", "key"),
    # Nothing begins with platform and team, the same in all rows: a planner without statistics would use that alone.
    Index("inbox_message", "message", "channel"),
    Index("inbox_ref", "ref"),
    Index("inbox_received", "received_at"),
    Index("inbox_talk", "talk_key", "received_at"),
    Index("inbox_user", "user_id", "received_at"),
)

talk = Table(
    "talk",
    metadata,
    Column("key", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("key", name="talk_pkey"),
    Index("talk_updated", "updated_at"),
)

# Who took part in a talk: a thread's talk has no other trace of whom it must be forgotten for.
talker = Table(
    "talker",
    metadata,
    Column("key", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    PrimaryKeyConstraint("key", "user_id", name="talker_pkey"),
    Index("talker_user", "user_id"),
)

setting = Table(
    "setting",
    metadata,
    Column("platform", Text, nullable=False),
    Column("team", Text, nullable=False),
    # '' is the whole workspace.
    Column("channel", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Column("updated_by", Text, nullable=False),
    PrimaryKeyConstraint("platform", "team", "channel", name="setting_pkey"),
)

shared = Table(
    "shared",
    metadata,
    Column("id", Integer, nullable=False),
    Column("platform", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("shared_by", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("posted", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("id", name="shared_pkey"),
    Index("shared_ref", "ref"),
    Index("shared_at", "at"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("platform", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("given_by", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("platform", "team", "ref", "given_by", name="feedback_pkey"),
    Index("feedback_at", "at"),
)

unanswered = Table(
    "unanswered",
    metadata,
    Column("text", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("nearest", Text, nullable=False),
    Column("first_seen", BigInteger, nullable=False),
    Column("last_seen", BigInteger, nullable=False),
    PrimaryKeyConstraint("text", name="unanswered_pkey"),
    Index("unanswered_seen", "last_seen"),
)

installation = Table(
    "installation",
    metadata,
    Column("platform", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("installed_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("platform", "team", name="installation_pkey"),
)
