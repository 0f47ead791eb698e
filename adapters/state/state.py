"""The state: what must survive a restart, behind one narrow door. Every call is one short transaction."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from random import random
from shutil import disk_usage
from threading import Lock, local
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, delete, false
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from adapters.desk.event import Event
from adapters.state import forgetting, inbox, kept, lookup
from adapters.state.breaker import Breaker
from adapters.state.database import BUSY_SECONDS, READING, create_file, engine_for, file_of
from adapters.state.errors import ReadOnly, StateError, Unavailable, is_clash, named
from adapters.state.inbox import Holder, Room, no_bound
from adapters.state.migrating import keep_journal, upgrade
from adapters.state.row import Asked, Feedback, Readiness, Row, Stage, Standing, Unanswered
from adapters.state.storable import storable, storable_id
from adapters.state.tables import setting

LEASE_SECONDS = 30.0
LEAST_FREE_BYTES = 64 * 1024 * 1024
TRIES = 4
SLOWEST_RETRY_SECONDS = 0.05
MOST_CHARACTERS_OF_JSON = 1_000_000

Clock = Callable[[], float]
T = TypeVar("T")


class State:
    """One open database. Its methods may be called from several threads; each raises StateError or its kinds.

    A clock gives seconds since 1970, as `time.time` does. What a method that raises has begun is undone; only a
    connection that breaks during the commit leaves it open. Repeat the call: it does no harm, but counts twice.
    """

    def __init__(self, engine: Engine, clock: Clock, lease_seconds: float = LEASE_SECONDS) -> None:
        self._engine = engine
        self._reader = engine.execution_options(**READING)
        self._clock = clock
        self._lease = int(lease_seconds * 1000)
        self._breaker = Breaker(time.monotonic)
        self._file = file_of(engine)
        # SQLite has one writer at a time, and its own way of waiting is to sleep and look again.
        self._one_writer = Lock() if self._file else None
        self._last_batch = 0
        self._open = _Open()

    @classmethod
    def open(cls, url: str, clock: Clock = time.time, lease_seconds: float = LEASE_SECONDS) -> State:
        """Open `sqlite:///…` or `postgresql://…`, and bring its schema up to date. Raises StateError."""
        engine = engine_for(url)
        file = file_of(engine)
        try:
            with _named_faults():
                if file:
                    create_file(file)
                    keep_journal(engine)
                upgrade(engine)
        except StateError:
            engine.dispose()
            raise
        return cls(engine, clock, lease_seconds)

    @property
    def has_one_writer(self) -> bool:
        """Whether only one transaction at a time can write, so that more than one thread would only wait."""
        return self._one_writer is not None

    def fold(self) -> None:
        """Fold SQLite's journal into its file, beside the writers: else one of their commits waits for it."""
        if self._file:
            self._fold("PASSIVE")

    def close(self) -> None:
        """Close every connection; SQLite folds its journal into the file."""
        self._engine.dispose()

    def ready(self) -> Readiness:
        """Whether events can be taken now: reachable, writable, and disk left."""
        try:
            self._write(_try_to_write)
            lacking = self._lacking()
        except (StateError, OSError) as fault:
            return Readiness(False, f"{type(fault).__name__}: {fault}")
        return Readiness(not lacking, lacking)

    # Events on their way.

    def take(self, events: Sequence[Event], worker: str = "") -> list[bool]:
        """Keep events in one transaction; True where an event is new. With a worker's name they are its to answer."""
        if not events:
            return []
        return self._write(lambda c: inbox.insert(c, events, self._batch(worker)))

    def claim(self, worker: str, limit: int, room: Room = no_bound) -> list[Row]:
        """Up to `limit` open rows that nobody holds, oldest first, now held by the worker until its lease ends.

        Teams take turns, and none gets more than there is room for it. Received ones become `answering`; those that are
        `sending` stay so: whether they were sent must be looked up.
        """
        return self._write(lambda c: inbox.claim(c, self._holder(worker), limit, room))

    def extend(self, worker: str) -> int:
        """Renew the lease on all that the worker holds; how many rows."""
        return self._write(lambda c: inbox.extend(c, self._holder(worker)))

    def release(self, worker: str) -> int:
        """Let go of all that the worker holds: when it stops, or when it starts and was killed before; how many."""
        return self._write(lambda c: inbox.release(c, worker))

    def answered(self, row: Row, reply: str, talk_after: str | None, ref: str) -> bool:
        """Keep the reply and the talk after it, both JSON, before sending. False: not ours any more, do not send."""
        kept_talk = None if talk_after is None else storable(talk_after, MOST_CHARACTERS_OF_JSON)
        said = {"reply": storable(reply, MOST_CHARACTERS_OF_JSON), "talk_after": kept_talk, "ref": storable_id(ref)}
        return self._write(lambda c: inbox.answered(c, row, {**said, "updated_at": self._now()}))

    def sent(self, row: Row | Event, posted: str) -> bool:
        """Close the row and write its talk. False: it was closed or forgotten meanwhile, and no talk was written."""
        return self._write(lambda c: inbox.sent(c, _event(row), posted, self._now()))

    def shed(self, row: Row | Event) -> bool:
        """Close the row: too much to do. False: it was closed."""
        return self._close(row, "shed")

    def shed_all(self, events: Sequence[Event]) -> list[bool]:
        """Close the rows of many events in one transaction, as `shed` does each."""
        return self._write(lambda c: inbox.close_all(c, events, "shed", self._now())) if events else []

    def parked(self, row: Row | Event) -> bool:
        """Close the row: nobody can answer it without crashing. False: it was closed."""
        return self._close(row, "parked")

    def gone(self, row: Row | Event) -> bool:
        """Close the row: its question was deleted or replaced, or there is nowhere to answer. False: it was closed."""
        return self._close(row, "gone")

    def crashed(self, row: Row | Event) -> int:
        """Count an attempt that broke off; how many have."""
        return self._write(lambda c: inbox.crashed(c, _event(row), self._now()))

    def find_answer(self, platform: str, team: str, channel: str, message: str) -> Row | None:
        """The row that a message's answer belongs to: of the posted ones the newest, else the question's."""
        return self._read(lambda c: lookup.find_answer(c, platform, team, channel, message))

    def find_reply(
        self, platform: str, team: str, ref: str, user: str | None = None, posted: str | None = None
    ) -> Row | None:
        """The newest row whose reply has the reference; with a user, of his; with an id of our message, of that."""
        return self._read(lambda c: lookup.find_reply(c, platform, team, ref, user, posted))

    def recent(self, platform: str, team: str, user: str, limit: int) -> list[Asked]:
        """The newest questions of a user that have a reply; each message once, as it was last worded."""
        return self._read(lambda c: lookup.recent(c, platform, team, user, limit))

    def depth(self) -> int:
        """How many rows are open, whoever holds them."""
        return self._read(lookup.depth)

    def talk(self, key: str) -> str | None:
        """The JSON of a talk, by the key that `Row.talk_key` gives."""
        return self._read(lambda c: kept.read_talk(c, storable_id(key, inbox.MOST_BYTES_OF_A_TALK_KEY)))

    def standing(self, row: Row) -> Standing:
        """How things stand where a row's question was put."""
        return self._read(lambda c: kept.read_standing(c, row))

    # Workspaces.

    def setting_in_force(self, platform: str, team: str, channel: str) -> dict[str, Any]:
        """What a channel has set, and what its workspace has where the channel has nothing; empty where neither has."""
        ids = storable_id(platform), storable_id(team), storable_id(channel)
        return self._read(lambda c: kept.read_setting_in_force(c, *ids))

    def setting(self, platform: str, team: str, channel: str = "") -> dict[str, Any]:
        """What a channel, or with '' the workspace, has set; empty where nothing is."""
        ids = storable_id(platform), storable_id(team), storable_id(channel)
        return self._read(lambda c: kept.read_setting(c, *ids))

    def set_setting(self, platform: str, team: str, channel: str, data: dict[str, Any], by: str) -> None:
        """Put all that a channel, or with '' the workspace, has set."""
        self._write(lambda c: kept.write_setting(c, (platform, team, channel), data, by, self._now()))

    def install(self, platform: str, team: str, data: dict[str, Any]) -> None:
        """Note that the bot was added to a workspace."""
        self._write(lambda c: kept.write_installation(c, platform, team, data, self._now()))

    def installations(self, platform: str) -> dict[str, dict[str, Any]]:
        """The workspaces of a platform, with what was noted of each."""
        return self._read(lambda c: kept.read_installations(c, platform))

    # Readers.

    def share(self, platform: str, team: str, ref: str, by: str, channel: str, posted: str) -> None:
        """Note that a reply was shown to a channel."""
        self._write(lambda c: kept.add_share(c, (platform, team, ref), by, channel, posted, self._now()))

    def feedback(self, platform: str, team: str, ref: str, verdict: str, reason: str = "", by: str = "") -> None:
        """Note a verdict on a reply, in the place of an earlier one of the same reader."""
        self._write(lambda c: kept.write_feedback(c, (platform, team, ref), by, verdict, reason, self._now()))

    def list_feedback(self, limit: int = 100) -> list[Feedback]:
        """The newest verdicts."""
        return self._read(lambda c: kept.read_feedback(c, limit))

    def unanswered(self, text: str, nearest: str = "") -> None:
        """Count a question that could not be answered, without who asked it."""
        if words := kept.nobodys(text):
            self._write(lambda c: kept.count_unanswered(c, words, nearest, self._now()))

    def list_unanswered(self, limit: int = 100) -> list[Unanswered]:
        """The questions asked most often without an answer."""
        return self._read(lambda c: kept.read_unanswered(c, limit))

    # Forgetting.

    def forget(self, platform: str, team: str | None = None, user: str | None = None) -> int:
        """Delete all of a user, of a workspace or of a platform, also from SQLite's journal; how many rows."""
        gone = self._write(lambda c: forgetting.forget(c, platform, team, user))
        self._fold_journal()
        return gone

    def expire(self) -> int:
        """Delete what is too old; how many rows."""
        gone = 0
        while some := self.expire_some():
            gone += some
        return gone

    def expire_some(self) -> int:
        """Delete some of what is too old, in one short transaction; how many rows. None: no more is too old."""
        return self._write(lambda c: forgetting.expire_some(c, self._now()))

    # How a call reaches the database.

    def together(self, calls: Sequence[Callable[[], Any]]) -> list[Any]:
        """The results of calls of this state, all in one transaction: all of them are kept, or none.

        Raises what the first of them raises that fails.
        """

        def work(connection: Connection) -> list[Any]:
            around, self._open.connection = self._open.connection, connection
            try:
                return [call() for call in calls]
            finally:
                self._open.connection = around

        return self._write(work)

    def _now(self) -> int:
        return int(self._clock() * 1000)

    def _holder(self, worker: str) -> Holder:
        now = self._now()
        return Holder(storable_id(worker), now, now + self._lease)

    def _batch(self, worker: str) -> Holder:
        """Who takes a batch; no two batches of one process share a millisecond, so that their order is known."""
        now = self._last_batch = max(self._now(), self._last_batch + 1)
        return Holder(storable_id(worker), now, now + self._lease if worker else 0)

    def _close(self, row: Row | Event, stage: Stage) -> bool:
        return self._write(lambda c: inbox.close(c, _event(row), stage, self._now()))

    def _read(self, work: Callable[[Connection], T]) -> T:
        return work(self._open.connection) if self._open.connection else self._run(self._reader, work)

    def _write(self, work: Callable[[Connection], T]) -> T:
        if self._open.connection:
            return work(self._open.connection)
        with self._turn():
            return self._run(self._engine, work)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if self._one_writer is None:
            yield
            return
        if not self._one_writer.acquire(timeout=BUSY_SECONDS):
            raise Unavailable("other threads are writing")
        try:
            yield
        finally:
            self._one_writer.release()

    def _run(self, engine: Engine, work: Callable[[Connection], T]) -> T:
        """One transaction; once more when another was in its way. Faults become ours, and count for the breaker."""
        self._breaker.admit()
        try:
            with _named_faults():
                done = _retried(engine, work)
        except Unavailable:
            self._breaker.failed()
            raise
        except ReadOnly:
            # The server may have been demoted: the next connection finds the one that is not.
            engine.dispose()
            raise
        self._breaker.worked()
        return done

    def _lacking(self) -> str:
        """What SQLite's disk lacks: its journal may need its own size again to be folded in."""
        if self._file is None:
            return ""
        journal = self._file.with_name(self._file.name + "-wal")
        needed = max(LEAST_FREE_BYTES, 2 * journal.stat().st_size if journal.exists() else 0)
        free = disk_usage(self._file.parent).free
        return "" if free >= needed else f"disk: {free >> 20} MiB free, {needed >> 20} MiB needed"

    def _fold_journal(self) -> None:
        """Move SQLite's journal into the file, so that it keeps nothing of what was deleted; readers may delay it."""
        if self._file is None:
            return
        with self._turn():
            self._fold("TRUNCATE")

    def _fold(self, how: str) -> None:
        with _named_faults(), self._engine.connect() as connection:
            driver = connection.connection.driver_connection
            if isinstance(driver, sqlite3.Connection):
                driver.execute(f"PRAGMA wal_checkpoint({how})").fetchall()


class _Open(local):
    """The transaction that is open in this thread."""

    connection: Connection | None = None


def _event(row: Row | Event) -> Event:
    return row.event if isinstance(row, Row) else row


def _try_to_write(connection: Connection) -> None:
    """Fails where nothing may be written, on either database, and writes nothing."""
    connection.execute(delete(setting).where(false()))


def _retried(engine: Engine, work: Callable[[Connection], T]) -> T:
    for tried in range(1, TRIES + 1):
        try:
            with engine.begin() as connection:
                return work(connection)
        except DBAPIError as fault:
            if tried == TRIES or not is_clash(fault):
                raise
            time.sleep(random() * SLOWEST_RETRY_SECONDS)  # noqa: S311
    raise AssertionError("unreachable")


@contextmanager
def _named_faults() -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as fault:
        raise named(fault) from fault
