"""What of a reply a picture shows: series of one kind and unit, cleaned, each with its source."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from bot.reply import Point, Reply, Series

LEAST_OVER_TIME = 3
LEAST_BARS = 2
MOST_LINES = 6
MOST_CHARACTERS = 300


def drawable(reply: Reply) -> tuple[Series, ...]:
    """The series that a picture of this reply shows; none where it has none, or none that belongs in one picture.

    The first series leads: others join it where kind, unit and measure are the same.
    """
    long_enough = [series for series in reply.series if _long_enough(series)]
    if not long_enough:
        return ()
    first = long_enough[0]
    alike = [s for s in long_enough if (s.kind, s.unit, s.measure) == (first.kind, first.unit, first.measure)]
    if first.kind == "ranking":
        alike = alike[:1]
    if first.kind == "over_time" and len(alike) > MOST_LINES:
        return ()
    sourced = tuple(_sourced(series, reply) for series in alike)
    return sourced if all(series.source for series in sourced) else ()


def _long_enough(series: Series) -> bool:
    known = sum(point.value is not None for point in series.points)
    return known >= (LEAST_OVER_TIME if series.kind == "over_time" else LEAST_BARS)


def _sourced(series: Series, reply: Reply) -> Series:
    """A series with its source line: its own, or that of its citation; nothing is drawn without one."""
    if series.source:
        return series
    cited = next((c for c in reply.citations if c.id == series.citation), None) or next(iter(reply.citations), None)
    return replace(series, source=f"{cited.publisher}: {cited.title}, {cited.published}") if cited else series


def cleaned(series: Sequence[Series]) -> tuple[Series, ...]:
    """The series with every text on one line: no control or direction mark, none longer than a picture can bear."""
    return tuple(
        replace(
            one,
            label=plain(one.label),
            unit=plain(one.unit),
            place=plain(one.place),
            source=plain(one.source),
            points=tuple(map(_clean_point, one.points)),
        )
        for one in series
    )


def _clean_point(point: Point) -> Point:
    return replace(
        point,
        label=plain(point.label),
        display=plain(point.display),
        place=plain(point.place),
        break_before=plain(point.break_before),
    )


def plain(text: str) -> str:
    """A text on one line, without control, format, private and unassigned characters."""
    kept = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in text)
    return " ".join(kept.split())[:MOST_CHARACTERS]
