"""Figures made of imported series for one question: for the periods it names, else for the latest twelve months.

A series holds what a publisher counted month by month, release by release. A figure comes from one release that holds
its whole period; of several releases the newest leads, and the others are what was published before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bot.query import Query
from bot.when.asked import AskedPeriod
from knowledge.base import KnowledgeBase
from knowledge.model import IndicatorId, Observation, PlaceId
from knowledge.period import Period, months_ending, year_ending
from knowledge.release import Cell, Series

# Words that name either of two periods: both are made, so that the question can go back to the asker.
EITHER = ({"calendar_quarter", "financial_quarter"}, {"financial_year"})
YEAR = 12
WITH_A_BASE = frozenset({"change", "difference", "compare", "trend"})


def made(query: Query, indicator: IndicatorId, place: PlaceId, knowledge: KnowledgeBase) -> tuple[Observation, ...]:
    """The figures of all series of an indicator at a place that bear on the question, the newest release first."""
    series = [s for s in knowledge.series(indicator, place=place) if s.breakdown == query.breakdown]
    if not series:
        return ()
    return tuple(_told(_bearing(query, series)))


def _told(bearing: Iterable[tuple[Series, Sequence[Period]]]) -> Iterator[Observation]:
    """The figures for the periods; a release that says nothing else of them than a newer one of its kind has none."""
    before: list[tuple[str, str, frozenset[Cell]]] = []
    for s, periods in bearing:
        measure, definition = s.counted.measure, s.counted.definition
        cells = [cell for period in periods if (cell := s.cell(period))]
        if any((measure, definition) == (m, d) and told.issuperset(cells) for m, d, told in before):
            continue
        before.append((measure, definition, frozenset(cells)))
        yield from map(s.figure, cells)


def made_near(
    places: Sequence[PlaceId],
    indicator: IndicatorId,
    knowledge: KnowledgeBase,
    *,
    monthly: bool = False,
    asked: date | None = None,
) -> Iterator[Observation]:
    """The latest figures of the newest release, of a month or of twelve; of what is counted at dates, the nearest."""
    for place in places:
        for s in knowledge.series(indicator, place=place)[:1]:
            last = s.latest() if monthly else s.at(latest_year(s)) or s.latest()
            near = _nearest(s, asked) if asked and s.last.kind == "point" else last
            yield from (near,) if near else ()


def _nearest(series: Series, asked: date) -> Observation | None:
    dated = [(abs(period.end - asked), period) for period in series.held() if period.end]
    return series.at(min(dated, key=lambda found: found[0])[1]) if dated else None


def latest_year(series: Series) -> Period:
    """The twelve months to the end of a series; of what is no count over time, its last date."""
    last = series.last
    is_counted = series.counted.adds_up and last.end is not None
    return year_ending(last.end.year, last.end.month) if is_counted and last.end else last


def _bearing(query: Query, series: Sequence[Series]) -> Iterator[tuple[Series, tuple[Period, ...]]]:
    """The series with the periods asked for; where none is, each with the latest of what it counts."""
    asked = _with_bases(query, [period for asked in query.periods for period in named(asked, series)])
    if asked:
        yield from ((s, asked) for s in series)
        return
    latest: dict[str, tuple[Period, ...]] = {}
    for s in series:
        counted = s.counted.definition
        if counted not in latest:
            latest[counted] = _with_bases(query, [latest_year(s)])
        yield s, latest[counted]


def _with_bases(query: Query, periods: Sequence[Period]) -> tuple[Period, ...]:
    """Every period that an operation on the question may need, each once: a change needs the year before too."""
    before = [p.shifted(years=-1) for p in periods if p.start] if query.operation in WITH_A_BASE else ()
    return tuple(dict.fromkeys((*periods, *before)))


def named(asked: AskedPeriod, series: Sequence[Series]) -> Iterator[Period]:
    """The first reading that is held, or both of an ambiguous one; the two ends of a stretch."""
    yield from asked.ends
    if asked.kind == "since":
        yield from asked.readings
        yield from (latest_like(base, s) for base in asked.readings[:1] for s in series)
        yield from (year for base in asked.readings[:1] for s in series for year in _years_around(base, s))
        yield from (point for base in asked.readings[:1] for s in series for point in _points_around(base, s))
    elif asked.kind == "duration" and asked.months:
        yield from (end for s in series for end in _over(asked.months, s))
    elif {reading.kind for reading in asked.readings} in EITHER:
        yield from asked.readings
    else:
        held = (reading for reading in asked.readings if any(s.holds(reading) for s in series))
        yield from (reading for reading in [next(held, None)] if reading)


def year_before(month: Period) -> Period:
    """The twelve months to the eve of a month: the last year before what then began."""
    before = month.shifted(months=-1)
    return year_ending(before.end.year, before.end.month) if before.end else before


def _years_around(base: Period, series: Series) -> tuple[Period, ...]:
    """Since a month is told in years, for of one month little can be said: the last before it, and the latest."""
    if base.months != 1 or base.start is None:
        return ()
    if series.counted.adds_up:
        return year_before(base), latest_year(series)
    before = [p for p in series.held() if p.months == YEAR and p.end and p.end < base.start]
    return (*before[-1:], series.last) if series.last.months == YEAR else ()


def _points_around(base: Period, series: Series) -> tuple[Period, ...]:
    """Since a year or a month, of what is counted at dates: the latest, and of a year the same date of it."""
    last = series.last
    if last.kind != "point" or not base.end or not last.end or base.end >= last.end:
        return ()
    if base.months != YEAR:
        return (last,)
    return last.shifted(years=base.end.year - last.end.year), last


def _over(months: int, series: Series) -> tuple[Period, Period]:
    """The two ends of so many months: the latest year and that many years before; of less than a year, the year before.

    Of what is no count over time, the last date and the one so many months before.
    """
    if not series.counted.adds_up or series.last.end is None:
        return series.last, series.last.shifted(months=-months)
    latest = latest_year(series)
    if months < YEAR:
        latest = months_ending(series.last.end.year, series.last.end.month, months)
    return latest, latest.shifted(years=-max(1, months // YEAR))


def latest_like(base: Period, series: Series) -> Period:
    """The newest period of the base's kind that a series holds: what it has changed to."""
    period = base
    while series.holds(later := period.shifted(years=1)):
        period = later
    return period
