"""The held figures that a question may draw on: one indicator at one place, by the breakdown and the speaker asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.fits import first_reading, is_said_by, leading, may_lead, measure_fits, period_fits, speaker_fits, stands_for
from bot.made import made
from bot.query import Query
from bot.when.asked import AskedPeriod
from knowledge.base import KnowledgeBase
from knowledge.model import Indicator, IndicatorId, Measure, Observation, PlaceId
from knowledge.period import Period


@dataclass(frozen=True, slots=True)
class Pool:
    """Figures of one indicator at one place (`held`), those that compare it with others too (`relations`)."""

    query: Query
    indicator: Indicator
    place: PlaceId
    held: tuple[Observation, ...]
    relations: tuple[Observation, ...]
    knowledge: KnowledgeBase

    def fitting(self) -> list[Observation]:
        """Those with the measure and the periods asked for, best first."""
        fit = [
            f
            for f in self.held
            if measure_fits(self.query, self.indicator, f) and all(period_fits(p, f) for p in self.query.periods)
        ]
        ranked = leading(first_reading(self.query.periods, fit))
        earliest = any(p.kind == "earliest" for p in self.query.periods)
        return sorted(ranked, key=stands_for) if earliest else ranked

    def levels(self, measure: Measure | None, period: Period | None = None) -> list[Observation]:
        """Levels (no changes, no records) of one measure, or of the first held of count, rate, share, money."""
        for wanted in (measure,) if measure else ("count", "rate", "share", "money"):
            found = [f for f in self.held if f.measure == wanted and (period is None or f.period.same(period))]
            if found := [f for f in found if may_lead(self.query, f)]:
                return leading(found)
        return []

    def elsewhere(self, place: PlaceId) -> Pool:
        """The same question at another place."""
        return _pool(self.query, self.indicator.id, place, self.knowledge, reported=False)

    def reading(self, periods: tuple[AskedPeriod, ...]) -> Pool:
        """The same question of other times."""
        return _pool(
            replace(self.query, periods=periods), self.indicator.id, self.place, self.knowledge, reported=False
        )

    def undivided(self) -> Pool:
        """The same question of everyone, whichever group it asks about."""
        return _pool(replace(self.query, breakdown=()), self.indicator.id, self.place, self.knowledge, reported=False)


def pools(query: Query, indicator: IndicatorId, knowledge: KnowledgeBase) -> Iterator[Pool]:
    """Where to look, in order: the indicator itself, what was reported under its name, the one place held."""
    place = query.places[0]
    yield _pool(query, indicator, place, knowledge, reported=False)
    yield _pool(query, indicator, place, knowledge, reported=True)
    if query.place_from == "indicator":
        others = {f.place for f in knowledge.observations(indicator) if f.breakdown == query.breakdown} - {place}
        if len(others) == 1:
            yield _pool(query, indicator, others.pop(), knowledge, reported=False)


def _pool(query: Query, indicator: IndicatorId, place: PlaceId, knowledge: KnowledgeBase, *, reported: bool) -> Pool:
    figures = knowledge.reported_as(indicator) if reported else _figures(query, indicator, place, knowledge)
    own = [f for f in figures if f.place == place and f.breakdown == query.breakdown]
    if query.speakers:
        own = [f for f in own if is_said_by(query, f)] or [f for f in own if speaker_fits(query, f, knowledge)]
    return Pool(
        query,
        knowledge.indicator(indicator),
        place,
        tuple(f for f in own if f.compared_with is None),
        tuple(f for f in own if f.compared_with is not None),
        knowledge,
    )


def _figures(query: Query, indicator: IndicatorId, place: PlaceId, knowledge: KnowledgeBase) -> tuple[Observation, ...]:
    """What editors wrote down and what is made of imported series."""
    return (*knowledge.observations(indicator, place=place), *made(query, indicator, place, knowledge))
