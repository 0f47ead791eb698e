"""The n-th thing that is asked of a database fails: a statement, or the commit, before or after it took effect."""

from __future__ import annotations

import sqlite3
from typing import Any, Literal

import psycopg
from sqlalchemy import Connection, Engine
from sqlalchemy import event as hooks
from sqlalchemy.exc import OperationalError

Commit = Literal["before", "after"]
STATEMENTS = ("do_execute", "do_executemany", "do_execute_no_params")


class Faults:
    """Counts statements and commits of an engine, and fails the n-th of them, once."""

    def __init__(self, engine: Engine, nth: int, commit: Commit = "before") -> None:
        self.engine = engine
        self.left = nth
        self.hit = ""
        self._commit: Commit = commit
        for name in STATEMENTS:
            hooks.listen(engine, name, self._statement)
        hooks.listen(engine, "commit", self._at_commit)

    def remove(self) -> None:
        for name in STATEMENTS:
            hooks.remove(self.engine, name, self._statement)
        hooks.remove(self.engine, "commit", self._at_commit)

    def _statement(self, _cursor: Any, statement: str, *_: object) -> None:
        if self._due(statement):
            raise self._origin()

    def _at_commit(self, connection: Connection) -> None:
        if self._due("COMMIT"):
            if self._commit == "after":
                connection.connection.dbapi_connection.commit()  # type: ignore[union-attr]
            raise self.fault(self.engine.dialect.name)

    def _due(self, what: str) -> bool:
        self.left -= 1
        if self.left == 0:
            self.hit = what
        return self.left == 0

    def _origin(self) -> Exception:
        return self.origin(self.engine.dialect.name)

    @staticmethod
    def origin(dialect: str) -> Exception:
        if dialect == "sqlite":
            return sqlite3.OperationalError("disk I/O error")
        return psycopg.OperationalError("the connection is lost")

    @classmethod
    def fault(cls, dialect: str) -> OperationalError:
        return OperationalError("COMMIT", None, cls.origin(dialect))
