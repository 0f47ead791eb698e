"""Replies on Beatbook itself: what can be asked, what is held, what is meant, and lines for what it is not for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot import wording
from bot.fits import leading
from bot.freshness import Standing, standings, standings_of
from bot.lines import figure_line, sourced
from bot.query import Help, OutOfScope
from bot.reply import Reply
from bot.sentences import dating, helping, refusing
from knowledge.base import KnowledgeBase
from knowledge.model import IndicatorId, Observation, PlaceId

MOST_PER_THEME = 6
MOST_LINES = 8


def out_of_scope(asked: OutOfScope, knowledge: KnowledgeBase) -> Reply:
    """One short line and two questions that can be asked."""
    lines = [refusing.out_of_scope(asked.kind)]
    if asked.kind != "danger":
        lines.append(refusing.try_asking(_examples(knowledge)[:2]))
    return Reply(outcome="out_of_scope", text="\n".join(lines))


def helped(asked: Help, asked_on: date, knowledge: KnowledgeBase) -> Reply:
    """A greeting, the topics, a definition, what is held, or when the next release is due."""
    match asked.kind:
        case "thanks":
            text = helping.thanks()
        case "greeting":
            text = f"{helping.greeting()}\n{refusing.try_asking(_examples(knowledge)[:2])}"
        case "definition":
            text = _definition(asked, knowledge)
        case "coverage":
            text = _coverage(asked, knowledge)
        case "freshness":
            text = _freshness(asked, asked_on, knowledge)
        case _:
            text = topics(knowledge)
    return Reply(outcome="help", text=text)


def topics(knowledge: KnowledgeBase) -> str:
    """What can be asked, by theme, with an example of each."""
    held = knowledge.held()
    by_theme: dict[str, list[str]] = {}
    for indicator in knowledge.indicators():
        if held.get(indicator.id):
            by_theme.setdefault(indicator.theme, []).append(indicator.label)
    lines = [f"{theme.capitalize()}: {_listed(labels)}" for theme, labels in sorted(by_theme.items())]
    return f"{helping.topics(lines)}\n{refusing.try_asking(_examples(knowledge)[:2])}"


def _listed(labels: Sequence[str]) -> str:
    more = f" and {len(labels) - MOST_PER_THEME} more" if len(labels) > MOST_PER_THEME else ""
    return ", ".join(labels[:MOST_PER_THEME]) + more


def _examples(knowledge: KnowledgeBase) -> tuple[str, ...]:
    held = knowledge.held()
    ranked = sorted(knowledge.indicators(), key=lambda i: -held.get(i.id, 0))
    return tuple(i.example for i in ranked if i.example and held.get(i.id)) or helping.EXAMPLES


def _definition(asked: Help, knowledge: KnowledgeBase) -> str:
    lines = [helping.definition(i.label, i.definition) for i in map(knowledge.indicator, asked.indicators)]
    return "\n".join(lines) or topics(knowledge)


def _coverage(asked: Help, knowledge: KnowledgeBase) -> str:
    if asked.indicators:
        return "\n".join(_held_on(i, knowledge) for i in asked.indicators)
    if asked.places:
        return "\n".join(_held_at(p, knowledge) for p in asked.places)
    return topics(knowledge)


def _freshness(asked: Help, asked_on: date, knowledge: KnowledgeBase) -> str:
    """Up to when what is asked about runs and when more is due; without a topic, of every dataset."""
    if asked.indicators:
        return "\n".join(line for i in asked.indicators for line in _fresh(i, asked, asked_on, knowledge))
    newest = {s.release.collection: s for s in reversed([*standings(knowledge)])}
    found = sorted(newest.values(), key=lambda s: s.last.end or date.min, reverse=True)
    lines = [_standing(s.release.title, s, asked_on) for s in found]
    more = [dating.more(len(lines) - MOST_LINES)] if len(lines) > MOST_LINES else []
    return "\n".join([*lines[:MOST_LINES], *more]) or topics(knowledge)


def _fresh(indicator: IndicatorId, asked: Help, asked_on: date, knowledge: KnowledgeBase) -> list[str]:
    label, place = knowledge.indicator(indicator).label, _place(indicator, asked, knowledge)
    found = [_standing(label, s, asked_on) for s in standings_of(indicator, place, knowledge)]
    latest = sourced(leading(knowledge.observations(indicator))[:1], knowledge)
    return found or [dating.no_release(label, *latest) if latest else _held_on(indicator, knowledge)]


def _place(indicator: IndicatorId, asked: Help, knowledge: KnowledgeBase) -> PlaceId:
    return asked.places[0] if asked.places else knowledge.indicator(indicator).default_place


def _standing(name: str, standing: Standing, asked_on: date) -> str:
    release = standing.release
    source = f"{release.publisher}, {wording.day_words(release.released)}"
    due = wording.day_words(release.next_due) if release.next_due else ""
    until = wording.month_words(standing.last)
    coming = dating.coming(release.rhythm, due, over=standing.is_overdue(asked_on))
    return f"{dating.runs_to(name, until, source)} {coming}"


def _held_on(indicator: IndicatorId, knowledge: KnowledgeBase) -> str:
    held: list[Observation] = leading(knowledge.observations(indicator))
    more = f" and {len(held) - MOST_LINES} more" if len(held) > MOST_LINES else ""
    lines = [figure_line(f, knowledge) for f in held[:MOST_LINES]]
    return helping.coverage(knowledge.indicator(indicator).label.lower(), lines) + more


def _held_at(place: PlaceId, knowledge: KnowledgeBase) -> str:
    held = [f"{knowledge.indicator(i).label} ({n})" for i, n in knowledge.at_place(place)]
    return helping.coverage(knowledge.place(place).label, held)
