"""Met recorded crime by borough: wide CSV, a row for each offence and borough, a column for each month.

The page has two files of one release: the most recent 24 months, and all before (`Historical`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd

from knowledge.errors import ImportRefused
from knowledge.importers.dataset import Dataset, Imported, Stamp
from knowledge.importers.labels import BOROUGHS, ELSEWHERE, LONDON, borough, plain
from knowledge.importers.met_crime import BOROUGH, OFFENCE, complete, of_one_release, quarantined, taxonomy_of
from knowledge.importers.met_offences import Taxonomy
from knowledge.importers.official import OfficialFile
from knowledge.importers.refusals import refuse_all
from knowledge.importers.wide import (
    FEWEST_MONTHS,
    MOST_NAMED,
    Wide,
    each_read,
    month_columns,
    no_column_twice,
    no_row_twice,
    roles_of,
    side_by_side,
    summed,
)
from knowledge.model import PlaceId
from knowledge.release import Series

FINER = ("WARD", "LSOA")
ALIASES = {**OFFENCE, "area": BOROUGH}


def recognises(file: OfficialFile) -> bool:
    """Many months, and headings for group, offence and borough but for no finer area."""
    heading = file.heading()
    others = [plain(name) for name in heading if name not in month_columns(heading)]
    finer = any(name.startswith(FINER) for name in others)
    known = roles_of(heading, ALIASES) is not None or len(others) == len(ALIASES)
    return len(month_columns(heading)) >= FEWEST_MONTHS and known and not finer


def read(dataset: Dataset, files: Sequence[OfficialFile], stamp: Stamp) -> list[Imported]:
    """One release for each pair of files that follow one another, or for a recent file alone."""
    tables = each_read(files, _roles)
    refuse_all(partial(_check, table) for table in tables)
    return [_release(dataset, parts, stamp) for parts in of_one_release(tables)]


def _roles(file: OfficialFile) -> dict[str, str]:
    """The headings by name; where a name is new, by what stands below it."""
    heading = file.heading()
    if found := roles_of(heading, ALIASES):
        return found
    table = file.table()
    others = [name for name in heading if name not in month_columns(heading)]
    no_column_twice(file, others)
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
    refuse_all(partial(check, table) for check in (_each_once, _known_places, _every_borough))


def _each_once(table: Wide) -> None:
    no_row_twice(table, list(ALIASES))


def _known_places(table: Wide) -> None:
    if strange := [label for label in table.frame["area"].unique() if borough(label) is None]:
        what = f"{table.file.name}: {', '.join(map(repr, strange[:MOST_NAMED]))} is no borough that is known"
        raise ImportRefused(what, "Name it in the importer, as a borough or as what counts in totals only")


def _every_borough(table: Wide) -> None:
    if missing := sorted(set(BOROUGHS) - set(map(borough, table.frame["area"].unique()))):
        what = f"{table.file.name}: {', '.join(missing)} is missing, so London cannot be added up"
        raise ImportRefused(what, "Get the whole file")


def _release(dataset: Dataset, parts: Sequence[Wide], stamp: Stamp) -> Imported:
    taxonomy = taxonomy_of(parts[-1])
    names = ["recent"] if len(parts) == 1 else ["historical", "recent"]
    files = [part.release_file(name) for name, part in zip(names, parts, strict=True)]
    release = dataset.release(stamp, files, [month for part in parts for month in part.months])
    strange = [q for part in parts for q in quarantined(part, taxonomy)]
    mapped = [(part, summed(part, _members(part, taxonomy))) for part in parts]
    counted = {one.id: one for one in taxonomy.counted()}
    kept = complete(counted, strange, taxonomy)
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


def _members(part: Wide, taxonomy: Taxonomy) -> pd.DataFrame:
    """Each row with the series it counts in, at its borough and in London; what is in no borough counts in London."""
    frame = part.frame[["group", "offence", "area"]]
    series = [taxonomy.series(plain(g), plain(o)) for g, o in zip(frame["group"], frame["offence"], strict=True)]
    rows = pd.DataFrame({"series": series, "place": frame["area"].map(borough)}, index=frame.index).explode("series")
    rows = rows.dropna(subset=["series"])
    return pd.concat([rows[rows["place"] != ELSEWHERE], rows.assign(place=LONDON)])


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
