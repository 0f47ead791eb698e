"""What one form of words says of time, and the day against which it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.when.pattern import Said
from knowledge.period import FIRST_YEAR, LAST_YEAR, Period, months_on

AskedKind = Literal["period", "between", "since", "until", "latest", "earliest", "duration", "today", "future"]


@dataclass(frozen=True, slots=True)
class When:
    """The day of asking, and the readings of the period that relative words are counted from."""

    asked_on: date
    bases: tuple[Period, ...] = ()

    @property
    def last_month(self) -> tuple[int, int]:
        """The last month that is over."""
        return months_on(self.asked_on.year, self.asked_on.month, -1)

    @property
    def financial(self) -> int:
        """The year in which the running financial year began."""
        return self.asked_on.year - (self.asked_on.month < 4)

    def is_over(self, period: Period) -> bool:
        """Whether a period had ended before the day of asking."""
        return period.end is not None and period.end < self.asked_on


@dataclass(frozen=True, slots=True)
class Reading:
    """What a form says. `open`: the year is not said, so that a neighbour's year may be meant.

    `refused`: the words name a time that is not read, and no shorter form may read a part of them.
    """

    kind: AskedKind = "period"
    readings: tuple[Period, ...] = ()
    ends: tuple[Period, ...] = ()
    months: int | None = None
    open: bool = False
    refused: bool = False


Build = Callable[[Said, When], Reading | None]
REFUSED = Reading(refused=True)


def period(*readings: Period) -> Reading | None:
    """A period with its readings, likeliest first; nothing where there is none."""
    return Reading("period", tuple(dict.fromkeys(readings))) if readings else None


def open_period(*readings: Period) -> Reading | None:
    """A period of which the words do not say the year."""
    return Reading("period", tuple(dict.fromkeys(readings)), open=True) if readings else None


def latest_over(when: When, candidates: Iterable[Period]) -> list[Period]:
    """The periods that are over by the day of asking, newest first."""
    return sorted((p for p in candidates if when.is_over(p)), key=lambda p: p.end or date.min, reverse=True)


def shifted(base: Period, years: int = 0, months: int = 0) -> Period | None:
    """A period so much later; None where that leaves the years that periods have."""
    year = base.end.year + years + months // 12 if base.end else 0
    return base.shifted(years=years, months=months) if FIRST_YEAR < year < LAST_YEAR else None


def says(kind: AskedKind, *readings: Period) -> Build:
    """A form that always says the same."""
    return lambda said, when: Reading(kind, readings)


def refused(said: Said, when: When) -> Reading:
    """A form that keeps its words from being read in part."""
    return REFUSED
