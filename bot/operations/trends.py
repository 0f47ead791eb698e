"""How something has gone: its change, the years behind it with their peak and low, and the months for a picture."""

from __future__ import annotations

from dataclasses import replace

from bot.finding import Course, Finding, Several
from bot.operations.changes import change, computed_change
from bot.operations.levels import lookup
from bot.operations.times import course
from bot.pool import Pool
from knowledge.model import Observation

# Fewer years than these have no peak worth the name.
LEAST_YEARS = 3
YEAR = 12


def trend(pool: Pool) -> Finding | Several | None:
    """The change over the time asked for, with what it came from; the months of a year one beside the other."""
    months = course(pool, "month")
    if pool.query.across == "month" and months and _is_a_year(pool):
        return _listed(pool, months)
    changing = replace(pool, query=replace(pool.query, operation="change"))
    found = computed_change(changing) or change(changing)
    drawn = course(pool, "year") if pool.query.across == "year" else months
    if not isinstance(found, Finding) or drawn is None:
        return found if isinstance(found, Several) else None
    return with_past(replace(found, query=pool.query, courses=(drawn,)), pool)


def _is_a_year(pool: Pool) -> bool:
    """Whether the months of one year are asked for, or of less."""
    asked = pool.query.periods
    return len(asked) == 1 and any((r.months or YEAR + 1) <= YEAR for r in asked[0].readings)


def _listed(pool: Pool, months: Course) -> Finding | None:
    """The months of a stretch under their sum."""
    found = lookup(replace(pool, query=replace(pool.query, operation="lookup")))
    if not isinstance(found, Finding):
        return None
    return replace(found, query=pool.query, context=months.figures, courses=(months,))


def with_past(found: Finding, pool: Pool) -> Finding:
    """With the whole years behind a change: the highest and the lowest of them as context."""
    years = course(pool, "year")
    if years is None or len(years.figures) < LEAST_YEARS:
        return found
    shown = found.figures()
    ends = tuple(dict.fromkeys(f for f in (highest(years), lowest(years)) if f not in shown))
    return replace(found, context=(*found.context, *ends), past=years)


def highest(years: Course) -> Observation:
    """The figure that no other is above, the latest of equals."""
    return max(years.figures, key=lambda f: (f.value or 0, f.period.end))


def lowest(years: Course) -> Observation:
    """The figure that no other is below, the latest of equals."""
    latest_first = sorted(years.figures, key=lambda f: f.period.end or f.published, reverse=True)
    return min(latest_first, key=lambda f: f.value or 0)
