"""Checks of figures, each by itself: a value or a statement, a unit, sane bounds, a possible time."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from knowledge.model import Observation
from knowledge.problem import Problem, shown
from knowledge.records import KnowledgeText

Found = tuple[str, str, str]  # the field, what is wrong, the remedy

_PLAIN_DISPLAY = re.compile(r"£?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)? ?(%|k|m|bn|million|billion)?")
_SCALES = {"k": 10**3, "m": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}


def figures(text: KnowledgeText) -> Iterator[Problem]:
    """What is wrong with a figure whatever else is held, and indicators that hold figures but show no example."""
    for entry in text.observations:
        for rule in _RULES:
            if found := rule(entry.record):
                yield entry.problem(*found)
    held = {entry.record.indicator for entry in text.observations}
    held |= {entry.record.counted.indicator for entry in text.series}
    for indicator in text.indicators:
        if indicator.record.id in held and not indicator.record.example.strip():
            yield indicator.problem("example", "figures are held, but no example", "Write a question they answer")


def _something(o: Observation) -> Found | None:
    if o.measure == "statement" and not o.statement:
        return "statement", "a statement without its words", "Write what was stated, or another measure"
    if o.measure == "statement" and o.value is not None:
        return "value", "a statement has a value", "Leave it empty, or write another measure"
    if o.value is None and not o.statement:
        return "value", "there is neither a value nor a statement", "Write one of them"
    return None


def _unit(o: Observation) -> Found | None:
    if o.value is not None and not o.unit:
        return "unit", f"a {o.measure} without a unit", f"Write it here, or under 'units' of {o.indicator}"
    return None


def _bounds(o: Observation) -> Found | None:
    """Counts are whole and not negative, shares lie between 0 and 100, nothing falls by more than everything."""
    if o.value is None:
        return None
    match o.measure:
        case "count" if o.value < 0:
            return "value", f"a count of {o.value}", "Write change_abs as measure, or the count"
        case "count" if o.value != int(o.value):
            return "value", f"a count of {o.value}", "Write a whole number, or rate as measure"
        case "share" if not 0 <= o.value <= 100:
            return "value", f"a share of {o.value}%", "Write a number from 0 to 100"
        case "change_pct" if o.value < -100:
            return "value", f"a fall of {-o.value}%", "Nothing falls by more than 100%: check the value"
        case "rate" | "money" if o.value < 0:
            return "value", f"a {o.measure} of {o.value}", "Write it without the minus, or a change as measure"
        case "ratio" if o.value <= 0:
            return "value", f"a ratio of {o.value}", "Write how many times as much it is"
        case _:
            return None


def _display(o: Observation) -> Found | None:
    """A display in plain figures says the same as the value."""
    found = _PLAIN_DISPLAY.fullmatch(o.display)
    if o.value is None or not found:
        return None
    number = Decimal(found[1].replace(",", "") + (found[2] or "")) * _SCALES.get(found[3] or "", 1)
    if number != abs(o.value):
        return "display", f"{shown(o.display)} is not the value {o.value}", "Make the two agree"
    return None


def _level(o: Observation) -> Found | None:
    if o.of is None and o.measure in ("change_pct", "change_abs", "ratio", "rank_or_record"):
        return "of", f"a {o.measure} of nothing", "Write what it is about: count, rate, share or money"
    return None


def _based(o: Observation) -> Found | None:
    """A change says from when, or that this is not known."""
    if o.measure not in ("change_pct", "change_abs") or o.baseline or o.reported_baseline or o.compared_with:
        return None
    if any(caveat.kind == "unknown_base" for caveat in o.caveats):
        return None
    return "baseline", "a change without a baseline", "Write the period it is measured from, or an unknown_base caveat"


def _in_order(o: Observation) -> Found | None:
    """The baseline is over before the period is, and does not begin after it; a period may begin with its baseline."""
    if not o.baseline or not o.baseline.end or not o.period.end:
        return None
    late = o.baseline.start and o.period.start and o.baseline.start > o.period.start
    if late or o.baseline.end >= o.period.end:
        what = f"the baseline {o.baseline.id} is not before the period {o.period.id}"
        return "baseline", what, "Check both, or change them over"
    return None


def _published(o: Observation) -> Found | None:
    """Nothing is published before its period is over, but for budgets, what is said to be of a part of it, and plans.

    A plan or a projection is told by its doubt: it is only given as reported.
    """
    if o.measure == "money" or o.doubt or o.period.end is None or any(c.kind == "part_of_period" for c in o.caveats):
        return None
    if last_day(o.published) < o.period.end:
        what = f"published {o.published}, before the period {o.period.id} was over"
        return "published", what, "Check both, or add a part_of_period caveat, or a doubt to a plan"
    return None


def _elsewhere(o: Observation) -> Found | None:
    if o.compared_with == o.place:
        return "compared_with", f"{shown(o.place)} is compared with itself", "Write the other place"
    return None


def last_day(published: str) -> date:
    """The last day that a day or month of publication may be."""
    if len(published) > len("2026-01"):
        return date.fromisoformat(published)
    year, month = int(published[:4]), int(published[5:7])
    return date(year, month, calendar.monthrange(year, month)[1])


_RULES: tuple[Callable[[Observation], Found | None], ...] = (
    _something,
    _unit,
    _bounds,
    _display,
    _level,
    _based,
    _in_order,
    _published,
    _elsewhere,
)
