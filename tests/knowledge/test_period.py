"""Periods: their ids and labels, when two are the same, what a year earlier is, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.period import (
    FIRST_YEAR,
    LAST_YEAR,
    UNDATED,
    Period,
    PeriodKind,
    between,
    day_before,
    financial_quarter,
    months_ending,
    months_on,
    parse_period,
)
from tests.knowledge.periods import periods

# id: kind, first day, last day, label
IDS: dict[str, tuple[PeriodKind, str | None, str | None, str]] = {
    "2025": ("calendar_year", "2025-01-01", "2025-12-31", "2025"),
    "fy2025-26": ("financial_year", "2025-04-01", "2026-03-31", "financial year 2025/26"),
    "fy1999-00": ("financial_year", "1999-04-01", "2000-03-31", "financial year 1999/00"),
    "2025-q1": ("calendar_quarter", "2025-01-01", "2025-03-31", "Q1 2025 (January to March 2025)"),
    "2024-q4": ("calendar_quarter", "2024-10-01", "2024-12-31", "Q4 2024 (October to December 2024)"),
    "fy2025-26-q1": ("financial_quarter", "2025-04-01", "2025-06-30", "Q1 of 2025/26 (April to June 2025)"),
    "fy2025-26-q4": ("financial_quarter", "2026-01-01", "2026-03-31", "Q4 of 2025/26 (January to March 2026)"),
    "2025-h1": ("half_year", "2025-01-01", "2025-06-30", "first half of 2025 (January to June 2025)"),
    "2025-h2": ("half_year", "2025-07-01", "2025-12-31", "second half of 2025 (July to December 2025)"),
    "2025-06": ("month", "2025-06-01", "2025-06-30", "June 2025"),
    "2024-02": ("month", "2024-02-01", "2024-02-29", "February 2024"),
    "ye-2025-03": ("year_ending", "2024-04-01", "2025-03-31", "year ending March 2025"),
    "ye-2024-02": ("year_ending", "2023-03-01", "2024-02-29", "year ending February 2024"),
    "2026-01..2026-06": ("range", "2026-01-01", "2026-06-30", "January to June 2026"),
    "2024-09..2026-03": ("range", "2024-09-01", "2026-03-31", "September 2024 to March 2026"),
    "2026-01..2026-01": ("range", "2026-01-01", "2026-01-31", "January 2026"),
    "2024-01-01..2026-01-12": ("range", "2024-01-01", "2026-01-12", "1 January 2024 to 12 January 2026"),
    "2026-01-12..2026-01-12": ("range", "2026-01-12", "2026-01-12", "12 January 2026"),
    "2026-03-31": ("day", "2026-03-31", "2026-03-31", "31 March 2026"),
    "at-2026-03-31": ("point", "2026-03-31", "2026-03-31", "at 31 March 2026"),
    "until-2018-05-31": ("until", None, "2018-05-31", "up to 31 May 2018"),
    "undated": ("undated", None, None, "period not stated"),
    "1000": ("calendar_year", "1000-01-01", "1000-12-31", "1000"),
    "ye-1000-01": ("year_ending", "0999-02-01", "1000-01-31", "year ending January 1000"),
    "fy2999-00": ("financial_year", "2999-04-01", "3000-03-31", "financial year 2999/00"),
}  # fmt: skip

SAME = (
    ("2024", "ye-2024-12"),
    ("2024", "2024-01..2024-12"),
    ("fy2024-25", "ye-2025-03"),
    ("2025-q2", "fy2025-26-q1"),
    ("2025-q1", "2025-01..2025-03"),
    ("2025-h1", "2025-01..2025-06"),
    ("2025-06", "2025-06..2025-06"),
    ("2026-03-31", "at-2026-03-31"),
    ("until-2018-05-31", "until-2018-05-31"),
    ("undated", "undated"),
)
DIFFERENT = (
    ("2024", "fy2024-25"),
    ("2025-q1", "fy2025-26-q1"),
    ("2025-01..2025-06", "2025-01-01..2025-06-29"),
    ("until-2018-05-31", "at-2018-05-31"),
    ("until-2018-05-31", "until-2018-06-30"),
    ("undated", "2025"),
    ("undated", "until-2018-05-31"),
)
CONTAINED = (
    ("2025", "2025-q1"),
    ("2025", "2025"),
    ("fy2025-26", "2026-03-31"),
    ("2024-09..2026-03", "2025"),
)
NOT_CONTAINED = (
    ("2025", "fy2025-26"),
    ("2025-q1", "2025"),
    ("2025", "2024-12-31..2025-01-01"),
    ("until-2018-05-31", "2018-01"),
    ("2018", "until-2018-05-31"),
    ("2018", "undated"),
    ("undated", "undated"),
)

# id, years later, months later, id
SHIFTED = (
    ("2025", -1, 0, "2024"),
    ("2025", 0, 12, "2026"),
    ("2025", 0, 3, "ye-2026-03"),
    ("fy2025-26", -1, 0, "fy2024-25"),
    ("fy2025-26", 0, -3, "ye-2025-12"),
    ("2025-q1", -1, 0, "2024-q1"),
    ("2025-q1", 0, -3, "2024-q4"),
    ("2025-q1", 0, 1, "2025-02..2025-04"),
    ("fy2025-26-q4", 0, 3, "fy2026-27-q1"),
    ("2025-h1", 0, -6, "2024-h2"),
    ("2025-h1", 0, 3, "2025-04..2025-09"),
    ("2025-06", -1, 0, "2024-06"),
    ("2025-01", 0, -1, "2024-12"),
    ("2025-02", -1, 0, "2024-02"),
    ("ye-2025-02", -1, 0, "ye-2024-02"),
    ("ye-2024-02", 1, 0, "ye-2025-02"),
    ("2026-01..2026-06", -1, 0, "2025-01..2025-06"),
    ("2025-01..2025-02", -1, 0, "2024-01..2024-02"),
    ("2024-01-12..2024-02-29", 1, 0, "2025-01-12..2025-02-28"),
    ("2025-03-31", 0, -1, "2025-02-28"),
    ("2025-02-28", 0, 1, "2025-03-28"),
    ("2024-02-29", 1, 0, "2025-02-28"),
    ("at-2025-02-28", 0, 1, "at-2025-03-31"),
    ("at-2025-02-28", -1, 0, "at-2024-02-29"),
    ("until-2018-05-31", 0, -3, "until-2018-02-28"),
    ("undated", 1, 1, "undated"),
)
MONTHS_COVERED = {
    "2025": 12,
    "2025-q1": 3,
    "2025-h1": 6,
    "2024-02": 1,
    "ye-2025-03": 12,
    "2024-09..2026-03": 19,
    "2024-01-01..2026-01-12": None,
    "2026-03-31": None,
    "at-2026-03-31": None,
    "until-2018-05-31": None,
    "undated": None,
}

# What is no period, and words of the message that says so.
REFUSED = {
    "": "write one of 2025",
    "last year": "write one of 2025",
    "2025 ": "write one of",
    "2025\n": "write one of",
    "٢٠٢٥": "write one of",
    "25": "write one of",
    "2025-q5": "write one of",
    "2025-h3": "write one of",
    "2025-6": "write one of",
    "FY2025-26": "write one of",
    "2025/26": "write one of",
    "fy2025-27": "write fy2025-26",
    "fy2025-27-q1": "write fy2025-26",
    "0999": "years run from 1000 to 2999",
    "3000": "years run from 1000 to 2999",
    "ye-0001-01": "years run from 1000 to 2999",
    "2025-13": "write months as 2025-06",
    "2025-00": "write months as 2025-06",
    "ye-2025-13": "write months as 2025-06",
    "2025-02-29": "write days as 2026-03-31",
    "at-2025-06-31": "write days as 2026-03-31",
    "until-2025-00-10": "write days as 2026-03-31",
    "2026-06..2026-01": "write the earlier one first",
    "2026-01-12..2024-01-01": "write the earlier one first",
    "2026-01..2026-06-30": "write one of",
}


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("text", IDS)
def test_an_id_is_read_and_written(text: str) -> None:
    kind, start, end, label = IDS[text]
    period = parse_period(text)
    assert period == Period(kind, day(start), day(end))
    assert (period.id, period.label) == (text, label)


def test_every_kind_is_in_the_table() -> None:
    assert {kind for kind, *_ in IDS.values()} == set(get_args(PeriodKind))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_start_and_end_decide(one: str, other: str) -> None:
    assert parse_period(one).same(parse_period(other))
    assert parse_period(other).same(parse_period(one))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_days_are_another_period(one: str, other: str) -> None:
    assert not parse_period(one).same(parse_period(other))
    assert not parse_period(other).same(parse_period(one))


@pytest.mark.parametrize(("whole", "part"), CONTAINED)
def test_a_period_contains_its_parts(whole: str, part: str) -> None:
    assert parse_period(whole).contains(parse_period(part))


@pytest.mark.parametrize(("whole", "part"), NOT_CONTAINED)
def test_a_period_contains_nothing_beyond_it(whole: str, part: str) -> None:
    assert not parse_period(whole).contains(parse_period(part))


@pytest.mark.parametrize(("text", "years", "months", "later"), SHIFTED)
def test_a_period_is_shifted(text: str, years: int, months: int, later: str) -> None:
    assert parse_period(text).shifted(years=years, months=months) == parse_period(later)


@pytest.mark.parametrize(("text", "months"), MONTHS_COVERED.items())
def test_whole_months_are_counted(text: str, months: int | None) -> None:
    assert parse_period(text).months == months


@pytest.mark.parametrize(("text", "remedy"), REFUSED.items())
def test_what_is_no_period_is_refused_with_the_remedy(text: str, remedy: str) -> None:
    with pytest.raises(ValueError, match=remedy):
        parse_period(text)


def test_a_period_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="write the earlier one first"):
        between(date(2025, 6, 1), date(2025, 5, 31))


def test_whole_months_in_days_have_the_id_of_the_months() -> None:
    assert parse_period("2026-01-01..2026-06-30").id == "2026-01..2026-06"


def test_the_last_quarter_of_a_financial_year_is_in_the_next_year() -> None:
    assert financial_quarter(2025, 4).same(parse_period("2026-q1"))


def test_months_are_counted_back_over_a_year() -> None:
    assert months_ending(2025, 2, 6).id == "2024-09..2025-02"
    assert months_on(2025, 1, -13) == (2023, 12)


def test_the_day_before_the_first_of_march() -> None:
    assert day_before(date(2024, 3, 1)) == date(2024, 2, 29)


EVERY_YEAR = st.one_of(periods(FIRST_YEAR, LAST_YEAR), st.just(UNDATED))
SOME_YEARS = periods(1900, 2100)
MONTHS = st.integers(-600, 600)
WHOLE_MONTHS = SOME_YEARS.filter(lambda period: period.months is not None)


@given(EVERY_YEAR)
def test_an_id_reads_back(period: Period) -> None:
    assert parse_period(period.id).id == period.id
    assert parse_period(period.id) == period
    assert period.label.strip() == period.label != ""


@given(SOME_YEARS, SOME_YEARS)
def test_laws_of_same_and_contains(one: Period, other: Period) -> None:
    assert one.same(one)
    assert one.same(other) == other.same(one)
    assert one.contains(one) == (one.start is not None)
    if one.start and other.start:
        assert one.same(other) == (one.contains(other) and other.contains(one))


@given(SOME_YEARS, SOME_YEARS, SOME_YEARS)
def test_what_a_part_contains_the_whole_contains(one: Period, other: Period, third: Period) -> None:
    if one.contains(other) and other.contains(third):
        assert one.contains(third)
    if one.same(other) and other.same(third):
        assert one.same(third)


@given(SOME_YEARS, MONTHS)
def test_a_shifted_period_is_a_period_with_an_id_of_its_own(period: Period, months: int) -> None:
    later = period.shifted(months=months)
    assert parse_period(later.id) == later
    assert period.months in {None, later.months}
    assert period.shifted(years=months // 12, months=months % 12) == later
    assert period.shifted() == period


@given(WHOLE_MONTHS, MONTHS, MONTHS)
def test_whole_months_are_shifted_there_and_back(period: Period, there: int, further: int) -> None:
    later = period.shifted(months=there)
    assert later.shifted(months=further).same(period.shifted(months=there + further))
    assert later.shifted(months=-there).same(period)


@given(SOME_YEARS, st.integers(-50, 50))
def test_a_year_is_a_year(period: Period, years: int) -> None:
    later = period.shifted(years=years)
    assert later.kind == period.kind
    assert period.end is not None
    assert later.end is not None
    assert later.end.year == period.end.year + years
    assert abs(later.end - period.end.replace(year=later.end.year, day=min(period.end.day, 28))) <= timedelta(days=3)


def read(text: str) -> Period | str:
    """The period, or why there is none."""
    try:
        return parse_period(text)
    except ValueError as problem:
        return str(problem)


@given(st.one_of(st.text(max_size=12), st.from_regex(r"(fy|ye-|at-|until-)?[0-9]{4}(-([0-9]{2}|[qh][0-9])){0,2}")))
def test_any_text_is_a_period_or_refused(text: str) -> None:
    found = read(text)
    if isinstance(found, Period):
        assert parse_period(found.id) == found
    else:
        assert "write" in found or "years run" in found
