"""Met recorded crime by ward: wide CSV as by borough, with the ward's name and code on each row.

Wards are those of 2022. What could not be placed in a ward is not in the file, so wards never add up to London.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd

from knowledge.errors import ImportRefused
from knowledge.importers.codes import place_of, wards
from knowledge.importers.dataset import Dataset, Imported, Stamp
from knowledge.importers.labels import ELSEWHERE, borough, plain
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
    no_row_twice,
    roles_of,
    side_by_side,
    summed,
)
from knowledge.model import Caveat, PlaceId
from knowledge.release import Counted, Series

ALIASES = {
    **OFFENCE,
    "ward": frozenset(("WARDNAME", "WARD NAME", "WARD")),
    "code": frozenset(("WARDCODE", "WARD CODE")),
    "area": BOROUGH,
}
IN_A_WARD = "located in a ward of 2022"
LEFT_OUT = "London and its boroughs: what is not located in a ward is missing here; the file by borough has it."
LOCATED = "Only offences that could be placed in a ward are counted."


def recognises(file: OfficialFile) -> bool:
    """Many months, and headings for group, offence, ward, its code and its borough."""
    heading = file.heading()
    return len(month_columns(heading)) >= FEWEST_MONTHS and roles_of(heading, ALIASES) is not None


def read(dataset: Dataset, files: Sequence[OfficialFile], stamp: Stamp) -> list[Imported]:
    """One release for each pair of files that follow one another, or for a recent file alone."""
    tables = each_read(files, _roles)
    refuse_all(partial(_check, table) for table in tables)
    return [_release(dataset, parts, stamp) for parts in of_one_release(tables)]


def _roles(file: OfficialFile) -> dict[str, str]:
    return roles_of(file.heading(), ALIASES) or {}


def _check(table: Wide) -> None:
    """Every ward once for each offence, each in the borough that it lies in."""
    refuse_all(partial(check, table) for check in (_each_once, _known_wards, _at_home, _every_ward_there))


def _each_once(table: Wide) -> None:
    no_row_twice(table, list(ALIASES))


def _known_wards(table: Wide) -> None:
    if strange := [f"{name} ({code})" for name, code, _ in _found(table) if code not in wards()]:
        named = ", ".join(strange[:MOST_NAMED]) + (" …" if len(strange) > MOST_NAMED else "")
        what = f"{table.file.name}: {named} is no ward that is known"
        raise ImportRefused(what, "Files of wards before 2022 are not read; a new ward belongs into places.csv")


def _at_home(table: Wide) -> None:
    known = [(name, code, area) for name, code, area in _found(table) if code in wards()]
    if moved := [one for one in known if borough(one[2]) not in (ELSEWHERE, wards()[one[1]])]:
        name, code, area = moved[0]
        what = f"{table.file.name}: {name} ({code}) lies in {wards()[code]}, not in {area}"
        raise ImportRefused(what, "Get the file anew")


def _every_ward_there(table: Wide) -> None:
    if missing := sorted(wards().keys() - {code for _, code, _ in _found(table)}):
        what = f"{table.file.name}: {len(missing)} wards are missing, {missing[0]} first"
        raise ImportRefused(what, "Get the whole file")


def _found(table: Wide) -> list[tuple[str, str, str]]:
    """Name, code and borough of each ward in the file."""
    rows = table.frame[["ward", "code", "area"]].drop_duplicates()
    return [(str(ward), str(code), str(area)) for ward, code, area in rows.itertuples(index=False)]


def _release(dataset: Dataset, parts: Sequence[Wide], stamp: Stamp) -> Imported:
    taxonomy = taxonomy_of(parts[-1])
    names = ["recent"] if len(parts) == 1 else ["historical", "recent"]
    files = [part.release_file(name) for name, part in zip(names, parts, strict=True)]
    release = dataset.release(stamp, files, [month for part in parts for month in part.months])
    strange = [q for part in parts for q in quarantined(part, taxonomy)]
    counted = {one.id: _of_wards(one) for one in taxonomy.counted()}
    kept = complete(counted, strange, taxonomy)
    mapped = [(part, summed(part, _members(part, taxonomy))) for part in parts]
    series = tuple(
        Series(release, counted[key], PlaceId(place), (), rows, cells)
        for key, place, rows, cells in side_by_side(mapped, _every_ward())
        if key in kept
    )
    spoilt = (f"{key}: some of its offences are not known" for key in sorted(counted.keys() - kept))
    left_out = (*taxonomy.left_out, LEFT_OUT, *spoilt)
    return Imported(release, series, sum(len(part.frame) for part in parts), tuple(strange), left_out)


def _of_wards(one: Counted) -> Counted:
    """The same offences, but for those that no ward has: never compared with those of a borough."""
    return replace(one, definition=f"{one.definition}, {IN_A_WARD}", caveats=(Caveat("definition", LOCATED),))


def _every_ward() -> list[str]:
    return sorted(place for code in wards() if (place := place_of(code)))


def _members(part: Wide, taxonomy: Taxonomy) -> pd.DataFrame:
    """Each row with the series it counts in, at its ward."""
    frame = part.frame[["group", "offence", "code"]]
    pairs: Mapping[tuple[str, str], list[str]] = {
        (g, o): taxonomy.series(plain(g), plain(o)) for g, o in set(zip(frame["group"], frame["offence"], strict=True))
    }
    series = [pairs[pair] for pair in zip(frame["group"], frame["offence"], strict=True)]
    rows = pd.DataFrame({"series": series, "place": frame["code"].map(place_of)}, index=frame.index).explode("series")
    return rows.dropna(subset=["series"])


DATASET = Dataset(
    collection="met-crime-ward",
    publisher="Metropolitan Police",
    title="MPS Recorded Crime: Geographic Breakdown, by ward",
    page="https://data.london.gov.uk/dataset/recorded_crime_summary",
    rhythm="monthly",
    lag=1,
    evidence="police_management_information",
    attributed_to="met-police",
    recognises=recognises,
    read=read,
)
