"""Which replies two states of the knowledge give differently, to questions that stand for all that is held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot import wording
from bot.bot import Bot
from bot.reply import Citation, Figure, Reply
from knowledge.base import KnowledgeBase
from knowledge.model import Indicator, PlaceId
from knowledge.period import Period, parse_period

Why = Literal[
    "new period", "revision", "new release", "another source", "now held", "no longer held", "what stands beside it"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """A question, what each state says to it, and why they differ."""

    question: str
    old: str
    new: str
    why: Why


def differences(old: Bot, new: Bot, questions: Iterable[str], on: date) -> tuple[list[Difference], int]:
    """The questions that have different replies, and how many were asked.

    Beside those given, each indicator is asked for at one place of each kind: the latest, and the two years before.
    """
    asked = dict.fromkeys([*questions, *stated(old, new, on)])
    pairs = ((question, old.ask(question, on)[0], new.ask(question, on)[0]) for question in asked)
    return [Difference(q, told(a), told(b), why) for q, a, b in pairs if (why := reason(a, b))], len(asked)


def stated(old: Bot, new: Bot, on: date) -> Iterator[str]:
    """The questions that stand for all that either holds."""
    before, after = old.knowledge.coverage(), new.knowledge.coverage()
    most = new.knowledge.held_by_place()
    for indicator in new.knowledge.indicators():
        places = {p for held in (before, after) if indicator.id in held for p in held[indicator.id].places}
        for place in _of_each_kind(indicator, sorted(places, key=lambda p: (-most.get(p, 0), p)), new.knowledge):
            latest = f"{wording.uncapital(indicator.label)} in {new.knowledge.place(place).label}"
            yield latest
            yield from (f"{latest} {_when(period)}" for period in _before(old, latest, on))


def _of_each_kind(indicator: Indicator, places: Iterable[PlaceId], knowledge: KnowledgeBase) -> list[PlaceId]:
    """The indicator's own place, and the first of every other kind."""
    found: dict[str, PlaceId] = {}
    for place in sorted(places, key=lambda p: p != indicator.default_place):
        found.setdefault(knowledge.place(place).kind, place)
    return list(found.values())


def _when(period: Period) -> str:
    return period.label if period.kind in {"point", "until"} else f"in {period.label}"


def _before(old: Bot, latest: str, on: date) -> list[Period]:
    """The period that was the latest in the old state, and the one a year before it."""
    head = _head(old.ask(latest, on)[0])
    period = parse_period(head.period.id) if head else None
    if period is None or period.end is None:
        return []
    return [period, period.shifted(years=-1)] if period.start else [period]


def _head(reply: Reply) -> Figure | None:
    return reply.figures[0] if reply.figures else None


def reason(old: Reply, new: Reply) -> Why | None:
    """Why two replies differ; None where they do not."""
    before, after = _head(old), _head(new)
    if before is None or after is None:
        return None if before is after else "now held" if after else "no longer held"
    said, says = _cited(old, before), _cited(new, after)
    if before.period.id != after.period.id:
        return "new period"
    if (said.publisher, before.definition, before.measure) != (says.publisher, after.definition, after.measure):
        return "another source"
    if (before.value, before.display) != (after.value, after.display):
        return "revision"
    if (said.published, said.title) != (says.published, says.title):
        return "new release"
    return None if _lines(old) == _lines(new) else "what stands beside it"


def _lines(reply: Reply) -> list[str]:
    """What is said, but for what was taken for granted."""
    return [line for line in reply.text.split("\n") if line not in reply.assumed]


def _cited(reply: Reply, figure: Figure) -> Citation:
    return next(c for c in reply.citations if c.id == figure.citation)


def told(reply: Reply) -> str:
    """The figure of a reply with its period and source, or its first line where it has none."""
    head = _head(reply)
    if head is None:
        return reply.text.partition("\n")[0]
    cited = _cited(reply, head)
    figure = " · ".join(filter(None, (_shown(head), head.place, head.period.label)))
    return f"{figure} ({wording.short_citation(cited.publisher, cited.published, None)})"


def _shown(figure: Figure) -> str:
    """The figure and what it counts; a sign that is part of it already is not said again."""
    if not figure.display:
        return figure.statement or ""
    return figure.display if figure.unit in {"%", "GBP"} else f"{figure.display} {figure.unit}"
