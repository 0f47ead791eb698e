"""Several places taken together."""

from __future__ import annotations

from bot import arithmetic
from bot.finding import Finding
from bot.operations.places import counts_of_places
from bot.pool import Pool


def total(pool: Pool) -> Finding | None:
    """The sum of the counts of the places named, of one period and one release; all of them, or none."""
    counts = counts_of_places(pool)
    computed = arithmetic.total(counts) if len(counts) == len(pool.query.places) > 1 else None
    return Finding(pool.query, computed, inputs=computed.inputs) if computed else None
