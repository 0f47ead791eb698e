"""Bringing a database to the schema of this version, under a lock, in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from adapters.state.database import BUSY_SECONDS, READING, allow
from adapters.state.tables import metadata

MIGRATION_SECONDS = 60
# Any number will do that no other application takes on the same server.
LOCK = 0x626561746230

Steps = Callable[[Any, MigrationContext], Iterable[Any]]


def upgrade(engine: Engine, to: str = "head") -> None:
    """Take the steps that the database lacks. One that a newer version has made is left as it is: it fits us too."""
    scripts = _scripts()

    def steps(at: Any, _context: MigrationContext) -> Iterable[Any]:
        known = {script.revision for script in scripts.walk_revisions()}
        return scripts._upgrade_revs(to, at) if set(at) <= known else ()  # noqa: SLF001

    with engine.connect().execution_options(**READING) as connection, connection.begin():
        if to == "head" and _at(connection) == scripts.get_heads():
            return
    with engine.connect() as connection, connection.begin():
        _run(connection, steps)


def downgrade(engine: Engine, to: str = "base") -> None:
    """Take steps back; their tables go with all that they hold."""
    scripts = _scripts()
    with engine.connect() as connection, connection.begin():
        _run(connection, lambda at, _: scripts._downgrade_revs(to, at))  # noqa: SLF001


def keep_journal(engine: Engine) -> None:
    """Turn on SQLite's write-ahead log. While another process does the same, SQLite refuses instead of waiting."""
    until = monotonic() + BUSY_SECONDS
    with closing(engine.raw_connection()) as connection:
        while True:
            try:
                connection.cursor().execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as fault:
                if fault.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > until:
                    raise
                sleep(0.01)
            else:
                return


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(Path(str(files("adapters.state") / "migrations")))


def _at(connection: Connection) -> list[str]:
    """The revision of the database, none for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return []
    return list(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars())


def _run(connection: Connection, steps: Steps) -> None:
    allow(connection, MIGRATION_SECONDS)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
    context = MigrationContext.configure(connection, opts={"fn": steps, "target_metadata": metadata})
    with Operations.context(context):
        context.run_migrations()
