"""Where periods stand on the axis of time, and which of them are named there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from adapters.pictures.lines import brief
from bot.reply import Point

SHORT_DAYS = 100
# Characters between two names on the axis.
APART = 2


@dataclass(frozen=True, slots=True)
class Tick:
    """A name on the axis of time, in one or two lines."""

    at: float
    text: str


def places_on_axis(points: Sequence[Point]) -> dict[str, float]:
    """Where each period stands, in days: its middle; one after another where a period has no dates."""
    if all(point.start and point.end for point in points):
        return {point.period: sum(_days(point)) / 2 for point in points}
    return {period: float(n) for n, period in enumerate(dict.fromkeys(point.period for point in points))}


def _days(point: Point) -> tuple[int, int]:
    """The first and the last day of a period that has both."""
    return date.fromisoformat(point.start or "").toordinal(), date.fromisoformat(point.end or "").toordinal()


def ticks(points: Sequence[Point], axis: dict[str, float], room: int) -> tuple[Tick, ...]:
    """Names along an axis with room for so many characters: years where periods are short and many, else periods."""
    dated = all(point.start and point.end for point in points)
    short = dated and max(last - first for first, last in map(_days, points)) <= SHORT_DAYS
    if short:
        years = _years(points)
        if len(years) > 2:
            return _thinned(years, room)
    named = {axis[point.period]: Tick(axis[point.period], _named(point, short=short)) for point in points}
    return _thinned([named[at] for at in sorted(named)], room)


def _years(points: Sequence[Point]) -> list[Tick]:
    """The first of January of every year within the series."""
    first, last = min(_days(p)[0] for p in points), max(_days(p)[1] for p in points)
    years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
    return [Tick(at, str(y)) for y in years if first <= (at := date(y, 1, 1).toordinal()) <= last]


def _named(point: Point, *, short: bool) -> str:
    """A period in few letters: a month by three of them, a long name in two lines."""
    if short:
        first, last = (date.fromordinal(day) for day in _days(point))
        if (first.year, first.month) == (last.year, last.month):
            return f"{first:%b}\n{first:%Y}"
    label = brief(point.label)
    words = label.split()
    if len(label) <= 9 or len(words) == 1:
        return label
    best = min(range(1, len(words)), key=lambda n: max(len(" ".join(words[:n])), len(" ".join(words[n:]))))
    return f"{' '.join(words[:best])}\n{' '.join(words[best:])}"


def _thinned(named: Sequence[Tick], room: int) -> tuple[Tick, ...]:
    """Every so-manieth name counted back from the last, so that none touches the next."""
    if len(named) < 2:
        return tuple(named)
    widest = max(len(line) for tick in named for line in tick.text.split("\n")) + APART
    closest = min(b.at - a.at for a, b in pairwise(named))
    fits = closest / (named[-1].at - named[0].at) * room
    every = max(1, -int(-widest // fits))
    return tuple(named[len(named) - 1 :: -every][::-1])
