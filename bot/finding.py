"""What is found for a query: figures, or what is nearest, or figures to choose between."""

from __future__ import annotations

from dataclasses import dataclass

from bot.arithmetic import Computed
from bot.query import Query, RefusedFor
from knowledge.model import Observation

Headline = Observation | Computed


@dataclass(frozen=True, slots=True)
class Finding:
    """What answers the question: the headline, what it was computed from, and what stands beside it."""

    query: Query
    headline: Headline
    inputs: tuple[Observation, ...] = ()
    comparison: tuple[Observation, ...] = ()
    context: tuple[Observation, ...] = ()
    also: tuple[Observation, ...] = ()

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
