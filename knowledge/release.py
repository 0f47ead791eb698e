"""A publisher's release of a dataset, and its series: rows of cells by place and period, kept as published.

A figure of a series is made when it is asked for. It comes from one release or not at all: months are added up only
within a release, and only where every one of them has a number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from knowledge.display import displayed
from knowledge.ids import observation_id
from knowledge.model import (
    Breakdown,
    Caveat,
    Evidence,
    IndicatorId,
    Measure,
    Observation,
    PlaceId,
    Source,
    SourceId,
    SpeakerId,
)
from knowledge.period import Period

# Why a cell has no number: what is said of it, in place of one. An empty cell is no figure at all.
REASONS: Mapping[str, str] = {
    "suppressed": "not shown: the publisher hides small numbers",
    "unreliable": "not shown: the publisher calls it unreliable",
    "unavailable": "not available, the publisher says",
}


# What `rows` says where it gives no numbers and no condition.
ALL_ROWS, NO_ROW = "all", "none"
# Between sheet, row and column, where every figure of a series stands in a cell of its own.
CELL = "!"
# What `column` of a series says where rows are counted, and no number of theirs added up.
COUNT_OF_ROWS = "the number of rows"
MOST_SHOWN = 6
# One question reads few series, each for several periods.
MOST_PARTED = 256


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A file that a release came as: its bytes' digest, what it covers, and how it writes a period.

    `written` is a strftime pattern; `dated` names the columns that hold the period where each row has one. Without
    `dated` a period is the heading of its column.
    """

    id: str
    name: str
    sha256: str
    header: str
    written: str
    dated: str
    first: str
    last: str


@dataclass(frozen=True)
class Release:
    """What a publisher published at a time, as it came, and when the next is due."""

    id: str
    collection: str
    publisher: str
    title: str
    page: str
    licence: str
    attribution: str
    released: str
    taken: str
    checked: str
    rhythm: str
    next_due: str
    evidence: Evidence
    attributed_to: SpeakerId
    files: tuple[ReleaseFile, ...]
    periods: tuple[Period, ...]

    @cached_property
    def _columns(self) -> Mapping[tuple[date | None, date | None], int]:
        return {(period.start, period.end): number for number, period in enumerate(self.periods)}

    @cached_property
    def _points(self) -> Mapping[date | None, int]:
        return {period.end: number for number, period in enumerate(self.periods) if period.kind == "point"}

    def column(self, period: Period) -> int | None:
        """The column of a period; a month is also answered by how things stood at its end."""
        found = self._columns.get((period.start, period.end))
        return self._points.get(period.end) if found is None and period.kind == "month" else found

    def months(self, period: Period) -> range | None:
        """The columns that make up a stretch of whole months; None where one of them is not in the release."""
        whole = period.months
        if not whole or period.start is None or period.end is None:
            return None
        start, end = self._months.get(_month(period.start)), self._months.get(_month(period.end))
        if start is None or end is None or end - start + 1 != whole:
            return None
        return range(start, end + 1)

    def part_of(self, file: int, columns: range) -> range:
        """Those of the columns that the file covers; of files that do not say what they cover, all."""
        covered = self._covered[file]
        return range(max(columns.start, covered.start), min(columns.stop, covered.stop))

    @cached_property
    def _months(self) -> Mapping[int, int]:
        return {_month(p.start): n for n, p in enumerate(self.periods) if p.start and p.kind == "month"}

    @cached_property
    def _covered(self) -> tuple[range, ...]:
        return tuple(_covered(file, self.periods) for file in self.files)

    def source(self) -> Source:
        """The citation of the release."""
        return Source(
            id=SourceId(self.id),
            publisher=self.publisher,
            title=self.title,
            author=None,
            published=self.released,
            url=self.page,
            kind="official data file",
            licence=self.licence,
            checked=self.checked,
        )


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _covered(file: ReleaseFile, periods: Sequence[Period]) -> range:
    """The columns of a file: those of the months from its first to its last."""
    if not file.first:
        return range(len(periods))
    inside = [n for n, p in enumerate(periods) if p.end and file.first <= f"{p.end:%Y-%m}" <= file.last]
    return range(inside[0], inside[-1] + 1) if inside else range(0)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a series counts, and where its numbers stand. `adds_up`: months of it may be added up.

    `sheet` and `column` are those of the file; without a column the numbers stand under the heading of their period.
    """

    id: str
    indicator: IndicatorId
    measure: Measure
    unit: str
    definition: str
    adds_up: bool
    sheet: str = ""
    column: str = ""
    caveats: tuple[Caveat, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a figure stands in a publisher's file, to be found by hand."""

    file: str
    sha256: str
    sheet: str
    header: str
    rows: str
    column: str

    def __str__(self) -> str:
        sheet = f"sheet {self.sheet}, " if self.sheet else ""
        return f"{self.file}, {sheet}{self._short}, {self.column}"

    @property
    def _short(self) -> str:
        """The rows, cut where there are many: all of them stand in `rows`."""
        parts = self.rows.split(", ")
        return self.rows if len(parts) <= MOST_SHOWN else ", ".join([*parts[:MOST_SHOWN], "…", parts[-1]])


class Cell(NamedTuple):
    """A number as it is written, by comma or a reason for none, and the period it stands for."""

    period: Period
    written: str


