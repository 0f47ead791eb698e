"""The inbox, as statements within a transaction of the caller: events on their way from received to sent.

The statements are built once: building one costs several times what running it does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Connection, RowMapping, String, and_, bindparam, case, exists, select, tuple_
from sqlalchemy import update as update_rows
from sqlalchemy.dialects.postgresql import insert as insert_postgres
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from adapters.desk.event import Event, talk_key
from adapters.state.row import Row, Stage
from adapters.state.storable import storable, storable_id
from adapters.state.tables import inbox, talk, talker

MOST_BYTES_OF_A_TALK_KEY = 1500
CLAIMING = 0x626561746231

# Two that claim at once would not see what the other is about to take of the same talk. And a planner that has not
# seen a backlog before would sort all of it, instead of reading its oldest rows off the index.
_ALONE = f"""SELECT pg_advisory_xact_lock({CLAIMING}),
    set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true)"""
INSERTS: dict[str, Any] = {"postgresql": insert_postgres, "sqlite": insert_sqlite}
IS_OPEN = inbox.c.lease_until.is_not(None)
_KEY = (inbox.c.platform, inbox.c.team, inbox.c.key)
_IS_ROW = and_(*(column == bindparam(f"of_{column.name}", type_=String) for column in _KEY))
# For fairness a claim looks at more rows than it takes; a backlog behind them is not read.
MOST_LOOKED_AT = 200
Key = tuple[str, str, str]
# How many rows of a team, by platform and team, a claim may take.
Room = Callable[[str, str], int]
# Keys alone are found by an index, whole ids are not; two teams may share a key.
_CHOSEN = (
    inbox.c.key.in_(bindparam("keys", expanding=True)),
    tuple_(*_KEY).in_(bindparam("chosen", expanding=True)),
)
_CLOSED: dict[str, Any] = {"owner": "", "lease_until": None, "ticket": None}


def no_bound(platform: str, team: str) -> int:
    """Room for any number of rows."""
    del platform, team
    return 2**31


@dataclass(frozen=True, slots=True)
class Holder:
    """Who takes rows, when, and until when they are his. Times in milliseconds."""

    name: str
    now: int
    until: int


def inserter(connection: Connection) -> Any:
    """The dialect's own INSERT, the one that knows ON CONFLICT."""
    return INSERTS[connection.dialect.name]


def key_of(event: Event) -> Key:
    """The key of an event's row."""
    return storable_id(event.platform), storable_id(event.team), storable_id(event.key)


def row_of(event: Event) -> dict[str, str]:
    """The values that name an event's row."""
    return {f"of_{column.name}": name for column, name in zip(_KEY, key_of(event), strict=True)}


def chosen_as(keys: Sequence[Key]) -> dict[str, Any]:
    """The values that name some rows."""
    return {"keys": [key for _, _, key in keys], "chosen": keys}


_INSERT = {name: new(inbox).on_conflict_do_nothing().returning(*_KEY) for name, new in INSERTS.items()}


def insert(connection: Connection, events: Sequence[Event], holder: Holder) -> list[bool]:
    """Insert events in one statement; True for each that was not known, once where it comes twice."""
    rows = [_values_of(event, place, holder) for place, event in enumerate(events)]
    # Everybody inserts in the same order, so that no two wait for each other's keys.
    ordered = sorted(rows, key=_key_of)
    fresh = {tuple(row) for row in connection.execute(_INSERT[connection.dialect.name], ordered)}
    taken: list[bool] = []
    for row in rows:
        taken.append(_key_of(row) in fresh)
        fresh.discard(_key_of(row))
    return taken


def _key_of(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["platform"], row["team"], row["key"]


def _values_of(event: Event, place: int, holder: Holder) -> dict[str, Any]:
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
        "ticket": storable(event.ticket) or None,
        "state": "received",
        "attempts": 0,
        "owner": holder.name,
        "lease_until": holder.until,
        "received_at": holder.now,
        "place": place,
        "updated_at": holder.now,
    }


_held = inbox.alias()
_ELSEWHERE = exists().where(
    _held.c.talk_key == inbox.c.talk_key, _held.c.lease_until > 0, _held.c.owner != bindparam("name", type_=String)
)
_RAN_OUT = (
    update_rows(inbox)
    .where(inbox.c.lease_until > 0, inbox.c.lease_until <= bindparam("now_is", type_=BigInteger))
    .values(owner="", lease_until=0)
)
_OLDEST = (
    select(*_KEY)
    .where(inbox.c.lease_until == 0, ~_ELSEWHERE)
    .order_by(inbox.c.received_at, inbox.c.place, inbox.c.key)
    .limit(bindparam("most", type_=BigInteger))
)
_TAKE = (
    update_rows(inbox)
    .where(*_CHOSEN, inbox.c.lease_until == 0)
    .values(state=case((inbox.c.state == "received", "answering"), else_=inbox.c.state))
    .returning(inbox)
)


