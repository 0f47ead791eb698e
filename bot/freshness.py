"""How fresh the imported series are: up to when they run, and when their publisher's next release is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.base import KnowledgeBase
from knowledge.model import IndicatorId, Observation, PlaceId
from knowledge.period import Period
from knowledge.release import Release


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest release that counts some indicators, and the last period of it."""

    release: Release
    last: Period
    indicators: tuple[IndicatorId, ...]

    @property
    def due(self) -> date | None:
        """When the release after this one is due; None where it comes when it comes."""
        return date.fromisoformat(self.release.next_due) if self.release.next_due else None

    def is_overdue(self, on: date) -> bool:
        """Whether the next release should have been here by a day."""
        return self.due is not None and self.due < on


def standings(knowledge: KnowledgeBase) -> Iterator[Standing]:
    """Every dataset by its newest release; an older one only with what the newer do not count any more."""
    counted, seen = knowledge.carried(), set[tuple[str, IndicatorId]]()
    for release in knowledge.releases():
        here = counted.get(release.id, ())
        if own := tuple(i for i in here if (release.collection, i) not in seen):
            yield Standing(release, release.periods[-1], own)
        seen |= {(release.collection, i) for i in here}


def standings_of(indicator: IndicatorId, place: PlaceId, knowledge: KnowledgeBase) -> Iterator[Standing]:
    """Where each dataset that counts an indicator at a place stands, the newest release first."""
    seen = set[str]()
    for series in knowledge.series(indicator, place=place):
        if series.release.collection not in seen:
            seen.add(series.release.collection)
            yield Standing(series.release, series.last, (indicator,))


def standing_behind(figure: Observation, knowledge: KnowledgeBase) -> Standing | None:
    """Where the dataset of an imported figure stands; None for a figure that an editor wrote."""
    release = knowledge.release(figure.series)
    if release is None:
        return None
    every = standings_of(figure.indicator, figure.place, knowledge)
    return next((s for s in every if s.release.collection == release.collection), None)
