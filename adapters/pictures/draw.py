"""A chart on a sheet: title, plot, notes, source line."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib as mpl

from adapters.pictures.canvas import STYLE, Sheet, png
from adapters.pictures.chart import Chart, LineChart
from adapters.pictures.draw_bars import draw_bars
from adapters.pictures.draw_lines import draw_lines
from adapters.pictures.looks import Size, Theme


def drawn(chart: Chart, size: Size, theme: Theme) -> Sheet:
    """The picture of a chart on its sheet, whose figure can be looked at."""
    with mpl.rc_context(STYLE):
        sheet = Sheet(size, theme)
        sheet.write(chart.title, size.title, theme.ink, bold=True)
        sheet.down += size.text * 0.25
        for row in _packed(chart.beneath, sheet):
            sheet.write(row, size.text, theme.quiet)
        sheet.down += size.text * 1.3
        if isinstance(chart, LineChart):
            draw_lines(chart, sheet)
        else:
            draw_bars(chart, sheet)
        return sheet


def picture(chart: Chart, size: Size, theme: Theme) -> bytes:
    """The picture of a chart as PNG."""
    with mpl.rc_context(STYLE):
        return png(drawn(chart, size, theme))


def _packed(parts: Sequence[str], sheet: Sheet) -> list[str]:
    """As many of the parts on each line as fit; none is torn where it need not be."""
    rows: list[str] = []
    for part in parts:
        longer = f"{rows[-1]} · {part}" if rows else part
        if rows and sheet.wide(longer, sheet.size.text) <= sheet.inner:
            rows[-1] = longer
        else:
            rows.append(part)
    return rows
