"""The tables. Times are UTC as whole milliseconds, so that both databases hold, compare and return the same."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, PrimaryKeyConstraint, Table, Text

metadata = MetaData()


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _time(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


inbox = Table(
    "inbox",
    metadata,
    *_texts("platform", "team", "key", "talk_key", "kind", "channel", "thread", "user_id", "message"),
    Column("private", Boolean, nullable=False),
    *_texts("text", "asked_on", "state"),
    Column("attempts", Integer, nullable=False),
    *_texts("owner"),
    # 0: free to claim. NULL: closed, out of every claim's sight.
    Column("lease_until", BigInteger),
    Column("reply", Text),
    Column("talk_after", Text),
    Column("posted", Text),
    Column("ref", Text),
    # A secret: gone as soon as the row is closed.
    Column("ticket", Text),
    _time("received_at"),
    # Events of one commit share their millisecond: this is their order within it.
    Column("place", Integer, nullable=False),
    _time("updated_at"),
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
    *_texts("key", "platform", "team", "data"),
    _time("updated_at"),
    PrimaryKeyConstraint("key", name="talk_pkey"),
    Index("talk_updated", "updated_at"),
)

# Who took part in a talk: a thread's talk has no other trace of whom it must be forgotten for.
talker = Table(
    "talker",
    metadata,
    *_texts("key", "platform", "team", "user_id"),
    PrimaryKeyConstraint("key", "user_id", name="talker_pkey"),
    Index("talker_user", "user_id"),
)

setting = Table(
    "setting",
    metadata,
    *_texts("platform", "team"),
    # '' is the whole workspace.
    *_texts("channel", "data"),
    _time("updated_at"),
    *_texts("updated_by"),
    PrimaryKeyConstraint("platform", "team", "channel", name="setting_pkey"),
)

shared = Table(
    "shared",
    metadata,
    Column("id", Integer, nullable=False),
    *_texts("platform", "team", "ref", "shared_by", "channel", "posted"),
    _time("at"),
    PrimaryKeyConstraint("id", name="shared_pkey"),
    Index("shared_ref", "ref"),
    Index("shared_at", "at"),
)

feedback = Table(
    "feedback",
    metadata,
    *_texts("platform", "team", "ref", "given_by", "verdict", "reason"),
    _time("at"),
    PrimaryKeyConstraint("platform", "team", "ref", "given_by", name="feedback_pkey"),
    Index("feedback_at", "at"),
)

unanswered = Table(
    "unanswered",
    metadata,
    *_texts("text"),
    Column("count", Integer, nullable=False),
    *_texts("nearest"),
    _time("first_seen"),
    _time("last_seen"),
    PrimaryKeyConstraint("text", name="unanswered_pkey"),
    Index("unanswered_seen", "last_seen"),
)

installation = Table(
    "installation",
    metadata,
    *_texts("platform", "team", "data"),
    _time("installed_at"),
    PrimaryKeyConstraint("platform", "team", name="installation_pkey"),
)
