"""So many a day, a week, a month or a year: a count spread over the time that it was counted in."""

from __future__ import annotations

from bot import arithmetic
from bot.finding import Finding
from bot.fits import first_reading, leading, may_lead, period_fits
from bot.operations.times import OPEN, stretch_total
from bot.pool import Pool
from bot.query import Each
from bot.task import PLACES
from knowledge.model import Observation
from knowledge.period import Period

YEAR = 12


def average(pool: Pool) -> Finding | None:
    """The count of a whole period of a series for each of its days, weeks, months or years."""
    query = pool.query
    held = pool.knowledge.series(pool.indicator.id, place=pool.place)
    if not held or query.each is None or query.across in PLACES or query.measure == "rate":
        return None
    for count in _counts(pool):
        if query.each == "year" and count.period.months == YEAR and may_lead(query, count):
            return Finding(query, count)
        parts = _parts(count.period, query.each)
        spread = arithmetic.average(count, parts, query.each) if parts else None
        if spread and may_lead(query, count):
            return Finding(query, spread, inputs=(count,))
    return None


def _counts(pool: Pool) -> list[Observation]:
    """The counts of the period asked for; of the latest year where none is named."""
    asked = pool.query.periods
    if len(asked) > 1:
        return []
    if asked and asked[0].kind in OPEN:
        return stretch_total(pool)
    held = [f for f in pool.levels("count") if all(period_fits(p, f) for p in asked)]
    return leading(first_reading(asked, held))[:1]


def _parts(period: Period, each: Each) -> int | None:
    """How many days, months or years there are in a period; None where they are not whole, or it is only one."""
    if not period.start or not period.end or not period.months:
        return None
    if each in {"day", "week"}:
        return (period.end - period.start).days + 1
    parts, rest = divmod(period.months, YEAR if each == "year" else 1)
    return parts if not rest and parts > 1 else None
