"""So many for every thousand residents: as published, else worked out from a count and a mid-year estimate."""

from __future__ import annotations

from dataclasses import replace

from bot import arithmetic
from bot.arithmetic import Computed
from bot.finding import Finding, Missing
from bot.fits import first_reading, leading, may_lead, period_fits
from bot.pool import Pool
from bot.query import Query
from bot.runs import SQUARE_MILE
from knowledge.base import KnowledgeBase
from knowledge.model import Indicator, Observation, PlaceId
from knowledge.period import Period
from knowledge.release import Series

POPULATION = "population"
# Whom these serve lives in London, and is counted there.
COUNTED_IN: dict[PlaceId, PlaceId] = {PlaceId("met-police"): PlaceId("london")}


def rate(pool: Pool) -> Finding | Missing | None:
    """The rate of the leading count; the count itself where it is too small, and nothing where few people live."""
    counts = [f for f in _counts(pool) if may_lead(pool.query, f) and arithmetic.is_exact(f)]
    if not counts or pool.indicator.id == POPULATION:
        return None
    if pool.place in SQUARE_MILE:
        return Missing(pool.query, "no_residents", tuple(counts[:1]))
    if arithmetic.small(counts[0]):
        return Finding(pool.query, counts[0], instead="small_base")
    computed = next((c for f in counts[:1] if (c := rated(f, pool.query, pool.indicator, pool.knowledge))), None)
    return Finding(pool.query, computed, inputs=computed.inputs) if computed else None


def _counts(pool: Pool) -> list[Observation]:
    """The counts of the period asked for, the leading one first; where none is named, of the latest."""
    asked = pool.query.periods
    if len(asked) > 1:
        return []
    held = [f for f in pool.levels("count") if all(period_fits(p, f) for p in asked)]
    return leading(first_reading(asked, held))


def rated(count: Observation, query: Query, indicator: Indicator, knowledge: KnowledgeBase) -> Computed | None:
    """The rate of a count over the residents of its place; None where it may not be worked out."""
    if count.place in SQUARE_MILE or count.indicator == POPULATION:
        return None
    people = residents(count.place, count.period, knowledge)
    return arithmetic.rate(count, people, query.per or arithmetic.per_of(indicator)) if people else None


def residents(place: PlaceId, period: Period, knowledge: KnowledgeBase) -> Observation | None:
    """The newest mid-year estimate of a place that is not later than the period's year."""
    held = knowledge.series(POPULATION, place=COUNTED_IN.get(place, place), measure="count")
    found = [f for series in held if (f := _newest(series, period))]
    return max(found, key=lambda f: (f.period.end, f.published), default=None)


def _newest(series: Series, period: Period) -> Observation | None:
    """The newest estimate of one release that is of the period's time."""
    times = [estimate for estimate in series.held() if _is_of_its_time(estimate, period)]
    return series.at(times[-1]) if times else None


def _is_of_its_time(estimate: Period, period: Period) -> bool:
    """Whether an estimate is no later than the period's year; of a period in two years, than its end."""
    if estimate.end is None or period.start is None or period.end is None:
        return False
    if period.start.year == period.end.year:
        return estimate.end.year <= period.end.year
    return estimate.end <= period.end


def as_count(query: Query) -> Query:
    """The question on the counts that a rate is worked out from."""
    return replace(query, operation="compare", measure="count", per=None)
