"""Met homicide victims: CSV, a row for each victim, by the month in which the homicide was recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import pandas as pd

from knowledge.errors import ImportRefused
from knowledge.importers.dataset import Dataset, Imported, Quarantined, Stamp
from knowledge.importers.labels import BOROUGHS, ELSEWHERE, LONDON, borough, plain
from knowledge.importers.long import Long, by_months, keys, needs
from knowledge.importers.months import every_month
from knowledge.importers.official import OfficialFile
from knowledge.importers.records import Conditions, Records, in_words
from knowledge.model import Breakdown, IndicatorId, PlaceId
from knowledge.period import parse_period
from knowledge.release import Counted, Release, Series

VICTIMS = "COUNTOFVICTIMS"
METHOD, AGE, SEX = "METHODOFKILLING", "AGEGROUP", "SEX"
DOMESTIC, ETHNICITY, BOROUGH = "DOMESTICABUSE", "OFFICEROBSERVEDETHNICITY", "BOROUGH"
DATES = (("RECORDEDDATE",), ("RECORDEDYEAR", "RECORDEDMONTH"))
PATTERNS = ("%b %Y", "%Y, %b", "01-%b-%y", "%b-%y", "%B %Y")
NOT_SAID = frozenset(("UNRECORDED", "UNKNOWN", "NOT RECORDED UNKNOWN", "UNRECORDED UNKNOWN", "NOT KNOWN NOT RECORDED"))

# What the labels of a column mean, each as the parts it belongs to. A label may be in no part, but must be known.
PARTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    AGE: {
        "0 TO 12": ("victim_age=0-to-12", "victim_age=under-25"),
        "13 TO 19": ("victim_age=teenage", "victim_age=under-25"),
        "20 TO 24": ("victim_age=20-to-24", "victim_age=under-25"),
        "25 TO 34": ("victim_age=25-to-34",),
        "35 TO 44": ("victim_age=35-to-44",),
        "45 TO 54": ("victim_age=45-to-54",),
        "55 TO 64": ("victim_age=55-to-64",),
        "65 AND OVER": ("victim_age=older",),
    },
    SEX: {"MALE": ("victim_sex=male",), "FEMALE": ("victim_sex=female",)},
    METHOD: {
        "KNIFE OR SHARP IMPLEMENT": ("weapon=knife",),
        "SHOOTING": ("weapon=gun",),
        "BLUNT IMPLEMENT": ("weapon=blunt-instrument",),
        "PHYSICAL ASSAULT NO WEAPON": ("weapon=no-weapon",),
        "OTHER METHOD OF KILLING": (),
        "OTHER METHODS OF KILLING": (),
    },
    DOMESTIC: {
        "YES": ("domestic=yes",),
        "DOMESTIC ABUSE": ("domestic=yes",),
        "1": ("domestic=yes",),
        "NO": ("domestic=no",),
        "NOT DOMESTIC ABUSE": ("domestic=no",),
        "0": ("domestic=no",),
    },
    ETHNICITY: {
        "WHITE": ("ethnicity_as_recorded=white",),
        "BLACK": ("ethnicity_as_recorded=black",),
        "ASIAN": ("ethnicity_as_recorded=asian",),
        "OTHER": ("ethnicity_as_recorded=other",),
    },
}
# Parts that are also counted together, for London: teenagers killed with a knife, women killed at home.
TOGETHER = (
    "victim_age=under-25", "victim_age=teenage", "victim_sex=female", "victim_sex=male", "weapon=knife", "weapon=gun",
    "domestic=yes", "ethnicity_as_recorded=black", "ethnicity_as_recorded=white", "ethnicity_as_recorded=asian",
)  # fmt: skip
COUNTED = Counted(
    id="victims",
    indicator=IndicatorId("homicide"),
    measure="count",
    unit="victims",
    definition="victims of homicide, by the month in which the Metropolitan Police recorded it",
    adds_up=True,
)
LEFT_OUT = (
    "Solved Status: in copies of the file all victims of some years read Solved, so no solve rate is computed from it.",
    "Homicide Offence Type: the figures are of all homicides.",
)


def recognises(file: OfficialFile) -> bool:
    """A count of victims and a method of killing, with blanks in the headings or without."""
    return {VICTIMS, METHOD} <= keys(file)


def read(dataset: Dataset, files: Sequence[OfficialFile], stamp: Stamp) -> list[Imported]:
    """A release for each file."""
    return [_release(dataset, by_months(file, DATES, PATTERNS), stamp) for file in files]


def _release(dataset: Dataset, table: Long, stamp: Stamp) -> Imported:
    frame, heading, name = _checked(table), table.headings, table.file.name
    months = every_month(parse_period(frame["month"].min()), parse_period(frame["month"].max()))
    release = dataset.release(stamp, [table.release_file("victims")], months)
    strange = [q for column in (*PARTS, BOROUGH) for q in _strange(frame, column, name)]
    kept = [column for column in PARTS if all(not q.label.startswith(f"{column}:") for q in strange)]
    records, counted = Records(frame, months), _column(COUNTED, heading[VICTIMS])
    series = [_series(release, counted, records, heading, *one) for one in _wanted(frame, kept)]
    _adds_up(series, frame, name)
    return Imported(release, tuple(series), len(frame), tuple(strange), LEFT_OUT)


def _column(counted: Counted, name: str) -> Counted:
    return Counted(counted.id, counted.indicator, counted.measure, counted.unit, counted.definition, True, column=name)


def _checked(table: Long) -> pd.DataFrame:
    """The victims, each row with how many it counts for."""
    needs(table.frame, (*PARTS, BOROUGH), table.file.name)
    if not table.frame[VICTIMS].str.fullmatch("[0-9]{1,3}").all():
        raise ImportRefused(f"{table.file.name}: a count of victims is no number", "Get the file anew")
    return table.frame.assign(counted=table.frame[VICTIMS].astype(int))


def _strange(frame: pd.DataFrame, column: str, file: str) -> list[Quarantined]:
    """Labels of a column that are not known: the parts of that column are then not told apart at all."""
    labels = frame[column].value_counts()
    if column == BOROUGH:
        if unknown := [label for label in labels.index if borough(str(label)) is None]:
            raise ImportRefused(f"{file}: {unknown[0]!r} is no borough that is known", "Name it in the importer")
        return []
    known = PARTS[column].keys() | NOT_SAID
    return [
        Quarantined(f"{column}: {label}", file, int(n)) for label, n in labels.items() if plain(str(label)) not in known
    ]


def _wanted(frame: pd.DataFrame, kept: Sequence[str]) -> Iterator[tuple[str, Breakdown, Conditions]]:
    """Place, breakdown and conditions of each series: every part everywhere, parts together for London."""
    parts = {part: (column, labels) for column in kept for part, labels in _labels(frame, column).items()}
    places: dict[str, Conditions] = {LONDON: {}} | {
        place: {BOROUGH: labels} for place, labels in _boroughs(frame).items()
    }
    for place, where in places.items():
        yield place, (), where
        for part, (column, labels) in parts.items():
            yield place, (_pair(part),), {**where, column: labels}
    for one, other in combinations([part for part in TOGETHER if part in parts], 2):
        if parts[one][0] != parts[other][0]:
            both = dict((parts[one], parts[other]))
            yield LONDON, tuple(sorted((_pair(one), _pair(other)))), both


def _pair(part: str) -> tuple[str, str]:
    dimension, _, value = part.partition("=")
    return dimension, value


def _labels(frame: pd.DataFrame, column: str) -> dict[str, list[str]]:
    """The labels of the file that belong to each part of a column."""
    found: dict[str, list[str]] = {}
    for label in sorted(map(str, frame[column].unique())):
        for part in PARTS[column].get(plain(label), ()):
            found.setdefault(part, []).append(label)
    return found


def _boroughs(frame: pd.DataFrame) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {place: [] for place in BOROUGHS}
    for label in map(str, frame[BOROUGH].unique()):
        if (place := borough(label)) and place != ELSEWHERE:
            found[place].append(label)
    return {place: labels for place, labels in found.items() if labels}


def _series(
    release: Release,
    counted: Counted,
    records: Records,
    heading: Mapping[str, str],
    place: str,
    breakdown: Breakdown,
    conditions: Conditions,
) -> Series:
    cells = records.by_month(conditions)
    words = in_words({heading[column]: labels for column, labels in conditions.items()})
    return Series(release, counted, PlaceId(place), breakdown, words, cells)


def _adds_up(series: Sequence[Series], frame: pd.DataFrame, file: str) -> None:
    """Every victim is counted in London, and none in two boroughs."""
    total: dict[str, int] = {s.place: sum(map(int, s.cells.split(","))) for s in series if not s.breakdown}
    boroughs = sum(number for place, number in total.items() if place != LONDON)
    nowhere = int(frame.loc[frame[BOROUGH].map(borough) == ELSEWHERE, "counted"].sum())
    if total[LONDON] != int(frame["counted"].sum()) or boroughs + nowhere != total[LONDON]:
        raise ImportRefused(f"{file}: its boroughs do not add up to London's total", "Tell us; nothing is written")


DATASET = Dataset(
    collection="met-homicide-victims",
    publisher="Metropolitan Police",
    title="MPS Homicide Dashboard Data: victims",
    page="https://data.london.gov.uk/dataset/mps-homicide-dashboard-data",
    rhythm="quarterly",
    lag=1,
    evidence="police_management_information",
    attributed_to="met-police",
    recognises=recognises,
    read=read,
)
