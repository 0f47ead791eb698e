"""A series as Slack draws it: a sentence that says the same, a chart, a table."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from adapters.slack import limits, lines
from adapters.slack.fitting import cut, packed
from adapters.slack.mrkdwn import escaped
from adapters.slack.render import Message, Piece, small, text_block
from bot.details import source_line
from bot.reply import Point, Reply, Series
from bot.wording import MINUS, display


def trend(reply: Reply) -> Message:
    """The series of a reply that are long enough, each said, drawn and set out as a table, with the source."""
    drawn = [series for series in reply.series if len(_known(series)) >= limits.LEAST_POINTS]
    drawn = drawn[: limits.CHARTS_OF_A_MESSAGE]
    said = [said for series in drawn for said in _said(series)]
    source = source_line(reply)
    blocks = [
        *(text_block(text).to_dict() for text in packed(said, limits.SECTION)[:5]),
        *(_chart(series) for series in drawn),
        # A message may hold one table.
        *(_table(series) for series in drawn[:1]),
        *(block.to_dict() for block in small([source])),
    ]
    room = limits.TEXT - limits.TEXT // 3 - 1
    text = cut("\n".join(map(escaped, said)), room)
    return Message("\n".join(filter(None, [text, cut(escaped(source), limits.TEXT // 3)])), tuple(blocks))


def _known(series: Series) -> list[Point]:
    return [point for point in series.points if point.value is not None]


def shown(value: float | None, unit: str) -> str:
    """A value as it is written, with its sign."""
    if value is None:
        return "–"
    written = display(Decimal(str(value)), unit)
    return f"{MINUS}{written}" if value < 0 else written


def _said(series: Series) -> list[str]:
    points = _known(series)
    peak = max(points, key=lambda point: point.value or 0)
    ends = [(point.label, shown(point.value, series.unit)) for point in (points[0], points[-1], peak)]
    return [lines.trend(series.label, *ends), *series.breaks[:3]]


def _chart(series: Series) -> Piece:
    """A line chart of the newest points; what it shows stands in the sentence above it."""
    points = _known(series)[-limits.CHART_POINTS :]
    labels = _labels(points)
    data = [{"label": label, "value": point.value} for label, point in zip(labels, points, strict=True)]
    return {
        "type": "data_visualization",
        "title": cut(series.label, limits.CHART_TITLE),
        "chart": {
            "type": "line",
            "series": [{"name": cut(series.label, limits.CHART_LABEL), "data": data}],
            "axis_config": {"categories": labels, "y_label": cut(series.unit or series.label, limits.CHART_LABEL)},
        },
    }


def _labels(points: Sequence[Point]) -> list[str]:
    """The points' labels, cut, and yet each another: a long one gives way to the period's id, then to a number."""
    labels: list[str] = []
    for number, point in enumerate(points, 1):
        offered = (point.label, point.period, cut(point.label, limits.CHART_LABEL - 3) + f" {number}")
        fit = (label for label in offered if 0 < len(label) <= limits.CHART_LABEL and label not in labels)
        labels.append(next(fit, f"{number}"))
    return labels


def _table(series: Series) -> Piece:
    points = series.points[-(limits.TABLE_ROWS - 1) :]
    rows = [("Period", series.unit or "Value"), *((p.label, shown(p.value, series.unit)) for p in points)]
    return {
        "type": "data_table",
        "caption": cut(series.label, limits.HEADER),
        "page_size": 10,
        "row_header_column_index": 0,
        "rows": [[{"type": "raw_text", "text": text or "–"} for text in row] for row in rows],
    }
