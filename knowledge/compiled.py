"""A compiled file, opened to be read: rows by SQL, and names by their numbers."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Self, TypeVar

from knowledge.asof import look_back
from knowledge.errors import Damaged, NotBuilt, OtherSchema
from knowledge.tables import APPLICATION, SCHEMA, Shared

Row = tuple[Any, ...]
T = TypeVar("T")

MOST_KEPT = 50_000
_AT_ONCE = 500
_REBUILD = "Run 'beatbook build'"


class CompiledFile:
    """One read-only connection, for several threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._names: dict[int, str] = {}
        self._shared: dict[int, Shared] = {}

    @classmethod
    def open(cls, path: Path, as_of: date | None = None) -> Self:
        """The file at `path`, as it would have been on a day; raises NotBuilt, Damaged or OtherSchema."""
        if not path.is_file():
            raise NotBuilt(f"There is no compiled knowledge at {path}", _REBUILD)
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
        try:
            _prepare(connection, path, as_of)
        except BaseException:
            connection.close()
            raise
        return cls(connection)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def rows(self, sql: str, *values: str | int) -> list[Row]:
        """The rows of a query; none for values that no text can hold, such as half a surrogate pair."""
        try:
            with self._lock:
                return self._connection.execute(sql, values).fetchall()
        except UnicodeEncodeError:
            return []
        except sqlite3.ProgrammingError:
            raise
        except sqlite3.DatabaseError as error:
            raise Damaged(f"The compiled knowledge cannot be read: {error}", _REBUILD) from error

    def names(self, keys: Iterable[int | None]) -> Mapping[int, str]:
        """The names of the numbers."""
        return self._looked_up(self._names, {key for key in keys if key is not None}, "SELECT * FROM name", _text)

    def shared(self, keys: Iterable[int]) -> Mapping[int, Shared]:
        """The rows that figures share, by their numbers."""
        return self._looked_up(self._shared, set(keys), "SELECT * FROM shared", _shared)

    def _looked_up(self, kept: dict[int, T], keys: set[int], select: str, made: Callable[[Row], T]) -> Mapping[int, T]:
        """What the keys stand for, from memory as far as it is there, else many keys at once."""
        if len(kept) > MOST_KEPT:
            kept.clear()
        found = {key: value for key in keys if (value := kept.get(key)) is not None}
        missing = sorted(keys - found.keys())
        for start in range(0, len(missing), _AT_ONCE):
            some = missing[start : start + _AT_ONCE]
            rows = self.rows(f"{select} WHERE key IN ({', '.join('?' * len(some))})", *some)
            found |= {row[0]: made(row) for row in rows}
        if len(found) < len(keys):
            raise Damaged("The compiled knowledge lacks names that it refers to", _REBUILD)
        kept.update((key, found[key]) for key in missing)
        return found


def _text(row: Row) -> str:
    return str(row[1])


def _shared(row: Row) -> Shared:
    return Shared(*row[1:])


def _prepare(connection: sqlite3.Connection, path: Path, as_of: date | None) -> None:
    """Make sure that nothing can be written or run, and that the file is one of ours."""
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error as error:
        raise Damaged(f"{path} is no compiled knowledge: {error}", _REBUILD) from error
    if application != APPLICATION:
        raise Damaged(f"{path} is no compiled knowledge", _REBUILD)
    if schema != SCHEMA:
        raise OtherSchema(f"{path} has the tables of version {schema}, this Beatbook reads {SCHEMA}", _REBUILD)
    try:
        if as_of:
            look_back(connection, as_of)
        connection.execute("PRAGMA query_only=ON")
    except sqlite3.Error as error:
        raise Damaged(f"The compiled knowledge cannot be read: {error}", _REBUILD) from error
