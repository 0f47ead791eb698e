"""The figure itself."""

from __future__ import annotations

from dataclasses import replace

from bot.arithmetic import Computed
from bot.finding import Finding, Found, Several
from bot.fits import MEASURES_BY_PREFERENCE, may_lead
from bot.operations.beside import other_reading, with_companions
from bot.operations.changes import computed_change
from bot.operations.rates import rate
from bot.operations.times import stretch_total
from bot.pool import Pool
from bot.query import Query, RefusedFor
from knowledge.model import CHANGES, Observation

YEAR = 12


def lookup(pool: Pool) -> Found | None:
    """The figure itself, with its change and its record beside it; several periods named, each its figure."""
    if len(pool.query.periods) > 1:
        return _each_period(pool)
    if _names_two_years(pool.query) and (changed := computed_change(pool)):
        return changed
    fitting = [f for f in pool.fitting() if may_lead(pool.query, f)]
    if pool.query.measure == "rate" and all(f.measure == "count" for f in fitting) and (computed := rate(pool)):
        return computed
    if not fitting and pool.query.measure == "count" and (total := stretch_total(pool)):
        return Finding(pool.query, total[0])
    if not fitting:
        return None
    if pool.query.measure is None:
        fitting = [f for f in fitting if f.measure not in CHANGES or _may_be_a_change(pool.query)]
        if not fitting:
            return None
        best = next(m for m in MEASURES_BY_PREFERENCE if any(f.measure == m for f in fitting))
        fitting = [f for f in fitting if f.measure == best]
    if other := other_reading(pool, fitting[0]):
        return Several(pool.query, (fitting[0], other))
    return replace(with_companions(pool, fitting[0], fitting[1:]), instead=_in_place_of_a_level(pool, fitting[0]))


def _in_place_of_a_level(pool: Pool, given: Observation) -> RefusedFor | None:
    """Why a figure is not quite what a bare name asks for: a change, or the rate of what is counted elsewhere."""
    if pool.query.measure or pool.query.claim:
        return None
    if given.measure in CHANGES:
        return "no_level"
    return "no_count" if given.measure == "rate" and pool.indicator.unit("count") else None


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
    if len(set(heads)) == 1:
        return next((f for f in found if isinstance(f, Finding)), None)
    return Finding(pool.query, heads[0], comparison=tuple(heads[1:]))
