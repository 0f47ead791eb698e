"""ONS police force area tables: the quarterly workbook, or one of its tables saved as CSV.

The first row of a sheet names its table; the headings stand some rows below. Tables of offences (P1 counts, P3 rates,
P4 the year before; C2 and C5 by local authority) have a column for each offence and one period; tables of periods
(P6 and P7 knife, P8 firearms, P9 fraud) one thing and a column for each period. Rolling years are never added up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.errors import ImportRefused
from knowledge.importers.codes import place_of
from knowledge.importers.dataset import Dataset, Imported, Quarantined, Stamp
from knowledge.importers.gathering import Gathered
from knowledge.importers.labels import CITY_OF_LONDON, LONDON, plain
from knowledge.importers.markers import cell, heading, whole
from knowledge.importers.official import OfficialFile
from knowledge.importers.ons_offences import BY_PERIOD, OFFENCES, PERIOD_TABLES, counted_offence, counted_people
from knowledge.period import (
    MONTHS,
    Period,
    calendar_year,
    financial_year,
    months_on,
    point,
    year_ending,
)
from knowledge.release import ReleaseFile, Series

TITLE = re.compile(r"Table\s+([PC]\d)\s*:")
YEAR_ENDING = re.compile(r"year ending ([A-Z][a-z]+) (\d{4})")
YEAR_OF = re.compile(r"(Apr|Jan) (\d{4}) to (Mar|Dec) (\d{4})")
POPULATION = re.compile(r"Population figures \(mid-(\d{4})\).*")
COUNTS, RATES, BY_AUTHORITY = ("P1", "P4"), ("P3",), ("C2", "C5")
TRANSPORT = ("BRITISH TRANSPORT POLICE", "british-transport-police")
DEEPEST_HEADING = 15
LEFT_OUT = (
    "Table P2, C3: percentage changes; they can be computed from the counts.",
    "Table P5: knife offences by kind; their total stands in Table P6.",
    "Table C4: rates by local authority use other population figures than Table P3.",
    "Residential burglary by households: another base than residents.",
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its number, its sheet, its year, the rows of the sheet and which of them has the headings."""

    number: str
    sheet: str
    file: str
    year: Period
    rows: Sequence[Sequence[str]]
    head: int

    def headings(self) -> list[str]:
        """The headings without line breaks and notes."""
        return [heading(text) for text in self.rows[self.head]]

    def body(self) -> Iterator[tuple[int, Sequence[str]]]:
        """The rows below the headings that are of an area, with their numbers."""
        return ((n, row) for n, row in enumerate(self.rows) if n > self.head and any(row))

    def at(self, row: int, name: str) -> str:
        """Where a figure stands, for its trace."""
        return f"{self.sheet}!{row}!{name}"


def recognises(file: OfficialFile) -> bool:
    """A sheet whose first cell is the title of one of the tables."""
    return any(TITLE.match(str(text)) for text in _titles(file))


def read(dataset: Dataset, files: Sequence[OfficialFile], stamp: Stamp) -> list[Imported]:
    """A release for each file."""
    return [_release(dataset, file, stamp) for file in files]


def _titles(file: OfficialFile) -> list[str]:
    named = [s for s in file.sheets if not s or s.startswith("Table ")]
    return [str(cells.iloc[0, 0]) for sheet in named if len(cells := file.cells(sheet))]


def _release(dataset: Dataset, file: OfficialFile, stamp: Stamp) -> Imported:
    tables = {table.number: table for table in _tables(file)}
    figures, strange = Gathered(), list[Quarantined]()
    for table in tables.values():
        strange += _gather(table, figures, alone="P1" not in tables)
    year = next((tables[n].year for n in (*COUNTS[:1], *BY_AUTHORITY[:1]) if n in tables), None)
    if year is None or year.end is None:
        raise ImportRefused(f"{file.name} has neither table P1 nor C2", "Get the whole workbook")
    header = "Area Code, Area Name, then offences or periods"
    listed = ReleaseFile("tables", file.name, file.sha256, header, "", "", "", "")
    released = "{:04}-{:02}".format(*months_on(year.end.year, year.end.month, dataset.lag))
    release = dataset.release(stamp, [listed], figures.periods(), released=released)
    series = figures.series(release)
    if "P1" in tables:
        _adds_up(series, year, file.name)
    return Imported(release, series, sum(len(list(t.body())) for t in tables.values()), tuple(strange), LEFT_OUT)


