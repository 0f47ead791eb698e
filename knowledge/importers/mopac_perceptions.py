"""Public perceptions of the police: CSV, a row for each quarter and statement, the per cent of Londoners who agree."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.errors import ImportRefused
from knowledge.importers.dataset import Dataset, Imported, Quarantined, Stamp
from knowledge.importers.gathering import Gathered
from knowledge.importers.labels import LONDON, plain
from knowledge.importers.long import Long, by_months, keys
from knowledge.importers.markers import whole
from knowledge.importers.months import end_of
from knowledge.importers.official import OfficialFile
from knowledge.model import Caveat, IndicatorId
from knowledge.period import parse_period, point
from knowledge.release import Counted

STATEMENTS = {
    "POLICE DO A GOOD JOB IN THE LOCAL AREA": "police-confidence",
    "AGREE THE POLICE LISTEN TO THE CONCERNS OF LOCAL PEOPLE": "police-listening",
    "AGREE THE POLICE TREAT EVERYONE FAIRLY REGARDLESS OF WHO THEY ARE": "police-fairness",
    "AGREE THE POLICE CAN BE RELIED UPON TO BE THERE WHEN NEEDED": "police-reliability",
    "AGREE THE POLICE ARE DEALING WITH THE THINGS THAT MATTER TO THIS COMMUNITY": "police-community-priorities",
    "FEELS WELL INFORMED ABOUT LOCAL POLICE ACTIVITIES OVER THE LAST 12 MONTHS": "police-informed",
    "KNOWS HOW TO CONTACT THEIR LOCAL WARD OFFICER": "ward-officer-contact",
}
PATTERNS = ("%b-%y", "%b %Y", "%Y-%m-01")
CAVEATS = (
    Caveat("definition", "The file does not say whether a figure is of a quarter or of the twelve months to its end."),
)


def recognises(file: OfficialFile) -> bool:
    """Date, measure and proportion, and nothing else of its kind."""
    return {"DATE", "MEASURE", "PROPORTION"} <= keys(file)


def read(dataset: Dataset, files: Sequence[OfficialFile], stamp: Stamp) -> list[Imported]:
    """A release for each file."""
    return [_release(dataset, by_months(file, [["DATE"]], PATTERNS), stamp) for file in files]


def _release(dataset: Dataset, table: Long, stamp: Stamp) -> Imported:
    figures = Gathered()
    frame = table.frame
    known = frame["MEASURE"].map(plain).isin(STATEMENTS)
    strange = frame.loc[~known, "MEASURE"].value_counts()
    frame = frame[known]
    _check(table, bool(frame.duplicated(["month", "MEASURE"]).any()))
    for row, month, statement, written in zip(
        frame.index, frame["month"], frame["MEASURE"], frame["PROPORTION"], strict=True
    ):
        percent = _percent(written, f"{table.file.name}, row {row}")
        counted = _counted(statement, table.headings["PROPORTION"])
        figures.add(counted, LONDON, point(end_of(parse_period(month))), percent, str(row))
    release = dataset.release(stamp, [table.release_file("perceptions")], figures.periods())
    unknown = tuple(Quarantined(str(label), table.file.name, int(rows)) for label, rows in strange.items())
    return Imported(release, figures.series(release), len(table.frame), unknown)


def _percent(written: str, where: str) -> str:
    found = whole(written, where)
    if found.removeprefix("-").isdecimal() and not 0 <= int(found) <= 100:
        raise ImportRefused(f"{where}: {written!r} per cent cannot be", "Get the file anew")
    return found


def _check(table: Long, twice: bool) -> None:
    if twice:
        raise ImportRefused(f"{table.file.name}: a statement has two figures for one quarter", "Get the file anew")


def _counted(statement: str, column: str) -> Counted:
    indicator = STATEMENTS[plain(statement)]
    words = f"Londoners surveyed for MOPAC: {statement[:1].lower()}{statement[1:]}"
    return Counted(
        indicator, IndicatorId(indicator), "share", "%", words, adds_up=False, column=column, caveats=CAVEATS
    )


DATASET = Dataset(
    collection="mopac-perceptions",
    publisher="Mayor's Office for Policing and Crime (MOPAC)",
    title="Public Perceptions of the Police",
    page="https://data.london.gov.uk/dataset/public-perceptions-of-the-police-2lz3x",
    rhythm="quarterly",
    lag=1,
    evidence="official_statistic",
    attributed_to="mayors-office",
    recognises=recognises,
    read=read,
)
