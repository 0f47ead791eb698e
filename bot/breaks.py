"""Where a series is not comparable with itself: the breaks that lie between two of its figures."""

from __future__ import annotations

from datetime import date

from knowledge.base import KnowledgeBase
from knowledge.model import Break, Observation
from knowledge.period import Period


def breaks_between(earlier: Observation, later: Observation, knowledge: KnowledgeBase) -> list[Break]:
    """The breaks of the later figure's series that lie between the start of one figure and the end of the other."""
    return [
        broken
        for broken in knowledge.breaks()
        if later.place in broken.places
        and later.indicator in broken.indicators
        and crosses(later.period, earlier.period, broken.on)
    ]


def crosses(later: Period, earlier: Period, on: date) -> bool:
    """Whether a break lies between the start of the earlier period and the end of the later one."""
    start = earlier.start or earlier.end
    return bool(start and later.end and start < on <= later.end)


def falls_before(broken: Break, before: Period, after: Period) -> bool:
    """Whether a break is shown before the second of two periods: it is the first of which most lies behind it."""
    return not _mostly_behind(broken, before) and _mostly_behind(broken, after)


def _mostly_behind(broken: Break, period: Period) -> bool:
    start, end = period.start or period.end, period.end
    return bool(start and end and broken.on <= start + (end - start) / 2)
