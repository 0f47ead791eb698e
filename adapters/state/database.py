"""The connections to either database: how durable, how patient, and by when each call has ended."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from adapters.state.errors import Full, ReadOnly, StateError, Unavailable

MOST_CONNECTIONS = 5
CONNECT_SECONDS = 2
CALL_SECONDS = 2.0
# A healthy server answers a ping at once; a frozen one is noticed before the rest of the time is gone.
PING_SECONDS = 0.5
# What a call may still take to end tidily when its time is up.
LAST_SECONDS = 0.1
BUSY_SECONDS = 5
JOURNAL_BYTES = 64 * 1024 * 1024
LONGEST_JOURNAL = 8000
OLDEST_SQLITE = (3, 35, 0)

READING = {"beatbook_reading": True}
DRIVERS = {"sqlite": "sqlite", "sqlite+pysqlite": "sqlite", "postgresql": "postgresql+psycopg"}

_PRAGMAS = (
    f"busy_timeout={BUSY_SECONDS * 1000}",
    "synchronous=FULL",
    f"journal_size_limit={JOURNAL_BYTES}",
    "secure_delete=ON",
    # So late that the desk has folded nearly all of the journal by then, beside the writers.
    f"wal_autocheckpoint={LONGEST_JOURNAL}",
    "trusted_schema=OFF",
)
_SERVER_OPTIONS = (
    f"-c statement_timeout={CALL_SECONDS * 1000:.0f} -c lock_timeout={CALL_SECONDS * 1000:.0f}"
    f" -c idle_in_transaction_session_timeout=10000 -c timezone=UTC"
)
_WHY_NO_FILE: dict[int, type[StateError]] = {
    errno.ENOSPC: Full, errno.EDQUOT: Full, errno.EROFS: ReadOnly, errno.EACCES: ReadOnly, errno.EPERM: ReadOnly,
}  # fmt: skip

T = TypeVar("T")


class Bounded(psycopg.Connection[Any]):
    """A connection whose waits end: a server that is frozen, not dead, keeps none of its own time limits."""

    deadline: float | None = None

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """Wait no longer than to the deadline of the call; a connection that reached it is closed, never reused."""
        until = monotonic() + PING_SECONDS if self.deadline is None else self.deadline
        until = max(until, monotonic() + LAST_SECONDS)
        left = until - monotonic()
        try:
            return super().wait(gen, interval, left if timeout is None else min(left, timeout))
        except psycopg.OperationalError:
            if monotonic() >= until:
                self.close()
            raise


def url_beside(home: Path) -> str:
    """The address of the SQLite file that an installation keeps its state in, unless a database is set."""
    return URL.create("sqlite", database=str(home / "state.sqlite")).render_as_string(hide_password=False)


def engine_for(address: str) -> Engine:
    """An engine for a `sqlite:///…` or `postgresql://…` address; connects to nothing yet. Raises StateError."""
    try:
        url = make_url(address)
    except ArgumentError:
        raise StateError("the address of the database cannot be read") from None
    if url.drivername == "postgresql+psycopg" or DRIVERS.get(url.drivername, "").startswith("postgresql"):
        return _postgres(url.set(drivername="postgresql+psycopg"))
    if DRIVERS.get(url.drivername) == "sqlite":
        return _sqlite(url)
    raise StateError(f"no database of the kind {url.drivername}; take sqlite:///… or postgresql://…")


def file_of(engine: Engine) -> Path | None:
    """The file of a SQLite database; None for PostgreSQL."""
    name = engine.url.database or ""
    return Path(name.removeprefix("file:")) if engine.dialect.name == "sqlite" else None


def allow(connection: Connection, seconds: float) -> None:
    """Give the transaction that is open more time than a call has: migrations, on PostgreSQL."""
    if connection.dialect.name != "postgresql":
        return
    bounded = connection.connection.driver_connection
    if isinstance(bounded, Bounded):
        bounded.deadline = monotonic() + seconds
    for limit in ("statement_timeout", "lock_timeout"):
        connection.exec_driver_sql(f"SET LOCAL {limit} = {seconds * 1000:.0f}")


def _postgres(url: URL) -> Engine:
    engine = create_engine(
        url,
        connect_args={"connect_timeout": CONNECT_SECONDS, "tcp_user_timeout": 2000, "options": _SERVER_OPTIONS},
        pool_size=MOST_CONNECTIONS,
        max_overflow=0,
        pool_timeout=CALL_SECONDS,
        pool_pre_ping=True,
        hide_parameters=True,
    )
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "checkout", _begin_call)
    event.listen(engine, "checkin", _end_call)
    return engine


def _connect(_dialect: Any, _record: Any, given: tuple[Any, ...], named: dict[str, Any]) -> Bounded:
    connection = Bounded.connect(*given, **named)
    connection.deadline = monotonic() + CALL_SECONDS
    return connection


def _begin_call(connection: Bounded, *_: object) -> None:
    connection.deadline = monotonic() + CALL_SECONDS


def _end_call(connection: Bounded | None, *_: object) -> None:
    if connection is not None:
        connection.deadline = None


def _sqlite(url: URL) -> Engine:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise StateError(f"SQLite {sqlite3.sqlite_version} is too old; 3.35 is the least")
    if url.database in {None, "", ":memory:"} or url.query.get("mode") == "memory":
        raise StateError("a database in memory would not survive a restart; name a file")
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS},
        pool_size=MOST_CONNECTIONS,
        max_overflow=0,
        pool_timeout=BUSY_SECONDS,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _furnish)
    event.listen(engine, "begin", _begin)
    return engine


def _furnish(connection: sqlite3.Connection, _record: object) -> None:
    # The driver would begin a transaction later than we do, and never an immediate one.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """A writer takes its lock at once: one that began by reading could not wait for it."""
    reading = connection.get_execution_options().get("beatbook_reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def create_file(path: Path) -> None:
    """Make the file, for its owner's eyes only; the journals beside it take over its mode."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as fault:
        kind = _WHY_NO_FILE.get(fault.errno or 0, Unavailable)
        if kind is ReadOnly and path.is_file():
            return
        raise kind(f"{path}: {fault.strerror}") from None
