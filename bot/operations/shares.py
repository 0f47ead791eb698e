"""A part of a whole: of all victims, of all London."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import arithmetic
from bot.finding import Finding, Found
from bot.fits import first_reading, leading, period_fits
from bot.operations.levels import lookup
from bot.operations.rates import as_count
from bot.pool import Pool
from bot.runs import lies_in
from knowledge.model import Observation


def share(pool: Pool) -> Found | None:
    """A published share; else a part of a held total, both counts of one release.

    None where the whole is named as another, broader thing: the share of London's is not the share of that.
    """
    return lookup(pool) or (None if pool.query.within else _of_the_whole(pool))


def _of_the_whole(pool: Pool) -> Finding | None:
    parts = replace(pool, query=as_count(pool.query))
    if pool.query.breakdown:
        whole = pool.undivided()
    elif lies_in(pool.place, pool.indicator.default_place, pool.knowledge):
        whole = pool.elsewhere(pool.indicator.default_place)
    else:
        return None
    totals = [f for f in whole.held if f.measure == "count"]
    for part in _counts(parts):
        for total in leading(f for f in totals if f.period.same(part.period)):
            if computed := arithmetic.share(part, total):
                return Finding(pool.query, computed, inputs=(part, total))
    return None


def _counts(pool: Pool) -> Sequence[Observation]:
    asked = pool.query.periods
    held = [f for f in pool.held if f.measure == "count" and all(period_fits(p, f) for p in asked)]
    return leading(first_reading(asked, held))
