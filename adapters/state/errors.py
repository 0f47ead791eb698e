"""What can go wrong between the state and its database, in the few kinds that a caller can act on."""

from __future__ import annotations

import sqlite3

import psycopg
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolExhausted

RETRY_SECONDS = 1.0


class StateError(Exception):
    """The database did not do what it was asked, and nothing of it was kept. Never holds a text of a user."""


class Unavailable(StateError):
    """The database cannot be reached, is locked or too slow; after `retry_after` seconds another try may succeed."""

    def __init__(self, why: str, retry_after: float = RETRY_SECONDS) -> None:
        super().__init__(why)
        self.retry_after = retry_after


class Full(StateError):
    """The disk of the database is full."""


class ReadOnly(StateError):
    """The database takes no writes: a file or file system that is read-only, or a server that was demoted."""


class Damaged(StateError):
    """The file is no database, or a damaged one. Restore it from a backup."""


_SQLITE: dict[int, type[StateError]] = {
    sqlite3.SQLITE_FULL: Full,
    sqlite3.SQLITE_READONLY: ReadOnly,
    sqlite3.SQLITE_BUSY: Unavailable,
    sqlite3.SQLITE_LOCKED: Unavailable,
    sqlite3.SQLITE_CANTOPEN: Unavailable,
    sqlite3.SQLITE_IOERR: Unavailable,
    sqlite3.SQLITE_INTERRUPT: Unavailable,
    sqlite3.SQLITE_PROTOCOL: Unavailable,
    sqlite3.SQLITE_NOMEM: Unavailable,
    sqlite3.SQLITE_CORRUPT: Damaged,
    sqlite3.SQLITE_NOTADB: Damaged,
}
_SQLSTATE: dict[str, type[StateError]] = {"53100": Full, "25006": ReadOnly}
# By class: connection, rollback asked for, resources, operator's hand (and timeouts), the system below.
_PASSING = ("08", "40", "53", "57", "58", "55P03", "25P03")
_CLASHES = {"40001", "40P01"}


def named(fault: SQLAlchemyError | sqlite3.Error) -> StateError:
    """The error of ours that a fault of the driver amounts to."""
    if isinstance(fault, PoolExhausted):
        return Unavailable("all connections are in use")
    origin = fault.orig if isinstance(fault, DBAPIError) else fault
    if isinstance(origin, sqlite3.Error):
        return _SQLITE.get(_code(origin), StateError)(_first_line(origin))
    if isinstance(origin, psycopg.Error):
        return _of_postgres(origin)
    return StateError(type(fault).__name__)


def is_clash(fault: SQLAlchemyError) -> bool:
    """Whether two transactions got into each other's way, so that the same again is likely to succeed."""
    origin = fault.orig if isinstance(fault, DBAPIError) else None
    return isinstance(origin, psycopg.Error) and origin.sqlstate in _CLASHES


def _code(origin: sqlite3.Error) -> int:
    """The primary result code, without the details that the extended one adds."""
    return int(getattr(origin, "sqlite_errorcode", 0) or 0) & 0xFF


def _of_postgres(origin: psycopg.Error) -> StateError:
    state = origin.sqlstate
    if state in _SQLSTATE:
        return _SQLSTATE[state](_first_line(origin))
    gone = state is None and isinstance(origin, psycopg.OperationalError | psycopg.InterfaceError)
    if gone or (state or "").startswith(_PASSING):
        return Unavailable(_first_line(origin))
    return StateError(f"{type(origin).__name__} {state}")


def _first_line(origin: Exception) -> str:
    """What the database says, without the lines of detail that may quote values."""
    return str(origin).partition("\n")[0].strip()[:200] or type(origin).__name__
