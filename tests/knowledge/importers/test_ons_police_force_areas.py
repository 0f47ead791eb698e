"""ONS tables: headings some rows down with breaks and notes, marks in place of numbers, a workbook and a CSV of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import ImportRefused
from tests.knowledge.importers.samples import number, only, series, write
from tests.knowledge.importers.workbooks import Cell, workbook

AREAS = (("K04000001", "ENGLAND AND WALES [note 3]"), ("E12000007", "London"), ("E23000034", "City of London "),
         ("E23000001", "Metropolitan Police "), (None, "British Transport Police"))  # fmt: skip
OFFENCES = ("Total recorded crime\n (excluding fraud) \n[note 2]", "Homicide", "Burglary")


def table(title: str, headings: tuple[str, ...], *columns: tuple[Cell, ...]) -> list[list[Cell]]:
    rows = [[code, name, *(column[n] for column in columns)] for n, (code, name) in enumerate(AREAS)]
    return [[title], ["England and Wales"], ["Link to Notes page"], ["Area Code", "Area Name", *headings], *rows]


TOTAL, HOMICIDE, BURGLARY = (900, 110, 10, 100, 5), (20, 9, 0, 9, 1), (90, 12, 2, 10, 0)
RATES = (
    "Population figures\n (mid-2023) rounded to 100", OFFENCES[0], "Homicide", "Residential burglary (households)",
)  # fmt: skip
YEARS = ("Apr 2010 to\n Mar 2011", "% involving a knife\n Apr 2010\n to Mar 2011", "Jan 2024 to\n Dec 2024")


def tables() -> dict[str, list[list[Cell]]]:
    people = (60_854_700, 8_945_300, 13_500, 8_931_800, None)
    knives = (50, 13, 1, 12, None), (1, 1, 1, 1, None), (60, 17, 1, 16, "[x]")
    return {
        "Cover_sheet": [["Police force area data tables"]],
        "Table P1": table("Table P1:  year ending December 2024 [note 1]", OFFENCES, TOTAL, HOMICIDE, BURGLARY),
        "Table P4 ": table("Table P4:  year ending December 2023", OFFENCES, TOTAL, HOMICIDE, (80, 11, 1, 10, 0)),
        "Table P3": table(
            "Table P3: Rates, year ending December 2024",
            RATES,
            people,
            (87.920943, 90.0, "[u1]", 90.125, "[z]"),
            (0.00879142, 0.0122, "[u1]", 0.01, "[z]"),
            (1, 2, 3, 4, 5),
        ),
        "Table P6": table("Table P6: Knives, year ending December 2024", YEARS, *knives),
        "Table P2": table("Table P2: Changes, year ending December 2024", OFFENCES, TOTAL, HOMICIDE, BURGLARY),
    }


def test_counts_rates_and_years(tmp_path: Path) -> None:
    one = only(workbook(tmp_path / "pfa.xlsx", tables()))
    assert one.release.released == "2025-04"
    assert number(one, "force-burglary", "london", "2024") == 12
    assert number(one, "force-burglary", "london", "2023") == 11
    assert number(one, "force-recorded-crime", "british-transport-police", "2024") == 5
    assert number(one, "knife", "met-police", "fy2010-11") == 12
    assert number(one, "knife", "met-police", "2024") == 16
    assert number(one, "population", "london", "at-2023-06-30") == 8_945_300
    figure = series(one, "rate-homicide", "england-and-wales").latest()
    assert figure is not None
    assert (str(figure.value), figure.unit) == ("0.0088", "homicides per 1,000 residents")
    assert one.quarantined == ()


def test_marks_are_reasons_and_no_numbers(tmp_path: Path) -> None:
    one = only(workbook(tmp_path / "pfa.xlsx", tables()))
    city = series(one, "rate-recorded-crime", "city-of-london").latest()
    assert city is not None
    assert (city.value, city.statement) == (None, "not shown: the publisher calls it unreliable")


def test_the_trace_is_a_cell(tmp_path: Path) -> None:
    one = only(workbook(tmp_path / "pfa.xlsx", tables()))
    held = series(one, "force-recorded-crime", "london")
    assert [held.located(p) for p in one.release.periods if p.kind == "calendar_year"] == [
        "pfa.xlsx, sheet Table P4 , row 6, column Total recorded crime (excluding fraud)",
        "pfa.xlsx, sheet Table P1, row 6, column Total recorded crime (excluding fraud)",
    ]


def test_an_unknown_column_is_set_aside(tmp_path: Path) -> None:
    sheets = tables()
    sheets["Table P1"][3][3] = "Cyber-dependent crime"
    one = only(workbook(tmp_path / "pfa.xlsx", sheets))
    assert [q.label for q in one.quarantined] == ["Cyber-dependent crime"]


def test_london_must_be_the_met_and_the_city(tmp_path: Path) -> None:
    sheets = tables()
    sheets["Table P1"][5][4] = 13
    with pytest.raises(ImportRefused, match="force-burglary of London is not the Met's and the City's"):
        only(workbook(tmp_path / "pfa.xlsx", sheets))


@pytest.mark.parametrize(
    ("sheet", "row", "reason"),
    [("Table P1", 0, "no year in its title"), ("Table P1", 3, "no headings")],
)
def test_a_table_without_its_year_or_headings_is_refused(sheet: str, row: int, reason: str, tmp_path: Path) -> None:
    sheets = tables()
    sheets[sheet][row] = ["Table P1: offences"] if row == 0 else ["Names"]
    with pytest.raises(ImportRefused, match=reason):
        only(workbook(tmp_path / "pfa.xlsx", sheets))


def test_a_workbook_without_its_tables_is_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="is no dataset that is known"):
        only(workbook(tmp_path / "pfa.xlsx", {"Table P1": [["Police officers"], ["x"]], "Notes": [["n"]]}))


def test_the_table_of_authorities_saved_as_csv(tmp_path: Path) -> None:
    heading = [
        "Police Force\nArea code", "Police Force\nArea name", "Community Safety\nPartnership code",
        "Community Safety\nPartnership name", "Local Authority code", "Local Authority name", OFFENCES[0], "Burglary",
    ]  # fmt: skip
    met = ["E23000001", "Metropolitan Police"]
    rows = [
        ["Table C2: Number of crimes, year ending June 2025 [note 1]", *[""] * 7],
        ["Source: Home Office", *[""] * 7],
        heading,
        [*met, "", "", "", "", "940,619 ", "1,000"],
        [*met, "E22000191", "Camden", "E09000007", "Camden", "41,499", "2,300"],
        [*met, "", "Unassigned Metropolitan police", "", "", "38,004", "12"],
        [
            "E23000036",
            "Avon and Somerset",
            "E22000002",
            "Bristol, City of",
            "E06000023",
            "Bristol, City of ",
            "[x]",
            "1",
        ],
    ]
    one = only(write(tmp_path / "c2.csv", rows))
    assert one.release.released == "2025-10"
    assert number(one, "force-recorded-crime", "met-police", "ye-2025-06") == 940_619
    assert number(one, "authority-burglary", "camden", "ye-2025-06") == 2_300
    assert {s.place for s in one.series} == {"met-police", "camden"}
