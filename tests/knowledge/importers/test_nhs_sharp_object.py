"""Hospital admissions: two rows of headings, a year on its first month only, hidden numbers, a mislabelled total."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.errors import ImportRefused
from knowledge.importers.nhs_sharp_object import SHEET
from tests.knowledge.importers.samples import number, only, series
from tests.knowledge.importers.workbooks import Cell, workbook

MONTHS = (
    "April", "May", "June", "July", "August", "September", "October", "November", "December", "January", "February",
    "March",
)  # fmt: skip
TOP: list[list[Cell]] = [
    ["Count of Finished Admissions Episodes (FAEs)"],
    [],
    [None, None, "London", None, "North East", None, "Unknown"],
    ["Year", "Month", "FAEs", "FCEs", "FAEs", "FCEs", "FAEs"],
]


def year(
    label: str, total: str, *, london: Cell = 80, hidden: Sequence[str] = (), sum_: Cell = 960
) -> list[list[Cell]]:
    rows: list[list[Cell]] = [
        [label if n == 0 else None, month, "*" if month in hidden else london, 99, 20, 21, 0]
        for n, month in enumerate(MONTHS)
    ]
    return [*rows, [total, None, sum_, 999, 240, 245, 0]]


def sample(path: Path, *years: list[list[Cell]]) -> Path:
    return workbook(path, {"Interpretation": [["Home Office"]], SHEET: [*TOP, *(row for one in years for row in one)]})


def test_months_and_years(tmp_path: Path) -> None:
    one = only(sample(tmp_path / "n.xlsx", year("2019-20", "2019-20 Total"), year("2020-21", "2020-21 Total")))
    assert number(one, "london", "london", "2019-04") == 80
    assert number(one, "london", "london", "2020-03") == 80
    assert number(one, "london", "london", "fy2020-21") == 960
    assert number(one, "london", "london", "2020-q3") is None
    assert {s.place for s in one.series} == {"london", "north-east"}
    held = series(one, "london", "london")
    assert held.located(held.last) == f"n.xlsx, sheet {SHEET}, row 30, column London, FAEs"


def test_a_total_under_another_years_label_is_of_its_own_months(tmp_path: Path) -> None:
    one = only(
        sample(tmp_path / "n.xlsx", year("2020-21", "2020-21 Total"), year("2021-22", "2020-21 Total", sum_=955))
    )
    assert number(one, "london", "london", "fy2021-22") == 955
    assert "Row 30 is labelled '2020-21 Total': it is financial year 2021/22." in one.left_out


def test_a_hidden_number_is_not_zero(tmp_path: Path) -> None:
    one = only(sample(tmp_path / "n.xlsx", year("2020-21", "2020-21 Total", hidden=("May",), sum_=885)))
    may = series(one, "london", "london").at(one.release.periods[1])
    assert may is not None
    assert (may.value, may.statement) == (None, "not shown: the publisher hides small numbers")


@pytest.mark.parametrize(
    ("spoilt", "reason"),
    [
        (
            year("2020-21", "2020-21 Total", sum_=1_200),
            "the total of financial year 2020/21, 1200, is not of its months",
        ),
        (year("2020-21", "2020-21 Total", london="many"), "'many' is neither a number nor a mark"),
        (year("", "2020-21 Total"), "a month without a year"),
    ],
)
def test_what_would_be_misread_is_refused(spoilt: list[list[Cell]], reason: str, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=reason):
        only(sample(tmp_path / "n.xlsx", spoilt))
