"""Rows of the inbox found again: by the message they answer, by their reply's reference, by their asker."""

from __future__ import annotations

import json
from datetime import date

from sqlalchemy import Connection, RowMapping, and_, func, or_, select

from adapters.state.inbox import IS_OPEN, read
from adapters.state.row import Asked, Row
from adapters.state.storable import storable_id
from adapters.state.tables import inbox

# A question has at most a few rows: itself, its edits, its deletion.
MOST_ROWS_A_QUESTION = 10


def find_answer(connection: Connection, platform: str, team: str, channel: str, message: str) -> Row | None:
    """The row that answers a message: the newest whose answer was posted, else the question itself."""
    names = (storable_id(name) for name in (platform, team, channel, message))
    columns = (inbox.c.platform, inbox.c.team, inbox.c.channel, inbox.c.message)
    about = [column == name for column, name in zip(columns, names, strict=True)]
    answers = or_(inbox.c.kind == "ask", and_(inbox.c.kind == "edit", inbox.c.posted.is_not(None)))
    newest = (inbox.c.posted.is_(None), inbox.c.received_at.desc(), inbox.c.place.desc())
    found = connection.execute(select(inbox).where(*about, answers).order_by(*newest).limit(1))
    row = found.mappings().one_or_none()
    return read(row) if row is not None else None


def find_reply(
    connection: Connection, platform: str, team: str, ref: str, user: str | None, posted: str | None = None
) -> Row | None:
    """The row whose reply has a reference, the newest: the same question again has the same reference.

    With an id of a message of ours, only the row that it answers, or one whose message is on its way.
    """
    about = [inbox.c.platform == storable_id(platform), inbox.c.team == storable_id(team), inbox.c.ref == ref]
    if user is not None:
        about.append(inbox.c.user_id == storable_id(user))
    if posted is not None:
        about.append(or_(inbox.c.posted == storable_id(posted), inbox.c.state == "sending"))
    newest = select(inbox).where(*about)
    newest = newest.order_by(inbox.c.posted.is_(None), inbox.c.received_at.desc(), inbox.c.place.desc()).limit(1)
    row = connection.execute(newest).mappings().one_or_none()
    return read(row) if row is not None else None


def recent(connection: Connection, platform: str, team: str, user: str, limit: int) -> list[Asked]:
    """The newest questions of a user with a reply: each message once, none that was deleted."""
    whose = (inbox.c.platform == storable_id(platform), inbox.c.team == storable_id(team))
    mine = (*whose, inbox.c.user_id == storable_id(user), inbox.c.kind.in_(("ask", "edit", "delete", "action")))
    newest = select(inbox).where(*mine).order_by(inbox.c.received_at.desc(), inbox.c.place.desc())
    found: dict[tuple[str, str], Asked | None] = {}
    for row in connection.execute(newest.limit(limit * MOST_ROWS_A_QUESTION)).mappings():
        about = (row["channel"], row["key"] if row["kind"] == "action" else row["message"])
        if about not in found and (row["kind"] == "delete" or row["reply"]):
            found[about] = _asked(row)
    return [asked for asked in found.values() if asked][:limit]


def _asked(row: RowMapping) -> Asked | None:
    if not row["reply"]:
        return None
    outcome = json.loads(row["reply"])["outcome"]
    return Asked(row["text"], row["ref"], outcome, date.fromisoformat(row["asked_on"]))


def depth(connection: Connection) -> int:
    """How many rows are open."""
    return connection.execute(select(func.count()).select_from(inbox).where(IS_OPEN)).scalar_one()
