"""What stands beside a figure: another reading of the question, what else was published, its change and its record."""

from __future__ import annotations

from collections.abc import Sequence

from bot import arithmetic
from bot.arithmetic import Computed
from bot.breaks import breaks_between
from bot.finding import Finding
from bot.fits import leading, same_time
from bot.pool import Pool
from knowledge.model import Measure, Observation

MOST_ALSO = 2
YEAR = 12
# What divides other figures is given without more.
STANDING = frozenset({"population"})
LEVELS: frozenset[Measure] = frozenset({"count", "rate", "share", "money"})
QUARTERS = {"calendar_quarter", "financial_quarter"}
AMBIGUOUS = (QUARTERS, {"financial_year"})


def other_reading(pool: Pool, chosen: Observation) -> Observation | None:
    """A figure for another reading of words that name two periods alike, such as the first quarter."""
    for asked in pool.query.periods:
        if {r.kind for r in asked.readings} in AMBIGUOUS:
            for reading in asked.readings:
                same = [f for f in pool.held if f.measure == chosen.measure and reading.same(f.period)]
                if same and not reading.same(chosen.period):
                    return leading(same)[0]
    return None


def with_companions(pool: Pool, headline: Observation, rest: Sequence[Observation]) -> Finding:
    """The figure with its change and its record, and what others published of the same."""
    also = [
        f
        for f in rest
        if same_time(f.period, headline.period) and f.value != headline.value and f.evidence != "political_claim"
    ]
    also = list({(f.value, f.source): f for f in also[::-1]}.values())[::-1]
    beside, also = _companions(pool, headline), also[:MOST_ALSO]
    changed = None if beside else _change_on_the_year_before(pool, headline)
    if changed and changed.base:
        return Finding(pool.query, headline, comparison=(changed.base,), also=tuple(also), worked=(changed,))
    return Finding(pool.query, headline, comparison=beside, also=tuple(also))


def _change_on_the_year_before(pool: Pool, headline: Observation) -> Computed | None:
    """The change of a count on the year before, of its release; none across a break, which nobody asked to cross.

    None of more than a year either: the two stretches would overlap.
    """
    before = headline.period.shifted(years=-1)
    if (headline.period.months or YEAR) > YEAR:
        return None
    if headline.measure != "count" or headline.indicator in STANDING or before.start is None:
        return None
    for series in pool.knowledge.series(headline.indicator, place=headline.place, measure="count"):
        if series.release.id == headline.series and series.breakdown == headline.breakdown:
            base = series.at(before)
            changed = arithmetic.percentage_change(headline, base) if base else None
            if changed and base and not breaks_between(base, headline, pool.knowledge):
                return changed
    return None


def _companions(pool: Pool, headline: Observation) -> tuple[Observation, ...]:
    """What a reader wants beside the figure: its published change with the base, and its record."""
    if headline.measure not in LEVELS:
        return _levels_of_change(pool, headline)
    alike = [f for f in pool.held if f.period.same(headline.period) and f.of == headline.measure and not f.doubt]
    alike = [f for f in alike if f.series == headline.series]
    change = [f for f in alike if f.measure == "change_pct"][:1]
    record = [f for f in alike if f.measure == "rank_or_record"]
    record = sorted(leading(record), key=lambda f: f.baseline is None)[:1]
    bases = [b for f in (*change, *record) if f.baseline for b in pool.levels(headline.measure, f.baseline)[:1]]
    return tuple(dict.fromkeys((*change, *record, *(b for b in bases if b.series == headline.series))))


def _levels_of_change(pool: Pool, change: Observation) -> tuple[Observation, ...]:
    periods = [p for p in (change.period, change.baseline) if p is not None]
    found = [f for p in periods for f in pool.levels(change.of or None, p)[:1]]
    records = [f for f in pool.held if f.measure == "rank_or_record" and f.period.same(change.period) and not f.doubt]
    found += [f for f in records if f.of == change.of and f.baseline][:1]
    return tuple(f for f in found if f.series == change.series)
