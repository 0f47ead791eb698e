"""Force strength, perceptions and population: how things stood, never added up over time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.errors import ImportRefused
from knowledge.importers.population import CODES
from tests.knowledge.importers.samples import number, only, series, write
from tests.knowledge.importers.workbooks import workbook

STRENGTH = ["Date", "Police Officer Strength", "Police Staff Strength", "PCSO Strength"]
MONTHS = [
    ["Dec-25", "31,613", "11,000", "1,400"],
    ["Jan-26", "31,500", "11,001", "1,399"],
    ["Feb-26", "31400", "1", "2"],
]
SURVEY = ["date", "measure", "proportion"]
GOOD_JOB = "Police do a good job in the local area"
COMPONENTS = ["ladcode23", "laname23", "City", "country", "Category", "Year", "Sum"]


def strength(path: Path, *rows: Sequence[str]) -> Path:
    return write(path, [STRENGTH, *(rows or MONTHS)])


def test_force_strength(tmp_path: Path) -> None:
    one = only(strength(tmp_path / "s.csv"))
    assert [p.id for p in one.release.periods] == ["at-2025-12-31", "at-2026-01-31", "at-2026-02-28"]
    assert number(one, "police-officers", "met-police", "at-2025-12-31") == 31_613
    assert number(one, "police-officers", "met-police", "2026-01") == 31_500
    assert number(one, "pcsos", "met-police", "2026-02") == 2
    assert number(one, "police-officers", "met-police", "2025-12..2026-01") is None
    held = series(one, "pcsos", "met-police")
    assert held.located(held.last) == "s.csv, row 4, column PCSO Strength"


def test_the_rows_may_stand_in_any_order(tmp_path: Path) -> None:
    one = only(strength(tmp_path / "s.csv", *reversed(MONTHS)))
    assert number(one, "police-officers", "met-police", "2025-12") == 31_613
    assert one.release.periods[0].id == "at-2025-12-31"


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ((["Dec-25", "31613", "11000", "73000"],), "'73000' PCSOs cannot be"),
        ((["Dec-25", "31613", "11000", "n/a"],), "'n/a' PCSOs cannot be"),
        ((["Dec-25", "31613.5", "11000", "1"],), "'31613.5' is no whole number"),
        ((MONTHS[0], MONTHS[2]), "its months are not each there once"),
        ((MONTHS[0], MONTHS[0]), "its months are not each there once"),
        ((["31/12/2025", "1", "1", "1"],), "is not written as a month"),
    ],
)
def test_a_corrupted_copy_is_refused(rows: Sequence[Sequence[str]], reason: str, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=reason):
        only(strength(tmp_path / "s.csv", *rows))


def test_may_13_is_a_month_and_no_day(tmp_path: Path) -> None:
    one = only(strength(tmp_path / "s.csv", ["May-13", "30636", "12702", "2497"]))
    assert [p.id for p in one.release.periods] == ["at-2013-05-31"]


def test_perceptions(tmp_path: Path) -> None:
    rows = [["Jun-25", GOOD_JOB, "47"], ["Sep-25", GOOD_JOB, "46"], ["Sep-25", "Likes the uniform", "99"]]
    one = only(write(tmp_path / "p.csv", [SURVEY, *rows]))
    figure = series(one, "police-confidence", "london").latest()
    assert figure is not None
    assert (figure.display, figure.period.id, figure.measure) == ("46%", "at-2025-09-30", "share")
    assert [(q.label, q.rows) for q in one.quarantined] == [("Likes the uniform", 1)]


def test_a_statement_twice_in_a_quarter_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="two figures for one quarter"):
        only(write(tmp_path / "p.csv", [SURVEY, ["Sep-25", GOOD_JOB, "46"], ["Sep-25", GOOD_JOB, "47"]]))


def people(*, without: str = "", year: int = 2024) -> list[list[str | int]]:
    areas = [code for code in sorted(CODES) if code != without]
    rows: list[list[str | int]] = [[code, "Somewhere", "London", "E", "population", year, 100] for code in areas]
    return [*rows, ["E09000007", "Camden", "London", "E", "births", year, 3_000]]


def test_population(tmp_path: Path) -> None:
    path = workbook(tmp_path / "p.xlsx", {"MYEB": [COMPONENTS, *people(), *people(year=2023)]})
    one = only(path)
    assert number(one, "population", "camden", "at-2024-06-30") == 100
    assert number(one, "population", "london", "at-2024-06-30") == 3_300
    assert number(one, "population", "city-of-london", "at-2023-06-30") == 100
    assert one.release.released == "2025-07"


def test_population_of_london_needs_every_area(tmp_path: Path) -> None:
    path = workbook(tmp_path / "p.xlsx", {"MYEB": [COMPONENTS, *people(without="E09000007")]})
    with pytest.raises(ImportRefused, match="the 33 areas of London are not each there once in 2024"):
        only(path)
