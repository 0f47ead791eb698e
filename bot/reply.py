"""A reply as plain data: built once, rendered by every platform, and the JSON that leaves the house."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from knowledge.model import Qualifier

Outcome = Literal["answer", "clarify", "abstain", "out_of_scope", "help", "error"]
Role = Literal["headline", "comparison", "input", "context", "also"]
Origin = Literal["said", "carried", "default"]
SeriesKind = Literal["over_time", "ranking", "comparison"]


@dataclass(frozen=True, slots=True)
class PeriodShown:
    """The period of a figure: its id and label, the source's own words for it, ISO dates where known."""

    id: str
    kind: str
    label: str
    reported_period: str | None
    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class Derived:
    """How a computed figure was computed, and from which observations."""

    formula: str
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with everything that travels with it. Percentages are signed; money is in pounds."""

    indicator: str
    label: str
    place: str
    place_id: str
    breakdown: dict[str, str]
    compared_with: str | None
    measure: str
    definition: str
    role: Role
    value: int | float | None
    display: str
    unit: str
    qualifier: Qualifier
    statement: str | None
    period: PeriodShown
    baseline: PeriodShown | None
    derived: Derived | None
    evidence: str
    attributed_to: str
    status: str
    citation: str
    observation: str | None


@dataclass(frozen=True, slots=True)
class ReportedBy:
    """Who reported what the publisher said."""

    publisher: str
    title: str
    published: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as it is cited; `text` is one line to copy."""

    id: str
    publisher: str
    title: str
    published: str
    url: str | None
    reported_by: ReportedBy | None
    text: str
    licence: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading of an ambiguous question, as a full question that a click can ask."""

    label: str
    question: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Who publishes what is not held."""

    publisher: str
    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series: at its period over time, of its place in a ranking or comparison.

    `label` names the period, `display` is the value as published, `start` and `end` are the period's ISO dates.
    `break_before` says in few words what changed between the point before and this one; `asked` marks what was asked.
    """

    period: str
    label: str
    value: int | float | None
    status: str
    display: str = ""
    place: str = ""
    start: str | None = None
    end: str | None = None
    asked: bool = False
    break_before: str = ""
    observation: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one thing, of one release, for pictures and tables: over time, or side by side in their order.

    `breaks` are the warnings in full, each once; `source` is the line that a picture carries; `citation` is the id of
    the reply's citation. `place` is that of all points over time.
    """

    label: str
    unit: str
    points: tuple[Point, ...]
    breaks: tuple[str, ...]
    kind: SeriesKind = "over_time"
    place: str = ""
    measure: str = "count"
    definition: str = ""
    source: str = ""
    citation: str = ""


@dataclass(frozen=True, slots=True)
class SlotRead:
    """What one slot of the question was read as, from which words, how surely, and where it came from."""

    value: str
    words: str
    score: float
    origin: Origin


@dataclass(frozen=True, slots=True)
class ReadBack:
    """How the question was understood."""

    slots: dict[str, SlotRead] = field(default_factory=dict)
    unexplained: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply. `figures[0]` is the headline; only an `answer` has figures."""

    outcome: Outcome
    text: str
    id: str | None = None
    ref: str = ""
    asked_on: str = ""
    figures: tuple[Figure, ...] = ()
    citations: tuple[Citation, ...] = ()
    copy: str = ""
    caveats: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    nearest: tuple[Figure, ...] = ()
    held_elsewhere: tuple[Elsewhere, ...] = ()
    series: tuple[Series, ...] = ()
    understanding: ReadBack = field(default_factory=ReadBack)
    knowledge_version: str = ""

    @property
    def nearest_topic(self) -> str:
        """The topic nearest to what could not be answered; empty where none is near."""
        near = (*(figure.label for figure in self.nearest), *(choice.label for choice in self.choices))
        read = self.understanding.slots.get("indicator")
        return next(iter(near), read.value if read else "")
