"""What can be done with held figures: look one up, change, difference, ratio, share, comparison, record, bundle.

Each operation takes a pool and gives a finding or None; `find` tries them in the order of the pools.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product

from bot import arithmetic
from bot.arithmetic import Computed
from bot.finding import Finding, Several
from bot.fits import MEASURES_BY_PREFERENCE, change_fits, ends_fit, leading, may_lead, period_fits
from bot.pool import Pool
from bot.query import Operation, Query
from knowledge.model import CHANGES, Measure, Observation
from knowledge.period import Period

LOW = frozenset({"lowest", "low", "fewest", "below", "fewer", "lower", "smallest"})
HIGH = frozenset({"highest", "high", "peak", "most", "above", "record", "fastest", "faster", "largest"})
MOST_ALSO = 2
LEVELS: frozenset[Measure] = frozenset({"count", "rate", "share", "money"})
YEAR = 12
QUARTERS = {"calendar_quarter", "financial_quarter"}
AMBIGUOUS = (QUARTERS, {"financial_year"})


def lookup(pool: Pool) -> Finding | Several | None:
    """The figure itself, with its change and its record beside it; several periods named, each its figure."""
    if len(pool.query.periods) > 1:
        return _each_period(pool)
    if _names_two_years(pool.query) and (changed := _computed_change(pool)):
        return changed
    fitting = [f for f in pool.fitting() if may_lead(pool.query, f)]
    if not fitting:
        return None
    if pool.query.measure is None:
        fitting = [f for f in fitting if f.measure not in CHANGES or _may_be_a_change(pool.query)]
        if not fitting:
            return None
        best = next(m for m in MEASURES_BY_PREFERENCE if any(f.measure == m for f in fitting))
        fitting = [f for f in fitting if f.measure == best]
    if other := _other_reading(pool, fitting[0]):
        return Several(pool.query, (fitting[0], other))
    return _with_companions(pool, fitting[0], fitting[1:])


def _names_two_years(query: Query) -> bool:
    """Whether a stretch is named by two whole years, and no total of it is asked for: "2019 to 2020"."""
    ends = query.periods[0].ends if len(query.periods) == 1 else ()
    return query.measure is None and len(ends) == 2 and all((end.months or 0) == YEAR for end in ends)


def _may_be_a_change(query: Query) -> bool:
    """A change is not a level: it is given unasked only on what is claimed, or where no time is named either."""
    return query.claim or not query.periods


def _each_period(pool: Pool) -> Finding | None:
    found = [lookup(replace(pool, query=replace(pool.query, periods=(p,)))) for p in pool.query.periods]
    heads = [f.headline for f in found if isinstance(f, Finding) and not isinstance(f.headline, Computed)]
    if len(heads) < len(found) or len({h.measure for h in heads}) > 1:
        return None
    return Finding(pool.query, heads[0], comparison=tuple(heads[1:]))


def _other_reading(pool: Pool, chosen: Observation) -> Observation | None:
    """A figure for another reading of words that name two periods alike, such as the first quarter."""
    for asked in pool.query.periods:
        if {r.kind for r in asked.readings} in AMBIGUOUS:
            for reading in asked.readings:
                same = [f for f in pool.held if f.measure == chosen.measure and reading.same(f.period)]
                if same and not reading.same(chosen.period):
                    return leading(same)[0]
    return None


def _with_companions(pool: Pool, headline: Observation, rest: Sequence[Observation]) -> Finding:
    also = [
        f
        for f in rest
        if f.period.same(headline.period) and f.value != headline.value and f.evidence != "political_claim"
    ]
    return Finding(pool.query, headline, comparison=_companions(pool, headline), also=tuple(also[:MOST_ALSO]))


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


def change(pool: Pool) -> Finding | Several | None:
    """A published change; else one computed from two comparable levels."""
    published = _published_changes(pool)
    if not published:
        return _computed_change(pool)
    if other := _other_reading(pool, published[0]):
        return Several(pool.query, (published[0], other))
    return _with_companions(pool, published[0], published[1:])


def _published_changes(pool: Pool) -> list[Observation]:
    query = pool.query
    wanted = _changes_wanted(query)
    fit = [f for f in pool.held if f.measure in wanted and may_lead(query, f) and _change_period_fits(query, f)]
    fit = [f for f in fit if f.measure != "money" or f.baseline]
    fit = [f for f in fit if _of_the_level(f, query) or f.measure == "statement"]
    return sorted(leading(fit), key=lambda f: wanted.index(f.measure))


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
    return all(change_fits(p, figure, query.against) for p in query.periods)


def _computed_change(pool: Pool) -> Finding | None:
    ends = _ends(pool)
    if ends is None:
        return None
    of, base = ends
    difference = arithmetic.difference(of, base)
    percentage = arithmetic.percentage_change(of, base) if pool.query.operation != "difference" else None
    headline = percentage or (None if pool.query.measure == "change_pct" else difference)
    return Finding(pool.query, headline, inputs=(of, base)) if headline else None


def _ends(pool: Pool) -> tuple[Observation, Observation] | None:
    """The two levels that the question compares: the later one first."""
    measure = pool.query.measure if pool.query.measure in LEVELS else pool.query.level
    levels = [f for f in pool.levels(measure) if not f.doubt]
    periods = _periods_compared(pool, levels)
    if periods is None or periods[0].start is None or periods[0].same(periods[1]):
        return None
    if periods[0].months != periods[1].months:
        return None
    of, base = ([f for f in levels if f.period.same(p)] for p in periods)
    return next((pair for pair in product(of, base) if arithmetic.comparable(*pair)), None)


def _periods_compared(pool: Pool, levels: Sequence[Observation]) -> tuple[Period, Period] | None:
    asked = pool.query.periods
    if len(asked) == 1 and len(asked[0].ends) == 2:
        return _later_first(asked[0].ends[0], asked[0].ends[1])
    if len(asked) == 2 and all(p.readings for p in asked):
        return _later_first(asked[0].readings[0], asked[1].readings[0])
    if len(asked) == 1 and asked[0].kind == "since" and asked[0].readings and levels:
        return leading(levels)[0].period, asked[0].readings[0]
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
    return (one, other) if (one.start or one.end) > (other.start or other.end) else (other, one)  # type: ignore[operator]


def share(pool: Pool) -> Finding | Several | None:
    """A published share; else a part of a held total, both counts of one release."""
    found = lookup(pool)
    if found or not pool.query.breakdown:
        return found
    whole = [f for f in pool.knowledge.observations(pool.indicator.id, place=pool.place) if not f.breakdown]
    counts = [f for f in pool.held if f.measure == "count" and all(period_fits(p, f) for p in pool.query.periods)]
    for part in leading(counts):
        totals = [f for f in whole if f.measure == "count" and f.compared_with is None and f.period.same(part.period)]
        for total in leading(totals):
            if computed := arithmetic.share(part, total):
                return Finding(pool.query, computed, inputs=(part, total))
    return None


def ratio(pool: Pool) -> Finding | None:
    """How many times one is the other, as published; ratios are not computed from rounded rates."""
    between = [f for f in (*pool.relations, *pool.held) if f.measure == "ratio"]
    return _relation(pool, between) or (compare(pool) if len(pool.query.places) > 1 else None)


def compare(pool: Pool) -> Finding | None:
    """Two places: how they were compared, or the same figure of both; two periods: the change."""
    query = pool.query
    if query.elsewhere and len(query.places) == 1:
        return _elsewhere(pool)
    if len(query.places) == 1:
        found = _relation_of_home(pool) or (change(pool) if query.periods or query.measure else lookup(pool))
        return found if isinstance(found, Finding) else None
    return _relation(pool, pool.relations) or _levels_of_places(pool)


def _relation_of_home(pool: Pool) -> Finding | None:
    """A lone place that the indicator's own is compared with: "is New York deadlier?"."""
    home = pool.indicator.default_place
    if pool.place == home or pool.query.place_from != "said":
        return None
    named = replace(pool.query, places=(home, pool.place))
    return compare(replace(pool.elsewhere(home), query=named))


