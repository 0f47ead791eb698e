"""Hospital admissions for assault by a sharp object: a workbook of the NHS, months down, regions across.

Two rows of headings (region over FAEs and FCEs); the year stands in the first of its months only. Numbers are rounded
to 5 and small ones hidden, so months are not added up: the total of a financial year is the publisher's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.errors import ImportRefused
from knowledge.importers.dataset import Dataset, Imported, Quarantined, Stamp
from knowledge.importers.gathering import Gathered
from knowledge.importers.labels import plain
from knowledge.importers.markers import whole
from knowledge.importers.official import ONLY_SHEET, OfficialFile
from knowledge.model import Caveat, IndicatorId
from knowledge.period import MONTHS, Period, financial_year, month_of
from knowledge.release import REASONS, Counted, ReleaseFile

Grid = Sequence[Sequence[str]]
SHEET = "GOR-Data-Totals"
MOST_ABOVE = 15
ADMISSIONS = "FAEs"
REGIONS = {
    "EAST MIDLANDS": "east-midlands",
    "EAST OF ENGLAND": "east-of-england",
    "LONDON": "london",
    "NORTH EAST": "north-east",
    "NORTH WEST": "north-west",
    "SOUTH EAST": "south-east",
    "SOUTH WEST": "south-west",
    "WEST MIDLANDS": "west-midlands-region",
    "YORKSHIRE AND THE HUMBER": "yorkshire-and-the-humber",
    "ENGLAND": "england",
}
NO_REGION = {
    "ENGLAND NOT OTHERWISE SPECIFIED", "FOREIGN INCL ISLE OF MAN AND CHANNEL ISLANDS", "OTHER UK COUNTRY", "UNKNOWN",
    "WALES", "SCOTLAND", "NORTHERN IRELAND",
}  # fmt: skip
_YEAR = re.compile(r"(20\d\d)-(\d\d)( Total)?")
# Twelve months, each rounded by up to 2.5 or hidden as 1 to 7: how far a total may lie from their sum.
ROOM_OF_A_MONTH, ROOM_OF_A_HIDDEN_ONE = 2.5, 7
LEFT_OUT = (
    "FCEs (consultant episodes): one stay in hospital can be several.",
    "By sex, age and ethnicity: most cells are hidden.",
)


def recognises(file: OfficialFile) -> bool:
    """The sheet of totals by region, with months and finished admission episodes."""
    if ONLY_SHEET in file.sheets or SHEET not in file.sheets:
        return False
    return _headings(file.rows(SHEET)) is not None


def read(dataset: Dataset, files: Sequence[OfficialFile], stamp: Stamp) -> list[Imported]:
    """A release for each file."""
    return [_release(dataset, file, stamp) for file in files]


def _headings(rows: Grid) -> int | None:
    """The number of the second row of headings."""
    numbered = enumerate(rows[: MOST_ABOVE + 1])
    return next((n for n, row in numbered if row[:2] == ["Year", "Month"] and ADMISSIONS in row), None)


def _release(dataset: Dataset, file: OfficialFile, stamp: Stamp) -> Imported:
    rows = file.rows(SHEET)
    head = _headings(rows)
    if head is None:
        raise ImportRefused(f"{file.name} has no headings in {SHEET}", "Get the file anew")
    columns, strange = _columns(rows, head, file.name)
    lines = list(_lines(rows, head, file.name))
    notes = [f"Row {row} is labelled {label!r}: it is {p.label}." for p, row, label in lines if label]
    figures = Gathered()
    for region, column in columns.items():
        numbers = {p: whole(rows[row][column], f"{file.name}, row {row}") for p, row, _ in lines}
        _check_years(numbers, f"{file.name}, {region}")
        for period, row, _ in lines:
            figures.add(_counted(rows[head - 1][column]), region, period, numbers[period], str(row))
    header = "Year, Month, then FAEs and FCEs of each region"
    listed = ReleaseFile("admissions", file.name, file.sha256, header, "", "", "", "")
    release = dataset.release(stamp, [listed], figures.periods())
    return Imported(release, figures.series(release), len(lines), strange, (*LEFT_OUT, *notes))


def _columns(rows: Grid, head: int, name: str) -> tuple[dict[str, int], tuple[Quarantined, ...]]:
    """The column of admissions of each region."""
    found: dict[str, int] = {}
    strange = []
    for column, (label, what) in enumerate(zip(rows[head - 1], rows[head], strict=True)):
        if what == ADMISSIONS and label:
            if place := REGIONS.get(plain(label)):
                found[place] = column
            elif plain(label) not in NO_REGION:
                strange.append(Quarantined(label, name, len(rows) - 1 - head))
    if "london" not in found:
        raise ImportRefused(f"{name} has no admissions of London", "Get the file anew")
    return found, tuple(strange)


def _lines(rows: Grid, head: int, name: str) -> Iterator[tuple[Period, int, str]]:
    """Each month and each total with its row; a total's label where it names another year than its months are of."""
    year = None
    for row, (first, second, *_) in enumerate(rows[head + 1 :], head + 1):
        found = _YEAR.fullmatch(first)
        if found and not found[3]:
            year = int(found[1])
        if year is None or not (second or (found and found[3])):
            if found or second:
                raise ImportRefused(f"{name}, row {row}: a month without a year", "Get the file anew")
            continue
        if second:
            yield _month(year, second, f"{name}, row {row}"), row, ""
        elif found:
            yield financial_year(year), row, first if int(found[1]) != year else ""


def _month(year: int, written: str, where: str) -> Period:
    """A month of the financial year that begins in the year."""
    number = next((n for n, name in enumerate(MONTHS, 1) if written[:3] == name[:3]), None)
    if number is None:
        raise ImportRefused(f"{where}: {written!r} is no month", "Get the file anew")
    return month_of(year + (number < 4), number)


def _check_years(numbers: dict[Period, str], where: str) -> None:
    """The total of a year lies as near to the sum of its months as rounding and hiding allow."""
    for year, total in numbers.items():
        months = [n for month, n in numbers.items() if month.kind == "month" and year.contains(month)]
        if year.kind == "month" or total in REASONS or not total:
            continue
        shown = [int(n) for n in months if n.isdigit()]
        room = ROOM_OF_A_MONTH * (len(shown) + 1) + ROOM_OF_A_HIDDEN_ONE * (len(months) - len(shown))
        if len(months) != 12 or abs(int(total) - sum(shown)) > room:
            what = f"{where}: the total of {year.label}, {total}, is not of its months"
            raise ImportRefused(what, "Get the file anew")


def _counted(region: str) -> Counted:
    return Counted(
        id=plain(region).lower().replace(" ", "-"),
        indicator=IndicatorId("hospital-admissions-sharp-object"),
        measure="count",
        unit="admissions",
        definition="hospital admissions for assault by a sharp object, of residents of the region",
        adds_up=False,
        sheet=SHEET,
        column=f"{region}, {ADMISSIONS}",
        caveats=(Caveat("definition", "Admissions, not people, rounded to the nearest 5; small numbers are hidden."),),
    )


DATASET = Dataset(
    collection="nhs-sharp-object",
    publisher="NHS Digital",
    title="Hospital admissions for assault by a sharp object, by region of residence",
    page="https://digital.nhs.uk/",
    rhythm="none",
    lag=3,
    evidence="official_statistic",
    attributed_to="nhs",
    recognises=recognises,
    read=read,
)
