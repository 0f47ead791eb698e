"""Met recorded crime by borough: wide CSV, a row for each offence and borough, a column for each month.

The page has two files of one release: the most recent 24 months, and all before (`Historical`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd

from knowledge.errors import ImportRefused
from knowledge.importers.dataset import Dataset, Imported, Quarantined, Stamp
from knowledge.importers.labels import BOROUGHS, ELSEWHERE, LONDON, borough, plain
from knowledge.importers.met_offences import TAXONOMIES, Taxonomy
from knowledge.importers.official import OfficialFile
from knowledge.importers.wide import (
    FEWEST_MONTHS,
    Wide,
    month_columns,
    no_row_twice,
    roles_of,
    side_by_side,
    summed,
    tidied,
)
from knowledge.model import PlaceId
from knowledge.period import months_on
from knowledge.release import Series

ALIASES = {
    "group": frozenset(("MAJORTEXT", "MAJOR CATEGORY", "GROUP")),
    "offence": frozenset(("MINORTEXT", "MINOR CATEGORY", "SUBGROUP")),
    "area": frozenset(("BOROUGHNAME", "LOOKUP BOROUGHNAME", "BOROUGH", "BOCU")),
}
FINER = ("WARD", "LSOA")
MOST_RECENT = 30


def recognises(file: OfficialFile) -> bool:
    """Many months, and headings for group, offence and borough but for no finer area."""
    heading = file.heading()
    others = [plain(name) for name in heading if name not in month_columns(heading)]
    finer = any(name.startswith(FINER) for name in others)
    known = roles_of(heading, ALIASES) is not None or len(others) == len(ALIASES)
    return len(month_columns(heading)) >= FEWEST_MONTHS and known and not finer


def read(dataset: Dataset, files: Sequence[OfficialFile], stamp: Stamp) -> list[Imported]:
    """One release for each pair of files that follow one another, or for a recent file alone."""
    tables = [tidied(file, _roles(file)) for file in files]
    for table in tables:
        _check(table)
    return [_release(dataset, parts, stamp) for parts in _of_one_release(tables)]


def _roles(file: OfficialFile) -> dict[str, str]:
    """The headings by name; where a name is new, by what stands below it."""
    heading = file.heading()
    if found := roles_of(heading, ALIASES):
        return found
    table = file.table()
    others = [name for name in heading if name not in month_columns(heading)]
    areas = [name for name in others if table[name].map(lambda label: borough(label) is not None).all()]
    if len(areas) != 1 or len(others) != len(ALIASES):
        raise ImportRefused(
            f"{file.name}: no column of {', '.join(others)} holds boroughs and nothing else",
            "Name its columns in the importer, or get the file anew",
        )
    group, offence = sorted((name for name in others if name not in areas), key=lambda name: table[name].nunique())
    return {"group": group, "offence": offence, "area": areas[0]}


def _check(table: Wide) -> None:
    """Every borough, known places only, one row for each offence and place."""
    no_row_twice(table, list(ALIASES))
    places = {label: borough(label) for label in table.frame["area"].unique()}
    if strange := [label for label, place in places.items() if place is None]:
        what = f"{table.file.name}: {strange[0]!r} is no borough that is known"
        raise ImportRefused(what, "Name it in the importer, as a borough or as what counts in totals only")
    if missing := sorted(set(BOROUGHS) - set(filter(None, places.values()))):
        what = f"{table.file.name}: {', '.join(missing)} is missing, so London cannot be added up"
        raise ImportRefused(what, "Get the whole file")


def _of_one_release(tables: Sequence[Wide]) -> list[list[Wide]]:
    """The tables that follow one another month by month; older months never stand alone."""
    recent = [t for t in tables if len(t.months) <= MOST_RECENT]
    older = [t for t in tables if len(t.months) > MOST_RECENT]
    releases = []
    for table in sorted(recent, key=lambda t: t.months[-1].id):
        before = [t for t in older if _follows(t, table)]
        if len(before) > 1:
            what = f"{before[0].file.name} and {before[1].file.name} both end where {table.file.name} begins"
            raise ImportRefused(what, "Give the two files of one release")
        releases.append([*before, table])
        older = [t for t in older if t not in before]
    if older:
        what = f"{older[0].file.name} holds older months, to {older[0].months[-1].label}, and nothing after them"
        raise ImportRefused(what, "Give it with the file of the recent months of the same release")
    return releases


def _follows(before: Wide, after: Wide) -> bool:
    last, first = before.months[-1].start, after.months[0].start
    one_taxonomy = _taxonomy(before) is _taxonomy(after)
    return (
        one_taxonomy
        and last is not None
        and first is not None
        and months_on(last.year, last.month, 1)
        == (
            first.year,
            first.month,
        )
    )


def _taxonomy(table: Wide) -> Taxonomy:
    """The list of offences that has the file's groups; old and new are never mixed."""
    groups = set(map(plain, table.frame["group"]))
    best = max(TAXONOMIES, key=lambda t: t.likeness(groups, set(map(plain, table.frame["offence"]))))
    if not groups & set(best.groups):
        what = f"{table.file.name}: none of its offence groups is known ({', '.join(sorted(groups)[:3])} …)"
        raise ImportRefused(what, "Add its list of offences to the importer")
    return best


