"""One place beside another: how they were compared, or the same figure of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import arithmetic
from bot.finding import Finding, Several
from bot.fits import change_fits, ends_fit, leading, may_lead
from bot.operations.beside import LEVELS
from bot.operations.changes import change
from bot.operations.levels import lookup
from bot.operations.rates import as_count, rated
from bot.pool import Pool
from bot.query import Query
from knowledge.model import Observation


def ratio(pool: Pool) -> Finding | None:
    """How many times one is the other: as published, else of two counts; never of rounded rates."""
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
    if pool.place == home or pool.query.place_from != "said" or pool.query.from_base:
        return None
    named = replace(pool.query, places=(home, pool.place))
    written = pool.knowledge.observations(pool.indicator.id, place=home)
    if not pool.held and not any(f.compared_with == pool.place for f in written):
        return None
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
            return _beside_each_other(query, figure, tuple(o for o in others if o))
    return _rates_of_places(pool) if query.measure == "rate" and not here else None


def _beside_each_other(query: Query, figure: Observation, rest: tuple[Observation, ...]) -> Finding:
    if len(rest) == 1 and query.operation == "difference" and (gap := arithmetic.difference(figure, rest[0])):
        return Finding(query, gap, inputs=(figure, rest[0]))
    if len(rest) == 1 and query.operation == "ratio" and (times := arithmetic.ratio(figure, rest[0])):
        return Finding(query, times, inputs=times.inputs)
    return Finding(query, figure, comparison=rest)


def _rates_of_places(pool: Pool) -> Finding | None:
    """Rates worked out for each place, from counts of one release; all of them, or none."""
    counts = counts_of_places(pool)
    found = [r for count in counts if (r := rated(count, pool.query, pool.indicator, pool.knowledge))]
    if not counts or (len(found) < len(counts) and not any(map(arithmetic.small, counts))):
        return None
    if len(found) < len(counts):
        return Finding(pool.query, counts[0], comparison=counts[1:], instead="small_base")
    inputs = tuple(i for r in found for i in r.inputs)
    return Finding(pool.query, found[0], worked=tuple(found[1:]), inputs=inputs)


def counts_of_places(pool: Pool) -> tuple[Observation, ...]:
    """The counts of all places named, of one release, in the order of the question; none where one is missing."""
    found = _levels_of_places(replace(pool, query=as_count(pool.query)))
    if found is None or not isinstance(found.headline, Observation):
        return ()
    return (found.headline, *found.comparison)


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
        if pool.query.whether and not pool.query.periods and (said := _relation(pool, pool.relations)):
            return said
        return _levels_of_places(pool) or _relation(pool, pool.relations)
    return change(pool) or _relation_of_home(pool)
