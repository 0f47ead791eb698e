"""Knife crime on the Met's monthly dashboard: two levels of the same crimes, overlapping subtypes, odd places."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.errors import ImportRefused
from tests.knowledge.importers.samples import BOROUGHS, number, only, write
from tests.knowledge.importers.workbooks import workbook

HEADING = (
    "Month_Year,Area Type,Borough_SNT,Area name,Area code,Crime Type,Crime Subtype,Measure,Financial Year,"
    "FY_FYIndex,Count,Refresh Date"
)
AS_RE_ENCODED = HEADING.lower().replace(" ", "_")
INJURY = (("offence_subtype", "with-injury"),)


def row(
    place: str, count: str = "3", subtype: str = "Knife Crime", measure: str = "Offences", month: str = "2025-01-01"
) -> list[str]:
    code = "" if place == "N/K (Legacy Only)" else "E09000001 "
    return [
        month,
        "Borough",
        place,
        place,
        code,
        "Knife Crime",
        subtype,
        measure,
        "fy24-25",
        "24-25_01",
        count,
        "2025-03-18",
    ]


def whole() -> list[list[str]]:
    months = [row(place, month=month) for month in ("2025-01-01", "2025-02-01") for place in BOROUGHS]
    return [*months, row("N/K (Legacy Only)", "2"), row("Non MET police force", "1")]


def sample(
    path: Path, *more: Sequence[str], heading: str = HEADING, rows: Sequence[Sequence[str]] | None = None
) -> Path:
    return write(path, [heading.split(","), *(whole() if rows is None else rows), *more])


@pytest.mark.parametrize("heading", [HEADING, AS_RE_ENCODED])
def test_headings_of_both_forms(heading: str, tmp_path: Path) -> None:
    one = only(sample(tmp_path / "k.csv", heading=heading))
    assert number(one, "knife-crime", "camden", "2025-01") == 3
    assert number(one, "knife-crime", "london", "2025-01..2025-02") == 2 * 3 * 32 + 3
    assert (one.release.released, one.release.next_due) == ("2025-03-18", "2025-04-06")


def test_a_workbook_of_one_sheet_is_read_as_its_csv(tmp_path: Path) -> None:
    rows = [HEADING.split(","), *whole()]
    one = only(workbook(tmp_path / "k.xlsx", {"MPS_MonthlyCrimeDashboard_Knife": rows}))
    assert number(one, "knife-crime", "london", "2025-01") == 3 * 32 + 3
    assert one.release.files[0].name == "k.xlsx"


def test_neighbourhood_teams_outcomes_and_victims_are_not_added(tmp_path: Path) -> None:
    team = ["2025-01-01", "Safer Neighbourhood Teams", "Camden", "Bloomsbury", "E05013652 ", *row("Camden")[5:]]
    outcome = row("Camden", "9", measure="Positive Outcomes")
    victims = row("Camden", "9", subtype="Knife Injury Victims (1-24)")
    one = only(sample(tmp_path / "k.csv", team, outcome, victims))
    assert number(one, "knife-crime", "camden", "2025-01") == 3
    assert {s.counted.id for s in one.series} == {"knife-crime"}
    assert one.quarantined == ()


def test_with_injury_is_a_part_and_a_month_without_a_row_is_zero(tmp_path: Path) -> None:
    one = only(sample(tmp_path / "k.csv", row("Camden", "1", subtype="Knife Crime with Injury")))
    assert number(one, "knife-crime-with-injury", "camden", "2025-01", INJURY) == 1
    assert number(one, "knife-crime-with-injury", "camden", "2025-02", INJURY) == 0
    assert number(one, "knife-crime", "camden", "2025-01") == 3


def test_an_unknown_subtype_is_set_aside(tmp_path: Path) -> None:
    one = only(sample(tmp_path / "k.csv", row("Camden", subtype="Zombie Knives")))
    assert [(q.label, q.rows) for q in one.quarantined] == [("Zombie Knives", 1)]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (row("Camden"), "has two rows for one month and subtype"),
        (row("Wessex"), "'Wessex' is no borough"),
        (row("Camden", "n/a", month="2025-03-01"), "a count is no whole number"),
        (row("Camden", month="01/03/2025"), "is not written as a month"),
    ],
)
def test_what_would_be_misread_is_refused(more: list[str], reason: str, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=reason):
        only(sample(tmp_path / "k.csv", more))


def test_another_file_of_the_dashboard_is_refused(tmp_path: Path) -> None:
    hate = [["Hate Crime" if cell == "Knife Crime" else cell for cell in line] for line in whole()]
    with pytest.raises(ImportRefused, match="no offences of knife crime by borough"):
        only(sample(tmp_path / "k.csv", rows=hate))


def test_a_borough_less_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="camden is missing"):
        only(sample(tmp_path / "k.csv", rows=[line for line in whole() if line[3] != "Camden"]))
