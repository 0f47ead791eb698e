"""Bars from zero, in the order given: names to the left, values at the ends, what was asked for in colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from adapters.pictures.canvas import Sheet, Side, Words
from adapters.pictures.chart import Bar, BarChart
from adapters.pictures.scale import Frame, ValueAxis, value_axis

# The share of the width that names may take.
MOST_FOR_NAMES = 0.42
# The share that names and bars have in any case; a value is never cut.
LEAST = 0.15
THICK = 0.68
# From the top of a line of text to the middle of its small letters, in units of its size.
HALF_A_LINE = 0.43


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the plot: a heading, or a bar; `middle` counts in rows from the top."""

    middle: float
    heading: str
    bar: Bar | None


def draw_bars(chart: BarChart, sheet: Sheet) -> Axes:
    """The plot with its names and values, then notes and source."""
    size, rows = sheet.size, list(_rows(chart))
    high = max(row.middle for row in rows) + 0.5
    frame = _frame(chart, rows, high * size.row, sheet)
    sheet.down = frame.top + frame.height + size.text
    for note in (*chart.notes, chart.source):
        sheet.write(note, size.small, sheet.theme.quiet)
    for row in rows:
        _put(row, frame, sheet)
    axes = sheet.finished(frame.left, frame.top, frame.width, frame.height)
    _axes(axes, frame.axis, high)
    bars = [(row.middle, row.bar) for row in rows if row.bar]
    _draw(axes, [(at, bar) for at, bar in bars if not bar.provisional], sheet, picked=_picked(bars))
    _draw(axes, [(at, bar) for at, bar in bars if bar.provisional], sheet, picked=_picked(bars))
    axes.vlines(
        [0] * len(bars), [at - 0.5 for at, _ in bars], [at + 0.5 for at, _ in bars], color=sheet.theme.quiet,
        linewidth=size.stroke * 0.5, zorder=3, clip_on=False, gid="zero",
    )  # fmt: skip
    return axes


def _picked(bars: Sequence[tuple[float, Bar]]) -> bool:
    return any(bar.asked for _, bar in bars)


def _rows(chart: BarChart) -> Iterator[Row]:
    """Headings and bars, one under the other."""
    at = 0.5
    for number, group in enumerate(chart.groups):
        if group.name:
            at += 0.4 if number else 0.0
            yield Row(at, group.name, None)
            at += 1
        for bar in group.bars:
            yield Row(at, "", bar)
            at += 1


def _frame(chart: BarChart, rows: list[Row], height: float, sheet: Sheet) -> Frame:
    """The plot between the widest name and the widest value; values below zero have theirs on the other side."""
    size, bars = sheet.size, [row.bar for row in rows if row.bar]
    axis = value_axis([bar.value for bar in bars if bar.value is not None], chart.unit)
    values = max(sheet.wide(bar.text, size.text, bold=True) for bar in bars) + size.text * 0.5
    below = values if axis.low < 0 else 0.0
    free = max(sheet.inner * LEAST, sheet.inner * (1 - LEAST) - values - below)
    names = min(
        max(sheet.wide(bar.name, size.text, bold=bar.asked) for bar in bars), sheet.inner * MOST_FOR_NAMES, free
    )
    left = size.margin + names + size.text * 0.6 + below
    longest = max([bar.value for bar in bars if bar.value is not None] + [0.0])
    tight = ValueAxis(axis.low, longest or axis.high, axis.steps, axis.texts)
    width = max(sheet.inner * LEAST, size.width - left - size.margin - values)
    return Frame(left, sheet.down, width, height, 0, 1, tight)


def _put(row: Row, frame: Frame, sheet: Sheet) -> None:
    """The words of a row: its heading, or the bar's name and value."""
    size, theme = sheet.size, sheet.theme
    down = frame.top + row.middle * size.row - size.text * HALF_A_LINE
    if row.bar is None:
        text = sheet.cut(row.heading, size.text, sheet.inner, bold=True)
        sheet.put(Words(text, size.margin, down, size.text, theme.ink, bold=True))
        return
    bar, most = row.bar, frame.left - size.margin - size.text * 0.5
    name = sheet.cut(bar.name, size.text, most, bold=bar.asked)
    sheet.put(Words(name, size.margin, down, size.text, theme.ink, bold=bar.asked))
    value = bar.value or 0.0
    scale = frame.width / (frame.axis.high - frame.axis.low)
    at = frame.left + (value - frame.axis.low) * scale + (-1 if value < 0 else 1) * size.text * 0.4
    colour = theme.quiet if bar.value is None else theme.ink
    side: Side = "right" if value < 0 else "left"
    sheet.put(Words(bar.text, at, down, size.text, colour, bold=bar.value is not None and bar.asked, side=side))


def _axes(axes: Axes, axis: ValueAxis, high: float) -> None:
    axes.set_xlim(axis.low, axis.high)
    axes.set_ylim(high, 0)
    axes.set_xticks([])
    axes.set_yticks([])


def _draw(axes: Axes, bars: Sequence[tuple[float, Bar]], sheet: Sheet, *, picked: bool) -> None:
    """Bars that are all of final figures, or all provisional, which are hollow."""
    if not bars:
        return
    hollow, half = bars[0][1].provisional, THICK / 2
    colours = [sheet.theme.lines[0] if bar.asked or not picked else sheet.theme.aside for _, bar in bars]
    ends = [(at, bar.value or 0.0) for at, bar in bars]
    axes.add_collection(
        PolyCollection(
            [[(0, at - half), (end, at - half), (end, at + half), (0, at + half)] for at, end in ends],
            facecolors=[sheet.theme.paper] if hollow else colours, edgecolors=colours, clip_on=False, zorder=2,
            linewidths=sheet.size.stroke * 0.5 if hollow else 0, gid="provisional" if hollow else "bar",
        ),
        autolim=False,
    )  # fmt: skip
