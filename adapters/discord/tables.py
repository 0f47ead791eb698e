"""The series of a reply as tables of text: what its picture draws, for whoever reads instead. Pure.

Over time the newest stands first: who reads on a phone looks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from adapters.discord import lines
from adapters.pictures.subject import LEAST_BARS, LEAST_OVER_TIME, MOST_LINES, drawable
from bot.reply import Point, Reply, Series, SeriesKind


def tabled(reply: Reply) -> tuple[Series, ...]:
    """The series that are set out: those of the picture, else all that are long enough, at most six."""
    return drawable(reply) or tuple(series for series in reply.series if _is_long_enough(series))[:MOST_LINES]


def _is_long_enough(series: Series) -> bool:
    return len(series.points) >= (LEAST_OVER_TIME if series.kind == "over_time" else LEAST_BARS)


def shared(shown: Sequence[Series]) -> tuple[str, ...]:
    """What all rows have in common beside what is counted: the place, or the period."""
    places = {series.place for series in shown}
    periods = {point.label for series in shown for point in series.points}
    return tuple(only for every in (places, periods) if len(every) == 1 and (only := next(iter(every))))


def tables(shown: Sequence[Series]) -> list[str]:
    """The rows of all tables, each under what it is of where there are several; their warnings last, each once."""
    rows: list[str] = []
    for series in shown:
        above = [lines.table_of(series.label, series.place)] if len(shown) > 1 else []
        rows += [*above, *_table(series), *([""] if len(shown) > 1 else [])]
    return [*rows, *dict.fromkeys(warning for series in shown for warning in series.breaks)]


def _table(series: Series) -> list[str]:
    points = series.points[::-1] if series.kind == "over_time" else series.points
    names, values = list(_names(series.kind, points)), [_value(point) for point in points]
    wide, high = max(map(len, names)), max(map(len, values))
    singled_out = not all(point.asked for point in points)
    return [
        lines.table_row(f"{name:<{wide}}  {value:>{high}}", point.status, asked=point.asked and singled_out)
        for name, value, point in zip(names, values, points, strict=True)
    ]


def _names(kind: SeriesKind, points: Sequence[Point]) -> Iterator[str]:
    """Over time each point is known by its period, else by its place; in a ranking by its rank too."""
    if kind == "over_time":
        yield from (point.label for point in points)
        return
    ranks = _ranks(points) if kind == "ranking" else [""] * len(points)
    yield from (f"{rank}{point.place or point.label}" for rank, point in zip(ranks, points, strict=True))


def _ranks(points: Sequence[Point]) -> list[str]:
    """Equal values share a rank."""
    first: dict[float | None, int] = {}
    wide = len(str(len(points)))
    return [f"{first.setdefault(point.value, rank):>{wide}}  " for rank, point in enumerate(points, 1)]


def _value(point: Point) -> str:
    if point.value is None:
        return lines.no_value()
    return point.display or f"{point.value:,}"
