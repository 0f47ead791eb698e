"""Readings of time counted from another period: that of the talk's last answer, or one beside it in the question."""

from __future__ import annotations

from collections.abc import Callable

from bot.when.months import LONGEST
from bot.when.pattern import Said
from bot.when.reading import AskedKind, Build, Reading, When, period, shifted
from bot.when.words import UNITS_IN_MONTHS, number, one_of, starting_year
from knowledge.period import Period, until

BACKWARDS = one_of("before earlier previous previously preceding prior ago last back")
# "the same period of 2024" is not the one spoken of.
QUALIFIED = one_of("of in for last a the as")
OPENERS = one_of("and ok okay so but now well since by until till even just")


def _counted(when: When, count: Callable[[Period], Period | None]) -> Reading | None:
    return period(*(found for base in when.bases if (found := count(base))))


def _sign(said: Said) -> int:
    return 1 if BACKWARDS.isdisjoint(said.words[said.start : said.stop]) else -1


def _is(said: Said, base: Period) -> bool:
    """Whether the period is such a one as is said: "that quarter" is not that year."""
    wanted = UNITS_IN_MONTHS.get(said["span"])
    return wanted is None or base.months == wanted


def years_on(said: Said, when: When) -> Reading | None:
    """ "the year before", "the following year"."""
    return _counted(when, lambda base: shifted(base, years=_sign(said)))


def financial_on(said: Said, when: When) -> Reading | None:
    """ "the previous financial year", of a financial year."""
    return _counted(when, lambda base: shifted(base, years=_sign(said)) if base.kind == "financial_year" else None)


def units_on(said: Said, when: When) -> Reading | None:
    """ "a year earlier", "five years later"; "six months earlier" of a day, a month, or six months."""
    months = number(said.get("number") or "1") * UNITS_IN_MONTHS[said["unit"].rstrip("s")]

    def count(base: Period) -> Period | None:
        fits = months % 12 == 0 or base.start == base.end or base.months in {1, months}
        return shifted(base, months=_sign(said) * months) if fits and months <= LONGEST else None

    return _counted(when, count)


def next_one(said: Said, when: When) -> Reading | None:
    """ "the month before", "the following quarter", of a month and a quarter."""
    months = UNITS_IN_MONTHS[said["unit"].rstrip("s")]
    return _counted(when, lambda base: shifted(base, months=_sign(said) * months) if base.months == months else None)


def previous_months(said: Said, when: When) -> Reading | None:
    """ "the previous 12 months", of twelve months."""
    months = number(said["number"])
    return _counted(when, lambda base: shifted(base, months=-months) if base.months == months else None)


def previous(said: Said, when: When) -> Reading | None:
    """ "the previous period": as long as the other, and right before it."""
    return _counted(when, lambda base: shifted(base, months=-base.months) if base.months else None)


def same_a_year_before(said: Said, when: When) -> Reading | None:
    """ "the same period last year", "same quarter a year earlier"."""
    return _counted(when, lambda base: shifted(base, years=-1) if _is(said, base) else None)


def same_of_year(said: Said, when: When) -> Reading | None:
    """ "the same period in 2024": the other, moved to end in that year (to begin in that financial year)."""
    start = starting_year(said["fy"]) if said.get("fy") else None

    def count(base: Period) -> Period | None:
        if base.end is None or not _is(said, base) or (said.get("fy") and start is None):
            return None
        year = int(said["year"]) if start is None else start + (base.end.month < 4)
        return shifted(base, years=year - base.end.year)

    return _counted(when, count)


def that(kind: AskedKind) -> Build:
    """ "that year", "since then"."""

    def build(said: Said, when: When) -> Reading | None:
        if said.after in QUALIFIED:
            return None
        found = [base for base in when.bases if not said.get("span") or _is(said, base)]
        if kind == "until":
            found = [until(base.end) for base in found if base.end]
        return Reading(kind, tuple(dict.fromkeys(found))) if found else None

    return build


def then(said: Said, when: When) -> Reading | None:
    """ "and what was it then?": only at the end, where it is no "and then"."""
    return None if said.after or said.before in OPENERS | {""} else that("period")(said, when)
