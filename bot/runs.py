"""Imported series side by side: those of one release that count the same thing, by place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.made import latest_year, named
from bot.query import Query
from knowledge.base import KnowledgeBase
from knowledge.model import Breakdown, IndicatorId, Measure, PlaceId
from knowledge.period import Period
from knowledge.release import Series

# Its residents are few and its visitors many: no rate of it says anything, and it is counted by a force of its own.
SQUARE_MILE: frozenset[PlaceId] = frozenset({PlaceId("city-of-london"), PlaceId("city-of-london-police")})


@dataclass(frozen=True, slots=True)
class Run:
    """The series of one release that count the same thing, each at its place."""

    at: dict[PlaceId, Series]

    @property
    def one(self) -> Series:
        """Any of the series: what they have in common stands in each."""
        return next(iter(self.at.values()))

    def periods(self, query: Query) -> Iterator[Period]:
        """The periods that the question may mean, likeliest first; the latest that is held where it names none."""
        series = tuple(self.at.values())
        if not query.periods:
            yield max((latest_year(s) for s in series), key=lambda p: p.end or p.start)  # type: ignore[return-value, arg-type]
        for asked in query.periods[:1]:
            yield from named(asked, series)


def runs(
    indicator: IndicatorId, measure: Measure, breakdown: Breakdown, places: Sequence[PlaceId], knowledge: KnowledgeBase
) -> list[Run]:
    """The runs that hold any of the places, the newest release first."""
    found: dict[tuple[str, str], dict[PlaceId, Series]] = {}
    for place in places:
        for series in knowledge.series(indicator, place=place, measure=measure):
            if series.breakdown == breakdown:
                found.setdefault((series.release.id, series.counted.id), {})[place] = series
    newest = sorted(found.values(), key=lambda at: next(iter(at.values())).release.released, reverse=True)
    return [Run(at) for at in newest]


def alike(kind: str, knowledge: KnowledgeBase) -> tuple[PlaceId, ...]:
    """The places of a kind that have an official code, in the order of their ids: a region of ours is no state."""
    return tuple(place.id for place in knowledge.places() if place.kind == kind and place.code)


def lies_in(place: PlaceId, around: PlaceId, knowledge: KnowledgeBase) -> bool:
    """Whether a place lies in another."""
    return around in ancestors(place, knowledge)


def ancestors(place: PlaceId, knowledge: KnowledgeBase) -> list[PlaceId]:
    """The places that a place lies in, the nearest first."""
    found: list[PlaceId] = []
    parent = knowledge.place(place).parent
    while parent and parent not in found:
        found.append(parent)
        parent = knowledge.place(parent).parent
    return found