def _relation(pool: Pool, between: Sequence[Observation]) -> Finding | None:
    others = set(pool.query.places) - {pool.place}
    fit = [f for f in between if (others == {f.compared_with} if others else f.compared_with is None)]
    asked = pool.query.periods
    fit = [f for f in fit if ends_fit(asked, f) or all(change_fits(p, f, against=True) for p in asked)]
    fit = [f for f in fit if may_lead(pool.query, f)]
    ranked = sorted(leading(fit), key=lambda f: (bool(f.doubt), f.measure != "ratio"))
    return Finding(pool.query, ranked[0], context=tuple(ranked[1:3])) if ranked else None


def _levels_of_places(pool: Pool) -> Finding | None:
    query = pool.query
    here = [f for f in pool.fitting() if f.measure in LEVELS]
    for figure in here:
        others = [_same_elsewhere(pool, figure, place) for place in query.places if place != pool.place]
        if all(others):
            rest = tuple(o for o in others if o)
            if query.operation == "difference" and len(rest) == 1 and (gap := arithmetic.difference(figure, rest[0])):
                return Finding(query, gap, inputs=(figure, rest[0]))
            return Finding(query, figure, comparison=rest)
    return None


def _same_elsewhere(pool: Pool, figure: Observation, place: str) -> Observation | None:
    """The same measure of the same period and release at another place."""
    held = pool.elsewhere(place).levels(figure.measure, figure.period)  # type: ignore[arg-type]
    return next((f for f in held if arithmetic.comparable(f, figure)), None)