def _release(dataset: Dataset, parts: Sequence[Wide], stamp: Stamp) -> Imported:
    taxonomy = _taxonomy(parts[-1])
    names = ["recent"] if len(parts) == 1 else ["historical", "recent"]
    files = [part.release_file(name) for name, part in zip(names, parts, strict=True)]
    release = dataset.release(stamp, files, [month for part in parts for month in part.months])
    strange = [q for part in parts for q in _quarantined(part, taxonomy)]
    mapped = [(part, summed(part, _members(part, taxonomy))) for part in parts]
    counted = {one.id: one for one in taxonomy.counted()}
    kept = _complete(counted, strange, taxonomy)
    series = tuple(
        Series(release, counted[key], PlaceId(place), (), rows, cells)
        for key, place, rows, cells in side_by_side(mapped, (LONDON, *BOROUGHS))
        if key in kept
    )
    for part in parts:
        _adds_up(part, series, release.periods.index(part.months[0]))
    spoilt = (f"{key}: some of its offences are not known" for key in sorted(counted.keys() - kept))
    return Imported(
        release, series, sum(len(part.frame) for part in parts), tuple(strange), (*taxonomy.left_out, *spoilt)
    )


def _quarantined(part: Wide, taxonomy: Taxonomy) -> list[Quarantined]:
    pairs = Counter(zip(part.frame["group"], part.frame["offence"], strict=True))
    return [
        Quarantined(f"{group} / {offence}", part.file.name, rows)
        for (group, offence), rows in pairs.items()
        if not taxonomy.knows(plain(group), plain(offence))
    ]


def _members(part: Wide, taxonomy: Taxonomy) -> pd.DataFrame:
    """Each row with the series it counts in, at its borough and in London; what is in no borough counts in London."""
    frame = part.frame[["group", "offence", "area"]]
    series = [taxonomy.series(plain(g), plain(o)) for g, o in zip(frame["group"], frame["offence"], strict=True)]
    rows = pd.DataFrame({"series": series, "place": frame["area"].map(borough)}, index=frame.index).explode("series")
    rows = rows.dropna(subset=["series"])
    return pd.concat([rows[rows["place"] != ELSEWHERE], rows.assign(place=LONDON)])


def _complete(counted: Iterable[str], strange: Sequence[Quarantined], taxonomy: Taxonomy) -> set[str]:
    """The series whose parts are all known: an unknown offence leaves its group and the total of all without one."""
    groups = {plain(q.label.partition(" / ")[0]) for q in strange}
    spoilt = {taxonomy.groups.get(group) for group in groups} | ({taxonomy.total} if groups else set())
    return {key for key in counted if key not in spoilt}


def _adds_up(part: Wide, series: Sequence[Series], start: int) -> None:
    """London's total of all offences is the sum of every row of the file, month by month."""
    total = next((s for s in series if s.place == LONDON and s.counted.indicator == "recorded-crime"), None)
    if total is None:
        return
    found = list(map(int, total.cells.split(",")[start : start + len(part.months)]))
    if found != part.frame[part.labels].sum().tolist():
        raise ImportRefused(
            f"{part.file.name}: its rows do not add up to London's total", "Tell us; nothing is written"
        )


DATASET = Dataset(
    collection="met-crime-borough",
    publisher="Metropolitan Police",
    title="MPS Recorded Crime: Geographic Breakdown",
    page="https://data.london.gov.uk/dataset/recorded_crime_summary",
    rhythm="monthly",
    lag=1,
    evidence="police_management_information",
    attributed_to="met-police",
    recognises=recognises,
    read=read,
)
