"""What a picture shows, without any drawing: lines with their gaps and breaks, or bars in groups, and all the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from adapters.pictures import lines
from adapters.pictures.subject import cleaned
from adapters.pictures.time_axis import Tick, places_on_axis, ticks
from bot.reply import Point, Series
from bot.wording import MINUS, capital, display

MOST_BARS = 40


@dataclass(frozen=True, slots=True)
class Mark:
    """One known point of a line: its place on the axis of time, its value, and both in words."""

    at: float
    value: float
    text: str
    label: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One series over time, in stretches of periods that follow each other without a break."""

    name: str
    stretches: tuple[tuple[Mark, ...], ...]
    # Between which two marks periods are not held; at a break there is no such bridge.
    bridges: tuple[tuple[Mark, Mark], ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All known points in order."""
        return tuple(mark for stretch in self.stretches for mark in stretch)


@dataclass(frozen=True, slots=True)
class BreakMark:
    """Where the figures before and after are not comparable: between two places on the axis of time."""

    after: float
    before: float
    text: str
    label_after: str
    label_before: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """A picture of one or more series over time."""

    title: str
    beneath: tuple[str, ...]
    unit: str
    lines: tuple[Line, ...]
    breaks: tuple[BreakMark, ...]
    ticks: tuple[Tick, ...]
    notes: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; without a value it says so. `rank` stands in a ranking: "3", "joint 3"."""

    name: str
    value: float | None
    text: str
    provisional: bool
    asked: bool
    rank: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Bars under one heading; the only group needs none."""

    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """A picture of a ranking or a comparison, the bars in the order given."""

    title: str
    beneath: tuple[str, ...]
    unit: str
    groups: tuple[Group, ...]
    held: int
    ranked: bool
    notes: tuple[str, ...]
    source: str


Chart = LineChart | BarChart


def chart_of(series: Sequence[Series], room: int = 60, most_bars: int = MOST_BARS) -> Chart:
    """What the picture of these series shows. `room` is how many characters fit along the axis of time.

    Of more bars than `most_bars` the first are shown, and one more where what was asked for is not among them.
    """
    kept = cleaned(series)
    return _lines(kept, room) if kept[0].kind == "over_time" else _bars(kept, most_bars)


def shown(point: Point, unit: str) -> str:
    """A value as it is written, with its sign."""
    if point.value is None:
        return lines.NOT_HELD
    written = point.display or display(Decimal(str(point.value)), unit)
    return f"{MINUS}{written}" if point.value < 0 and written[:1] not in {MINUS, "-"} else written


def _lines(series: Sequence[Series], room: int) -> LineChart:
    axis = places_on_axis([point for one in series for point in one.points])
    drawn = tuple(_line(one, _name(one, series), axis) for one in series)
    points = sorted((point for one in series for point in one.points), key=lambda point: axis[point.period])
    notes = [lines.PROVISIONAL] if any(mark.provisional for line in drawn for mark in line.marks) else []
    notes += [lines.NOT_HELD_BETWEEN] if any(line.bridges for line in drawn) else []
    return LineChart(
        title=_title(series),
        beneath=_beneath(series, lines.span(points[0].label, points[-1].label)),
        unit=series[0].unit,
        lines=drawn,
        breaks=_breaks(series, axis),
        ticks=ticks(points, axis, room),
        notes=tuple(notes),
        source=_source(series),
    )


def _line(series: Series, name: str, axis: dict[str, float]) -> Line:
    """The points of a series as stretches: a break, a value or a period that is missing ends one."""
    step = min((b - a for a, b in pairwise(sorted(axis.values()))), default=1.0)
    stretches: list[list[Mark]] = [[]]
    bridges, broken, missing = [], False, False
    for point in series.points:
        broken = broken or bool(point.break_before)
        if point.value is None:
            missing = True
            continue
        mark = Mark(
            axis[point.period], point.value, shown(point, series.unit), point.label, point.status == "provisional"
        )
        last = stretches[-1][-1] if stretches[-1] else None
        far = last is not None and (missing or mark.at - last.at > 1.6 * step)
        if last and (broken or far):
            stretches.append([])
            if not broken:
                bridges.append((last, mark))
        stretches[-1].append(mark)
        broken = missing = False
    return Line(name, tuple(map(tuple, stretches)), tuple(bridges))


def _breaks(series: Sequence[Series], axis: dict[str, float]) -> tuple[BreakMark, ...]:
    """Each break once, though several lines have it."""
    found = [
        BreakMark(axis[before.period], axis[after.period], after.break_before, before.label, after.label)
        for one in series
        for before, after in pairwise(one.points)
        if after.break_before
    ]
    return tuple(dict.fromkeys(found))


def _bars(series: Sequence[Series], most: int) -> BarChart:
    held = sum(len(one.points) for one in series)
    labels = {point.label for one in series for point in one.points}
    ranked = series[0].kind == "ranking"
    named = [(_name(one, series), _bars_of(one, several_periods=len(labels) > 1)) for one in series]
    groups = _first_bars([Group(name, _with_ranks(bars) if ranked else bars) for name, bars in named], most)
    when = next(iter(labels)) if len(labels) == 1 else ""
    few = lines.shown_of(most, held) if held > most else ""
    provisional = any(bar.provisional for group in groups for bar in group.bars)
    return BarChart(
        title=_title(series),
        beneath=_beneath(series, when, few),
        unit=series[0].unit,
        groups=groups,
        held=held,
        ranked=ranked,
        notes=(lines.PROVISIONAL,) if provisional else (),
        source=_source(series),
    )


def _bars_of(series: Series, *, several_periods: bool) -> tuple[Bar, ...]:
    """A bar is named by its place, and by its period where that differs or is all there is."""
    several_places = len({point.place for point in series.points}) > 1
    return tuple(
        Bar(
            name=", ".join(filter(None, [p.place if several_places else "", p.label if several_periods else ""]))
            or p.place
            or p.label,
            value=p.value,
            text=shown(p, series.unit),
            provisional=p.status == "provisional",
            asked=p.asked,
        )
        for p in series.points
    )


def _with_ranks(bars: Sequence[Bar]) -> tuple[Bar, ...]:
    """The bars with their ranks in the order given; those that are equal share one."""
    values = [bar.value for bar in bars if bar.value is not None]
    falling = bool(values) and values[0] >= values[-1]
    return tuple(bar if bar.value is None else replace(bar, rank=_rank(bar.value, values, falling)) for bar in bars)


def _rank(value: float, values: Sequence[float], falling: bool) -> str:
    ahead = sum(other > value if falling else other < value for other in values)
    return lines.rank(ahead + 1, joint=values.count(value) > 1)


def _first_bars(groups: Sequence[Group], most: int) -> tuple[Group, ...]:
    """As many bars as a picture bears, and the one asked for in any case, with its rank."""
    left, kept = most, []
    for group in groups:
        late = [replace(b, name=lines.named_with_rank(b.name, b.rank)) for b in group.bars[left:] if b.asked]
        if bars := (*group.bars[:left], *late[:1]):
            kept.append(Group(group.name, bars))
        left = max(0, left - len(group.bars))
    return tuple(kept)


def _title(series: Sequence[Series]) -> str:
    """What is counted; where that differs, the unit that all share."""
    labels = {one.label for one in series}
    return capital(series[0].label if len(labels) == 1 else series[0].unit)


def _name(series: Series, beside: Sequence[Series]) -> str:
    """What tells a series from those beside it; nothing where it is alone."""
    if len(beside) == 1:
        return ""
    differs = [len({getattr(one, part) for one in beside}) > 1 for part in ("label", "place")]
    parts = [series.label if differs[0] else "", series.place if differs[1] else ""]
    return ", ".join(filter(None, parts)) or series.label


def _beneath(series: Sequence[Series], when: str, few: str = "") -> tuple[str, ...]:
    """Place, periods and unit, where the title does not say them."""
    places = {one.place for one in series}
    unit = {"%": "per cent", "GBP": "pounds"}.get(series[0].unit, series[0].unit)
    where = series[0].place if len(places) == 1 else ""
    said = (where, when, "" if unit.casefold() in _title(series).casefold() else unit, few)
    first, *rest = [part for part in said if part] or [""]
    return (capital(first), *rest) if first else ()


def _source(series: Sequence[Series]) -> str:
    sources = "; ".join(dict.fromkeys(one.source.removeprefix("Source:").strip().rstrip(".") for one in series))
    return f"Source: {sources}."
