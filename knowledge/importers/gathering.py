"""Figures gathered one by one, each with the row it stands on, into the series of a release."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from knowledge.model import Breakdown, PlaceId
from knowledge.period import Period
from knowledge.release import Counted, Release, Series

_Key = tuple[str, str, Breakdown]


class Gathered:
    """Figures by what is counted, place, breakdown and period; a cell with a second value is an error of the caller."""

    def __init__(self) -> None:
        self._counted: dict[str, Counted] = {}
        self._cells: dict[_Key, dict[str, tuple[str, str]]] = {}
        self._periods: dict[str, Period] = {}

    def add(
        self, counted: Counted, place: str, period: Period, cell: str, rows: str, breakdown: Breakdown = ()
    ) -> None:
        """Take a figure; an empty cell is none."""
        if not cell:
            return
        self._counted[counted.id] = counted
        self._periods[period.id] = period
        own = self._cells.setdefault((counted.id, place, breakdown), {})
        if own.setdefault(period.id, (cell, rows)) != (cell, rows):
            raise ValueError(f"{counted.id} at {place} has two figures for {period.id}")

    def periods(self) -> list[Period]:
        """The periods of the figures in the order of time, the shorter first."""
        return sorted(self._periods.values(), key=_in_time)

    def series(self, release: Release) -> tuple[Series, ...]:
        """The series, over the periods of the release."""
        return tuple(
            Series(
                release,
                self._counted[key],
                PlaceId(place),
                breakdown,
                _rows([own.get(period.id, ("", ""))[1] for period in release.periods]),
                ",".join(own.get(period.id, ("", ""))[0] for period in release.periods),
            )
            for (key, place, breakdown), own in self._cells.items()
        )


def _in_time(period: Period) -> tuple[date, int]:
    end, start = period.end or date.min, period.start or date.min
    return end, (end - start).days


def _rows(by_period: Sequence[str]) -> str:
    """One text for all where they agree, else one for each period."""
    different = {rows for rows in by_period if rows}
    return different.pop() if len(different) == 1 else "|".join(by_period)
