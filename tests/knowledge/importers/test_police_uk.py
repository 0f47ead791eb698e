"""data.police.uk, City of London: months without a file are not held, other forces are refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.errors import ImportRefused
from tests.knowledge.importers.samples import imported, number, only, write

STREET = [
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
    "Crime type", "Last outcome category", "Context",
]  # fmt: skip
STOPS = [
    "Type", "Date", "Part of a policing operation", "Policing operation", "Latitude", "Longitude", "Gender",
    "Age range", "Self-defined ethnicity", "Officer-defined ethnicity", "Legislation", "Object of search", "Outcome",
    "Outcome linked to object of search", "Removal of more than just outer clothing",
]  # fmt: skip
CITY = "City of London Police"


def crimes(month: str, *types: str, force: str = CITY) -> list[list[str]]:
    return [["id", month, force, force, "", "", "No Location", "", "", crime, "", ""] for crime in types]


def street(path: Path, *rows: Sequence[str]) -> Path:
    return write(path, [STREET, *rows])


def test_crimes_are_counted_by_type_and_antisocial_behaviour_apart(tmp_path: Path) -> None:
    types = ("Burglary", "Burglary", "Violence and sexual offences", "Anti-social behaviour")
    one = only(street(tmp_path / "2025-01-city-of-london-street.csv", *crimes("2025-01", *types)))
    assert number(one, "burglary", "city-of-london", "2025-01") == 2
    assert number(one, "recorded-crime", "city-of-london", "2025-01") == 3
    assert number(one, "antisocial-behaviour", "city-of-london", "2025-01") == 1


def test_a_missing_month_divides_the_files_into_two_releases(tmp_path: Path) -> None:
    paths = [street(tmp_path / f"{m}-street.csv", *crimes(m, "Burglary")) for m in ("2025-04", "2025-01", "2025-02")]
    first, second = imported(*paths)
    assert [p.id for p in first.release.periods] == ["2025-01", "2025-02"]
    assert [p.id for p in second.release.periods] == ["2025-04"]
    assert number(first, "burglary", "city-of-london", "2025-01..2025-02") == 2
    assert number(first, "burglary", "city-of-london", "2025-q1") is None


def test_the_trace_leads_to_the_file_of_the_month(tmp_path: Path) -> None:
    one = only(*(street(tmp_path / f"{m}.csv", *crimes(m, "Burglary")) for m in ("2025-01", "2025-02")))
    (burglary,) = (s for s in one.series if s.counted.id == "burglary")
    located = burglary.located(one.release.periods[1])
    assert located == "2025-02.csv, rows with Crime type = 'Burglary', the number of rows"


def test_an_unknown_type_leaves_no_total(tmp_path: Path) -> None:
    one = only(street(tmp_path / "s.csv", *crimes("2025-01", "Burglary", "Piracy")))
    assert [q.label for q in one.quarantined] == ["Piracy"]
    assert {s.counted.id for s in one.series} == {"burglary"}


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (crimes("2025-01", "Burglary", force="British Transport Police"), "is of British Transport Police"),
        ([*crimes("2025-01", "Burglary"), *crimes("2025-02", "Burglary")], "is of 2 months"),
        (crimes("January 2025", "Burglary"), "is not written as a month"),
    ],
)
def test_what_would_be_misread_is_refused(rows: list[list[str]], reason: str, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=reason):
        only(street(tmp_path / "s.csv", *rows))


def test_two_files_of_one_month_are_refused(tmp_path: Path) -> None:
    one = street(tmp_path / "a.csv", *crimes("2025-01", "Burglary"))
    other = street(tmp_path / "b.csv", *crimes("2025-01", "Robbery"))
    with pytest.raises(ImportRefused, match="are both of 2025-01"):
        imported(one, other)


def searches(path: Path, *searched: tuple[str, str]) -> Path:
    rows = [["Person search", when, *[""] * 7, ethnicity, *[""] * 5] for when, ethnicity in searched]
    return write(path, [STOPS, *rows])


def test_searches(tmp_path: Path) -> None:
    path = tmp_path / "2020-02-city-of-london-stop-and-search.csv"
    one = only(searches(path, ("2020-02-01T02:19:25+00:00", "Black"), ("2020-02-29T23:59:00+00:00", "")))
    assert number(one, "searches", "city-of-london", "2020-02") == 2
    assert number(one, "searches", "city-of-london", "2020-02", (("ethnicity_as_recorded", "black"),)) == 1


@pytest.mark.parametrize(
    ("name", "when", "reason"),
    [
        ("2020-02-metropolitan-stop-and-search.csv", "2020-02-01T02:19:25+00:00", "does not tell whose searches"),
        ("2020-02-city-of-london-stop-and-search.csv", "01/02/2020", "is no time"),
    ],
)
def test_searches_that_would_be_misread_are_refused(name: str, when: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=reason):
        only(searches(tmp_path / name, (when, "Black")))
