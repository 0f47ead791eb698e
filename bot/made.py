"""Figures made of imported series for one question: for the periods it names, else for the latest twelve months.

A series holds what a publisher counted month by month, release by release. A figure comes from one release that holds
its whole period; of several releases the newest leads, and the others are what was published before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.query import Query
from bot.when.asked import AskedPeriod
from knowledge.base import KnowledgeBase
from knowledge.model import IndicatorId, Observation, PlaceId
from knowledge.period import Period, year_ending
from knowledge.release import Series

# Words that name either of two periods: both are made, so that the question can go back to the asker.
EITHER = ({"calendar_quarter", "financial_quarter"}, {"financial_year"})
WITH_A_BASE = frozenset({"change", "difference", "compare"})


def made(query: Query, indicator: IndicatorId, place: PlaceId, knowledge: KnowledgeBase) -> tuple[Observation, ...]:
    """The figures of all series of an indicator at a place that bear on the question, the newest release first."""
    series = [s for s in knowledge.series(indicator, place=place) if s.breakdown == query.breakdown]
    if not series:
        return ()
    periods = _periods(query, series)
    return tuple(figure for s in series for period in periods if (figure := s.at(period)))


def made_near(query: Query, indicator: IndicatorId, knowledge: KnowledgeBase) -> Iterator[Observation]:
    """The latest figures of the newest release, of the length asked for: what can be had where the question cannot."""
    months = {r.months for p in query.periods for r in p.readings[:1]}
    for place in query.places:
        for s in knowledge.series(indicator, place=place)[:1]:
            last = s.latest() if months <= {1} else s.at(latest_year(s)) or s.latest()
            yield from (last,) if last else ()


def latest_year(series: Series) -> Period:
    """The twelve months to the end of a series; of what is no count over time, its last date."""
    last = series.last
    is_counted = series.counted.adds_up and last.end is not None
    return year_ending(last.end.year, last.end.month) if is_counted and last.end else last


def _periods(query: Query, series: Sequence[Series]) -> tuple[Period, ...]:
    """Every period that an operation on the question may need, each once."""
    named = [period for asked in query.periods for period in _named(asked, series)]
    if not named:
        newest = {s.counted.definition: s for s in reversed(series)}
        named = [latest_year(s) for s in newest.values()]
    if query.operation not in WITH_A_BASE:
        return tuple(dict.fromkeys(named))
    before = [period.shifted(years=-1) for period in named if period.start]
    return tuple(dict.fromkeys((*named, *before)))


def _named(asked: AskedPeriod, series: Sequence[Series]) -> Iterator[Period]:
    """The first reading that is held, or both of an ambiguous one; the two ends of a stretch."""
    yield from asked.ends
    if asked.kind == "since":
        yield from asked.readings
        yield from (_like(base, s) for base in asked.readings[:1] for s in series)
    elif {reading.kind for reading in asked.readings} in EITHER:
        yield from asked.readings
    else:
        held = (reading for reading in asked.readings if any(s.holds(reading) for s in series))
        yield from (reading for reading in [next(held, None)] if reading)


def _like(base: Period, series: Series) -> Period:
    """The newest period of the base's kind that a series holds: what it has changed to."""
    period = base
    while series.holds(later := period.shifted(years=1)):
        period = later
    return period
