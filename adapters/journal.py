"""What was asked at this terminal: by reference, so that a reply can be had again, and what was asked in vain."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

from bot.conversation import Talk
from bot.reply import Reply
from knowledge.base import KnowledgeBase

KEPT = 10_000
MOST_CHARACTERS = 400
ONCE_MORE = """INSERT INTO vain VALUES (?, 1, ?)
  ON CONFLICT DO UPDATE SET count = count + 1, nearest = excluded.nearest"""
# A question that was asked in vain, and the topic nearest to it.
Vain = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with all that its reply depends on."""

    ref: str
    question: str
    asked_on: date
    talk: str
    collections: str
    knowledge_version: str

    @classmethod
    def of(cls, reply: Reply, question: str, before: Talk, knowledge: KnowledgeBase) -> Self:
        """A question that has its reply; `before` is the talk in which it was asked."""
        day, talk = date.fromisoformat(reply.asked_on), before.to_json() if before != Talk() else ""
        return cls(reply.ref, question, day, talk, ",".join(knowledge.collections), knowledge.version)


def note(folder: Path, asked: Iterable[Asked], vain: Iterable[Vain] = ()) -> None:
    """Keep what was asked, and count what was in vain; the oldest beyond 10,000 go.

    Raises sqlite3.Error or OSError where nothing can be kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = [(a.ref, a.question, a.asked_on.isoformat(), a.talk, a.collections, a.knowledge_version) for a in asked]
    with _opened(folder) as journal:
        journal.executemany("INSERT OR REPLACE INTO asked VALUES (?, ?, ?, ?, ?, ?)", rows)
        journal.execute("DELETE FROM asked WHERE rowid <= (SELECT max(rowid) FROM asked) - ?", (KEPT,))
        _count(journal, vain)
    journal.close()


def _count(journal: sqlite3.Connection, vain: Iterable[Vain]) -> None:
    counted = [(words, nearest) for text, nearest in vain if (words := " ".join(text.casefold().split()))]
    journal.executemany(ONCE_MORE, [(words[:MOST_CHARACTERS], nearest) for words, nearest in counted])
    journal.execute("DELETE FROM vain WHERE rowid <= (SELECT max(rowid) FROM vain) - ?", (KEPT,))


def recall(folder: Path, ref: str) -> Asked | None:
    """What was asked under a reference, if it is kept."""
    if not _file(folder).is_file():
        return None
    with _opened(folder) as journal:
        row = journal.execute("SELECT * FROM asked WHERE ref = ?", (ref,)).fetchone()
    journal.close()
    return Asked(row[0], row[1], date.fromisoformat(row[2]), row[3], row[4], row[5]) if row else None


def unanswered(folder: Path) -> list[tuple[str, int, str]]:
    """What was asked in vain here: the words, how often, the nearest topic; the most frequent first."""
    if not _file(folder).is_file():
        return []
    with _opened(folder) as journal:
        rows: list[tuple[str, int, str]] = journal.execute(
            "SELECT text, count, nearest FROM vain ORDER BY count DESC, rowid DESC"
        ).fetchall()
    journal.close()
    return rows


def forget(home: Path) -> int:
    """Forget all that was asked and typed at this terminal; how many questions."""
    file, number = _file(home), 0
    if file.is_file():
        with _opened(home) as journal:
            (number,) = journal.execute("SELECT count(*) FROM asked").fetchone()
        journal.close()
    # The files go, not the rows: SQLite leaves what is deleted in its pages.
    for path in (file, file.with_name(f"{file.name}-journal"), home / "history"):
        path.unlink(missing_ok=True)
    return number


def _file(folder: Path) -> Path:
    return folder / "journal.sqlite"


def _opened(folder: Path) -> sqlite3.Connection:
    journal = sqlite3.connect(_file(folder), timeout=2)
    journal.execute("PRAGMA synchronous=OFF")
    journal.execute(
        "CREATE TABLE IF NOT EXISTS asked"
        " (ref TEXT PRIMARY KEY, question TEXT, asked_on TEXT, talk TEXT, collections TEXT, knowledge TEXT)"
    )
    journal.execute("CREATE TABLE IF NOT EXISTS vain (text TEXT PRIMARY KEY, count INTEGER, nearest TEXT)")
    return journal
