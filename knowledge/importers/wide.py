"""Wide files: a row for each thing counted at a place, a column for each month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

import pandas as pd

from knowledge.errors import ImportRefused
from knowledge.importers.labels import plain
from knowledge.importers.markers import ungrouped
from knowledge.importers.months import YEAR_MONTH, every_month, month
from knowledge.importers.official import OfficialFile
from knowledge.importers.refusals import Refusals, refuse_all
from knowledge.importers.rownumbers import row_numbers
from knowledge.period import Period
from knowledge.release import NO_ROW, ReleaseFile

FEWEST_MONTHS = 12
MOST_NAMED = 5
WRITTEN = "%Y%m"


@dataclass(frozen=True, slots=True)
class Wide:
    """A wide file, tidied: columns by their roles, whole numbers under each month, rows by their number in the file."""

    file: OfficialFile
    heading: str
    frame: pd.DataFrame
    months: tuple[Period, ...]

    @property
    def labels(self) -> list[str]:
        """The headings of the months."""
        return [f"{period.start:{WRITTEN}}" for period in self.months]

    def release_file(self, name: str) -> ReleaseFile:
        """The file as a release lists it."""
        first, last = self.months[0], self.months[-1]
        return ReleaseFile(
            id=name,
            name=self.file.name,
            sha256=self.file.sha256,
            header=self.heading,
            written=WRITTEN,
            dated="",
            first=f"{first.start:%Y-%m}",
            last=f"{last.end:%Y-%m}",
        )


def month_columns(heading: Iterable[str]) -> list[str]:
    """The headings that are months."""
    return [name for name in heading if YEAR_MONTH.fullmatch(name)]


def roles_of(heading: Sequence[str], aliases: Mapping[str, frozenset[str]]) -> dict[str, str] | None:
    """Which heading has which role; None where one is missing."""
    found = {role: next((h for h in heading if plain(h) in names), None) for role, names in aliases.items()}
    return None if None in found.values() else {role: name for role, name in found.items() if name is not None}


def no_column_twice(file: OfficialFile, names: Sequence[str]) -> None:
    """Refused where one of the headings names two columns of the file."""
    heading = list(file.heading())
    if twice := [name for name in names if heading.count(name) > 1]:
        raise ImportRefused(f"{file.name}: the column {twice[0]} stands twice", "Get the file anew")


def tidied(file: OfficialFile, roles: Mapping[str, str]) -> Wide:
    """The file with its columns by role, its months in order and its cells as numbers; refused where they are none."""
    table = file.table()
    labels = sorted(month_columns(table.columns))
    no_column_twice(file, list(roles.values()))
    if len(set(labels)) < len(labels):
        raise ImportRefused(f"{file.name}: a month stands twice in its header", "Get the file anew")
    months = [found for label in labels if (found := month(label, WRITTEN))]
    if months != every_month(months[0], months[-1]):
        raise ImportRefused(f"{file.name}: its months are not without gaps", "Get the whole file")
    table = table[(table != "").any(axis=1)]
    ids = table[list(roles.values())].set_axis(list(roles), axis=1)
    heading = ", ".join([*(name for name in table.columns if name not in labels), f"{labels[0]} … {labels[-1]}"])
    return Wide(file, heading, pd.concat([ids, _numbers(file, table[labels])], axis=1), tuple(months))


def each_read(files: Sequence[OfficialFile], roles: Callable[[OfficialFile], Mapping[str, str]]) -> list[Wide]:
    """The files tidied; refused with what is wrong with each of them."""
    refusals = Refusals()
    tables = [refusals.attempt(lambda file=file: tidied(file, roles(file))) for file in files]  # type: ignore[misc]
    refusals.settle()
    return [table for table in tables if table]


def _numbers(file: OfficialFile, cells: pd.DataFrame) -> pd.DataFrame:
    """Whole numbers, thousands separators gone; an empty or worded cell is no zero, so it is refused."""
    grouped = cells.apply(lambda column: column.str.contains(",")).to_numpy().any()
    bare = cells.map(ungrouped) if grouped else cells
    wrong = ~bare.apply(lambda column: column.str.fullmatch("[0-9]{1,9}"))
    if wrong.to_numpy().any():
        refuse_all(partial(_refuse_cell, file, cells, *at) for at in list(wrong.stack().pipe(_true).index)[:MOST_NAMED])
    return bare.astype("int64")


def _true(stacked: pd.Series[bool]) -> pd.Series[bool]:
    return stacked[stacked]


def _refuse_cell(file: OfficialFile, cells: pd.DataFrame, row: int, label: str) -> None:
    what = f"{file.name}, row {row}, column {label}: {cells.loc[row, label]!r} is no count"
    raise ImportRefused(what, "Get the file anew; nothing is taken for zero")


def no_row_twice(wide: Wide, roles: Sequence[str]) -> None:
    """Refuse a file in which one thing at one place stands on two rows."""
    twice = wide.frame.duplicated(list(roles), keep=False)
    if twice.any():
        rows = wide.frame.index[twice][:2].tolist()
        what = f"{wide.file.name}: rows {rows[0]} and {rows[1]} are of the same thing at the same place"
        raise ImportRefused(what, "The file may be split by another column; it needs an importer of its own")


def summed(wide: Wide, members: pd.DataFrame) -> pd.DataFrame:
    """Sums by `series` and `place` of the rows that `members` assigns to them, with a column `rows` of their numbers.

    `members` has the index of the file's rows; a row may be in it several times.
    """
    labels = wide.labels
    long = members.join(wide.frame[labels])
    sums = long.groupby(["series", "place"], sort=True)[labels].sum()
    numbers = members.reset_index(names="row").groupby(["series", "place"], sort=True)["row"]
    return pd.concat([sums, numbers.agg(row_numbers).rename("rows")], axis=1)


def side_by_side(
    parts: Sequence[tuple[Wide, pd.DataFrame]], places: Sequence[str]
) -> Iterable[tuple[str, str, str, str]]:
    """Series, place, rows and cells of files that follow one another in time, for every one of the places.

    A file that has the series but no row for a place has nothing of it there: zero. A file without the series says
    nothing of it: its cells stay empty.
    """
    known = [set(sums.index.get_level_values("series")) for _, sums in parts]
    rows = [dict(zip(sums.index, sums["rows"], strict=True)) for _, sums in parts]
    cells = [
        dict(zip(sums.index, (",".join(map(str, line)) for line in sums[wide.labels].to_numpy()), strict=True))
        for wide, sums in parts
    ]
    for series, place in product(sorted(set().union(*known)), places):
        texts = []
        for n, (wide, _) in enumerate(parts):
            nothing = "0" if series in known[n] else ""
            texts.append(cells[n].get((series, place), ",".join([nothing] * len(wide.months))))
        yield series, place, ";".join(r.get((series, place), NO_ROW) for r in rows), ",".join(texts)
