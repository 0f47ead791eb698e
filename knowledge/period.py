"""Periods of UK statistics: calendar and financial years, quarters, halves, months, twelve months ending, days.

A period has a canonical id that `parse_period` reads back and a label in plain English. Two periods are the same when
they start and end on the same days, whatever they are called: 2024 is the year ending December 2024.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

PeriodKind = Literal[
    "calendar_year",
    "financial_year",
    "calendar_quarter",
    "financial_quarter",
    "half_year",
    "month",
    "year_ending",
    "range",
    "day",
    "point",
    "until",
    "undated",
]
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# A calendar year shifted by a year is one still; shifted by a month it is only a stretch of months.
_STEPS: dict[PeriodKind, int] = {
    "calendar_year": 12,
    "financial_year": 12,
    "calendar_quarter": 3,
    "financial_quarter": 3,
    "half_year": 6,
}
FIRST_YEAR, LAST_YEAR = 1000, 2999
ONE_DAY = timedelta(days=1)
EXAMPLES = (
    "2025, 2025-q1, fy2025-26, fy2025-26-q1, 2025-h1, 2025-06, ye-2025-03, 2026-01..2026-06, at-2026-03-31, undated"
)


def first_of(year: int, month: int) -> date:
    """The first day of a month."""
    return date(year, month, 1)


def last_of(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def months_on(year: int, month: int, months: int) -> tuple[int, int]:
    """The year and month that lie `months` after (or, negative, before) a month."""
    index = year * 12 + month - 1 + months
    return index // 12, index % 12 + 1


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time with what it is called. `start` is None where it is not stated, both for `undated`."""

    kind: PeriodKind
    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"{self.end} is before {self.start}; write the earlier one first")

    @property
    def id(self) -> str:
        """The canonical id, which `parse_period` reads."""
        return _IDS[self.kind](self)

    @property
    def label(self) -> str:
        """The period in plain English; never empty."""
        return _LABELS[self.kind](self)

    def same(self, other: Period) -> bool:
        """Whether both start and end on the same days; periods without a start only equal themselves."""
        if self.start is None or other.start is None:
            return self == other
        return (self.start, self.end) == (other.start, other.end)

    def contains(self, other: Period) -> bool:
        """Whether the other lies within this one."""
        if self.start is None or self.end is None or other.start is None or other.end is None:
            return False
        return self.start <= other.start and other.end <= self.end

    @property
    def months(self) -> int | None:
        """How many whole months it covers; None where it does not cover whole months."""
        if self.start is None or self.end is None or self.start.day != 1 or (self.end + ONE_DAY).day != 1:
            return None
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    def shifted(self, *, years: int = 0, months: int = 0) -> Period:
        """The same stretch so many years and months later, of the same kind where it still is one.

        Ends of months stay ends of months, days stay as close as the month allows; no dates, no shift.
        """
        by = years * 12 + months
        if self.end is None:
            return self
        kind = self.kind
        if by % _STEPS.get(kind, 1):
            kind = "year_ending" if self.months == 12 else "range"
        if kind == "day":
            return single_day(_moved(self.end, by))
        end = _moved(self.end, by)
        end = _month_end(end) if self.end == _month_end(self.end) else end
        start = end if self.start == self.end else self.start and _moved(self.start, by)
        return Period(kind, start, end)


def _month_end(day: date) -> date:
    return last_of(day.year, day.month)


def _moved(day: date, months: int) -> date:
    year, month = months_on(day.year, day.month, months)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def calendar_year(year: int) -> Period:
    """January to December of a year."""
    return Period("calendar_year", date(year, 1, 1), date(year, 12, 31))


def financial_year(starting: int) -> Period:
    """The UK financial year, April to March, that begins in a year."""
    return Period("financial_year", date(starting, 4, 1), date(starting + 1, 3, 31))


