"""The questions of the tests, which are data: who asks what, and the figures of a collection they must lead to."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from knowledge.read import read

TEXT = Path(str(files("knowledge") / "data"))
QUESTIONS = Path(__file__).parent / "questions"
TODAY = date(2026, 11, 22)
COLLECTIONS = ("articles", "dossier")


@dataclass(frozen=True)
class Asking:
    """One way of asking for one figure (named by its row of the editors' lists) of a collection."""

    fact: str
    question: str
    now: date
    collection: str = "articles"

    def __str__(self) -> str:
        return f"{self.fact}: {self.question}"


@dataclass(frozen=True)
class Refusing:
    """One question that must not be answered, and the outcomes that will do."""

    question: str
    outcomes: tuple[str, ...]
    now: date

    def __str__(self) -> str:
        return self.question


@dataclass(frozen=True)
class Turn:
    """One turn of a talk: the outcome, and fields of the headline (a period by its id) where it answers."""

    question: str
    outcome: str
    shows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Conversation:
    """Turns that are asked one after the other."""

    turns: tuple[Turn, ...]

    def __str__(self) -> str:
        return " > ".join(turn.question for turn in self.turns)


def _day(item: dict[str, str]) -> date:
    return date.fromisoformat(item["now"]) if item.get("now") else TODAY


def answerable(collection: str = "articles") -> list[Asking]:
    items = yaml.load((QUESTIONS / f"{collection}.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    return [Asking(item["fact"], question, _day(item), collection) for item in items for question in item["asks"]]


def refusable() -> list[Refusing]:
    items = yaml.load((QUESTIONS / "must_not_answer.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    return [Refusing(item["ask"], tuple(item["outcomes"]), _day(item)) for item in items]


def conversations(name: str = "talks") -> list[Conversation]:
    items = yaml.load((QUESTIONS / f"{name}.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    return [Conversation(tuple(map(_turn, turns))) for turns in items]


def _turn(item: dict[str, Any]) -> Turn:
    return Turn(item["ask"], item["outcome"], tuple(item.get("shows", {}).items()))


def _rows(collection: str) -> Iterator[tuple[str, int, str]]:
    for path in sorted((TEXT / "observations" / collection).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            for row in reader:
                yield path.name, reader.line_num, row["fact"]


@cache
def facts(collection: str = "articles") -> dict[str, str]:
    """Row of the dossier → observation id."""
    text, problems = read((TEXT,))
    assert not problems, problems
    ids = {(Path(e.file).name, e.line): e.record.id for e in text.observations if e.record.collection == collection}
    return {fact: ids[file, line] for file, line, fact in _rows(collection)}


def any_of_each(collection: str = "articles") -> list[Asking]:
    """One way of asking for each figure."""
    return list({asking.fact: asking for asking in answerable(collection)}.values())


ANY_OF_EACH = any_of_each()
HOSTILE = (
    "@everyone", "<!channel>", "<@U123>", "<https://evil.example|met.police.uk>", "[x](https://evil.example)",
    "<script>alert(1)</script>", "\x1b]0;title\x07", "\u202egnp.exe", "{0.__class__}", "%s%n",
    "'; DROP TABLE figure; --",
    "`code`", "**bold**", "||spoiler||", "\x00", "\ud800", "=cmd|' /C calc'!A0", "../../etc/passwd", "9" * 5000,
)  # fmt: skip