def _elsewhere(pool: Pool) -> Finding | None:
    """What is held for other places of the same figure."""
    for figure in [f for f in pool.fitting() if f.measure in LEVELS]:
        held = pool.knowledge.observations(pool.indicator.id, measure=figure.measure)
        alike = [f for f in held if f.place != figure.place and arithmetic.comparable(f, figure)]
        alike = [f for f in alike if f.period.same(figure.period)]
        if alike:
            return Finding(pool.query, alike[0], comparison=(*alike[1:4], figure))
    return None


def difference(pool: Pool) -> Finding | Several | None:
    """How many more or fewer: as published, else computed, between two places or two periods."""
    if len(pool.query.places) > 1:
        return _levels_of_places(pool) or _relation(pool, pool.relations)
    return change(pool) or _relation_of_home(pool)


def record(pool: Pool) -> Finding | None:
    """The highest or lowest since when: the level, what was said of it, and the level it is measured against."""
    if pool.query.measure == "change_pct" and (extreme := _extreme_change(pool)):
        return extreme
    records = [f for f in pool.held if f.measure == "rank_or_record" and _record_fits(pool, f)]
    spoken = set(pool.query.speakers)
    records = sorted(
        leading(records),
        key=lambda f: (
            bool(spoken) and not spoken & {f.attributed_to, f.quoted_by},
            bool(f.doubt),
            not all(change_fits(p, f, against=True) for p in pool.query.periods),
            f.baseline is None,
        ),
    )
    if not records:
        return None if pool.levels(None) or pool.query.direction else _plain_lookup(pool)
    said = records[0]
    levels = _beside_record(pool, said, said.period)
    bases = _beside_record(pool, said, said.baseline) if said.baseline else []
    alike = [r for r in records[1:2] if r.of == said.of and r.period.same(said.period)]
    others = tuple(r for r in records[1:2] if r not in alike)
    beside = tuple(f for f in (said, *bases, *alike) if f not in levels)
    if levels:
        return Finding(pool.query, levels[0], comparison=beside, context=others)
    return Finding(pool.query, said, comparison=beside[1:], context=others)


def _beside_record(pool: Pool, said: Observation, period: Period) -> list[Observation]:
    """The level that a record was said of, or is measured against: best of the same series."""
    return sorted(pool.levels(said.of or None, period), key=lambda f: f.series != said.series)[:1]


def _plain_lookup(pool: Pool) -> Finding | None:
    """For what is no figure over time, such as the year in which a unit was set up."""
    found = lookup(replace(pool, query=replace(pool.query, measure=None)))
    return found if isinstance(found, Finding) else None


def _record_fits(pool: Pool, figure: Observation) -> bool:
    query = pool.query
    if query.measure in LEVELS and query.measure != "count" and figure.of != query.measure:
        return False
    if query.measure in {None, "count"} and figure.of == "rate" and pool.indicator.unit("count"):
        return query.measure is None and not any(f.of == "count" for f in pool.held if f.measure == "rank_or_record")
    words = set((figure.statement or "").lower().replace("-", " ").split())
    if query.direction and not words & (LOW if query.direction == "low" else HIGH):
        return False
    return all(change_fits(p, figure, against=True) for p in query.periods if p.kind == "period")


def _extreme_change(pool: Pool) -> Finding | None:
    changes = [f for f in pool.held if f.measure == "change_pct" and f.value is not None and not f.doubt]
    changes = [f for f in changes if may_lead(pool.query, f)]
    if len(changes) < 2 or pool.query.periods:
        return None
    highest = pool.query.direction != "low"
    ranked = sorted(changes, key=lambda f: (f.value or 0) * (-1 if highest else 1))
    return Finding(pool.query, ranked[0], context=tuple(ranked[1:3]))


OPERATIONS: dict[Operation, Callable[[Pool], Finding | Several | None]] = {
    "lookup": lookup,
    "change": change,
    "difference": difference,
    "ratio": ratio,
    "share": share,
    "compare": compare,
    "record": record,
}
