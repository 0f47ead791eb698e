"""Long tables: a row for each record or figure, with its month in one column or in two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from knowledge.errors import ImportRefused
from knowledge.importers.labels import plain
from knowledge.importers.months import month, pattern_of
from knowledge.importers.official import ONLY_SHEET, OfficialFile
from knowledge.release import ReleaseFile


@dataclass(frozen=True, slots=True)
class Long:
    """A long table: columns by their keys, with `month`, an id; the headings by key; how a month is written."""

    file: OfficialFile
    frame: pd.DataFrame
    headings: Mapping[str, str]
    dated: str
    pattern: str

    def release_file(self, name: str) -> ReleaseFile:
        """The file as a release lists it."""
        header = ", ".join(self.headings.values())
        return ReleaseFile(name, self.file.name, self.file.sha256, header, self.pattern, self.dated, "", "")


def key(heading: str) -> str:
    """A heading in capitals without blanks and punctuation: Month_Year, Month Year and month_year are one."""
    return plain(heading).replace(" ", "")


def keys(file: OfficialFile) -> set[str]:
    """The keys of a CSV's headings."""
    return set(map(key, file.heading()))


def keyed(file: OfficialFile, sheet: str = ONLY_SHEET) -> tuple[pd.DataFrame, dict[str, str]]:
    """The table under the keys of its headings, without empty rows, and the headings by key."""
    cells = file.cells(sheet)
    named = [key(name) for name in cells.iloc[0] if key(name)]
    if twice := [name for name in cells.iloc[0] if named.count(key(name)) > 1]:
        raise ImportRefused(f"{file.name}: the column {twice[0]} stands twice", "Get the publisher's own file")
    headings = {key(name): name for name in cells.iloc[0] if name}
    frame = cells.iloc[1:].set_axis([key(name) for name in cells.iloc[0]], axis=1)
    return frame[(frame != "").any(axis=1)], headings


def needs(frame: pd.DataFrame, columns: Iterable[str], name: str) -> None:
    """Refuse a table that lacks a column."""
    if missing := [column for column in columns if column not in frame]:
        raise ImportRefused(f"{name} has no column {missing[0]}", "Get the publisher's own file")


def by_months(file: OfficialFile, dates: Sequence[Sequence[str]], patterns: Sequence[str]) -> Long:
    """The table with its months, found in the first of `dates` whose columns it has."""
    frame, headings = keyed(file)
    columns = next((list(columns) for columns in dates if set(columns) <= set(frame)), None)
    if columns is None:
        raise ImportRefused(f"{file.name} has no column {dates[0][0]}", "Get the publisher's own file")
    written = frame[columns].agg(", ".join, axis=1)
    names = ", ".join(headings[column] for column in columns)
    pattern = pattern_of(written.unique().tolist(), patterns, f"{file.name}, {names}")
    ids = {text: found.id for text in written.unique() if (found := month(text, pattern))}
    return Long(file, frame.assign(month=written.map(ids)), headings, names, pattern)
