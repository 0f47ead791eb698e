"""From one time to another: as published, else computed from two levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import product

from bot import arithmetic
from bot.arithmetic import Computed
from bot.breaks import breaks_between
from bot.finding import Finding, Several
from bot.fits import change_fits, ends_fit, leading, may_lead, period_fits, same_time, stands_for
from bot.made import latest_year
from bot.operations.beside import LEVELS, other_reading, with_companions
from bot.operations.times import between
from bot.pool import Pool
from bot.query import Query
from knowledge.model import Measure, Observation
from knowledge.period import Period, months_ending
from knowledge.release import Series

YEAR, QUARTER = 12, 3


def change(pool: Pool) -> Finding | Several | None:
    """A published change; else one computed from two comparable levels."""
    published = _published_changes(pool)
    if not published:
        return computed_change(_to_this_day(pool))
    if later := _of_a_later_time(pool, published[0]):
        return later
    if other := other_reading(pool, published[0]):
        return Several(pool.query, (published[0], other))
    return with_companions(pool, published[0], published[1:])


def _of_a_later_time(pool: Pool, said: Observation) -> Finding | None:
    """The change that newer figures tell, where the question names no time and asks after nobody's words."""
    query = pool.query
    if query.periods or query.claim or query.speakers or not said.period.end:
        return None
    found = computed_change(pool)
    headline = found.headline if found else None
    is_later = isinstance(headline, Computed) and stands_for(headline.of) > stands_for(said)
    return found if is_later else None


def _published_changes(pool: Pool) -> list[Observation]:
    query = pool.query
    wanted = _changes_wanted(query)
    fit = [f for f in pool.held if f.measure in wanted and may_lead(query, f) and _change_period_fits(query, f)]
    fit = [f for f in fit if f.measure != "money" or f.baseline]
    fit = [f for f in fit if _of_the_level(f, query) or f.measure == "statement"]
    return sorted(leading(fit), key=lambda f: wanted.index(f.measure))


def _to_this_day(pool: Pool) -> Pool:
    """The question read from the time that is compared with to the latest held."""
    if not pool.query.from_base:
        return pool
    (base,) = pool.query.periods
    return pool.reading((replace(base, kind="since"),))


def _of_the_level(figure: Observation, query: Query) -> bool:
    """A change of a rate is none of a count, where the question says which."""
    return query.level is None or (figure.of == "rate") == (query.level == "rate")


def _changes_wanted(query: Query) -> tuple[Measure, ...]:
    if query.operation == "difference":
        return ("change_abs", "money", "change_pct") if query.claim else ("change_abs", "money")
    if query.measure == "change_pct":
        return ("change_pct",)
    return ("change_pct", "change_abs", "money", "statement")


def _change_period_fits(query: Query, figure: Observation) -> bool:
    if len(query.periods) == 2 and ends_fit(query.periods, figure):
        return True
    if query.from_base and period_fits(query.periods[0], figure):
        return False
    return all(change_fits(p, figure, query.against) for p in query.periods)


def computed_change(pool: Pool) -> Finding | None:
    """The change between the two levels that the question compares, in per cent where its base bears one."""
    ends = _ends(pool)
    if ends is None:
        return None
    of, base = ends
    difference = arithmetic.difference(of, base)
    percentage = arithmetic.percentage_change(of, base) if pool.query.operation != "difference" else None
    headline = percentage or difference
    if headline is None or (headline is difference and pool.query.measure == "change_pct" and not _is_small(base)):
        return None
    counted = percentage is None and pool.query.operation != "difference" and arithmetic.small(base)
    drawn, other = between(base, of, pool.knowledge), _on_another_base(pool, of, base)
    return Finding(
        pool.query,
        headline,
        inputs=(of, base, *(i for c in other for i in c.inputs)),
        worked=other,
        courses=(drawn,) if drawn else (),
        instead="small_base" if counted else None,
    )


def _on_another_base(pool: Pool, of: Observation, base: Observation) -> tuple[Computed, ...]:
    """For a claim across a break, the latest year against the one before it; for one of no time, the latest quarter."""
    crossed = breaks_between(base, of, pool.knowledge)
    if not pool.query.claim or (pool.query.periods and not crossed):
        return ()
    for series in pool.knowledge.series(of.indicator, place=of.place, measure="count"):
        if series.breakdown == of.breakdown and series.counted.definition == of.definition and series.last.end:
            end = series.last.end
            late = latest_year(series) if crossed else months_ending(end.year, end.month, QUARTER)
            changed = _on_the_year_before(series, late)
            if changed and changed.base and not breaks_between(changed.base, changed.of, pool.knowledge):
                return (changed,)
    return ()


