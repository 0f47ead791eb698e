"""Months as publishers write them: each dataset by its own pattern, and none by guessing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from knowledge.errors import ImportRefused
from knowledge.period import Period, month_of, months_between, months_on

YEAR_MONTH = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])")
_NAMES = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
# The patterns that datasets write, and where year and month stand in them. May-13 is May 2013, never 13 May.
_FORMS = {
    "%Y%m": re.compile(r"(?P<year>\d{4})(?P<month>\d\d)"),
    "%Y-%m": re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)"),
    "%Y-%m-01": re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-01(?: 00:00:00)?"),
    "%b %Y": re.compile(r"(?P<name>[A-Z][a-z]{2}) (?P<year>\d{4})"),
    "%B %Y": re.compile(r"(?P<name>[A-Z][a-z]{2})[a-z]* (?P<year>\d{4})"),
    "%Y, %b": re.compile(r"(?P<year>\d{4}), (?P<name>[A-Z][a-z]{2})"),
    "%b-%y": re.compile(r"(?P<name>[A-Z][a-z]{2})-(?P<short>\d\d)"),
    "01-%b-%y": re.compile(r"01-(?P<name>[A-Z][a-z]{2})-(?P<short>\d\d)"),
}


def month(written: str, pattern: str) -> Period | None:
    """The month of a text written in one of the patterns; None where it is written otherwise."""
    found = _FORMS[pattern].fullmatch(written)
    if not found:
        return None
    part = found.groupdict()
    year = int(part["year"]) if "year" in part else 2000 + int(part["short"])
    if "name" in part:
        return month_of(year, _NAMES.index(part["name"].upper()) + 1) if part["name"].upper() in _NAMES else None
    return month_of(year, int(part["month"])) if 1 <= int(part["month"]) <= 12 else None


def pattern_of(written: Sequence[str], patterns: Sequence[str], what: str) -> str:
    """The one pattern that all the texts are written in; refused where there is none."""
    for pattern in patterns:
        if all(month(text, pattern) for text in written):
            return pattern
    odd = next(text for text in written if not month(text, patterns[0]))
    raise ImportRefused(f"{what}: {odd!r} is not written as a month like the others", "Check the file's dates")


def every_month(first: Period, last: Period) -> list[Period]:
    """The months from one to another."""
    if first.start is None or last.end is None:
        return []
    count = months_between(first.start.year, first.start.month, last.end.year, last.end.month).months or 0
    return [month_of(*months_on(first.start.year, first.start.month, n)) for n in range(count)]


def end_of(period: Period) -> date:
    """The last day of a period that has one."""
    if period.end is None:
        raise ValueError(f"{period.id} has no end")
    return period.end
