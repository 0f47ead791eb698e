"""Months as whole years, for a chart that has no room for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby, pairwise

from adapters.pictures.lines import span
from bot.reply import Point, Series
from bot.wording import display

# Fewer years say less than the newest months do.
LEAST_YEARS = 5
MONTHS = 12
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def by_year(series: Series) -> Series | None:
    """The whole calendar years of a series of months, each their sum; a year that is not whole is left out.

    None where the points are no counts by month, or where there are no five years, each after the other.
    """
    if series.measure != "count" or not all(_MONTH.fullmatch(point.period) for point in series.points):
        return None
    known = [point for point in series.points if point.value is not None]
    years = tuple(_years(known, series.unit))
    follow = all(int(after.period) == int(before.period) + 1 for before, after in pairwise(years))
    return replace(series, points=years) if follow and len(years) >= LEAST_YEARS else None


def left_out(series: Series, years: Series) -> list[str]:
    """The stretches of months before and after the years."""
    first, last = years.points[0].period, years.points[-1].period
    before = [point.label for point in series.points if _year(point) < first]
    after = [point.label for point in series.points if _year(point) > last]
    return [span(labels[0], labels[-1]) for labels in (before, after) if labels]


def _years(months: Sequence[Point], unit: str) -> Iterator[Point]:
    for year, inside in groupby(months, key=_year):
        points = list(inside)
        if len({point.period for point in points}) == len(points) == MONTHS:
            yield _sum(year, points, unit)


def _year(month: Point) -> str:
    return month.period[:4]


def _sum(year: str, months: Sequence[Point], unit: str) -> Point:
    value = sum((Decimal(str(month.value)) for month in months), Decimal())
    open_ones = [month.status for month in months if month.status == "provisional"]
    return Point(
        period=year, label=year, value=int(value), status=(open_ones or [months[0].status])[0],
        display=display(value, unit), place=months[0].place, start=months[0].start, end=months[-1].end,
    )  # fmt: skip
