"""ONS mid-year population of the London boroughs: a workbook of the components of change, one figure a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from knowledge.errors import ImportRefused
from knowledge.importers.codes import place_of
from knowledge.importers.dataset import Dataset, Imported, Stamp
from knowledge.importers.gathering import Gathered
from knowledge.importers.labels import LONDON
from knowledge.importers.long import key, keyed
from knowledge.importers.markers import whole
from knowledge.importers.official import OfficialFile
from knowledge.importers.rownumbers import row_numbers
from knowledge.model import IndicatorId
from knowledge.period import point
from knowledge.release import Counted, ReleaseFile

CODES = frozenset(f"E090000{number:02}" for number in range(1, 34))
YEARS = range(1981, 2100)
NEEDED = ("LADCODE23", "LANAME23", "CATEGORY", "YEAR", "SUM")


def recognises(file: OfficialFile) -> bool:
    """The components of change by local authority, in the first sheet of a workbook or as CSV."""
    head = file.cells(file.sheets[0]).head(1)
    return len(head) == 1 and set(NEEDED) <= set(map(key, head.iloc[0]))


def read(dataset: Dataset, files: Sequence[OfficialFile], stamp: Stamp) -> list[Imported]:
    """A release for each file."""
    return [_release(dataset, file, stamp) for file in files]


def _release(dataset: Dataset, file: OfficialFile, stamp: Stamp) -> Imported:
    table, headings = keyed(file, file.sheets[0])
    frame = table[(table["CATEGORY"] == "population") & table["LADCODE23"].isin(CODES)]
    counted = Counted(
        id="population",
        indicator=IndicatorId("population"),
        measure="count",
        unit="people",
        definition="residents at the middle of the year, estimated by ONS",
        adds_up=False,
        sheet=file.sheets[0],
        column=headings["SUM"],
    )
    figures = Gathered()
    for year, rows in frame.groupby("YEAR"):
        if not str(year).isdigit() or int(str(year)) not in YEARS or sorted(rows["LADCODE23"]) != sorted(CODES):
            raise ImportRefused(
                f"{file.name}: the 33 areas of London are not each there once in {year}", "Get it whole"
            )
        middle = point(date(int(str(year)), 6, 30))
        people = {row: int(whole(number, f"{file.name}, row {row}")) for row, number in rows["SUM"].items()}
        for row, code in rows["LADCODE23"].items():
            figures.add(counted, place_of(code) or "", middle, str(people[row]), str(row))
        figures.add(counted, LONDON, middle, str(sum(people.values())), row_numbers(int(str(row)) for row in people))
    listed = ReleaseFile(
        "population", file.name, file.sha256, ", ".join(headings.values()), "%Y", headings["YEAR"], "", ""
    )
    last = max(period.end.year for period in figures.periods() if period.end)
    release = dataset.release(stamp, [listed], figures.periods(), released=f"{last + 1}-07")
    return Imported(release, figures.series(release), len(table), left_out=LEFT_OUT)


LEFT_OUT = ("Births, deaths and migration: the file's other categories are flows, not residents.",)
DATASET = Dataset(
    collection="population",
    publisher="Office for National Statistics",
    title="Population estimates, mid-year",
    page="https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/populationestimates",
    rhythm="yearly",
    lag=13,
    evidence="official_statistic",
    attributed_to="ons",
    recognises=recognises,
    read=read,
    day_due=31,
)
