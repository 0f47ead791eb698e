"""Knife crime on the Met's monthly dashboard: CSV, a row for each month, area, subtype and measure.

The same crimes stand twice, by borough and by neighbourhood team: only the rows by borough are read. Subtypes lie
within one another, so nothing is added up over them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd

from knowledge.errors import ImportRefused
from knowledge.importers.dataset import Dataset, Imported, Quarantined, Stamp
from knowledge.importers.labels import BOROUGHS, ELSEWHERE, LONDON, borough, plain
from knowledge.importers.long import Long, by_months, keys
from knowledge.importers.months import every_month
from knowledge.importers.official import OfficialFile
from knowledge.importers.records import Conditions, Records, in_words
from knowledge.importers.refusals import refuse_all
from knowledge.model import Breakdown, IndicatorId, PlaceId
from knowledge.period import parse_period
from knowledge.release import Counted, Series

NEEDED = ("AREATYPE", "AREANAME", "CRIMESUBTYPE", "MEASURE", "FYFYINDEX", "COUNT", "REFRESHDATE")
PATTERNS = ("%Y-%m-01", "%Y-%m", "%b %Y")
DEFINITION = "knife crime offences on the Metropolitan Police's monthly dashboard"
# Subtype -> the breakdown it is of knife crime and what it counts; None: known, and not a figure of its own.
SUBTYPES: dict[str, tuple[Breakdown, str, str] | None] = {
    "KNIFE CRIME": ((), "offences", DEFINITION),
    "KNIFE CRIME WITH INJURY": (
        (("offence_subtype", "with-injury"),),
        "offences",
        "knife crime offences with injury on the Metropolitan Police's monthly dashboard",
    ),
    "KNIFE CRIME WITH INJURY PERSONAL ROBBERY": None,
    "KNIFE INJURY VICTIMS 1 24": None,
    "KNIFE INJURY VICTIMS NON DA 1 24": None,
}
LEFT_OUT = (
    "Positive Outcomes: outcomes of a month are not of the offences of that month.",
    "Knife Injury Victims (1-24): victims, though their measure says offences.",
    "Knife Crime with Injury (Personal Robbery): a part of knife crime with injury.",
    "Safer Neighbourhood Teams: the same crimes once more.",
)


def recognises(file: OfficialFile) -> bool:
    """The index of financial years that no other dataset has, and subtypes of a crime type."""
    return set(NEEDED) <= keys(file)


def read(dataset: Dataset, files: Sequence[OfficialFile], stamp: Stamp) -> list[Imported]:
    """A release for each file, dated by its refresh date."""
    return [_release(dataset, by_months(file, [["MONTHYEAR"]], PATTERNS), stamp) for file in files]


def _release(dataset: Dataset, table: Long, stamp: Stamp) -> Imported:
    frame = table.frame[(table.frame["AREATYPE"] == "Borough") & (table.frame["MEASURE"] == "Offences")]
    _check(frame, table.file.name)
    months = every_month(parse_period(frame["month"].min()), parse_period(frame["month"].max()))
    records = Records(frame.assign(counted=frame["COUNT"].astype(int)), months)
    refreshed = max(frame["REFRESHDATE"])[:10]
    release = dataset.release(stamp, [table.release_file("knife")], months, released=refreshed)
    series = []
    for label in sorted(frame["CRIMESUBTYPE"].unique()):
        if meaning := SUBTYPES.get(plain(label)):
            breakdown, unit, definition = meaning
            key = "-".join(["knife-crime", *(value for _, value in breakdown)])
            counted = Counted(
                key, IndicatorId("knife-crime"), "count", unit, definition, True, column=table.headings["COUNT"]
            )
            for place, where in _places(frame).items():
                conditions = {"AREATYPE": ["Borough"], "MEASURE": ["Offences"], "CRIMESUBTYPE": [label], **where}
                words = in_words({table.headings[column]: labels for column, labels in conditions.items()})
                series.append(Series(release, counted, PlaceId(place), breakdown, words, records.by_month(conditions)))
    return Imported(release, tuple(series), len(table.frame), _strange(frame, table.file.name), LEFT_OUT)


def _places(frame: pd.DataFrame) -> dict[str, Conditions]:
    """London, which is every row, and the boroughs."""
    found = {borough(label): label for label in frame["AREANAME"].unique()}
    return {LONDON: {}} | {place: {"AREANAME": [found[place]]} for place in BOROUGHS}


def _check(frame: pd.DataFrame, name: str) -> None:
    checks = (_is_knife_crime, _known_places, _every_borough, _each_once, _whole_numbers)
    refuse_all(partial(check, frame, name) for check in checks)


def _is_knife_crime(frame: pd.DataFrame, name: str) -> None:
    if not (frame["CRIMESUBTYPE"].map(plain) == "KNIFE CRIME").any():
        raise ImportRefused(f"{name} has no offences of knife crime by borough", "Get the dashboard's knife crime file")


def _known_places(frame: pd.DataFrame, name: str) -> None:
    if strange := [label for label in frame["AREANAME"].unique() if borough(label) is None]:
        raise ImportRefused(f"{name}: {strange[0]!r} is no borough that is known", "Name it in the importer")


def _every_borough(frame: pd.DataFrame, name: str) -> None:
    if missing := sorted(set(BOROUGHS) - set(map(borough, frame["AREANAME"].unique()))):
        raise ImportRefused(f"{name}: {', '.join(missing)} is missing, so London cannot be added up", "Get it whole")


def _each_once(frame: pd.DataFrame, name: str) -> None:
    real = frame[frame["AREANAME"].map(borough) != ELSEWHERE]
    if real.duplicated(["month", "AREANAME", "CRIMESUBTYPE"]).any():
        raise ImportRefused(f"{name}: a borough has two rows for one month and subtype", "Get the file anew")


def _whole_numbers(frame: pd.DataFrame, name: str) -> None:
    if not frame["COUNT"].str.fullmatch("[0-9]{1,6}").all():
        raise ImportRefused(f"{name}: a count is no whole number", "Get the file anew")


def _strange(frame: pd.DataFrame, name: str) -> tuple[Quarantined, ...]:
    labels = frame["CRIMESUBTYPE"].value_counts()
    return tuple(Quarantined(str(la), name, int(n)) for la, n in labels.items() if plain(str(la)) not in SUBTYPES)


DATASET = Dataset(
    collection="met-knife-crime",
    publisher="Metropolitan Police",
    title="MPS Monthly Crime Dashboard Data: knife crime",
    page="https://data.london.gov.uk/dataset/mps-monthly-crime-dahboard-data",
    rhythm="monthly",
    lag=1,
    evidence="police_management_information",
    attributed_to="met-police",
    recognises=recognises,
    read=read,
    day_due=6,
)
