"""Checks of figures against each other: a change and its two levels, a part and its whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from knowledge.model import Observation
from knowledge.period import Period
from knowledge.problem import Problem
from knowledge.records import Entry, KnowledgeText

# How far "about 40%" or "over 40%" may lie from 40, as a share of it, before an editor should look.
_LOOSE = Decimal("0.10")
_OPEN = Decimal("0.25")
_BELOW = {"about": _LOOSE, "nearly": _LOOSE, "under": _LOOSE, "fewer_than": _LOOSE}
_ABOVE = {"about": _LOOSE, "over": _OPEN, "more_than": _OPEN, "at_least": _OPEN}


@dataclass(frozen=True, slots=True)
class _Level:
    """A figure that others are computed from, and how far it may have been rounded."""

    id: str
    period: Period
    value: Decimal
    room: Decimal


Levels = Mapping[tuple[object, ...], Sequence[_Level]]


def sums(text: KnowledgeText) -> Iterator[Problem]:
    """Changes that their levels do not give, and parts greater than their whole.

    A figure that is superseded, doubted or has a conflict caveat is let pass: an editor has seen that it disagrees.
    """
    levels = _levels(text)
    for entry in text.observations:
        o = entry.record
        if not o.doubt and o.status != "superseded" and all(caveat.kind != "conflict" for caveat in o.caveats):
            yield from _change(entry, levels)
            yield from _part(entry, levels)


def _levels(text: KnowledgeText) -> Levels:
    """Exact figures of known periods, by what they are of and their measure."""
    levels: dict[tuple[object, ...], list[_Level]] = defaultdict(list)
    for o in (entry.record for entry in text.observations):
        if o.value is not None and o.qualifier == "exact" and o.period.end and o.status != "superseded":
            # Counts are as counted; everything else was rounded to its last decimal.
            room = Decimal(0) if o.measure == "count" else _half(o.value)
            levels[(*o.slice(), o.measure)].append(_Level(o.id, o.period, o.value, room))
    return levels


def _change(entry: Entry[Observation], levels: Levels) -> Iterator[Problem]:
    """The change against every pair of levels of its period and baseline; one pair that gives it is enough."""
    o = entry.record
    if o.measure not in ("change_pct", "change_abs") or o.value is None or o.baseline is None:
        return
    held = levels.get((*o.slice(), o.of or "count"), ())
    nows, befores = _at(held, o.period), _at(held, o.baseline)
    least, most = _meant(o.value, o.qualifier)
    ranges = [_range(o.measure, now, before) for now in nows for before in befores]
    if ranges and not any(low <= most and high >= least for low, high in ranges):
        now, before, low, high = nows[0], befores[0], *ranges[0]
        unit = "%" if o.measure == "change_pct" else ""
        what = f"{o.value}{unit} disagrees with {before.value} ({before.id}) and {now.value} ({now.id})"
        remedy = f"Check the three (the levels give {(low + high) / 2:.2f}{unit}), or say why in 'doubt'"
        yield entry.problem("value", what, remedy)


def _at(held: Sequence[_Level], period: Period) -> list[_Level]:
    return [level for level in held if level.period.same(period)]


def _range(measure: str, now: _Level, before: _Level) -> tuple[Decimal, Decimal]:
    """The least and the greatest change that the two levels, unrounded, may give."""
    if measure == "change_abs":
        room = now.room + before.room
        return now.value - before.value - room, now.value - before.value + room
    if before.value <= before.room:
        return Decimal("-Infinity"), Decimal("Infinity")
    low = (now.value - now.room) / (before.value + before.room)
    high = (now.value + now.room) / (before.value - before.room)
    return (low - 1) * 100, (high - 1) * 100


def _meant(value: Decimal, qualifier: str) -> tuple[Decimal, Decimal]:
    """The least and the greatest change that a value with its qualifier may mean."""
    size, half = abs(value), _half(value)
    least = size - half - max(size * _BELOW[qualifier], half) if qualifier in _BELOW else size - half
    most = size + half + max(size * _ABOVE[qualifier], half) if qualifier in _ABOVE else size + half
    return (least, most) if value >= 0 else (-most, -least)


def _half(value: Decimal) -> Decimal:
    """Half a unit of the value's last decimal."""
    return Decimal(5).scaleb(int(value.as_tuple().exponent) - 1)


def _part(entry: Entry[Observation], levels: Levels) -> Iterator[Problem]:
    """A count of a part against the counts of its whole; one whole that is as great is enough."""
    o = entry.record
    if o.measure != "count" or not o.breakdown or o.value is None:
        return
    whole = (o.indicator, o.definition, o.place, o.compared_with, (), o.series, "count")
    wholes = _at(levels.get(whole, ()), o.period)
    if wholes and all(o.value > total.value for total in wholes):
        what = f"a part of {o.value} is more than its whole of {wholes[0].value} ({wholes[0].id})"
        yield entry.problem("value", what, "Check the two, or give them a definition each")
