"""What is found for a query: figures, or what is nearest, or figures to choose between."""

from __future__ import annotations

from dataclasses import dataclass

from bot.arithmetic import Computed
from bot.query import Across, Direction, Query, RefusedFor
from knowledge.model import Observation, PlaceId
from knowledge.release import Series

Headline = Observation | Computed


@dataclass(frozen=True, slots=True)
class Ranking:
    """Figures of one release in order, the leader first; the places of the kind that have none, or are not ranked.

    `shown` is how many were asked for; `by_rate` who would lead a ranking of rates, where that was left open; `since`
    the last figure before the one asked about that was as far out.
    """

    across: Across
    order: Direction
    figures: tuple[Headline, ...]
    missing: tuple[PlaceId, ...] = ()
    excluded: tuple[PlaceId, ...] = ()
    shown: int = 1
    by_rate: PlaceId | None = None
    since: Observation | None = None

    def position(self, figure: Headline) -> int:
        """The rank of a figure: figures that are level share it."""
        return 1 + next(n for n, other in enumerate(self.figures) if other.value == figure.value)

    def at(self, position: int) -> tuple[Headline, ...]:
        """The figures of a rank; none where others are level above it."""
        return tuple(f for f in self.figures if self.position(f) == position)

    def level(self, figure: Headline) -> tuple[Headline, ...]:
        """The others that are level with a figure."""
        return tuple(f for f in self.figures if f.value == figure.value and f is not figure)


@dataclass(frozen=True, slots=True)
class Course:
    """Figures of one series over time, the oldest first."""

    series: Series
    figures: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What answers the question: the headline, what it was computed from, and what stands beside it.

    `worked` are computed figures beside the headline; `instead`: why the headline is not quite what was asked for;
    `courses` are for pictures and tables, `past` is the whole years behind the headline.
    """

    query: Query
    headline: Headline
    inputs: tuple[Observation, ...] = ()
    comparison: tuple[Observation, ...] = ()
    context: tuple[Observation, ...] = ()
    also: tuple[Observation, ...] = ()
    worked: tuple[Computed, ...] = ()
    ranking: Ranking | None = None
    courses: tuple[Course, ...] = ()
    past: Course | None = None
    instead: RefusedFor | None = None

    def figures(self) -> tuple[Observation, ...]:
        """Every held figure of the finding, the headline first."""
        own = (self.headline,) if isinstance(self.headline, Observation) else ()
        return (*own, *self.inputs, *self.comparison, *self.context, *self.also)


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing held answers the question; `nearest` is what is held close by."""

    query: Query
    reason: RefusedFor
    nearest: tuple[Observation, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Several:
    """Different figures fit: the question goes back with these to choose from."""

    query: Query
    figures: tuple[Observation, ...]


Found = Finding | Missing | Several