def _on_the_year_before(series: Series, period: Period) -> Computed | None:
    late, early = series.at(period), series.at(period.shifted(years=-1))
    return arithmetic.percentage_change(late, early) if late and early else None


def _is_small(base: Observation) -> bool:
    """Whether counts are given in place of a percentage; of shares, percentage points always are."""
    return arithmetic.small(base) or base.measure == "share"


def _ends(pool: Pool) -> tuple[Observation, Observation] | None:
    """The two levels that the question compares: the later one first."""
    measure = pool.query.measure if pool.query.measure in LEVELS else pool.query.level
    levels = [f for f in pool.levels(measure) if not f.doubt]
    for periods in _pairs(pool, levels):
        if periods[0].same(periods[1]) or periods[0].months != periods[1].months:
            continue
        of, base = ([f for f in levels if same_time(p, f.period)] for p in periods)
        if found := next((pair for pair in product(of, base) if arithmetic.comparable(*pair)), None):
            return found
    return None


def _pairs(pool: Pool, levels: Sequence[Observation]) -> Iterator[tuple[Period, Period]]:
    """The periods that may be compared, the likeliest first; over a length of time, from each end that is held."""
    asked = pool.query.periods
    if len(asked) == 1 and asked[0].kind == "duration" and asked[0].months:
        years, months = max(1, asked[0].months // YEAR), asked[0].months
        for late in _latest_first(levels):
            yield late.period, late.period.shifted(years=-years)
            yield late.period, late.period.shifted(months=-months)
    elif len(asked) == 1 and asked[0].kind == "since" and asked[0].readings:
        base = asked[0].readings[0]
        before = _years_before(base, levels) if base.months == 1 else []
        bases = (*before, base, *_points_in(base, levels))
        yield from ((f.period, b) for b in bases for f in _latest_first(levels) if _is_later(f.period, b))
    elif found := _periods_compared(pool, levels):
        yield found


def _latest_first(levels: Sequence[Observation]) -> list[Observation]:
    """What has become of a thing is told by its latest figure; of the same time, by the one that leads."""
    return sorted(leading(levels), key=stands_for, reverse=True)


def _years_before(month: Period, levels: Sequence[Observation]) -> list[Period]:
    """The years that ended before a month, the last first, and none that ended long before it."""
    earliest = month.shifted(years=-1).start
    years = {f.period for f in levels if f.period.months == YEAR and f.period.end and month.start and earliest}
    near = [p for p in years if p.end and earliest and month.start and earliest <= p.end < month.start]
    return sorted(near, key=lambda p: p.end or p.start or date.min, reverse=True)


def _points_in(year: Period, levels: Sequence[Observation]) -> list[Period]:
    """The dates in a year for which a level is held."""
    points = {f.period for f in levels if f.period.kind == "point" and f.period.end and year.start and year.end}
    return sorted((p for p in points if year.start <= p.end <= year.end), key=lambda p: p.end)  # type: ignore[operator, arg-type, return-value]


def _is_later(period: Period, base: Period) -> bool:
    """Whether a period lies behind its base; a point in time, behind the end of the month it is compared with."""
    return bool(period.start and base.end and period.start > base.end)


def _periods_compared(pool: Pool, levels: Sequence[Observation]) -> tuple[Period, Period] | None:
    asked = pool.query.periods
    if len(asked) == 1 and len(asked[0].ends) == 2:
        return _later_first(asked[0].ends[0], asked[0].ends[1])
    if len(asked) == 2 and all(p.readings for p in asked):
        return _later_first(asked[0].readings[0], asked[1].readings[0])
    if len(asked) == 1 and asked[0].kind == "period" and asked[0].readings:
        return _against(asked[0].readings[0], pool.query, levels)
    if not asked and levels:
        latest = leading(levels)[0].period
        return latest, latest.shifted(years=-1)
    return None


def _against(period: Period, query: Query, levels: Sequence[Observation]) -> tuple[Period, Period] | None:
    """A lone period is what is asked about; after "than" it is what the latest is compared with."""
    latest = leading(levels)[0].period if levels else None
    if query.against and latest and not latest.same(period):
        return _later_first(latest, period)
    return None if query.against else (period, period.shifted(years=-1))


def _later_first(one: Period, other: Period) -> tuple[Period, Period]:
    first, second = (period.start or period.end or date.min for period in (one, other))
    return (one, other) if first > second else (other, one)
