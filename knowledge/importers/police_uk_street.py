"""Street-level crime of data.police.uk, City of London Police: a CSV for each month, a row for each crime.

A month without a file is a month not held, never one without crime.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.errors import ImportRefused
from knowledge.importers.dataset import Dataset, Imported, Quarantined, Stamp
from knowledge.importers.labels import CITY_OF_LONDON, plain
from knowledge.importers.long import Long, by_months, keys
from knowledge.importers.official import OfficialFile
from knowledge.importers.records import in_words
from knowledge.model import Caveat, IndicatorId, PlaceId
from knowledge.period import Period, parse_period
from knowledge.release import COUNT_OF_ROWS, Counted, ReleaseFile, Series

NEEDED = {"CRIMEID", "MONTH", "REPORTEDBY", "FALLSWITHIN", "LSOACODE", "CRIMETYPE", "LASTOUTCOMECATEGORY"}
FORCE = "City of London Police"
ALL_CRIME = "recorded-crime"
NO_CRIME = "ANTI SOCIAL BEHAVIOUR"
TYPES = {
    NO_CRIME: "antisocial-behaviour",
    "BICYCLE THEFT": "bicycle-theft",
    "BURGLARY": "burglary",
    "CRIMINAL DAMAGE AND ARSON": "criminal-damage-and-arson",
    "DRUGS": "drug-offences",
    "OTHER CRIME": None,
    "OTHER THEFT": "other-theft",
    "POSSESSION OF WEAPONS": "possession-of-weapons",
    "PUBLIC ORDER": "public-order",
    "ROBBERY": "robbery",
    "SHOPLIFTING": "shoplifting",
    "THEFT FROM THE PERSON": "theft-from-person",
    "VEHICLE CRIME": "vehicle-offences",
    "VIOLENCE AND SEXUAL OFFENCES": None,
}
CAVEATS = (
    Caveat("definition", "Counted from the rows of data.police.uk, which differ a little from the published totals."),
)
LEFT_OUT = (
    "Violence and sexual offences: cannot be told apart; counted in the total.",
    "Other crime: counted in the total.",
)


def recognises(file: OfficialFile) -> bool:
    """The headings of a street file, with the LSOA codes it has had since 2013."""
    return keys(file) >= NEEDED


def read(dataset: Dataset, files: Sequence[OfficialFile], stamp: Stamp) -> list[Imported]:
    """A release for each run of months without a gap."""
    tables = [by_months(file, [["MONTH"]], ["%Y-%m"]) for file in files]
    by_month: dict[str, Long] = {}
    for table in tables:
        month = _check(table)
        if by_month.setdefault(month, table) is not table:
            names = f"{by_month[month].file.name} and {table.file.name}"
            raise ImportRefused(f"{names} are both of {month}", "Give one of them")
    return [_release(dataset, run, stamp) for run in _runs(by_month)]


def _check(table: Long) -> str:
    """The one month of a file; it is the City's, and of nothing else."""
    months, forces = set(table.frame["month"]), set(table.frame["REPORTEDBY"])
    if forces != {FORCE}:
        others = ", ".join(sorted(forces - {FORCE})) or "nobody"
        raise ImportRefused(f"{table.file.name} is of {others}", f"Only the files of the {FORCE} are imported")
    if len(months) != 1:
        raise ImportRefused(f"{table.file.name} is of {len(months)} months", "Give a file for each month")
    return str(months.pop())


def _runs(by_month: dict[str, Long]) -> list[list[Long]]:
    runs: list[list[Long]] = []
    next_one: Period | None = None
    for month in sorted(by_month):
        period = parse_period(month)
        if period != next_one:
            runs.append([])
        runs[-1].append(by_month[month])
        next_one = period.shifted(months=1)
    return runs


def _release(dataset: Dataset, run: Sequence[Long], stamp: Stamp) -> Imported:
    months = [parse_period(table.frame["month"].iloc[0]) for table in run]
    release = dataset.release(stamp, [_listed(t, m.id) for t, m in zip(run, months, strict=True)], months)
    series = []
    for key, (indicator, labels) in _wanted(run).items():
        words = in_words({"Crime type": labels})
        counts = [str(int(table.frame["CRIMETYPE"].isin(labels).sum())) for table in run]
        series.append(Series(release, _counted(key, indicator), PlaceId(CITY_OF_LONDON), (), words, ",".join(counts)))
    rows = sum(len(table.frame) for table in run)
    return Imported(release, tuple(series), rows, _strange(run), LEFT_OUT)


def _listed(table: Long, month: str) -> ReleaseFile:
    file = table.release_file(month)
    return replace(file, dated="", first=month, last=month)


def _wanted(run: Sequence[Long]) -> dict[str, tuple[str, list[str]]]:
    """The labels that each series counts: its own, and for all crime every known one but antisocial behaviour."""
    labels = sorted({str(label) for table in run for label in table.frame["CRIMETYPE"].unique()})
    known = [label for label in labels if plain(label) in TYPES]
    wanted = {i: (i, [label]) for label in known if (i := TYPES[plain(label)])}
    if len(known) == len(labels):
        wanted[ALL_CRIME] = (ALL_CRIME, [label for label in known if plain(label) != NO_CRIME])
    return wanted


def _strange(run: Sequence[Long]) -> tuple[Quarantined, ...]:
    found = []
    for table in run:
        for label, rows in table.frame["CRIMETYPE"].value_counts().items():
            if plain(str(label)) not in TYPES:
                found.append(Quarantined(str(label), table.file.name, int(rows)))
    return tuple(found)


def _counted(key: str, indicator: str) -> Counted:
    unit = "incidents" if indicator == "antisocial-behaviour" else "offences"
    definition = f"{unit} recorded by the City of London Police, as data.police.uk lists them"
    return Counted(key, IndicatorId(indicator), "count", unit, definition, True, column=COUNT_OF_ROWS, caveats=CAVEATS)


DATASET = Dataset(
    collection="city-of-london-street",
    publisher="City of London Police (data.police.uk)",
    title="Street-level crime",
    page="https://data.police.uk/data/",
    rhythm="monthly",
    lag=2,
    evidence="police_management_information",
    attributed_to="city-of-london-police",
    recognises=recognises,
    read=read,
)
