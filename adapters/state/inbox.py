"""The inbox, as statements within a transaction of the caller: events on their way from received to sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, Update, and_, case, exists, false, func, or_, select
from sqlalchemy import update as update_rows
from sqlalchemy.dialects.postgresql import insert as insert_postgres
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.sql.elements import ColumnElement

from adapters.desk.event import Event, talk_key
from adapters.state.row import Asked, Row, Stage
from adapters.state.storable import storable, storable_id
from adapters.state.tables import inbox, talk, talker

MOST_BYTES_OF_A_TALK_KEY = 1500
# A question has at most a few rows: itself, its edits, its deletion.
MOST_ROWS_A_QUESTION = 10
CLAIMING = 0x626561746231

# Two that claim at once would not see what the other is about to take of the same talk. And a planner that has not
# seen a backlog before would sort all of it, instead of reading its oldest rows off the index.
_ALONE = f"""SELECT pg_advisory_xact_lock({CLAIMING}),
    set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true)"""
IS_OPEN = inbox.c.lease_until.is_not(None)
_CLOSED = {"owner": "", "lease_until": None}
_KEY = (inbox.c.platform, inbox.c.team, inbox.c.key)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who takes rows, when, and until when they are his. Times in milliseconds."""

    name: str
    now: int
    until: int


def inserter(connection: Connection) -> Any:
    """The dialect's own INSERT, the one that knows ON CONFLICT."""
    return insert_postgres if connection.dialect.name == "postgresql" else insert_sqlite


def is_row(event: Event) -> ColumnElement[bool]:
    """The condition that names an event's row."""
    ids = (event.platform, event.team, event.key)
    return and_(*(column == storable_id(name) for column, name in zip(_KEY, ids, strict=True)))


def insert(connection: Connection, events: Sequence[Event], holder: Holder) -> list[bool]:
    """Insert events in one statement; True for each that was not known, once where it comes twice."""
    rows = [_row_of(event, place, holder) for place, event in enumerate(events)]
    # Everybody inserts in the same order, so that no two wait for each other's keys.
    ordered = sorted(rows, key=_key_of)
    statement = inserter(connection)(inbox).on_conflict_do_nothing().returning(*_KEY)
    fresh = {tuple(row) for row in connection.execute(statement, ordered)}
    taken: list[bool] = []
    for row in rows:
        taken.append(_key_of(row) in fresh)
        fresh.discard(_key_of(row))
    return taken


