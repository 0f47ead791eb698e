"""The names that stand in a plot: at the ends of lines, and at a line's highest, lowest and first point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from adapters.pictures.canvas import LEADING, Sheet, Side, Words
from adapters.pictures.chart import LineChart, Mark
from adapters.pictures.lines import brief
from adapters.pictures.scale import Frame

# The share of the width that names at the ends of lines may take.
MOST_AT_THE_END = 0.26
MOST_FOR_A_PERIOD = 0.15
# Places looked at between two points of a line.
STEPS = 12


@dataclass(frozen=True, slots=True)
class Ending:
    """What stands at the end of a line: the first `bold` of its rows are bold."""

    mark: Mark
    rows: tuple[str, ...]
    colour: str
    bold: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the sheet."""

    left: float
    top: float
    right: float
    low: float

    def touches(self, other: Box) -> bool:
        """Whether two share any place."""
        return self.left < other.right and other.left < self.right and self.top < other.low and other.top < self.low


def endings(chart: LineChart, sheet: Sheet) -> list[Ending]:
    """A single line ends with its last value and period; one of several with its name and value."""
    most, size, theme = sheet.size.width * MOST_AT_THE_END, sheet.size.text, sheet.theme
    found = []
    for line, colour in zip(chart.lines, theme.lines, strict=False):
        if line.marks and line.name:
            name = sheet.wrapped(line.name, size, most, bold=True)
            found.append(Ending(line.marks[-1], (*name, line.marks[-1].text), colour, len(name)))
        elif line.marks:
            mark = line.marks[-1]
            found.append(Ending(mark, (mark.text, *_period(mark, sheet)), theme.ink, 1))
    return found


def _period(mark: Mark, sheet: Sheet) -> list[str]:
    """A mark's period in narrow lines, no word cut."""
    label, size = brief(mark.label), sheet.size.text
    longest = max(sheet.wide(word, size) for word in label.split()) if label else 0.0
    return sheet.wrapped(label, size, max(sheet.size.width * MOST_FOR_A_PERIOD, longest))


def widest(ends: Sequence[Ending], sheet: Sheet) -> float:
    """The width that the names at the ends take."""
    return max(sheet.wide(row, sheet.size.text, bold=n < end.bold) for end in ends for n, row in enumerate(end.rows))


def put_endings(ends: Sequence[Ending], frame: Frame, sheet: Sheet) -> list[Box]:
    """Write the names at the ends of the lines, each as near to its own as the others allow; where they stand."""
    size, across = sheet.size.text, frame.across(frame.last) + sheet.size.marker * 0.5 + sheet.size.text * 0.3
    boxes = []
    for end, top in zip(ends, _tops(ends, frame, size), strict=True):
        for row, text in enumerate(end.rows):
            down = top + row * size * LEADING
            sheet.put(Words(text, across, down, size, end.colour, bold=row < end.bold))
        boxes.append(Box(across - size, top, sheet.size.width, top + len(end.rows) * size * LEADING))
    return boxes


def _tops(ends: Sequence[Ending], frame: Frame, size: float) -> list[float]:
    """Where each name begins: beside its line, pushed down by those above, and up again by the foot of the plot."""
    heights = [len(end.rows) * size * LEADING for end in ends]
    order = sorted(range(len(ends)), key=lambda n: -ends[n].mark.value)
    free, tops = frame.top - size, [0.0] * len(ends)
    for n in order:
        tops[n] = max(free, frame.down(ends[n].mark.value) - size * 0.6)
        free = tops[n] + heights[n] + size * 0.3
    low = frame.top + frame.height + size * 2
    for n in reversed(order):
        tops[n] = min(tops[n], low - heights[n])
        low = tops[n] - size * 0.3
    return tops


def peaks(chart: LineChart, frame: Frame, sheet: Sheet, written: Sequence[Box]) -> list[Mark]:
    """Name the highest, the lowest and the first point of a single line where there is room; those that are named."""
    if len(chart.lines) != 1:
        return []
    marks = chart.lines[0].marks
    high, low = max(marks, key=lambda mark: mark.value), min(marks, key=lambda mark: mark.value)
    taken = [Box(*_around(x, y, sheet.size.marker * 0.6)) for x, y in _path(marks, frame)]
    low_edge = frame.top + frame.height
    taken += written
    taken += [Box(frame.across(b.after), frame.top, frame.across(b.before), low_edge) for b in chart.breaks]
    named = []
    for mark in dict.fromkeys((high, low, marks[0])):
        box = None if mark == marks[-1] else _room(mark, frame, sheet, taken, above=mark != low)
        if box:
            _put(mark, box, frame.across(mark.at), sheet)
            taken.append(box)
            named.append(mark)
    return named


def _around(across: float, down: float, by: float) -> tuple[float, float, float, float]:
    return across - by, down - by, across + by, down + by


def _path(marks: Sequence[Mark], frame: Frame) -> list[tuple[float, float]]:
    """Places along the line, close together."""
    corners = [(frame.across(mark.at), frame.down(mark.value)) for mark in marks]
    steps = [n / STEPS for n in range(STEPS)]
    between = [(x + (u - x) * s, y + (v - y) * s) for (x, y), (u, v) in pairwise(corners) for s in steps]
    return [*between, *corners[-1:]]


def _room(mark: Mark, frame: Frame, sheet: Sheet, taken: Sequence[Box], *, above: bool) -> Box | None:
    """Where the mark's two rows may stand: over or under it, or a little aside, touching nothing that stands there."""
    size, down = sheet.size.text, frame.down(mark.value)
    wide = max(sheet.wide(mark.text, size, bold=True), sheet.wide(brief(mark.label), size))
    away, high = sheet.size.marker * 1.1, 2 * size * LEADING
    for top in (down - away - high, down + away)[:: 1 if above else -1]:
        for aside in (0.5, 0.15, 0.85):
            left = frame.across(mark.at) - wide * aside
            left = min(max(left, frame.left), frame.left + frame.width - wide)
            box = Box(left, top, left + wide, top + high)
            inside = box.top >= frame.top - size * LEADING and box.low <= frame.top + frame.height
            if inside and not any(box.touches(other) for other in taken):
                return box
    return None


def _put(mark: Mark, box: Box, across: float, sheet: Sheet) -> None:
    """A mark's value and period, in line with it on the side where it stands."""
    size, middle = sheet.size.text, (box.left + box.right) / 2
    side: Side = "center" if abs(middle - across) < size / 2 else "left" if middle > across else "right"
    at = {"center": middle, "left": box.left, "right": box.right}[side]
    for row, text in enumerate((mark.text, brief(mark.label))):
        down = box.top + row * size * LEADING
        sheet.put(Words(text, at, down, size, sheet.theme.ink, bold=row == 0, side=side, clear=True))
