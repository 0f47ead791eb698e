"""Stops and searches of data.police.uk, City of London Police: a CSV for each month, a row for each search.

The rows do not name the force; the file's name does, as data.police.uk gives it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.errors import ImportRefused
from knowledge.importers.dataset import Dataset, Imported, Quarantined, Stamp
from knowledge.importers.labels import CITY_OF_LONDON, plain
from knowledge.importers.long import Long, key, keyed, keys
from knowledge.importers.official import OfficialFile
from knowledge.importers.records import in_words
from knowledge.model import Breakdown, IndicatorId, PlaceId
from knowledge.period import month_of, months_between
from knowledge.release import COUNT_OF_ROWS, Counted, Series

NEEDED = {"TYPE", "DATE", "OBJECTOFSEARCH", "OUTCOME", "OFFICERDEFINEDETHNICITY", "LEGISLATION"}
NAMED = re.compile(r".*city-of-london-stop-and-search.*\.csv")
ETHNICITY = "OFFICERDEFINEDETHNICITY"
GROUPS = {"BLACK": "black", "WHITE": "white", "ASIAN": "asian", "OTHER": "other", "MIXED": "other", "": None}
_STARTED = re.compile(r"(\d{4}-\d\d)-\d\dT\d\d:\d\d:\d\d\+\d\d:\d\d")


def recognises(file: OfficialFile) -> bool:
    """The headings of a stop-and-search file."""
    return keys(file) >= NEEDED


def read(dataset: Dataset, files: Sequence[OfficialFile], stamp: Stamp) -> list[Imported]:
    """One release for the months given, which must be without a gap."""
    tables = sorted((_table(file) for file in files), key=lambda t: str(t.frame["month"].iloc[0]))
    ids = [str(table.frame["month"].iloc[0]) for table in tables]
    months = [month_of(int(id_[:4]), int(id_[5:])) for id_ in ids]
    first, last = months[0].start, months[-1].end
    whole = months_between(first.year, first.month, last.year, last.month) if first and last else None
    if len(set(ids)) < len(ids) or whole is None or whole.months != len(ids):
        raise ImportRefused(f"the months {', '.join(ids)} are not each there once", "Give months without gaps")
    listed = [replace(t.release_file(id_), first=id_, last=id_) for t, id_ in zip(tables, ids, strict=True)]
    release = dataset.release(stamp, listed, months)
    strange = tuple(q for table in tables for q in _strange(table))
    series = [
        Series(release, _counted(), PlaceId(CITY_OF_LONDON), breakdown, words, ",".join(counts))
        for breakdown, words, counts in _wanted(tables, split=not strange)
    ]
    return [Imported(release, tuple(series), sum(len(t.frame) for t in tables), strange)]


def _table(file: OfficialFile) -> Long:
    """The searches of one month of the City's force."""
    if not NAMED.fullmatch(file.name):
        what = f"{file.name} does not tell whose searches it holds"
        raise ImportRefused(what, "Keep the name that data.police.uk gives; the City of London's are imported")
    frame, headings = keyed(file)
    started = frame["DATE"].map(_STARTED.fullmatch)
    if started.isna().any():
        raise ImportRefused(f"{file.name}: {frame['DATE'][started.isna()].iloc[0]!r} is no time", "Get the file anew")
    months = started.map(lambda match: match[1])
    if months.nunique() != 1:
        raise ImportRefused(f"{file.name} is of {months.nunique()} months", "Give a file for each month")
    return Long(file, frame.assign(month=months), headings, "", "%Y-%m")


def _wanted(tables: Sequence[Long], *, split: bool) -> list[tuple[Breakdown, str, list[str]]]:
    """Breakdown, conditions in words and counts: all searches, and those of each group that officers recorded."""
    wanted: list[tuple[Breakdown, str, list[str]]] = [((), in_words({}), [str(len(t.frame)) for t in tables])]
    heading = tables[0].headings[key("Officer-defined ethnicity")]
    for group in sorted(set(filter(None, GROUPS.values()))) if split else ():
        labels = sorted({la for t in tables for la in t.frame[ETHNICITY].unique() if GROUPS[plain(la)] == group})
        counts = [str(int(t.frame[ETHNICITY].isin(labels).sum())) for t in tables]
        if labels:
            wanted.append(((("ethnicity_as_recorded", group),), in_words({heading: labels}), counts))
    return wanted


def _strange(table: Long) -> list[Quarantined]:
    labels = table.frame[ETHNICITY].value_counts()
    return [Quarantined(str(la), table.file.name, int(n)) for la, n in labels.items() if plain(str(la)) not in GROUPS]


def _counted() -> Counted:
    definition = "stops and searches by the City of London Police, as data.police.uk lists them"
    return Counted(
        "searches", IndicatorId("stop-and-search"), "count", "searches", definition, True, column=COUNT_OF_ROWS
    )


DATASET = Dataset(
    collection="city-of-london-stops",
    publisher="City of London Police (data.police.uk)",
    title="Stop and search",
    page="https://data.police.uk/data/",
    rhythm="monthly",
    lag=2,
    evidence="police_management_information",
    attributed_to="city-of-london-police",
    recognises=recognises,
    read=read,
)
