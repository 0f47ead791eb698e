"""Full questions to offer where something was not understood: each is asked here first, and offered if it has a figure.

What is like the words of a question is offered and never answered. A question offered keeps the place, the group and
the time that were understood, as far as a figure is held for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.ask_again import question_for
from bot.find import find
from bot.finding import Finding
from bot.query import Query
from bot.question import tokens
from bot.reply import Choice
from bot.resolve import resolve
from bot.understand import Understanding, understand
from knowledge.base import KnowledgeBase
from knowledge.model import IndicatorId, Observation, PlaceId

MOST_OFFERED = 3
# Indicators that are tried: most have a figure for what was understood, and none may take long.
MOST_TRIED = 5
# How like an indicator's name the words must be to be offered, and to take a text for a question on figures at all.
LIKE_ENOUGH = 0.4
SURELY_LIKE = 0.6
SHORTEST_WORD = 6
MOST_KEPT = 5_000


@dataclass(frozen=True, slots=True)
class _Asked:
    """A plain question on an indicator, as far as it was understood: where, when, of whom."""

    indicator: IndicatorId
    understood: Understanding
    asked_on: date
    default: PlaceId | None


@dataclass(frozen=True)
class Offers:
    """What can be offered from one knowledge base; which question is offered for what is kept, up to a bound."""

    knowledge: KnowledgeBase
    _kept: dict[_Asked, Choice | None] = field(default_factory=dict, repr=False, compare=False)

    def like(self, understood: Understanding, asked_on: date, default: PlaceId | None = None) -> tuple[Choice, ...]:
        """Up to three questions that we can answer, the likeliest first; none where nothing is like the words."""
        alike = self.knowledge.likeness.of(_said(understood))
        near = (like.indicator for like in alike if like.score >= LIKE_ENOUGH)
        named = (*understood.indicators, *self._confused(understood.indicators))
        return self._answered((*named, *near), understood, asked_on, default)

    def meant(self, understood: Understanding, asked_on: date) -> tuple[Choice, ...]:
        """The same for a text that names nothing we know: only what is surely like it, and nothing for short words."""
        strange = " ".join(word for word in understood.unexplained if len(word) >= SHORTEST_WORD)
        alike = self.knowledge.likeness.of(strange)
        near = (like.indicator for like in alike if like.score >= SURELY_LIKE)
        return self._answered(near, understood, asked_on, None)

    def at_hand(self, understood: Understanding, asked_on: date) -> tuple[Choice, ...]:
        """Questions on what is most held, for one that names a place or a time and nothing that is counted."""
        held = self.knowledge.held()
        most = sorted(self.knowledge.indicators(), key=lambda indicator: -held.get(indicator.id, 0))
        themes: dict[str, IndicatorId] = {}
        for indicator in most:
            themes.setdefault(indicator.theme, indicator.id)
        return self._answered(themes.values(), understood, asked_on, None)

    def _confused(self, indicators: Sequence[IndicatorId]) -> Iterator[IndicatorId]:
        """What is often meant instead."""
        for indicator in indicators:
            yield from self.knowledge.indicator(indicator).confusable_with

    def _answered(
        self, candidates: Iterable[IndicatorId], understood: Understanding, asked_on: date, default: PlaceId | None
    ) -> tuple[Choice, ...]:
        """A question on each of the candidates that has one, within the number that may be tried."""
        held = self.knowledge.held()
        found: dict[str, Choice] = {}
        for indicator in [i for i in dict.fromkeys(candidates) if held.get(i)][:MOST_TRIED]:
            choice = self._choice(_Asked(indicator, _plain(understood, indicator), asked_on, default))
            if choice is not None:
                found.setdefault(choice.question, choice)
            if len(found) == MOST_OFFERED:
                break
        return tuple(found.values())

    def _choice(self, asked: _Asked) -> Choice | None:
        if asked not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[asked] = self._made(asked)
        return self._kept[asked]

    def _made(self, asked: _Asked) -> Choice | None:
        """The question on the figure, once it is sure that it leads to it."""
        figure = self._figure(asked)
        if figure is None:
            return None
        question = question_for(figure, self.knowledge)
        if self._headline(understand(tokens(question), asked.asked_on, self.knowledge), asked, None) != figure:
            return None
        return Choice(self.knowledge.indicator(asked.indicator).label, question)

    def _figure(self, asked: _Asked) -> Observation | None:
        """A figure for as much as was understood."""
        tried = (self._headline(less, asked, asked.default) for less in _less_and_less(asked.understood))
        return next((figure for figure in tried if figure is not None), None)

    def _headline(self, understood: Understanding, asked: _Asked, default: PlaceId | None) -> Observation | None:
        """The held figure that answers a question."""
        query = resolve(understood, asked.asked_on, self.knowledge, default)
        found = find(query, self.knowledge) if isinstance(query, Query) else None
        return found.headline if isinstance(found, Finding) and isinstance(found.headline, Observation) else None


def _said(understood: Understanding) -> str:
    """The words that name what is asked about, and those that nothing explains."""
    named = {n for s in understood.spans if s.slot == "indicator" for n in range(s.start, s.stop)}
    strange = set(understood.unexplained)
    return " ".join(word for n, word in enumerate(understood.words) if n in named or word in strange)


def _plain(understood: Understanding, indicator: IndicatorId) -> Understanding:
    """The plain question on an indicator: where, when and of whom as it was understood, and nothing else."""
    return Understanding(
        words=(),
        spans=(),
        indicators=(indicator,),
        several=False,
        places=understood.places,
        breakdown=understood.breakdown,
        measures=frozenset(),
        operations=frozenset(),
        speakers=(),
        periods=tuple(replace(asked, start=0, stop=0) for asked in understood.periods),
        numbers=(),
        top=None,
        nth=None,
        refusal=None,
        social=None,
        unexplained=(),
    )


def _less_and_less(understood: Understanding) -> Iterator[Understanding]:
    """All that was understood, then less of it: the group goes first, then the time, then the place; each once."""
    whole = replace(understood, breakdown=())
    anywhere = replace(whole, places=())
    told = (understood, whole, replace(whole, periods=()), anywhere, replace(anywhere, periods=()))
    yield from dict.fromkeys(told)