def calendar_quarter(year: int, quarter: int) -> Period:
    """A quarter of a calendar year: the first is January to March."""
    return Period("calendar_quarter", first_of(year, 3 * quarter - 2), last_of(year, 3 * quarter))


def financial_quarter(starting: int, quarter: int) -> Period:
    """A quarter of the financial year that begins in a year: the first is April to June."""
    year, month = months_on(starting, 4, 3 * (quarter - 1))
    return Period("financial_quarter", first_of(year, month), last_of(*months_on(year, month, 2)))


def half_year(year: int, half: int) -> Period:
    """January to June, or July to December."""
    return Period("half_year", first_of(year, 6 * half - 5), last_of(year, 6 * half))


def month_of(year: int, month: int) -> Period:
    """A month of a year."""
    return Period("month", first_of(year, month), last_of(year, month))


def year_ending(year: int, month: int) -> Period:
    """The twelve months that end with a month."""
    return Period("year_ending", first_of(*months_on(year, month, -11)), last_of(year, month))


def months_ending(year: int, month: int, months: int) -> Period:
    """So many months that end with a month."""
    return months_between(*months_on(year, month, 1 - months), year, month)


def months_between(year: int, month: int, last_year: int, last_month: int) -> Period:
    """From the first day of one month to the last of another."""
    return Period("range", first_of(year, month), last_of(last_year, last_month))


def between(first: date, last: date) -> Period:
    """From one day to another, both included."""
    return Period("range", first, last)


def single_day(day: date) -> Period:
    """What happened on a day."""
    return Period("day", day, day)


def point(day: date) -> Period:
    """How things stood on a day."""
    return Period("point", day, day)


def until(day: date) -> Period:
    """Up to a day, from a start that is not stated."""
    return Period("until", None, day)


UNDATED = Period("undated", None, None)


def _two(year: int) -> str:
    return f"{year % 100:02}"


def _start(period: Period) -> date:
    if period.start is None:
        raise ValueError(f"a {period.kind} has a start")
    return period.start


def _end(period: Period) -> date:
    if period.end is None:
        raise ValueError(f"a {period.kind} has an end")
    return period.end


def _financial_quarter(period: Period) -> tuple[int, int]:
    """The year in which the quarter's financial year begins, and its number."""
    start = _start(period)
    return start.year - (start.month < 4), (start.month - 4) % 12 // 3 + 1


def _month_id(day: date) -> str:
    return f"{day.year}-{_two(day.month)}"


def _range_id(period: Period) -> str:
    start, end = _start(period), _end(period)
    return f"{_month_id(start)}..{_month_id(end)}" if period.months else f"{start}..{end}"


def _financial_quarter_id(period: Period) -> str:
    year, quarter = _financial_quarter(period)
    return f"fy{year}-{_two(year + 1)}-q{quarter}"


_IDS: dict[PeriodKind, Callable[[Period], str]] = {
    "calendar_year": lambda p: str(_start(p).year),
    "financial_year": lambda p: f"fy{_start(p).year}-{_two(_end(p).year)}",
    "calendar_quarter": lambda p: f"{_start(p).year}-q{_end(p).month // 3}",
    "financial_quarter": _financial_quarter_id,
    "half_year": lambda p: f"{_start(p).year}-h{_end(p).month // 6}",
    "month": lambda p: _month_id(_start(p)),
    "year_ending": lambda p: f"ye-{_month_id(_end(p))}",
    "range": _range_id,
    "day": lambda p: _start(p).isoformat(),
    "point": lambda p: f"at-{_end(p)}",
    "until": lambda p: f"until-{_end(p)}",
    "undated": lambda p: "undated",
}


