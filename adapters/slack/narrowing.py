"""As much of a series as Slack draws: whole years for months, else the newest periods; what is left out, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from adapters.pictures.chart import BarChart, Chart, LineChart, chart_of
from adapters.slack import limits, lines
from adapters.slack.whole_years import by_year, left_out
from bot.reply import Point, Series

ROWS = limits.TABLE_ROWS - 1


@dataclass(frozen=True, slots=True)
class Narrowed:
    """`chart` as Slack can draw it, `listed` as its table has room for it, and what is left out, in words."""

    chart: Chart
    listed: Chart
    notes: tuple[str, ...]


def narrowed(series: Sequence[Series]) -> Narrowed:
    """Of series as `adapters.pictures.subject.drawable` gives them; at least one."""
    if series[0].kind != "over_time":
        held = [replace(one, points=tuple(_known(one))) for one in series]
        return Narrowed(_bars(held, limits.CHART_POINTS), _bars(series, ROWS), ())
    shown, notes = _in_years([_unbroken(one) for one in series])
    if (periods := _length(shown)) > limits.CHART_POINTS:
        notes = (*notes, lines.newest(limits.CHART_POINTS, periods))
    chart = chart_of(_newest(shown, limits.CHART_POINTS))
    return Narrowed(chart, chart_of(_newest(shown, ROWS)), (*notes, *_gaps(chart)))


def _bars(series: Sequence[Series], most: int) -> Chart:
    """So many bars; the one that was asked for is among them, wherever it ranks."""
    chart = chart_of(series, most_bars=most)
    is_full = isinstance(chart, BarChart) and sum(len(group.bars) for group in chart.groups) > most
    return chart_of(series, most_bars=most - 1) if is_full else chart


def _in_years(series: list[Series]) -> tuple[list[Series], tuple[str, ...]]:
    """Whole years in the place of more months than there is room for, where all series have them."""
    if _length(series) <= limits.CHART_POINTS:
        return series, ()
    years = [year for one in series if (year := by_year(one))]
    if len(years) < len(series):
        return series, ()
    return years, (lines.by_year(left_out(series[0], years[0])),)


def _unbroken(series: Series) -> Series:
    """Slack draws its line on over a break: no sentence may say that it is broken there."""
    return replace(series, points=tuple(replace(point, break_before="") for point in series.points))


def _newest(series: Sequence[Series], most: int) -> list[Series]:
    """The newest periods of the longest series, and of the others the same."""
    longest = max(series, key=lambda one: len(_known(one)))
    kept = {point.period for point in _known(longest)[-most:]}
    return [replace(one, points=tuple(point for point in one.points if point.period in kept)) for one in series]


def _length(series: Sequence[Series]) -> int:
    return max(len(_known(one)) for one in series)


def _known(series: Series) -> list[Point]:
    return [point for point in series.points if point.value is not None]


def _gaps(chart: Chart) -> Iterator[str]:
    """Where periods are not held, which Slack's chart does not show."""
    if isinstance(chart, LineChart):
        bridges = dict.fromkeys(bridge for line in chart.lines for bridge in line.bridges)
        yield from (lines.not_held_between(before.label, after.label) for before, after in bridges)
