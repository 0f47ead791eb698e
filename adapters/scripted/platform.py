"""A platform whose messages lie in an SQLite file, with faults on demand: they survive the death of the bot."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from adapters.desk.event import Event, Gone, Outgoing, RateLimited

T = TypeVar("T")
Method = str

_TABLES = """
CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY AUTOINCREMENT, team TEXT, channel TEXT, thread TEXT, key TEXT, question TEXT, user TEXT,
    text TEXT, updates INTEGER DEFAULT 0, deleted INTEGER DEFAULT 0);
CREATE INDEX IF NOT EXISTS message_key ON message (key);
"""
_SHOWN = ("team", "channel", "thread", "key", "question", "user", "text", "updates")


@dataclass(frozen=True, slots=True)
class Message:
    """One message as people on the platform see it."""

    id: str
    team: str
    channel: str
    thread: str
    key: str
    question: str
    user: str
    text: str
    updates: int
    deleted: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """What befalls a call: it waits, then raises; `arrives` tells whether it had its effect all the same."""

    raises: Exception | None = None
    arrives: bool = False
    hangs: float = 0.0


class Scripted:
    """The platform `scripted`. `faults` names calls by their method and number: ("send", 3) is the third send."""

    def __init__(
        self,
        path: Path,
        faults: Mapping[tuple[Method, int], Fault] | None = None,
        *,
        name: str = "scripted",
        seconds: float = 0.0,
    ) -> None:
        self.name = name
        self.calls: Counter[Method] = Counter()
        self.inside_a_pause = 0
        self._faults, self._seconds = dict(faults or {}), seconds
        self._paused: dict[tuple[str, Method], float] = {}
        self._path, self._thread = path, ThreadPoolExecutor(1, thread_name_prefix="scripted")
        self._connection: sqlite3.Connection | None = None

    async def send(self, out: Outgoing) -> str:
        """Post or update a message."""
        return await self._call("send", out.event.team, lambda file: _post(file, out))

    async def find_sent(self, out: Outgoing) -> str | None:
        """The message that carries the key."""
        return await self._call("find_sent", out.event.team, lambda file: _find(file, out.key))

    async def delete(self, event: Event, posted: str) -> None:
        """Delete a message."""
        await self._call("delete", event.team, lambda file: _delete(file, posted))

    def close(self) -> None:
        """Close the file."""
        self._thread.submit(self._close).result()
        self._thread.shutdown()

    def messages(self) -> list[Message]:
        """All messages, the oldest first."""
        return messages_in(self._path)

    async def _call(self, method: Method, team: str, work: Callable[[sqlite3.Connection], T]) -> T:
        self.calls[method] += 1
        self._count_pauses(team, method)
        fault = self._faults.get((method, self.calls[method]))
        if fault and fault.hangs:
            await asyncio.sleep(fault.hangs)
        if fault and fault.raises and not fault.arrives:
            self._pause(team, method, fault.raises)
            raise fault.raises
        if self._seconds:
            await asyncio.sleep(self._seconds)
        result = await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(self._file()))
        if fault and fault.raises:
            raise fault.raises
        return result

    def _pause(self, team: str, method: Method, raised: Exception) -> None:
        if isinstance(raised, RateLimited):
            self._paused[team, method] = asyncio.get_running_loop().time() + raised.after_seconds

    def _count_pauses(self, team: str, method: Method) -> None:
        if asyncio.get_running_loop().time() < self._paused.get((team, method), 0.0):
            self.inside_a_pause += 1

    def _file(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = _opened(self._path)
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()


def messages_in(path: Path) -> list[Message]:
    """All messages of a platform's file, the oldest first."""
    file = _opened(path)
    rows = file.execute("SELECT * FROM message ORDER BY id").fetchall()
    file.close()
    return [Message(id=str(row[0]), deleted=bool(row[9]), **dict(zip(_SHOWN, row[1:9], strict=True))) for row in rows]


def _opened(path: Path) -> sqlite3.Connection:
    # Nothing here must survive the machine's end, only the process's.
    file = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
    file.execute("PRAGMA journal_mode=WAL")
    file.execute("PRAGMA synchronous=OFF")
    file.executescript(_TABLES)
    return file


def _post(file: sqlite3.Connection, out: Outgoing) -> str:
    if out.posted is not None:
        update = "UPDATE message SET text = ?, updates = updates + 1 WHERE id = ? AND NOT deleted"
        if not file.execute(update, (out.reply.text, int(out.posted))).rowcount:
            raise Gone("the message is deleted")
        return out.posted
    event = out.event
    values = (event.team, event.channel, event.thread, out.key, event.message, event.user, out.reply.text)
    insert = "INSERT INTO message (team, channel, thread, key, question, user, text) VALUES (?, ?, ?, ?, ?, ?, ?)"
    return str(file.execute(insert, values).lastrowid)


def _find(file: sqlite3.Connection, key: str) -> str | None:
    row = file.execute("SELECT id FROM message WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else None


def _delete(file: sqlite3.Connection, posted: str) -> None:
    file.execute("UPDATE message SET deleted = 1 WHERE id = ?", (int(posted),))