def claim(connection: Connection, holder: Holder, limit: int, room: Room = no_bound) -> list[Row]:
    """Take up to `limit` open rows that nobody holds, oldest first; a talk's rows only to who holds the talk.

    Teams take turns: each gets its oldest before any gets its second, and none more than there is room for it.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_ALONE)
    connection.execute(_RAN_OUT, {"now_is": holder.now})
    asked = {"name": holder.name, "most": max(limit, MOST_LOOKED_AT)}
    free = [(row[0], row[1], row[2]) for row in connection.execute(_OLDEST, asked)]
    chosen = in_turn(free, limit, room)
    if not chosen:
        return []
    taken = {"owner": holder.name, "lease_until": holder.until, "updated_at": holder.now}
    rows = connection.execute(_TAKE, {**chosen_as(chosen), **taken}).mappings().all()
    place = {key: number for number, key in enumerate(chosen)}
    return [read(row) for row in sorted(rows, key=lambda row: place[row["platform"], row["team"], row["key"]])]


def in_turn(oldest: Sequence[Key], limit: int, room: Room) -> list[Key]:
    """Of keys with the oldest first, those that are next: every team's first, then every team's second, and so on."""
    turn: Counter[tuple[str, str]] = Counter()
    ranked: list[tuple[int, int]] = []
    for number, (platform, team, _) in enumerate(oldest):
        turn[platform, team] += 1
        if turn[platform, team] <= room(platform, team):
            ranked.append((turn[platform, team], number))
    return [oldest[number] for _, number in sorted(ranked)[:limit]]


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
        ticket=row["ticket"] or "",
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


# The columns that are set are those of the values given.
_OPEN_AND_MINE = update_rows(inbox).where(_IS_ROW, inbox.c.owner == bindparam("held_by", type_=String), IS_OPEN)
_STILL_OPEN = update_rows(inbox).where(_IS_ROW, IS_OPEN)
_ANY = update_rows(inbox).where(_IS_ROW)
_CLOSING = _STILL_OPEN.returning(inbox.c.talk_key, inbox.c.platform, inbox.c.team, inbox.c.user_id, inbox.c.talk_after)
_TOLD = select(inbox.c.key).where(
    _IS_ROW, inbox.c.state == "sent", inbox.c.posted == bindparam("as_posted", type_=String)
)
_COUNT = (
    update_rows(inbox)
    .where(_IS_ROW)
    .values(attempts=inbox.c.attempts + 1, updated_at=bindparam("now"))
    .returning(inbox.c.attempts)
)


def answered(connection: Connection, row: Row, values: dict[str, Any]) -> bool:
    """Keep the reply before it is sent; False when somebody else holds the row by now, or it is closed."""
    given = {**row_of(row.event), "held_by": row.owner, "state": "sending", **values}
    return connection.execute(_OPEN_AND_MINE, given).rowcount == 1


def sent(connection: Connection, event: Event, posted: str, now: int) -> bool:
    """Close the row and write the talk that the reply leads to; True also when told again."""
    which, noted = row_of(event), {"posted": storable_id(posted), "updated_at": now}
    closed = connection.execute(_CLOSING, {**which, **noted, **_CLOSED, "state": "sent"}).mappings().one_or_none()
    if closed is None:
        again = connection.execute(_TOLD, {**which, "as_posted": noted["posted"]}).one_or_none()
        connection.execute(_ANY, {**which, **noted})
        return again is not None
    if closed["talk_after"] is not None:
        _write_talk(connection, closed, now)
    return True


def _upsert(new: Any) -> Any:
    return new.on_conflict_do_update(
        index_elements=["key"], set_={name: new.excluded[name] for name in ("data", "updated_at")}
    )


_TALK = {name: _upsert(new(talk)) for name, new in INSERTS.items()}
_TALKER = {name: new(talker).on_conflict_do_nothing() for name, new in INSERTS.items()}


def _write_talk(connection: Connection, row: RowMapping, now: int) -> None:
    database = connection.dialect.name
    whose = {"key": row["talk_key"], "platform": row["platform"], "team": row["team"]}
    connection.execute(_TALK[database], {**whose, "data": row["talk_after"], "updated_at": now})
    connection.execute(_TALKER[database], {**whose, "user_id": row["user_id"]})


def close(connection: Connection, event: Event, stage: Stage, now: int) -> bool:
    """End a row without an answer; False when it was closed already."""
    given = {**row_of(event), **_CLOSED, "state": stage, "updated_at": now}
    return connection.execute(_STILL_OPEN, given).rowcount == 1


_CLOSE_ALL = update_rows(inbox).where(*_CHOSEN, IS_OPEN).returning(*_KEY)


def close_all(connection: Connection, events: Sequence[Event], stage: Stage, now: int) -> list[bool]:
    """End rows without an answer; False for each that was closed already."""
    keys = [key_of(event) for event in events]
    given = {**_CLOSED, "state": stage, "updated_at": now}
    closed = {tuple(row) for row in connection.execute(_CLOSE_ALL, {**chosen_as(keys), **given})}
    return [key in closed for key in keys]


def crashed(connection: Connection, event: Event, now: int) -> int:
    """Count one more attempt that broke off; the number of them so far."""
    return connection.execute(_COUNT, {**row_of(event), "now": now}).scalar_one_or_none() or 0
