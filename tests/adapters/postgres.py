"""A real PostgreSQL from the system's packages, started for the tests that ask for it and stopped at their end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

MISSING = "PostgreSQL is not installed (apt-get install -y postgresql): its tests are skipped"
OWNER = "postgres"
START_SECONDS = 30
KEPT = "kept"
# The tables stay, and the note of how they came to be.
EMPTY = """DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
END $$"""
OPTIONS = "-c fsync=on -c max_connections=60 -c listen_addresses=127.0.0.1"


class Server:
    """One server on 127.0.0.1, with a data folder of its own."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.binaries = binaries
        self.folder = folder
        self.port = free_port()
        self._names = count(1)

    def install(self) -> None:
        self._run("initdb", "--auth=trust", f"--username={OWNER}", "--encoding=UTF8", "--locale=C", *self._data())

    def start(self) -> None:
        options = f"{OPTIONS} -p {self.port} -k {self.folder}"
        log = str(self.folder / "log")
        self._run("pg_ctl", "start", "-w", "-t", str(START_SECONDS), "-l", log, "-o", options, *self._data())

    def stop(self, mode: str = "immediate") -> None:
        self._run("pg_ctl", "stop", "-w", "-m", mode, *self._data())

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"state{next(self._names)}"
        self.execute(f"CREATE DATABASE {name}")
        return self.address(name)

    def emptied(self) -> str:
        """The address of the one database that tests share, its tables empty. Quicker than a new one."""
        try:
            self.execute(f"CREATE DATABASE {KEPT}")
        except psycopg.errors.DuplicateDatabase:
            self.execute(EMPTY, KEPT)
        return self.address(KEPT)

    def emptied_address(self) -> str:
        """The address of the shared database, as it is."""
        return self.address(KEPT)

    def address(self, name: str) -> str:
        return f"postgresql://{OWNER}@127.0.0.1:{self.port}/{name}"

    def execute(self, statement: str, database: str = OWNER) -> None:
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _data(self) -> tuple[str, str]:
        return "-D", str(self.folder / "data")

    def _signal(self, number: signal.Signals) -> None:
        """To the server and every process it has started, which are in groups of their own."""
        head = int((self.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, check=True, text=True).stdout
        pairs = (map(int, line.split()) for line in listed.splitlines())
        for process in [head, *(child for child, parent in pairs if parent == head)]:
            try:
                os.kill(process, number)
            except ProcessLookupError:
                continue

    def _run(self, program: str, *arguments: str) -> None:
        """The programs refuse to run as root."""
        command = [str(self.binaries / program), *arguments]
        as_owner = ["runuser", "-u", OWNER, "--", *command] if os.geteuid() == 0 else command
        # A server that is started keeps its output open: it may not be a pipe that is read to its end.
        with (self.folder / "output").open("ab") as output:
            done = subprocess.run(as_owner, cwd=self.folder, stdout=output, stderr=output, check=False)
        if done.returncode:
            raise RuntimeError((self.folder / "output").read_text(encoding="utf-8", errors="replace")[-2000:])


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def binaries() -> Path | None:
    """The newest installed server's programs."""
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    versions = sorted((path.parent for path in folders), key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    return versions[-1] if versions else Path(on_path).resolve().parent if on_path else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A running server; skips where none is installed."""
    found = binaries()
    if found is None:
        pytest.skip(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="beatbook-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, OWNER)
    server = Server(found, folder)
    try:
        server.install()
        server.start()
        yield server
        server.thaw()
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
