"""Lines over time: from zero, broken where figures are not comparable, hollow where they may yet be revised."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from adapters.pictures.canvas import LEADING, Sheet, Words, legible
from adapters.pictures.chart import BreakMark, Line, LineChart, Mark
from adapters.pictures.labels import endings, peaks, put_endings, widest
from adapters.pictures.looks import DASHES, MARKERS
from adapters.pictures.scale import Frame, value_axis

# Beyond so many points only those that are named, alone or provisional have a mark of their own.
MOST_MARKED = 24
# The share of the width that the plot has in any case.
LEAST = 0.25


def draw_lines(chart: LineChart, sheet: Sheet) -> Axes:
    """The plot with its axes and names, then notes and source."""
    size = sheet.size
    axis = value_axis([mark.value for line in chart.lines for mark in line.marks], chart.unit)
    ends = endings(chart, sheet)
    left = size.margin + max(sheet.wide(text, size.text) for text in axis.texts) + size.text * 0.5
    right = size.margin + widest(ends, sheet) + size.marker * 0.5 + size.text * 0.3
    first, last = _edges(chart)
    width = max(size.width - left - right, sheet.inner * LEAST)
    frame = Frame(left, 0, width, size.plot, first, last, axis)
    frame = _under_break_names(chart.breaks, frame, sheet)
    sheet.down = frame.top + frame.height + size.text * (1.5 + LEADING * _rows_of_ticks(chart))
    for note in (*chart.notes, chart.source):
        sheet.write(note, size.small, sheet.theme.quiet)
    named = peaks(chart, frame, sheet, put_endings(ends, frame, sheet))
    axes = sheet.finished(frame.left, frame.top, frame.width, frame.height)
    _axes(axes, chart, frame, sheet)
    for number, line in enumerate(chart.lines):
        _draw(axes, line, number, sheet, named)
    return axes


def _edges(chart: LineChart) -> tuple[float, float]:
    """The ends of the axis of time, a little beyond the points."""
    places = [mark.at for line in chart.lines for mark in line.marks]
    apart = (max(places) - min(places)) or 1.0
    return min(places) - apart * 0.015, max(places) + apart * 0.015


def _rows_of_ticks(chart: LineChart) -> int:
    return max((tick.text.count("\n") + 1 for tick in chart.ticks), default=1)


def _under_break_names(breaks: Sequence[BreakMark], frame: Frame, sheet: Sheet) -> Frame:
    """The frame beneath the names of the breaks, each over its own; where two would touch, one stands lower."""
    size, free = sheet.size.small, [sheet.down]
    taken: list[tuple[float, float, float]] = []
    for broken in breaks:
        rows = sheet.balanced(broken.text, size, sheet.inner * 0.42)
        half = max(sheet.wide(row, size) for row in rows) / 2
        middle = frame.across((broken.after + broken.before) / 2)
        middle = min(max(middle, sheet.size.margin + half), sheet.size.width - sheet.size.margin - half)
        beside = [low for left, right, low in taken if left < middle + half + size and right > middle - half - size]
        top = max([sheet.down, *beside])
        for n, row in enumerate(rows):
            sheet.put(Words(row, middle, top + n * size * LEADING, size, sheet.theme.ink, side="center"))
        low = top + len(rows) * size * LEADING
        taken.append((middle - half, middle + half, low))
        free.append(low + size * 0.5)
    return Frame(frame.left, max(free), frame.width, frame.height, frame.first, frame.last, frame.axis)


def _axes(axes: Axes, chart: LineChart, frame: Frame, sheet: Sheet) -> None:
    theme, stroke = sheet.theme, sheet.size.stroke
    axes.set_xlim(frame.first, frame.last)
    axes.set_ylim(frame.axis.low, frame.axis.high)
    axes.set_xticks([tick.at for tick in chart.ticks], [legible(tick.text) for tick in chart.ticks])
    axes.set_yticks(frame.axis.steps, frame.axis.texts)
    axes.tick_params(axis="x", pad=sheet.size.text * 0.6)
    axes.tick_params(axis="y", pad=sheet.size.text * 0.35)
    axes.grid(axis="y", color=theme.grid, linewidth=stroke * 0.3, zorder=0)
    axes.axhline(0, color=theme.quiet, linewidth=stroke * 0.5, zorder=1)
    for broken in chart.breaks:
        axes.axvspan(broken.after, broken.before, color=theme.band, linewidth=0, zorder=0.5, gid="break")
        middle = (broken.after + broken.before) / 2
        axes.axvline(middle, color=theme.quiet, linewidth=stroke * 0.4, linestyle=(0, (4, 3)), zorder=0.6)


def _draw(axes: Axes, line: Line, number: int, sheet: Sheet, named: Sequence[Mark]) -> None:
    """A line in its colour, dash and marker: its stretches, the bridges over what is not held, its marks."""
    colour, stroke = sheet.theme.lines[number], sheet.size.stroke
    for stretch in line.stretches:
        at, value = [mark.at for mark in stretch], [mark.value for mark in stretch]
        axes.plot(at, value, color=colour, linewidth=stroke, linestyle=DASHES[number], zorder=3, gid="stretch")
    for before, after in line.bridges:
        axes.plot(
            [before.at, after.at], [before.value, after.value], color=colour, linewidth=stroke * 0.6,
            linestyle=(0, (1, 2)), zorder=2, gid="bridge",
        )  # fmt: skip
    marked = _marked(line, named)
    for gid, face, marks in (
        ("mark", colour, [m for m in marked if not m.provisional]),
        ("provisional", sheet.theme.paper, [m for m in marked if m.provisional]),
    ):
        # One line of them all, for each line takes a millisecond; none where there are none.
        if marks:
            axes.plot(
                [m.at for m in marks], [m.value for m in marks], linestyle="none", marker=MARKERS[number],
                markersize=sheet.size.marker * 0.72, markeredgewidth=stroke * 0.55, markeredgecolor=colour,
                markerfacecolor=face, zorder=4, clip_on=False, gid=gid,
            )  # fmt: skip


def _marked(line: Line, named: Sequence[Mark]) -> list[Mark]:
    """The points that get a mark: all where they are few."""
    marks = line.marks
    alone = {stretch[0] for stretch in line.stretches if len(stretch) == 1}
    few = len(marks) <= MOST_MARKED
    return [m for m in marks if few or m.provisional or m in alone or m in named or m == marks[-1]]
