"""Periods of every kind, drawn at random."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from knowledge.period import (
    Period,
    between,
    calendar_quarter,
    calendar_year,
    financial_quarter,
    financial_year,
    half_year,
    month_of,
    months_between,
    point,
    single_day,
    until,
    year_ending,
)


def periods(first: int, last: int) -> st.SearchStrategy[Period]:
    """Dated periods of every kind whose names have years from the first to the last."""
    years, months = st.integers(first, last), st.integers(1, 12)
    quarters, halves = st.integers(1, 4), st.integers(1, 2)
    days = st.dates(date(first, 1, 1), date(last, 12, 31))
    two_months = st.tuples(st.tuples(years, months), st.tuples(years, months)).map(sorted)
    return st.one_of(
        st.builds(calendar_year, years),
        st.builds(financial_year, years),
        st.builds(calendar_quarter, years, quarters),
        st.builds(financial_quarter, years, quarters),
        st.builds(half_year, years, halves),
        st.builds(month_of, years, months),
        st.builds(year_ending, years, months),
        two_months.map(lambda ends: months_between(*ends[0], *ends[1])),
        st.tuples(days, days).map(sorted).map(lambda ends: between(ends[0], ends[1])),
        st.builds(single_day, days),
        st.builds(point, days),
        st.builds(until, days),
    )
