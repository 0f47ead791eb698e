"""The tables of a compiled file, which `build` fills and `base` reads.

Strings that repeat are kept once, in `name`, and referred to by number. What many figures of one release share stands
once, in `shared`, so that a row of `figure` is some small integers and its value as text: a million of them are found
by one index on indicator, place and measure.

A `series` is a row of an imported release, its cells in one text: figures are made of it when they are asked for. Keys
of releases and of their series run from the newest release to the oldest.
"""

from __future__ import annotations

from typing import NamedTuple

# "Beat" in ASCII: tells a compiled file from any other SQLite file.
APPLICATION = 0x42656174
# Raised whenever a table or the meaning of a column changes; a file of another number is not opened.
SCHEMA = 6

Name = int | None


class Shared(NamedTuple):
    """What many figures have in common, as numbers of names; the fields are those of an Observation."""

    collection: Name
    indicator: Name
    measure: Name
    of: Name
    unit: Name
    qualifier: Name
    definition: Name
    reported_as: Name
    evidence: Name
    attributed_to: Name
    quoted_by: Name
    source: Name
    reported_in: Name
    published: Name
    status: Name
    series: Name


class Figure(NamedTuple):
    """A figure's own columns: numbers of names, but for the key, the row of `shared`, the value and its display.

    What a look-up is by (`indicator`, `measure`, `reported_as`, `switched`: the collection) stands here once more.
    """

    key: int
    indicator: Name
    place: Name
    measure: Name
    reported_as: Name
    switched: int
    shared: int
    value: str | None
    display: str
    compared_with: Name
    breakdown: Name
    period: Name
    reported_period: Name
    baseline: Name
    reported_baseline: Name
    statement: Name
    locator: Name
    pinned: Name
    doubt: Name
    caveats: Name
    variant: Name


class SeriesRow(NamedTuple):
    """A row of a release; `release` and `counted` are keys of the tables of those names."""

    key: int
    indicator: str
    place: str
    measure: str
    switched: int
    release: int
    counted: int
    breakdown: str | None
    rows: str
    cells: str


# The columns of Figure that hold the number of a name.
NAMED = tuple(field for field in Figure._fields if field not in ("key", "switched", "shared", "value", "display"))

CREATE = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE record (kind TEXT, id TEXT, body TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE phrase (first_word TEXT, rest TEXT, slot TEXT, value TEXT, PRIMARY KEY (first_word, rest, slot, value))
  WITHOUT ROWID;
CREATE TABLE beginning (first_word TEXT, second TEXT, PRIMARY KEY (first_word, second)) WITHOUT ROWID;
CREATE TABLE word (initial TEXT, word TEXT, PRIMARY KEY (initial, word)) WITHOUT ROWID;
CREATE TABLE english (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE likeness (key INTEGER PRIMARY KEY, indicator TEXT NOT NULL, length REAL NOT NULL);
CREATE TABLE three (three TEXT PRIMARY KEY, weight REAL NOT NULL, names TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE collection (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE held (place TEXT, indicator TEXT, switched INTEGER, figures INTEGER NOT NULL,
  PRIMARY KEY (place, indicator, switched)) WITHOUT ROWID;
CREATE TABLE held_anywhere (indicator TEXT, switched INTEGER, figures INTEGER NOT NULL,
  PRIMARY KEY (indicator, switched)) WITHOUT ROWID;
CREATE TABLE name (key INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE shared (key INTEGER PRIMARY KEY, {", ".join(f'"{field}" INTEGER' for field in Shared._fields)});
CREATE TABLE release (key INTEGER PRIMARY KEY, switched INTEGER, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
CREATE TABLE counted (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE series (key INTEGER PRIMARY KEY, {", ".join(f"{field}" for field in SeriesRow._fields[1:])});
CREATE TABLE figure (key INTEGER PRIMARY KEY, {", ".join(f"{field}" for field in Figure._fields[1:])});
"""

# Made after the rows are in: one sorted pass instead of a million insertions.
INDEX = """
CREATE INDEX figure_of ON figure (indicator, place, measure);
CREATE INDEX series_of ON series (indicator, place, measure);
CREATE INDEX figure_reported_as ON figure (reported_as) WHERE reported_as IS NOT NULL;
"""
