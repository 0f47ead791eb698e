"""One series over time: its years or months within a stretch, of one release, and which of them leads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.finding import Course, Finding, Ranking
from bot.fits import leading, may_lead
from bot.made import latest_year
from bot.operations.order import ordered
from bot.pool import Pool
from bot.query import Across, Direction
from bot.when.asked import AskedPeriod
from knowledge.base import KnowledgeBase
from knowledge.model import Observation
from knowledge.period import Period, calendar_year, financial_year, month_of, months_between, months_on
from knowledge.release import Series

FIRST = 1
# As many as the other months of a year; all of them stand in the series.
MOST_RANKED = 11
MOST_ALSO = 2
# A release that ends so long before the newest one is no history of today's figures.
STILL_CURRENT = timedelta(days=366)
WHOLE_YEAR = 12
# Stretches that are named by where they begin, or by how long they are.
OPEN = frozenset({"since", "duration"})


def course(pool: Pool, grain: Across) -> Course | None:
    """The years or months of the stretch asked for, of the newest release that holds it all; at least two."""
    for series in _histories(pool):
        stretch = _stretch(pool.query.periods, series)
        figures = tuple(_figures(series, stretch, grain)) if stretch else ()
        if len(figures) > 1:
            return Course(series, figures)
    return None


def rank_times(pool: Pool, order: Direction) -> Finding | None:
    """The month or year of a stretch with the most or the fewest, with those that are level with it."""
    grain = pool.query.across or "year"
    if pool.query.measure == "rate" or not (held := course(pool, grain)):
        return None
    sign = -1 if order == "high" else 1
    figures = tuple(sorted(held.figures, key=lambda f: (sign * (f.value or 0), f.period.end)))
    ranking = Ranking(_across(figures, grain), order, figures, shown=pool.query.top or FIRST)
    if pool.query.nth and not ranking.at(pool.query.nth):
        return None
    first = figures[: ranking.shown] if ranking.shown > 1 else (figures[0], *ranking.level(figures[0]))
    first = ranking.at(pool.query.nth) if pool.query.nth else first
    shown = tuple(f for f in first if isinstance(f, Observation))
    rest = tuple(f for f in figures[: MOST_RANKED + len(shown)] if f not in shown)
    return Finding(
        pool.query, shown[0], comparison=shown[1:], context=rest[:MOST_RANKED], ranking=ranking, courses=(held,)
    )


def record_over_time(pool: Pool) -> Finding | None:
    """The year with the most or the fewest; of one that is asked about, its rank and since when it is a record."""
    order = ordered(pool.query, pool.indicator)
    if order is None or pool.query.measure in {"change_pct", "rate"}:
        return None
    subject = _subject(pool)
    if pool.query.nth and subject and not pool.query.whether:
        return None
    if subject is None and not _names_a_time(pool):
        return rank_times(replace(pool, query=replace(pool.query, across="year")), order)
    return _against_the_past(pool, subject, order) if subject else None


def _names_a_time(pool: Pool) -> bool:
    """Whether one time is asked about, rather than the years of a stretch."""
    return any(
        r.months and r.months <= WHOLE_YEAR for p in pool.query.periods for r in p.readings if p.kind == "period"
    )


def _subject(pool: Pool) -> Course | None:
    """The figure asked about behind those like it before; the latest year where it is asked whether it is so."""
    query = pool.query
    if not query.whether and not _names_a_time(pool):
        return None
    for series in _histories(replace(pool, query=replace(query, periods=()))):
        named = [r for p in query.periods if p.kind == "period" for r in p.readings]
        period = next((r for r in named if series.holds(r)), None if named else latest_year(series))
        if period is None:
            continue
        past = tuple(f for f in _back(series, period) if _is_since(f.period, query.periods))
        if len(past) > 1:
            return Course(series, past[::-1])
    return None


def _is_since(period: Period, asked: tuple[AskedPeriod, ...]) -> bool:
    """Whether a period ends no earlier than where the question lets the comparison begin."""
    starts = [p.readings[0].start for p in asked if p.kind == "since" and p.readings]
    return all(start and period.end and start <= period.end for start in starts)


def _back(series: Series, period: Period) -> Iterator[Observation]:
    """The figure of a period and those of the periods like it before; of a month, of all months before."""
    step = {"months": -1} if period.months == 1 else {"years": -1}
    while (figure := series.at(period)) and figure.value is not None:
        yield figure
        period = period.shifted(**step)


def _against_the_past(pool: Pool, past: Course, order: Direction) -> Finding:
    """The rank of a figure among those like it before, with the last that was as far out, else with the leader."""
    head, before = past.figures[-1], past.figures[:-1]
    sign = -1 if order == "high" else 1
    figures = tuple(sorted(past.figures, key=lambda f: (sign * (f.value or 0), f.period.end)))
    beyond = [f for f in before if sign * (f.value or 0) <= sign * (head.value or 0)]
    since = beyond[-1] if beyond and beyond[-1] is not before[-1] else None
    other = since or next(f for f in figures if f is not head)
    across: Across = "month" if head.period.months == 1 else "year"
    ranking = Ranking(_across(figures, across), order, figures, since=since)
    told = [f for f in pool.held if f.measure == head.measure and f.value != head.value and may_lead(pool.query, f)]
    told = leading(f for f in told if f.period.same(head.period))
    return Finding(
        pool.query, head, comparison=(other,), also=tuple(told[:MOST_ALSO]), ranking=ranking, courses=(past,)
    )


def _across(figures: Sequence[Observation], grain: Across) -> Across:
    """What is put in order: the times of a kind, or the dates for which something is held."""
    return "date" if figures[0].period.kind == "point" else grain


def between(earlier: Observation, later: Observation, knowledge: KnowledgeBase) -> Course | None:
    """The months, or the dates, from the start of one figure to the end of another of the same series."""
    for series in knowledge.series(later.indicator, place=later.place, measure=later.measure):
        same = series.release.id == later.series and series.counted.definition == later.definition
        start = earlier.period.start or earlier.period.end
        if same and series.breakdown == later.breakdown and start and later.period.end:
            figures = tuple(_figures(series, Period("range", start, later.period.end), "month"))
            return Course(series, figures) if len(figures) > 1 else None
    return None


def stretch_total(pool: Pool) -> list[Observation]:
    """The count of an open stretch, such as one since a date, up to the end of the newest release that holds it all."""
    asked = pool.query.periods
    if len(asked) != 1 or asked[0].kind not in OPEN:
        return []
    for series in _histories(pool):
        stretch = _stretch(pool.query.periods, series) if series.counted.adds_up else None
        figure = series.at(stretch) if stretch else None
        if figure and figure.value is not None:
            return [figure]
    return []


def _histories(pool: Pool) -> list[Series]:
    """The series at the place, those that reach up to now and furthest back first; the newest release of equals."""
    held = [
        s for s in pool.knowledge.series(pool.indicator.id, place=pool.place) if s.breakdown == pool.query.breakdown
    ]
    wanted = "count" if pool.query.measure is None else pool.query.measure
    held = [s for s in held if s.counted.measure == wanted] or [s for s in held if pool.query.measure is None]
    newest = max((s.last.end for s in held if s.last.end), default=None)
    current = [s for s in held if newest and s.last.end and newest - s.last.end <= STILL_CURRENT]
    if pool.query.periods:
        return current + [s for s in held if s not in current]
    return sorted(current, key=lambda s: (s.first.end, current.index(s)))


def _stretch(asked: tuple[AskedPeriod, ...], series: Series) -> Period | None:
    """The stretch asked for as far as the series goes; None where it does not hold its beginning."""
    first, last = series.first, series.last
    if not first.end or not last.end:
        return None
    whole = Period("range", first.start or first.end, last.end)
    if not asked:
        return whole
    one = asked[0]
    if one.kind == "duration" and one.months:
        year, month = months_on(last.end.year, last.end.month, 1 - one.months)
        return _within(months_between(year, month, last.end.year, last.end.month), whole)
    reading = next(iter(one.readings), None)
    if reading is None or reading.start is None:
        return whole if one.kind in {"latest", "earliest"} else None
    if one.kind == "since" and len(asked) == 1:
        if reading.start > last.end:
            return None
        return _within(Period("range", reading.start, last.end), whole)
    return next((r for r in one.readings if _within(r, whole)), None) if len(asked) == 1 else None


def _within(stretch: Period, whole: Period) -> Period | None:
    return stretch if whole.contains(stretch) else None


def _figures(series: Series, stretch: Period, grain: Across) -> Iterator[Observation]:
    periods = _periods(stretch, grain) if series.counted.adds_up else _held(series, grain)
    for period in periods:
        figure = series.at(period) if _inside(period, stretch) else None
        if figure and figure.value is not None:
            yield figure


def _held(series: Series, grain: Across) -> Iterator[Period]:
    """The dates that are held, or the periods of one length: for months the shortest, never with whole years."""
    held = series.held()
    length = WHOLE_YEAR if grain == "year" else min((p.months for p in held if p.months), default=None)
    yield from (p for p in held if p.kind == "point" or p.months == length)


def _inside(period: Period, stretch: Period) -> bool:
    """Whether a period lies in a stretch; a point in time, whether it does."""
    start, end = period.start or period.end, period.end
    return bool(start and end and stretch.start and stretch.end and stretch.start <= start and end <= stretch.end)


def _periods(stretch: Period, grain: Across) -> Iterator[Period]:
    """The whole months or years of a stretch; financial years where it begins in April and ends in March."""
    if stretch.start is None or stretch.end is None:
        return
    first, last = stretch.start, stretch.end
    if grain == "month":
        for number in range((last.year - first.year) * WHOLE_YEAR + last.month - first.month + 1):
            yield month_of(*months_on(first.year, first.month, number))
        return
    financial = (first.month, last.month) == (4, 3) and stretch.kind != "range"
    make = financial_year if financial else calendar_year
    yield from (make(year) for year in range(first.year, last.year + 1))
