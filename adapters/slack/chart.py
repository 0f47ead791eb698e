"""A chart as Slack's own blocks: `data_visualization` and `data_table`, each label short enough and its own. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from typing import Any

from adapters.pictures.chart import Bar, BarChart, Chart, Line, LineChart
from adapters.pictures.lines import brief
from adapters.slack import limits, lines
from adapters.slack.fitting import cut

Piece = dict[str, Any]
Data = list[dict[str, Any]]
NAMELESS = "–"


def chart_block(chart: Chart) -> Piece:
    """A line over time; bars where periods are missing in it, and where places stand side by side."""
    named = _lines(chart) if isinstance(chart, LineChart) else [(_short(chart.title), _of_bars(chart))]
    is_line = isinstance(chart, LineChart) and not any(line.bridges for line in chart.lines)
    categories = [point["label"] for point in named[0][1]]
    return {
        "type": "data_visualization",
        "title": _title(chart),
        "chart": {
            "type": "line" if is_line else "bar",
            "series": [{"name": name, "data": data} for name, data in named],
            "axis_config": {"categories": categories, "y_label": _short(lines.unit(chart.unit) or chart.title)},
        },
    }


def table_block(chart: Chart) -> Piece:
    """What a chart shows, a period or a place a row."""
    rows = _times(chart) if isinstance(chart, LineChart) else _places(chart)
    return {
        "type": "data_table",
        "caption": cut(", ".join((chart.title, *chart.beneath)), limits.HEADER) or NAMELESS,
        "page_size": limits.TABLE_PAGE,
        "row_header_column_index": 0,
        "rows": [[{"type": "raw_text", "text": text or NAMELESS} for text in row] for row in rows],
    }


def _lines(chart: LineChart) -> list[tuple[str, Data]]:
    """Every line, by the periods that all of them have; where those are too few, the longest line alone."""
    shared = set.intersection(*({mark.label for mark in line.marks} for line in chart.lines))
    if len(shared) < limits.LEAST_POINTS:
        longest = max(chart.lines, key=lambda line: len(line.marks))
        return [(_short(longest.name or chart.title), _of_line(longest))]
    names = _distinct([line.name or chart.title for line in chart.lines])
    return [(name, _of_line(line, shared)) for name, line in zip(names, chart.lines, strict=True)]


def _of_line(line: Line, shared: set[str] | None = None) -> Data:
    marks = [mark for mark in line.marks if shared is None or mark.label in shared]
    return _data([(brief(mark.label), mark.value) for mark in marks])


def _of_bars(chart: BarChart) -> Data:
    return _data([(name, bar.value) for name, bar in _named(chart) if bar.value is not None])


def _data(named: Sequence[tuple[str, float]]) -> Data:
    labels = _distinct([name for name, _ in named])
    return [{"label": label, "value": value} for label, (_, value) in zip(labels, named, strict=True)]


def _named(chart: BarChart) -> Iterator[tuple[str, Bar]]:
    for group in chart.groups:
        yield from ((lines.of_group(group.name, bar.name), bar) for bar in group.bars)


def _title(chart: Chart) -> str:
    """What, and where as far as there is room; the sentences beside it say all of it."""
    whole = ", ".join((chart.title, *chart.beneath[:1]))
    return (whole if len(whole) <= limits.CHART_TITLE else cut(chart.title, limits.CHART_TITLE)) or NAMELESS


def _short(text: str) -> str:
    return cut(lines.shortened(text, limits.CHART_LABEL), limits.CHART_LABEL) or NAMELESS


def _distinct(labels: Sequence[str]) -> list[str]:
    """The labels, short and yet each another: one that is there already is numbered."""
    found: list[str] = []
    for label in map(_short, labels):
        numbered = (f"{cut(label, limits.CHART_LABEL - 4)} {number}" for number in count(2))
        found.append(next(one for one in chain([label], numbered) if one not in found))
    return found


def _times(chart: LineChart) -> Iterator[Iterable[str]]:
    """The periods of all lines, each line a column."""
    yield lines.PERIOD_HEAD, *(_head(line.name, chart.unit) for line in chart.lines)
    held = [{mark.label: lines.in_table(mark.text, mark.provisional) for mark in line.marks} for line in chart.lines]
    for label in dict.fromkeys(label for one in held for label in one):
        yield label, *(one.get(label, "") for one in held)


def _places(chart: BarChart) -> Iterator[Iterable[str]]:
    """The places, each with its figure, and with its rank where they are ranked."""
    yield lines.PLACE_HEAD, _head("", chart.unit), *([lines.RANK_HEAD] if chart.ranked else [])
    for name, bar in _named(chart):
        yield name, lines.in_table(bar.text, bar.provisional), *([bar.rank] if chart.ranked else [])


def _head(name: str, unit: str) -> str:
    return ", ".join(filter(None, (name, lines.unit(unit)))) or lines.VALUE_HEAD