def _day_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _month_words(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _months_words(period: Period) -> str:
    start, end = _start(period), _end(period)
    if period.months == 1:
        return _month_words(end)
    if start.year == end.year:
        return f"{MONTHS[start.month - 1]} to {_month_words(end)}"
    return f"{_month_words(start)} to {_month_words(end)}"


def _financial_quarter_label(period: Period) -> str:
    year, quarter = _financial_quarter(period)
    return f"Q{quarter} of {year}/{_two(year + 1)} ({_months_words(period)})"


def _range_label(period: Period) -> str:
    if period.months:
        return _months_words(period)
    if period.start == period.end:
        return _day_words(_end(period))
    return f"{_day_words(_start(period))} to {_day_words(_end(period))}"


_LABELS: dict[PeriodKind, Callable[[Period], str]] = {
    "calendar_year": lambda p: str(_start(p).year),
    "financial_year": lambda p: f"financial year {_start(p).year}/{_two(_end(p).year)}",
    "calendar_quarter": lambda p: f"Q{_end(p).month // 3} {_start(p).year} ({_months_words(p)})",
    "financial_quarter": _financial_quarter_label,
    "half_year": lambda p: (
        f"{'first' if _end(p).month == 6 else 'second'} half of {_start(p).year} ({_months_words(p)})"
    ),
    "month": lambda p: _month_words(_start(p)),
    "year_ending": lambda p: f"year ending {_month_words(_end(p))}",
    "range": _range_label,
    "day": lambda p: _day_words(_start(p)),
    "point": lambda p: f"at {_day_words(_end(p))}",
    "until": lambda p: f"up to {_day_words(_end(p))}",
    "undated": lambda p: "period not stated",
}


def _year(text: str) -> int:
    year = int(text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the year {year} is out of range; years run from {FIRST_YEAR} to {LAST_YEAR}")
    return year


def _date(text: str) -> date:
    _year(text[:4])
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"there is no day {text}; write days as 2026-03-31") from None


def _month(text: str) -> tuple[int, int]:
    year, month = _year(text[:4]), int(text[5:7])
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {text}; write months as 2025-06")
    return year, month


def _starting(first: str, second: str) -> int:
    year = _year(first)
    if _two(year + 1) != second:
        raise ValueError(f"a financial year runs into the next year; write fy{year}-{_two(year + 1)}")
    return year


def _range(first: str, last: str) -> Period:
    whole = len(first) == 7
    start = first_of(*_month(first)) if whole else _date(first)
    end = last_of(*_month(last)) if whole else _date(last)
    return between(start, end)


_FORMS: tuple[tuple[re.Pattern[str], Callable[..., Period]], ...] = tuple(
    (re.compile(form, re.ASCII), build)
    for form, build in (
        (r"(\d{4})", lambda y: calendar_year(_year(y))),
        (r"(\d{4})-q([1-4])", lambda y, q: calendar_quarter(_year(y), int(q))),
        (r"fy(\d{4})-(\d\d)", lambda y, z: financial_year(_starting(y, z))),
        (r"fy(\d{4})-(\d\d)-q([1-4])", lambda y, z, q: financial_quarter(_starting(y, z), int(q))),
        (r"(\d{4})-h([12])", lambda y, h: half_year(_year(y), int(h))),
        (r"(\d{4}-\d\d)", lambda m: month_of(*_month(m))),
        (r"ye-(\d{4}-\d\d)", lambda m: year_ending(*_month(m))),
        (r"(\d{4}-\d\d)\.\.(\d{4}-\d\d)", _range),
        (r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)", _range),
        (r"(\d{4}-\d\d-\d\d)", lambda d: single_day(_date(d))),
        (r"at-(\d{4}-\d\d-\d\d)", lambda d: point(_date(d))),
        (r"until-(\d{4}-\d\d-\d\d)", lambda d: until(_date(d))),
        (r"undated", lambda: UNDATED),
    )
)


def parse_period(text: str) -> Period:
    """The period of a canonical id; raises ValueError with the remedy for anything else."""
    for form, build in _FORMS:
        if match := form.fullmatch(text):
            return build(*match.groups())
    raise ValueError(f"{text!r} is no period; write one of {EXAMPLES}")


def day_before(day: date) -> date:
    """The day before."""
    return day - timedelta(days=1)
