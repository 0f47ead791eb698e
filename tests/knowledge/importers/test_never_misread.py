"""A known file that came another way is read as it was, or refused with the reason: no figure is ever another."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from knowledge.errors import ImportRefused
from knowledge.importers.dataset import Imported
from knowledge.release import REASONS
from tests.knowledge.importers import (
    test_met_crime_ward,
    test_met_homicide_victims,
    test_met_knife_crime,
    test_police_uk,
    test_stocks,
)
from tests.knowledge.importers.samples import GENERATIONS, JULY_2026, imported

Rows = list[list[str]]
Figures = dict[tuple[str, ...], str]
LABELS = (test_stocks.GOOD_JOB, "Knows how to contact their local ward officer")
TYPES = ("Burglary", "Robbery")
VICTIMS = test_met_homicide_victims.GENERATIONS["2024"]
# A small file of each dataset that comes as CSV, by the name that it comes under.
FILES: Mapping[str, Callable[[], Rows]] = {
    "borough.csv": replace(JULY_2026, number=1234).rows,
    "borough-2019.csv": replace(GENERATIONS["2019"], number=1234).rows,
    "ward.csv": lambda: test_met_crime_ward.rows(value="1234"),
    "victims.csv": lambda: [VICTIMS[0].split(","), *(row.split(";") for row in VICTIMS[1:])],
    "knife.csv": lambda: [test_met_knife_crime.HEADING.split(","), *test_met_knife_crime.whole()],
    "strength.csv": lambda: [test_stocks.STRENGTH, *test_stocks.MONTHS],
    "survey.csv": lambda: [test_stocks.SURVEY, *(["Dec-14", label, "67"] for label in LABELS)],
    "2025-01-city-of-london-street.csv": lambda: [test_police_uk.STREET, *test_police_uk.crimes("2025-01", *TYPES)],
}  # fmt: skip
# Where thousands are written with commas. Elsewhere the number may be a year.
GROUPED = {"borough.csv", "borough-2019.csv", "strength.csv", "ward.csv"}
# The file by ward has some thousand rows, and is read as the one by borough.
SMALL = sorted(FILES.keys() - {"ward.csv"})
TEXTS = ("", "n/a", "*", "many", "-3", "12.5", "1,5", "12,34", "1 2", "0x10", "\uff11\uff12", "1e9", "=1+1", "[x]")


def as_text(rows: Sequence[Sequence[str]], separator: str = ",", line_end: str = "\n") -> str:
    out = StringIO()
    csv.writer(out, delimiter=separator, lineterminator=line_end).writerows(rows)
    return out.getvalue()


def figures(every: Sequence[Imported]) -> Figures:
    """Every figure, by what it is of."""
    return {
        (
            s.release.collection,
            s.counted.id,
            s.counted.definition,
            s.place,
            *map("=".join, s.breakdown),
            period.id,
        ): cell
        for one in every
        for s in one.series
        for period, cell in zip(s.release.periods, s.cells.split(","), strict=True)
        if cell and cell not in REASONS
    }


@cache
def as_it_was(name: str) -> Figures:
    """The figures of a file that was not changed."""
    with TemporaryDirectory() as home:
        return _read(Path(home) / name, as_text(FILES[name]()).encode())


def _read(path: Path, data: bytes) -> Figures:
    path.write_bytes(data)
    return figures(imported(path))


def _or_refused(path: Path, data: bytes) -> Figures | str:
    """The figures, or why there are none."""
    try:
        return _read(path, data)
    except ImportRefused as refused:
        return str(refused)


def columns_turned(rows: Rows, draw: some.DrawFn) -> Rows:
    order = draw(some.permutations(range(len(rows[0]))))
    return [[row[n] for n in order] for row in rows]


def rows_turned(rows: Rows, draw: some.DrawFn) -> Rows:
    return [rows[0], *draw(some.permutations(rows[1:]))] if len(rows) < 100 else [rows[0], *reversed(rows[1:])]


def a_column_less(rows: Rows, draw: some.DrawFn) -> Rows:
    gone = draw(some.integers(0, len(rows[0]) - 1))
    return [[*row[:gone], *row[gone + 1 :]] for row in rows]


def a_column_twice(rows: Rows, draw: some.DrawFn) -> Rows:
    twice = draw(some.integers(0, len(rows[0]) - 1))
    return [[*row, row[twice]] for row in rows]


def blanks_around(rows: Rows, _: some.DrawFn) -> Rows:
    return [[f" {cell}  " for cell in row] for row in rows]


def empty_rows_below(rows: Rows, draw: some.DrawFn) -> Rows:
    return [*rows, *[[""] * len(rows[0])] * draw(some.integers(1, 3))]


def numbers_grouped(rows: Rows, _: some.DrawFn) -> Rows:
    return [
        rows[0],
        *([f"{int(c):,}" if c.isascii() and c.isdigit() and len(c) > 3 else c for c in row] for row in rows[1:]),
    ]


def a_cell_spoilt(rows: Rows, draw: some.DrawFn) -> Rows:
    """Some number has become a text, or what could be taken for another number."""
    if not (numbers := _numbers(rows)):
        return rows
    at, column = draw(some.sampled_from(numbers))
    text = draw(some.sampled_from(TEXTS))
    return [[*row[:column], text, *row[column + 1 :]] if n == at else row for n, row in enumerate(rows)]


def _numbers(rows: Rows) -> list[tuple[int, int]]:
    """Row and column of the first numbers of a file."""
    return [
        (r, c) for r, row in enumerate(rows[1:30], 1) for c, cell in enumerate(row) if cell.replace(",", "").isdecimal()
    ]


HARMLESS = (columns_turned, rows_turned, blanks_around, empty_rows_below, numbers_grouped)
HARMFUL = (a_column_less, a_column_twice, a_cell_spoilt)
ENCODED: Mapping[str, Callable[[Rows], bytes]] = {
    "UTF-8": lambda rows: as_text(rows).encode(),
    "UTF-8 with a BOM": lambda rows: as_text(rows).encode("utf-8-sig"),
    "Windows line ends": lambda rows: as_text(rows, line_end="\r\n").encode(),
    "UTF-16": lambda rows: as_text(rows).encode("utf-16"),
    "semicolons": lambda rows: as_text(rows, ";").encode(),
    "tabs": lambda rows: as_text(rows, "\t").encode(),
}
REFUSED = {"UTF-16": "UTF-16", "semicolons": "parted by semicolons", "tabs": "parted by tabs"}


@dataclass(frozen=True)
class Changed:
    """A file, changed in a few ways, and what must come of it: `same`, `refused`, or `never another` figure."""

    name: str
    ways: tuple[str, ...]
    encoding: str
    wanted: str
    data: bytes = field(repr=False)


@some.composite
def changed(draw: some.DrawFn) -> Changed:
    name = draw(some.sampled_from(SMALL))
    ways = draw(some.lists(some.sampled_from(HARMLESS + HARMFUL), max_size=3, unique=True))
    encoding = draw(some.sampled_from(sorted(ENCODED)))
    rows = FILES[name]()
    for way in ways:
        rows = way(rows, draw)
    harmless = set(ways) <= set(HARMLESS) and not (numbers_grouped in ways and name not in GROUPED)
    wanted = "refused" if encoding in REFUSED else "same" if harmless else "never another"
    return Changed(name, tuple(way.__name__ for way in ways), encoding, wanted, ENCODED[encoding](rows))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(changed())
def test_no_figure_is_ever_another(tmp_path: Path, file: Changed) -> None:
    found, was = _or_refused(tmp_path / file.name, file.data), as_it_was(file.name)
    if isinstance(found, str):
        assert file.wanted != "same", found
        return
    assert file.wanted != "refused"
    assert set(found.items()) <= set(was.items())
    assert file.wanted != "same" or found == was


@pytest.mark.parametrize("encoding", REFUSED)
@pytest.mark.parametrize("name", FILES)
def test_a_form_that_is_not_read_is_named(name: str, encoding: str, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=REFUSED[encoding]):
        _read(tmp_path / name, ENCODED[encoding](FILES[name]()))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", SMALL)
def test_a_spoilt_number_is_refused_or_left_out(name: str, text: str, tmp_path: Path) -> None:
    rows = FILES[name]()
    for at, column in _numbers(rows)[:: max(1, len(_numbers(rows)) // 3)]:
        spoilt = [[*row[:column], text, *row[column + 1 :]] if n == at else row for n, row in enumerate(rows)]
        found = _or_refused(tmp_path / name, as_text(spoilt).encode())
        assert isinstance(found, str) or set(found.items()) <= set(as_it_was(name).items()), (at, column)


@pytest.mark.parametrize("name", FILES)
def test_a_harmless_change_is_none(name: str, tmp_path: Path) -> None:
    rows = [row[::-1] for row in [FILES[name]()[0], *reversed(FILES[name]()[1:])]]
    assert _read(tmp_path / name, ENCODED["UTF-8 with a BOM"](rows)) == as_it_was(name)