def _tables(file: OfficialFile) -> Iterator[Table]:
    wanted = (*COUNTS, *RATES, *BY_AUTHORITY, *PERIOD_TABLES)
    for sheet in file.sheets:
        if sheet and not sheet.startswith("Table "):
            continue
        rows = file.rows(sheet)
        title = TITLE.match(rows[1][0]) if len(rows) > 1 else None
        if title and title[1] in wanted:
            head = next((n for n in range(1, min(DEEPEST_HEADING, len(rows))) if _is_heading(rows[n])), None)
            found = YEAR_ENDING.findall(heading(rows[1][0]) + " " + heading(rows[2][0]))
            if head is None or not found:
                what = f"{file.name}, {sheet or 'its only sheet'}: no {'headings' if found else 'year in its title'}"
                raise ImportRefused(what, "Get the file anew")
            yield Table(title[1], sheet, file.name, _year_ending(*found[-1]), rows, head)


def _is_heading(row: Sequence[str]) -> bool:
    return plain(row[0]).startswith(("AREA CODE", "POLICE FORCE AREA CODE"))


def _year_ending(name: str, year: str) -> Period:
    month = MONTHS.index(name) + 1
    return calendar_year(int(year)) if month == len(MONTHS) else year_ending(int(year), month)


def _gather(table: Table, figures: Gathered, *, alone: bool) -> list[Quarantined]:
    """The figures of a table. `alone`: the file has no table of forces, so the forces of C2 count."""
    if table.number in PERIOD_TABLES:
        return _by_period(table, figures)
    return _by_offence(table, figures, alone=alone)


def _by_offence(table: Table, figures: Gathered, *, alone: bool) -> list[Quarantined]:
    strange: dict[str, int] = {}
    first = 6 if table.number in BY_AUTHORITY else 2
    for column, name in list(enumerate(table.headings()))[first:]:
        mid_year = POPULATION.fullmatch(name)
        if mid_year is None and plain(name) not in OFFENCES:
            strange[name] = len(table.rows) - 1 - table.head
            continue
        for row, line in table.body():
            place, kind = _place(table, line, alone=alone)
            where = f"{table.file}, {table.sheet} row {row}"
            if place is None:
                continue
            if mid_year:
                middle = point(date(int(mid_year[1]), 6, 30))
                figures.add(counted_people(), place, middle, whole(line[column], where), table.at(row, name))
            elif counted := counted_offence(plain(name), kind):
                number = cell(line[column], where, counted.places) if counted.places else whole(line[column], where)
                figures.add(counted.counted, place, table.year, number, table.at(row, name))
    return [Quarantined(name, f"{table.file}, {table.sheet}", rows) for name, rows in strange.items()]


def _by_period(table: Table, figures: Gathered) -> list[Quarantined]:
    counted = BY_PERIOD[table.number]
    for column, name in enumerate(table.headings()):
        found = YEAR_OF.fullmatch(name)
        if not found:
            continue
        year = financial_year(int(found[2])) if found[1] == "Apr" else calendar_year(int(found[2]))
        for row, line in table.body():
            place, _ = _place(table, line, alone=True)
            if place is not None:
                where = f"{table.file}, {table.sheet} row {row}"
                number = cell(line[column], where, counted.places) if counted.places else whole(line[column], where)
                figures.add(counted.counted, place, year, number, table.at(row, name))
    return []


def _place(table: Table, line: Sequence[str], *, alone: bool) -> tuple[str | None, str]:
    """The place of a row, and whether a force, a rate or a local authority is counted; None: no place of ours."""
    if table.number in BY_AUTHORITY:
        code, kind = (line[4], "authority") if line[4] else (line[0], "force")
        unassigned = kind == "force" and line[3] != ""
        return (None if unassigned or (kind == "force" and not alone) else place_of(code)), kind
    kind = "rate" if table.number in RATES else "force"
    if plain(line[1]) == TRANSPORT[0]:
        return (TRANSPORT[1] if table.number in COUNTS else None), kind
    return place_of(line[0]), kind


def _adds_up(series: Sequence[Series], year: Period, name: str) -> None:
    """London is the Met and the City, in every count of offences."""
    found = {(s.counted.id, str(s.place)): s.at(year) for s in series if s.counted.id.startswith("force-")}
    for key in {key for key, place in found if place == LONDON}:
        parts = [found.get((key, place)) for place in ("met-police", CITY_OF_LONDON)]
        london = found[key, LONDON]
        numbers = [figure.value for figure in (*parts, london) if figure and figure.value is not None]
        if len(numbers) == 3 and numbers[0] + numbers[1] != numbers[2]:
            raise ImportRefused(f"{name}: {key} of London is not the Met's and the City's", "Get the file anew")
    if not found:
        raise ImportRefused(f"{name}: table P1 has no offence that is known", "Get the file anew")


DATASET = Dataset(
    collection="ons-police-force-areas",
    publisher="Office for National Statistics",
    title="Police force area data tables",
    page="https://www.ons.gov.uk/peoplepopulationandcommunity/crimeandjustice/datasets/policeforceareadatatables",
    rhythm="quarterly",
    lag=4,
    evidence="official_statistic",
    attributed_to="ons",
    recognises=recognises,
    read=read,
    day_due=24,
)
