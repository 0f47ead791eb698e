"""What we know, as frozen records: indicators, places, sources, observations, breaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NewType

from knowledge.period import Period

IndicatorId = NewType("IndicatorId", str)
PlaceId = NewType("PlaceId", str)
SourceId = NewType("SourceId", str)
SpeakerId = NewType("SpeakerId", str)
ObservationId = NewType("ObservationId", str)

Measure = Literal["count", "rate", "share", "change_pct", "change_abs", "ratio", "rank_or_record", "money", "statement"]
Level = Literal["count", "rate", "share", "money"]
Qualifier = Literal["exact", "about", "nearly", "over", "more_than", "at_least", "fewer_than", "under"]
Evidence = Literal[
    "official_statistic",
    "police_management_information",
    "press_statement",
    "news_report",
    "political_claim",
]
Status = Literal["provisional", "published", "revised", "superseded"]
Polarity = Literal["higher_is_worse", "higher_is_better", "neutral"]
CaveatKind = Literal[
    "break", "part_of_period", "unknown_base", "definition", "provisional", "met_without_city", "age", "conflict"
]
Breakdown = tuple[tuple[str, str], ...]

CHANGES: frozenset[Measure] = frozenset({"change_pct", "change_abs", "ratio"})


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes what we do not hold, and where to find it."""

    name: str
    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is counted. `units` maps a measure to the unit its figures carry."""

    id: IndicatorId
    label: str
    definition: str
    theme: str
    polarity: Polarity
    units: tuple[tuple[str, str], ...]
    default_place: PlaceId
    about: IndicatorId | None
    usually: IndicatorId | None
    narrower: tuple[IndicatorId, ...]
    confusable_with: tuple[IndicatorId, ...]
    evidence_for: tuple[IndicatorId, ...]
    published_by: tuple[Publisher, ...]
    example: str

    def unit(self, measure: str) -> str:
        """The unit of figures of `measure`; empty where the indicator has none."""
        return dict(self.units).get(measure, "")


@dataclass(frozen=True, slots=True)
class Place:
    """A place or force, with its official code where it has one, and the place it lies in."""

    id: PlaceId
    label: str
    code: str | None
    kind: str
    parent: PlaceId | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure stands: publisher, title, date, address, licence, and how it was checked."""

    id: SourceId
    publisher: str
    title: str
    author: str | None
    published: str
    url: str | None
    kind: str
    licence: str
    checked: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person or body that figures are attributed to; a person speaks for a body."""

    id: SpeakerId
    name: str
    body: SpeakerId | None


@dataclass(frozen=True, slots=True)
class Break:
    """A date across which a series is not comparable, with the warning a comparison carries."""

    id: str
    on: date
    places: tuple[PlaceId, ...]
    indicators: tuple[IndicatorId, ...]
    warning: str
    source: SourceId


@dataclass(frozen=True, slots=True)
class Caveat:
    """What a reader must know to use a figure; its kind ranks it."""

    kind: CaveatKind
    text: str


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure. `value` is as published (percentages signed, money in pounds), None for a statement.

    `of` is the level that a change, ratio, share or record is about; `series` names the release within which
    figures may be compared; `reported_period` keeps the source's own words for a vague period.
    """

    id: ObservationId
    collection: str
    indicator: IndicatorId
    place: PlaceId
    compared_with: PlaceId | None
    breakdown: Breakdown
    measure: Measure
    of: Level | None
    value: Decimal | None
    display: str
    unit: str
    qualifier: Qualifier
    statement: str | None
    period: Period
    reported_period: str | None
    baseline: Period | None
    reported_baseline: str | None
    definition: str
    reported_as: IndicatorId | None
    evidence: Evidence
    attributed_to: SpeakerId
    quoted_by: SpeakerId | None
    source: SourceId
    reported_in: SourceId | None
    locator: str
    published: str
    status: Status
    series: str
    pinned: str | None
    doubt: str | None
    caveats: tuple[Caveat, ...]

    def slice(self) -> tuple[object, ...]:
        """What makes two figures figures of the same thing at different times."""
        return (self.indicator, self.definition, self.place, self.compared_with, self.breakdown, self.series)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand for one value of a slot; several phrases may share the same words."""

    words: tuple[str, ...]
    slot: str
    value: str