@dataclass(frozen=True, slots=True)
class Series:
    """One row of a release: a thing counted at a place, over the periods of the release.

    `cells` are the numbers as published, by comma; `rows` says from which rows of the files they come (see `traces`).
    """

    release: Release = field(repr=False)
    counted: Counted
    place: PlaceId
    breakdown: Breakdown
    rows: str
    cells: str

    @property
    def first(self) -> Period:
        """The first period that has a cell."""
        cells = _parted(self.cells)
        return self.release.periods[next(n for n, cell in enumerate(cells) if cell)]

    @property
    def last(self) -> Period:
        """The last period that has a cell."""
        cells = _parted(self.cells)
        return self.release.periods[next(n for n in reversed(range(len(cells))) if cells[n])]

    def held(self) -> tuple[Period, ...]:
        """The periods that have a cell of their own."""
        return tuple(p for p, cell in zip(self.release.periods, _parted(self.cells), strict=True) if cell)

    def holds(self, period: Period) -> bool:
        """Whether there is a figure for a period."""
        return self.cell(period) is not None

    def latest(self) -> Observation | None:
        """The figure of the last period."""
        return self.at(self.last)

    def at(self, period: Period) -> Observation | None:
        """The figure for a period, a sum of months where it is no period of the release; None where it is not held."""
        found = self.cell(period)
        return self.figure(found) if found else None

    def cell(self, period: Period) -> Cell | None:
        """What stands for a period, and the period as the release has it."""
        cells = _parted(self.cells)
        column = self.release.column(period)
        if column is not None and cells[column]:
            own = self.release.periods[column]
            return Cell(period if own.same(period) else own, cells[column])
        months = self.release.months(period) if self.counted.adds_up else None
        total = _total(cells[months.start : months.stop]) if months else None
        return None if total is None else Cell(period, total)

    def located(self, period: Period) -> str:
        """Where the figure for a period stands, in one line. No figure carries it: few are asked where they stand."""
        return "; ".join(map(str, self.traces(period)))

    def traces(self, period: Period) -> tuple[Trace, ...]:
        """Where the figure for a period stands, file by file."""
        column = self.release.column(period)
        months = range(column, column + 1) if column is not None else self.release.months(period)
        if months is None:
            return ()
        files = self.release.files
        groups = self.rows.split(";")
        parts = [(file, self.release.part_of(n, months), groups[n % len(groups)]) for n, file in enumerate(files)]
        return tuple(self._trace(file, part, rows) for file, part, rows in parts if part)

    def _trace(self, file: ReleaseFile, columns: range, rows: str) -> Trace:
        by_column = rows.split("|")
        some = _listed([by_column[n] for n in columns]) if len(by_column) > 1 else rows
        first, last = (_written(file, self.release.periods[n]) for n in (columns[0], columns[-1]))
        months = first if first == last else f"{first} to {last}"
        if CELL in some:
            return Trace(file.name, file.sha256, *_cell(some, file.header))
        conditions = [some] if "=" in some else []
        if file.dated and (conditions or some == ALL_ROWS):
            conditions.append(f"{file.dated} = '{first}'" + (f" to '{last}'" if first != last else ""))
        found, column = _rows(some, conditions), self.counted.column or months
        where = column if column == COUNT_OF_ROWS else f"column {column}"
        return Trace(file.name, file.sha256, self.counted.sheet, file.header, found, where)

    def figure(self, cell: Cell) -> Observation:
        """The figure that a cell of this series holds."""
        release, counted, (period, written) = self.release, self.counted, cell
        value = None if written in REASONS else Decimal(written)
        variant = f"{release.collection}.{counted.id}"
        return Observation(
            id=observation_id(
                indicator=counted.indicator,
                measure=counted.measure,
                place=self.place,
                compared_with=None,
                period=period.id,
                breakdown=self.breakdown,
                attributed_to=release.attributed_to,
                published=release.released,
                variant=variant,
            ),
            collection=release.collection,
            indicator=counted.indicator,
            place=self.place,
            compared_with=None,
            breakdown=self.breakdown,
            measure=counted.measure,
            of=None,
            value=value,
            display="" if value is None else displayed(value, counted.unit),
            unit=counted.unit,
            qualifier="exact",
            statement=REASONS.get(written),
            period=period,
            reported_period=None,
            baseline=None,
            reported_baseline=None,
            definition=counted.definition,
            reported_as=None,
            evidence=release.evidence,
            attributed_to=release.attributed_to,
            quoted_by=None,
            source=SourceId(release.id),
            reported_in=None,
            locator="",
            published=release.released,
            status="published",
            series=release.id,
            pinned=None,
            doubt=None,
            caveats=counted.caveats,
        )


@lru_cache(maxsize=MOST_PARTED)
def _parted(cells: str) -> tuple[str, ...]:
    return tuple(cells.split(","))


def _total(cells: Sequence[str]) -> str | None:
    """The sum of the cells; None where one is empty or has a reason in place of a number."""
    if not all(cells) or any(cell in REASONS for cell in cells):
        return None
    return str(sum(map(int, cells)) if all(map(str.isdecimal, cells)) else sum(map(Decimal, cells)))


def _written(file: ReleaseFile, period: Period) -> str:
    return period.end.strftime(file.written) if period.end and file.written else period.id


def _rows(some: str, conditions: Sequence[str]) -> str:
    """Rows in words: those that meet the conditions, else all of them or those with the numbers."""
    if conditions:
        return f"rows with {' and '.join(conditions)}"
    if some in (ALL_ROWS, NO_ROW):
        return "all rows" if some == ALL_ROWS else "no row, so none was counted"
    return f"row{'s' * ('-' in some or ',' in some)} {some.replace(',', ', ').replace('  ', ' ')}"


def _cell(written: str, header: str) -> tuple[str, str, str, str]:
    """Sheet, header, row and column of a figure in a cell of its own."""
    sheet, row, column = written.split(CELL)
    return sheet, header, f"row {row}", f"column {column}"


def _listed(rows: Sequence[str]) -> str:
    return ",".join(dict.fromkeys(row for row in rows if row))
