"""The shared readings: months, numbers and marks, labels, row numbers; each by its own form and none by guessing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import ImportRefused
from knowledge.importers.labels import BOROUGHS, ELSEWHERE, borough
from knowledge.importers.markers import cell, heading, whole
from knowledge.importers.months import _FORMS, every_month, month, pattern_of
from knowledge.importers.rownumbers import numbered, row_numbers
from knowledge.period import month_of

WRITTEN = {
    ("201004", "%Y%m"): "2010-04",
    ("2023-01", "%Y-%m"): "2023-01",
    ("2022-03-01", "%Y-%m-01"): "2022-03",
    ("2022-03-01 00:00:00", "%Y-%m-01"): "2022-03",
    ("Jan 2003", "%b %Y"): "2003-01",
    ("January 2003", "%B %Y"): "2003-01",
    ("2003, Jan", "%Y, %b"): "2003-01",
    ("May-13", "%b-%y"): "2013-05",
    ("01-Jan-03", "01-%b-%y"): "2003-01",
}
MISREAD = [
    ("13-May", "%b-%y"), ("201313", "%Y%m"), ("201300", "%Y%m"), ("30-12-2017", "%b-%y"), ("02-Jan-03", "01-%b-%y"),
    ("Mai-13", "%b-%y"), ("2023-1", "%Y-%m"), ("2022-03-02", "%Y-%m-01"), ("", "%Y%m"), ("Jan 03", "%b %Y"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "pattern"), WRITTEN, ids=[text for text, _ in WRITTEN])
def test_months(written: str, pattern: str) -> None:
    found = month(written, pattern)
    assert found is not None
    assert found.id == WRITTEN[written, pattern]


@pytest.mark.parametrize(("written", "pattern"), MISREAD)
def test_what_is_no_month_of_the_pattern(written: str, pattern: str) -> None:
    assert month(written, pattern) is None


@given(st.integers(2000, 2099), st.integers(1, 12), st.sampled_from([p for p in _FORMS if p != "%B %Y"]))
def test_a_month_is_read_as_it_is_written(year: int, number: int, pattern: str) -> None:
    wanted = month_of(year, number)
    assert wanted.start is not None
    assert month(wanted.start.strftime(pattern), pattern) == wanted


def test_one_pattern_for_a_whole_column() -> None:
    assert pattern_of(["May-13", "Jun-13"], ["%b %Y", "%b-%y"], "a file") == "%b-%y"
    with pytest.raises(ImportRefused, match="'Jun 2013' is not written as a month like the others"):
        pattern_of(["May-13", "Jun 2013"], ["%b-%y", "%b %Y"], "a file")


def test_every_month_is_there_once() -> None:
    months = every_month(month_of(2023, 11), month_of(2024, 2))
    assert [m.id for m in months] == ["2023-11", "2023-12", "2024-01", "2024-02"]


MARKS = {
    "1,234 ": "1234", " 12": "12", "87.9209": "87.9209", "*": "suppressed", "[x]": "unavailable", "[X]": "unavailable",
    "[u]": "unreliable", "[u1]": "unreliable", "[ z ]": "", "": "", ":": "unavailable", "n/a": "", "-3": "-3",
    "535 [note 4]": "535", "1e-05": "0.00001",
}  # fmt: skip


@pytest.mark.parametrize("written", MARKS)
def test_numbers_and_marks(written: str) -> None:
    assert cell(written, "here") == MARKS[written]


@pytest.mark.parametrize("written", ["NULL", "nan", "12 (r)", "£5", "1.2.3", "..", "-", "one"])
def test_anything_else_is_refused_and_never_zero(written: str) -> None:
    with pytest.raises(ImportRefused, match=r"here: .* is neither a number nor a mark"):
        cell(written, "here")


def test_rates_are_rounded_half_up_and_counts_are_whole() -> None:
    assert (cell("8.425", "here", 2), cell("0.00879142", "here", 4)) == ("8.43", "0.0088")
    assert whole("1200.0", "here") == "1200"
    with pytest.raises(ImportRefused, match="is no whole number"):
        whole("12.5", "here")


def test_headings_lose_breaks_and_notes() -> None:
    assert heading("Total recorded crime\n (excluding fraud) \n[note 2]") == "Total recorded crime (excluding fraud)"


@pytest.mark.parametrize(
    ("label", "place"),
    [
        ("Barking & Dagenham", "barking-and-dagenham"),
        ("Kingston Upon Thames", "kingston-upon-thames"),
        ("RICHMOND UPON THAMES ", "richmond-upon-thames"),
        ("City of Westminster", "westminster"),
        ("Unknown", ELSEWHERE),
        ("London Heathrow and London City Airports", ELSEWHERE),
        ("Aviation Security (SO18) (Legacy Only)", ELSEWHERE),
        ("Other / NK", ELSEWHERE),
        ("Non MET police force", ELSEWHERE),
        ("Unmapped", ELSEWHERE),
        ("City of London", None),
        ("London, City of", None),
        ("Richmond", None),
        ("Total", None),
    ],
)
def test_boroughs(label: str, place: str | None) -> None:
    assert borough(label) == place


def test_there_are_32_boroughs() -> None:
    assert len(set(BOROUGHS)) == 32


@given(st.sets(st.integers(2, 2_000), max_size=60))
def test_row_numbers_are_read_back(numbers: set[int]) -> None:
    assert numbered(row_numbers(numbers)) == sorted(numbers)


def test_row_numbers_are_short() -> None:
    assert row_numbers([37, 2, 3, 4, 36]) == "2-4,36-37"
