"""Questions whose answer is worked out: what leads, what the text says, and that every input stands in the reply."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import pytest
import yaml

from adapters import console
from bot.bot import Bot
from bot.conversation import Talk
from bot.reply import Reply
from knowledge.base import KnowledgeBase
from tests.phrasings import QUESTIONS

ASKED_ON = date(2026, 8, 15)


@dataclass(frozen=True)
class WorkedOut:
    """A question, its outcome, fields of the headline (a period by its id), and words that the text has."""

    question: str
    outcome: str
    shows: tuple[tuple[str, str], ...]
    says: tuple[str, ...]

    def __str__(self) -> str:
        return self.question


def _read(name: str) -> Any:
    return yaml.load((QUESTIONS / name).read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506


def _asked(items: list[dict[str, Any]]) -> list[WorkedOut]:
    return [
        WorkedOut(i["ask"], i.get("outcome", "answer"), tuple(i.get("shows", {}).items()), tuple(i.get("says", ())))
        for i in items
    ]


ASKED = _asked(_read("operations.yaml"))
TALKS = [_asked(talk) for talk in _read("talks_worked_out.yaml")]
ANSWERED = [asked for asked in ASKED if asked.outcome == "answer"]


@pytest.fixture(scope="module")
def everything(knowledge: KnowledgeBase) -> Bot:
    """A bot on all collections."""
    return Bot(knowledge)


def _reply(bot: Bot, asked: WorkedOut) -> Reply:
    return bot.ask(asked.question, ASKED_ON)[0]


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_is_worked_out(everything: Bot, asked: WorkedOut) -> None:
    _check(asked, _reply(everything, asked))


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: " / ".join(map(str, talk)))
def test_goes_on_from_what_was_shown(everything: Bot, talk: list[WorkedOut]) -> None:
    kept = Talk().to_json()
    for asked in talk:
        reply, after = everything.ask(asked.question, ASKED_ON, Talk.from_json(kept))
        kept = after.to_json()
        _check(asked, reply)


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: " / ".join(map(str, talk)))
def test_goes_on_the_same_where_the_talk_was_never_kept(everything: Bot, talk: list[WorkedOut]) -> None:
    before = None
    for asked in talk:
        reply, before = everything.ask(asked.question, ASKED_ON, before)
        _check(asked, reply)


def _check(asked: WorkedOut, reply: Reply) -> None:
    assert reply.outcome == asked.outcome, reply.text
    head = {**asdict(reply.figures[0]), "period": reply.figures[0].period.id} if reply.figures else {}
    assert {name: head.get(name) for name, _ in asked.shows} == dict(asked.shows), reply.text
    assert [said for said in asked.says if said not in reply.text] == [], reply.text


@pytest.mark.parametrize("asked", ANSWERED, ids=str)
def test_every_input_stands_in_the_reply(everything: Bot, asked: WorkedOut) -> None:
    reply = _reply(everything, asked)
    shown = {figure.observation for figure in reply.figures}
    for figure in reply.figures:
        assert set(figure.derived.inputs if figure.derived else ()) <= shown
        assert figure.citation in {citation.id for citation in reply.citations}


@pytest.mark.parametrize("asked", ANSWERED, ids=str)
def test_every_series_is_of_one_release_and_named(everything: Bot, asked: WorkedOut) -> None:
    for series in _reply(everything, asked).series:
        assert series.source
        assert len(series.points) > 1
        assert len({point.period for point in series.points}) in {1, len(series.points)}
        assert [p.start for p in series.points] == sorted(p.start or "" for p in series.points) or (
            series.kind != "over_time"
        )


@pytest.mark.parametrize("asked", ANSWERED, ids=str)
def test_is_shown_whole(everything: Bot, asked: WorkedOut) -> None:
    reply = _reply(everything, asked)
    shown, head = console.render(reply), reply.figures[0]
    assert all(part in shown for part in (head.display, head.place, head.period.label, *reply.caveats))
    assert head.display in reply.copy
    assert head.period.label in reply.copy
    assert reply.copy.endswith(").")
