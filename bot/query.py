"""What a question asks for once every slot has one value, and the ways in which it may ask for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bot.when.asked import AskedPeriod
from knowledge.model import Breakdown, IndicatorId, Level, Measure, PlaceId, SpeakerId

Operation = Literal[
    "lookup", "change", "difference", "ratio", "share", "compare", "record", "rank", "trend", "average", "total",
    "bundle",
]  # fmt: skip
Direction = Literal["low", "high"]
Across = Literal["borough", "force", "region", "month", "year", "date"]
Judged = Literal["worst", "safest"]
Each = Literal["day", "week", "month", "year"]
PlaceFrom = Literal["said", "channel", "indicator"]
RefusedFor = Literal[
    "not_held",
    "not_understood",
    "several",
    "forecast",
    "cause",
    "opinion",
    "interval",
    "rank",
    "no_rank",
    "trend",
    "too_fresh",
    "arithmetic",
    "small_base",
    "no_residents",
    "no_count",
    "no_level",
    "unread_before",
]


@dataclass(frozen=True, slots=True)
class Query:
    """One question on figures, resolved. Several indicators are alternatives, not a list.

    `place_from`: the question named the places, or its channel has set the place, or it is the indicator's own.
    `across` is what is ranked or listed, `top` how many of it, `nth` which alone (2: the second); `judged` asks for the
    worst or the safest, whichever end of the figures that is; `each` is what an average is for; `whether`: it is asked
    whether something is so; `from_base`: the one time named is what today is compared with; `within`: broader
    things named beside the indicator.
    """

    indicators: tuple[IndicatorId, ...]
    places: tuple[PlaceId, ...]
    place_from: PlaceFrom
    breakdown: Breakdown
    measure: Measure | None
    per: int | None
    level: Level | None
    operation: Operation
    direction: Direction | None
    ever: bool
    periods: tuple[AskedPeriod, ...]
    speakers: tuple[SpeakerId, ...]
    claim: bool
    against: bool
    elsewhere: bool
    numbers: tuple[Decimal, ...]
    across: Across | None = None
    top: int | None = None
    nth: int | None = None
    judged: Judged | None = None
    each: Each | None = None
    whether: bool = False
    from_base: bool = False
    broad: bool = False
    within: tuple[IndicatorId, ...] = ()
    carried: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Clarify:
    """Two or more readings fit; `indicators` or `places` are what to choose between."""

    about: Literal["indicator", "place", "measure"]
    indicators: tuple[IndicatorId, ...] = ()
    places: tuple[PlaceId, ...] = ()


@dataclass(frozen=True, slots=True)
class Abstain:
    """On topic, but not answered: why, and what is nearest."""

    reason: RefusedFor
    indicators: tuple[IndicatorId, ...] = ()
    places: tuple[PlaceId, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """Not a question on crime and policing figures."""

    kind: str


@dataclass(frozen=True, slots=True)
class Help:
    """A question on Beatbook itself: what it can be asked, what it holds, what a word means."""

    kind: Literal["topics", "greeting", "thanks", "definition", "coverage", "freshness", "source"]
    indicators: tuple[IndicatorId, ...] = ()
    places: tuple[PlaceId, ...] = ()


Resolved = Query | Clarify | Abstain | OutOfScope | Help