def _key_of(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["platform"], row["team"], row["key"]


def _row_of(event: Event, place: int, holder: Holder) -> dict[str, Any]:
    names = {field: storable_id(getattr(event, field)) for field in ("platform", "team", "key", "channel", "thread")}
    return {
        **names,
        "talk_key": storable_id(talk_key(event), MOST_BYTES_OF_A_TALK_KEY),
        "kind": event.kind,
        "user_id": storable_id(event.user),
        "message": storable_id(event.message),
        "private": event.private,
        "text": storable(event.text),
        "asked_on": event.asked_on.isoformat(),
        "state": "received",
        "attempts": 0,
        "owner": holder.name,
        "lease_until": holder.until,
        "received_at": holder.now,
        "place": place,
        "updated_at": holder.now,
    }


def claim(connection: Connection, holder: Holder, limit: int) -> list[Row]:
    """Take up to `limit` open rows that nobody holds, the oldest first; a talk's rows only to who holds the talk."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_ALONE)
    ran_out = (inbox.c.lease_until > 0, inbox.c.lease_until <= holder.now)
    connection.execute(update_rows(inbox).where(*ran_out).values(owner="", lease_until=0))
    held = inbox.alias()
    elsewhere = exists().where(held.c.talk_key == inbox.c.talk_key, held.c.lease_until > 0, held.c.owner != holder.name)
    oldest = (inbox.c.received_at, inbox.c.place, inbox.c.key)
    free = select(inbox).where(inbox.c.lease_until == 0, ~elsewhere).order_by(*oldest).limit(limit)
    rows = connection.execute(free.with_for_update(skip_locked=True, of=inbox)).mappings().all()
    if rows:
        connection.execute(_taking(rows, holder))
    return [read({**row, "owner": holder.name, "lease_until": holder.until, "state": _begun(row)}) for row in rows]


def _taking(rows: Sequence[RowMapping], holder: Holder) -> Update:
    keys: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        keys.setdefault((row["platform"], row["team"]), []).append(row["key"])
    platform, team, key = _KEY
    theirs = [and_(platform == where[0], team == where[1], key.in_(some)) for where, some in keys.items()]
    begun = case((inbox.c.state == "received", "answering"), else_=inbox.c.state)
    taken = {"owner": holder.name, "lease_until": holder.until, "state": begun, "updated_at": holder.now}
    return update_rows(inbox).where(or_(*theirs)).values(taken)


def _begun(row: RowMapping) -> Stage:
    stage: Stage = row["state"]
    return "answering" if stage == "received" else stage


def read(row: RowMapping | dict[str, Any]) -> Row:
    """The value of one row of the table."""
    event = Event(
        platform=row["platform"],
        team=row["team"],
        key=row["key"],
        kind=row["kind"],
        channel=row["channel"],
        thread=row["thread"],
        user=row["user_id"],
        message=row["message"],
        text=row["text"],
        private=row["private"],
        asked_on=date.fromisoformat(row["asked_on"]),
    )
    names = ("talk_key", "state", "attempts", "owner", "reply", "talk_after", "posted", "ref", "received_at")
    return Row(event, **{name: row[name] for name in names}, lease_until=row["lease_until"] or 0)


def extend(connection: Connection, holder: Holder) -> int:
    """Hold on to every open row of the holder; the number of them. A lease that ran out is not renewed."""
    mine = (inbox.c.owner == holder.name, inbox.c.lease_until > holder.now)
    return connection.execute(update_rows(inbox).where(*mine).values(lease_until=holder.until)).rowcount


def release(connection: Connection, owner: str) -> int:
    """Let go of every open row of an owner, so that anybody may claim it at once."""
    mine = (inbox.c.owner == owner, inbox.c.lease_until > 0)
    return connection.execute(update_rows(inbox).where(*mine).values(owner="", lease_until=0)).rowcount


def answered(connection: Connection, row: Row, values: dict[str, Any]) -> bool:
    """Keep the reply before it is sent; False when somebody else holds the row by now, or it is closed."""
    mine = (is_row(row.event), inbox.c.owner == row.owner, IS_OPEN)
    return connection.execute(update_rows(inbox).where(*mine).values(state="sending", **values)).rowcount == 1


def sent(connection: Connection, event: Event, posted: str, now: int) -> bool:
    """Close the row and write the talk that the reply leads to; True also when told again."""
    noted = update_rows(inbox).where(is_row(event)).values(posted=storable_id(posted), updated_at=now)
    parts = (inbox.c.talk_key, inbox.c.platform, inbox.c.team, inbox.c.user_id, inbox.c.talk_after)
    closing = noted.where(IS_OPEN).values(**_CLOSED, state="sent").returning(*parts)
    closed = connection.execute(closing).mappings().one_or_none()
    if closed is None:
        told = (is_row(event), inbox.c.state == "sent", inbox.c.posted == storable_id(posted))
        again = connection.execute(select(inbox.c.key).where(*told)).one_or_none()
        connection.execute(noted)
        return again is not None
    if closed["talk_after"] is not None:
        _write_talk(connection, closed, now)
    return True


def _write_talk(connection: Connection, row: RowMapping, now: int) -> None:
    insert_into = inserter(connection)
    whose = {"key": row["talk_key"], "platform": row["platform"], "team": row["team"]}
    new = insert_into(talk).values(**whose, data=row["talk_after"], updated_at=now)
    connection.execute(new.on_conflict_do_update(index_elements=["key"], set_=_of(new, "data", "updated_at")))
    connection.execute(insert_into(talker).values(**whose, user_id=row["user_id"]).on_conflict_do_nothing())


def _of(new: Any, *names: str) -> dict[str, Any]:
    return {name: new.excluded[name] for name in names}


def close(connection: Connection, event: Event, stage: Stage, now: int) -> bool:
    """End a row without an answer; False when it was closed already."""
    still_open = (is_row(event), IS_OPEN)
    closing = update_rows(inbox).where(*still_open).values(**_CLOSED, state=stage, updated_at=now)
    return connection.execute(closing).rowcount == 1


def crashed(connection: Connection, event: Event, now: int) -> int:
    """Count one more attempt that broke off; the number of them so far."""
    counting = update_rows(inbox).where(is_row(event)).values(attempts=inbox.c.attempts + 1, updated_at=now)
    return connection.execute(counting.returning(inbox.c.attempts)).scalar_one_or_none() or 0


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
    """The row whose reply has a reference: the one posted under an id, else the newest.

    The same question again has the same reference.
    """
    about = [inbox.c.platform == storable_id(platform), inbox.c.team == storable_id(team), inbox.c.ref == ref]
    if user is not None:
        about.append(inbox.c.user_id == storable_id(user))
    meant = func.coalesce(inbox.c.posted == storable_id(posted or ""), false()).desc()
    newest = select(inbox).where(*about).order_by(meant, inbox.c.received_at.desc(), inbox.c.place.desc()).limit(1)
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
