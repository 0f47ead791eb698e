"""What a picture says, in words: for those who hear it, and for whoever writes beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from adapters.pictures import lines
from adapters.pictures.chart import Bar, BarChart, Chart, Group, Line, LineChart, Mark, chart_of
from bot.reply import Series

# The least that a platform takes is Discord's 1,024 characters.
MOST_CHARACTERS = 1000
NAMED_AT_AN_END = 3
NAMED_PROVISIONAL = 6


def alt_text(series: Sequence[Series]) -> str:
    """The picture of these series in sentences, the source last and never cut."""
    chart = chart_of(series)
    room = MOST_CHARACTERS - len(chart.source) - 1
    kept: list[str] = []
    for sentence in sentences(chart):
        if sum(map(len, kept)) + len(kept) + len(sentence) > room:
            break
        kept.append(sentence)
    return " ".join([*kept, chart.source])


def sentences(chart: Chart) -> list[str]:
    """What a chart is of, and what it shows, without its source."""
    return _lines(chart) if isinstance(chart, LineChart) else _bars(chart)


def _lines(chart: LineChart) -> list[str]:
    courses = [_course(line) for line in chart.lines]
    broken = [lines.broken(b.text.rstrip("."), b.label_after, b.label_before) for b in chart.breaks]
    open_marks = [mark.label for line in chart.lines for mark in line.marks if mark.provisional]
    return [
        lines.chart_over_time(lines.subject(chart.title, chart.beneath)), *courses, *broken, *_provisional(open_marks),
    ]  # fmt: skip


def _course(line: Line) -> str:
    marks = line.marks
    if len(marks) < 2:
        return lines.only(line.name, _at(marks[0])) if marks else lines.only(line.name, lines.NOT_HELD)
    key: Callable[[Mark], float] = lambda mark: mark.value  # noqa: E731
    # Of equals the latest, as replies have it.
    high, low = max(reversed(marks), key=key), min(reversed(marks), key=key)
    return lines.course(line.name, _at(marks[0]), _at(marks[-1]), _at(high), _at(low))


def _at(mark: Mark) -> str:
    return lines.at(mark.text, mark.label)


def _bars(chart: BarChart) -> list[str]:
    bars = [bar for group in chart.groups for bar in group.bars]
    begun = lines.chart_of_bars(lines.subject(chart.title, chart.beneath), len(bars))
    provisional = _provisional([bar.name for bar in bars if bar.provisional])
    said = _ranked(bars, chart.held) if chart.ranked else [_group(group) for group in chart.groups]
    return [begun, *said, *provisional]


def _ranked(bars: Sequence[Bar], held: int) -> list[str]:
    named = [f"{bar.name} {bar.text}" for bar in bars]
    cut = held > len(bars) or len(bars) <= NAMED_AT_AN_END
    last = [] if cut else named[max(NAMED_AT_AN_END, len(named) - NAMED_AT_AN_END) :]
    asked = [lines.asked_for(bar.name, bar.text, bar.rank, held) for bar in bars if bar.asked]
    return [lines.ends_of_ranking(named[:NAMED_AT_AN_END], last), *asked]


def _group(group: Group) -> str:
    return lines.group(group.name, [f"{bar.name} {bar.text}" for bar in group.bars])


def _provisional(labels: Sequence[str]) -> list[str]:
    distinct = list(dict.fromkeys(labels))
    if not distinct:
        return []
    if len(distinct) > NAMED_PROVISIONAL:
        distinct = [lines.span(distinct[0], distinct[-1])]
    return [lines.provisional(distinct)]
