"""Met force strength: CSV, a row for each month, officers, staff and PCSOs at its end as full-time equivalents."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.errors import ImportRefused
from knowledge.importers.dataset import Dataset, Imported, Stamp
from knowledge.importers.gathering import Gathered
from knowledge.importers.long import Long, by_months, keys, needs
from knowledge.importers.markers import whole
from knowledge.importers.months import end_of, every_month
from knowledge.importers.official import OfficialFile
from knowledge.model import IndicatorId
from knowledge.period import parse_period, point
from knowledge.release import Counted

# The column's key, the indicator, its unit, and the most there can be: copies have been seen with columns overwritten.
COLUMNS = (
    ("POLICEOFFICERSTRENGTH", "police-officers", "officers", 60_000),
    ("POLICESTAFFSTRENGTH", "police-staff", "staff", 30_000),
    ("PCSOSTRENGTH", "pcsos", "PCSOs", 10_000),
)
PATTERNS = ("%b-%y", "%b %Y", "%Y-%m-01", "%Y-%m")
PLACE = "met-police"


def recognises(file: OfficialFile) -> bool:
    """A date and the three strengths."""
    return {"DATE", *(column for column, *_ in COLUMNS)} <= keys(file)


def read(dataset: Dataset, files: Sequence[OfficialFile], stamp: Stamp) -> list[Imported]:
    """A release for each file."""
    return [_release(dataset, by_months(file, [["DATE"]], PATTERNS), stamp) for file in files]


def _release(dataset: Dataset, table: Long, stamp: Stamp) -> Imported:
    _check(table)
    figures = Gathered()
    for column, indicator, unit, most in COLUMNS:
        counted = Counted(
            id=indicator,
            indicator=IndicatorId(indicator),
            measure="count",
            unit=unit,
            definition=f"{unit} of the Metropolitan Police at the end of the month, full-time equivalents",
            adds_up=False,
            column=table.headings[column],
        )
        for row, (month, written) in enumerate(zip(table.frame["month"], table.frame[column], strict=True)):
            line = int(table.frame.index[row])
            number = whole(written, f"{table.file.name}, row {line}")
            if not number.isdigit() or int(number) > most:
                what = f"{table.file.name}, row {line}: {written!r} {unit} cannot be"
                raise ImportRefused(what, "The copy is corrupted; get the publisher's file")
            figures.add(counted, PLACE, point(end_of(parse_period(month))), number, str(line))
    release = dataset.release(stamp, [table.release_file("strength")], figures.periods())
    return Imported(release, figures.series(release), len(table.frame))


def _check(table: Long) -> None:
    """Every month once, none left out."""
    needs(table.frame, [column for column, *_ in COLUMNS], table.file.name)
    months = sorted(table.frame["month"])
    whole_stretch = [month.id for month in every_month(parse_period(months[0]), parse_period(months[-1]))]
    if months != whole_stretch:
        raise ImportRefused(f"{table.file.name}: its months are not each there once", "Get the file anew")


DATASET = Dataset(
    collection="met-workforce",
    publisher="Metropolitan Police",
    title="Police Force Strength",
    page="https://data.london.gov.uk/dataset/police-force-strength",
    rhythm="monthly",
    lag=1,
    evidence="police_management_information",
    attributed_to="met-police",
    recognises=recognises,
    read=read,
)
