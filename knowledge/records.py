"""Shapes of the text into the records of `knowledge.model`, each with the place where it stands in the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from knowledge.display import displayed
from knowledge.ids import observation_id
from knowledge.model import (
    Break,
    Indicator,
    IndicatorId,
    Observation,
    ObservationId,
    Phrase,
    Place,
    PlaceId,
    Publisher,
    Source,
    SourceId,
    Speaker,
    SpeakerId,
)
from knowledge.problem import Problem
from knowledge.release import Release, Series
from knowledge.schema import BreakText, IndicatorText, ObservationRow, PlaceRow, SourceRow, SpeakerRow

T = TypeVar("T")
OF_A_LEVEL = ("change_abs", "rank_or_record")
FIXED_UNITS = {"change_pct": "%", "share": "%", "money": "GBP", "ratio": "times"}


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A record and where it stands: its file, its first line, and the lines of fields that have one of their own."""

    record: T
    file: str
    line: int
    lines: Mapping[str, int] = field(default_factory=dict)

    def problem(self, name: str, what: str, remedy: str) -> Problem:
        """A problem of the field `name`."""
        return Problem(self.file, self.lines.get(name, self.line), name, what, remedy)


@dataclass(frozen=True, slots=True)
class Wording:
    """A phrase, and the field of the text that its pattern stands in."""

    phrase: Phrase
    file: str
    line: int
    field: str


@dataclass(frozen=True, slots=True)
class KnowledgeText:
    """All that the text says. `breakdowns` has the label of each `dimension=value`."""

    indicators: tuple[Entry[Indicator], ...] = ()
    places: tuple[Entry[Place], ...] = ()
    sources: tuple[Entry[Source], ...] = ()
    speakers: tuple[Entry[Speaker], ...] = ()
    breaks: tuple[Entry[Break], ...] = ()
    observations: tuple[Entry[Observation], ...] = ()
    releases: tuple[Entry[Release], ...] = ()
    series: tuple[Entry[Series], ...] = ()
    phrases: tuple[Wording, ...] = ()
    breakdowns: Mapping[str, str] = field(default_factory=dict)
    collections: tuple[str, ...] = ()


def indicator(name: str, shape: IndicatorText) -> Indicator:
    """The indicator of a file `name`.yaml."""
    return Indicator(
        id=IndicatorId(name),
        label=shape.label,
        definition=shape.definition,
        theme=shape.theme,
        polarity=shape.polarity,
        units=tuple(shape.units.items()),
        default_place=PlaceId(shape.place),
        about=IndicatorId(shape.about) if shape.about else None,
        usually=IndicatorId(shape.usually) if shape.usually else None,
        narrower=tuple(map(IndicatorId, shape.narrower)),
        confusable_with=tuple(map(IndicatorId, shape.confusable_with)),
        evidence_for=tuple(map(IndicatorId, shape.evidence_for)),
        published_by=tuple(Publisher(p.name, p.title, p.url) for p in shape.published_by),
        example=shape.example,
    )


def place(shape: PlaceRow) -> Place:
    """The place of a row."""
    return Place(
        PlaceId(shape.id), shape.label, shape.code, shape.kind, PlaceId(shape.parent) if shape.parent else None
    )


def source(shape: SourceRow) -> Source:
    """The source of a row."""
    return Source(
        id=SourceId(shape.id),
        publisher=shape.publisher,
        title=shape.title,
        author=shape.author,
        published=shape.published,
        url=shape.url,
        kind=shape.kind,
        licence=shape.licence,
        checked=shape.checked,
    )


def speaker(shape: SpeakerRow) -> Speaker:
    """The speaker of a row."""
    return Speaker(SpeakerId(shape.id), shape.name, SpeakerId(shape.body) if shape.body else None)


def pause(name: str, shape: BreakText) -> Break:
    """The break of a file `name`.yaml; `indicators` may still be the one word `all`."""
    return Break(
        id=name,
        on=shape.on,
        places=tuple(map(PlaceId, shape.places)),
        indicators=tuple(map(IndicatorId, shape.indicators)),
        warning=shape.warning,
        source=SourceId(shape.source),
    )


def observation(collection: str, name: str, shape: ObservationRow, units: Mapping[str, str]) -> Observation:
    """The figure of a row of `observations/<collection>/<name>.csv`; `units` are the indicator's."""
    written = dict(shape)
    del written["fact"], written["variant"]
    unit = shape.unit or _unit(shape, units)
    named = {
        "id": _observation_id(name, shape),
        "collection": collection,
        "indicator": IndicatorId(name),
        "unit": unit,
        "display": shape.display or (displayed(shape.value, unit) if shape.value is not None else ""),
        "series": shape.series or shape.source,
    }
    return Observation(**written | named)


def _observation_id(name: str, shape: ObservationRow) -> ObservationId:
    return observation_id(
        indicator=name,
        measure=shape.measure,
        place=shape.place,
        compared_with=shape.compared_with,
        period=shape.period.id,
        breakdown=shape.breakdown,
        attributed_to=shape.attributed_to,
        published=shape.published,
        variant=shape.variant,
    )


def _unit(shape: ObservationRow, units: Mapping[str, str]) -> str:
    """The unit of a figure whose row gives none; empty for a statement and where the indicator has none."""
    if shape.value is None:
        return ""
    own = units.get(shape.measure) or FIXED_UNITS.get(shape.measure, "")
    return own or (units.get(shape.of or "count", "") if shape.measure in OF_A_LEVEL else "")


def breakdown_label(dimension: str, value: str) -> str:
    """How a breakdown is shown that has no label of its own in the text."""
    words = value.replace("-", " ")
    match dimension:
        case "victim_age":
            return f"victims {words}"
        case "victim_sex":
            return f"{words} victims"
        case "weapon":
            return f"{words}-enabled"
        case "ethnicity_as_recorded":
            return f"ethnicity recorded as {words}"
        case "domestic":
            return {"yes": "domestic", "no": "not domestic"}.get(value, words)
        case _:
            return words
