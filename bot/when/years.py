"""Readings of years, quarters and halves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from bot.when.pattern import Said
from bot.when.reading import REFUSED, Reading, When, latest_over, open_period, period
from bot.when.words import COUNTED, DECADES, INEXACT, ORDINALS, full_year, number, one_of, starting_year
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
    months_ending,
    months_on,
    point,
    year_ending,
)

HAD = one_of("are be by for fewer gained had has have lost made more over seized to under were with")


@dataclass(frozen=True, slots=True)
class Years:
    """The years that words may mean: calendar years, and years in which a financial year begins."""

    calendar: tuple[int, ...]
    financial: tuple[int, ...]


def back(words: str) -> int:
    """How many years before the running one: "this year" 0, "last year" 1, "year before last" 2."""
    return 2 if words.endswith("before last") else {"this": 0, "current": 0, "next": -1}.get(words.partition(" ")[0], 1)


def years(said: Said, when: When) -> Years | None:
    """The years that stand in the slots; None where what stands there is no year."""
    if said.get("fy"):
        start = starting_year(said["fy"])
        return None if start is None else Years((), (start,))
    if said.get("fyear"):
        year = full_year(said["fyear"])
        return Years((), (year, year - 1))
    if said.get("ending") or said.get("starting"):
        return Years((), (full_year(said["ending"]) - 1 if said.get("ending") else full_year(said["starting"]),))
    if said.get("frel"):
        return Years((), (when.financial - back(said["frel"]),))
    if said.get("rel"):
        gone = back(said["rel"])
        return Years((when.asked_on.year - gone,), (when.financial - gone, when.asked_on.year - gone))
    year = int(said["year"])
    return Years((year,), (year,))


# Years


def bare_year(said: Said, when: When) -> Reading | None:
    """ "2025", but not where so many things are counted: "had 2025 officers", "2000 officers"."""
    counted = said.after in COUNTED and (said.before in HAD or said["year"].endswith("00"))
    return None if counted or said.before in INEXACT else named_year(said, when)


def named_year(said: Said, when: When) -> Reading | None:
    """ "the year 2025", but not of "year on year 2025"."""
    if said.before == "on" and said.words[said.start] == "year":
        return None
    return period(calendar_year(int(said["year"])))


def bare_financial(said: Said, when: When) -> Reading | None:
    """ "2024/25", "2024-25"; "2011-12" may be a month too; "24/25" is no date, "11/12" may be one."""
    words = said["fy"]
    if len(words) == 5 and ("-" in words or int(words[:2]) < 13):
        return None
    start = starting_year(words)
    readings = [financial_year(start)] if start is not None else []
    year, dash, month = words.partition("-")
    if dash and len(month) == 2 and 1 <= int(month) <= 12:
        readings.append(month_of(int(year), int(month)))
    return period(*readings)


def financial(said: Said, when: When) -> Reading | None:
    """ "financial year 2024/25"; "financial year 2024" may be the one that begins or the one that ends then."""
    spoken = years(said, when)
    return period(*(financial_year(start) for start in spoken.financial)) if spoken else None


def financial_ending(said: Said, when: When) -> Reading | None:
    """ "financial year ending March" without its year: the last one over."""
    return open_period(financial_year(when.financial - 1))


def relative_financial(said: Said, when: When) -> Reading | None:
    """ "last financial year"; the running one also so far; the latest may not be out yet."""
    start = when.financial - back(said["frel"])
    whole = financial_year(start)
    if not back(said["frel"]):
        return period(whole, *months_so_far(start, 4, when))
    return period(whole, financial_year(start - 1)) if said["frel"].startswith("latest") else period(whole)


def last_year(said: Said, when: When) -> Reading | None:
    """The calendar year before, or the financial year before; "the last year that …" is another matter."""
    if said.before == "the" or said.after in {"that", "when", "which", "with", "before"}:
        return None
    return period(calendar_year(when.asked_on.year - 1), financial_year(when.financial - 1))


def last_calendar_year(said: Said, when: When) -> Reading | None:
    """ "last calendar year", "the last full year"."""
    return period(calendar_year(when.asked_on.year - 1))


def this_year(said: Said, when: When) -> Reading | None:
    """The running year, whole or so far."""
    return period(calendar_year(when.asked_on.year), *months_so_far(when.asked_on.year, 1, when))


def year_before_last(said: Said, when: When) -> Reading | None:
    """Two years back, of either kind."""
    return period(calendar_year(when.asked_on.year - 2), financial_year(when.financial - 2))


def so_far(said: Said, when: When) -> Reading | None:
    """ "so far this year", "2026 so far": January to each of the months over, for one of them is the last published."""
    stale = said.get("year") and int(said["year"]) != when.asked_on.year
    return REFUSED if stale else _so_far(when.asked_on.year, 1, when)


def to_date(said: Said, when: When) -> Reading | None:
    """ "2026 to date"; a year that is over is the beginning of a stretch to now."""
    return so_far(said, when) if int(said["year"]) >= when.asked_on.year else None


def financial_so_far(said: Said, when: When) -> Reading | None:
    """ "so far this financial year", "2026/27 to date"."""
    running = not said.get("fy") or starting_year(said["fy"]) == when.financial
    return _so_far(when.financial, 4, when) if running else REFUSED


def _so_far(year: int, month: int, when: When) -> Reading | None:
    begun = between(date(year, month, 1), when.asked_on)
    return period(*months_so_far(year, month, when)) or Reading("today", (begun,))


def months_so_far(year: int, month: int, when: When) -> list[Period]:
    """From a month to each of those that are over, the longest first."""
    over = (when.asked_on.year - year) * 12 + when.asked_on.month - month
    return [months_between(year, month, *months_on(year, month, n)) for n in range(over - 1, -1, -1)]


def years_ago(said: Said, when: When) -> Reading | None:
    """ "two years ago", "a decade ago"; "six months ago" is no month and no year."""
    if said["unit"].startswith(("month", "quarter")):
        return REFUSED
    gone = number(said.get("number") or "1") * (10 if said["unit"].startswith("decade") else 1)
    return period(calendar_year(when.asked_on.year - gone)) if 1 <= gone < 300 else None


def decade(said: Said, when: When) -> Reading | None:
    """ "the nineties", "1990s", "90s"."""
    words = said["decade"]
    start = DECADES.get(words) or int(words[:-1]) % 1900 + 1900 if words[0] != "2" else int(words[:-1])
    return period(months_between(start, 1, start + 9, 12))


def middle(said: Said, when: When) -> Reading | None:
    """ "mid-2024": the day of population estimates, or the year that ends then."""
    year = int(said["year"])
    return period(point(date(year, 6, 30)), year_ending(year, 6))


# Quarters and halves


def _ordinal(said: Said, last: int) -> int | None:
    """Which quarter (of four) or half (of two) is meant."""
    digits = said.get("q") or said.get("h")
    nth = int(digits[1:]) if digits else number(said["number"]) if said.get("number") else ORDINALS[_nth(said)]
    nth = last if nth < 0 else nth
    return nth if 1 <= nth <= last else None


def _nth(said: Said) -> str:
    return said.get("ordinal") or said["last"]


def _of_basis(said: Said) -> tuple[bool, bool]:
    """Whether a quarter may be a calendar one, and whether a financial one."""
    basis = said.get("basis")
    return basis in {"", "calendar"}, basis != "calendar"


def quarter(said: Said, when: When) -> Reading | None:
    """ "Q1 2025", "first quarter of this year": of the calendar or the financial year; "Q1 2025/26"."""
    spoken, nth = years(said, when), _ordinal(said, 4)
    if spoken is None or nth is None:
        return None
    calendar, fiscal = _of_basis(said)
    readings = [calendar_quarter(year, nth) for year in spoken.calendar if calendar]
    return period(*readings, *(financial_quarter(start, nth) for start in spoken.financial if fiscal))


def open_quarter(said: Said, when: When) -> Reading | None:
    """ "Q1" alone: the latest that is over, of each kind."""
    nth = _ordinal(said, 4)
    if nth is None:
        return None
    kinds: Iterable[tuple[bool, Callable[[int, int], Period]]]
    kinds = zip(_of_basis(said), (calendar_quarter, financial_quarter), strict=True)
    recent = [when.asked_on.year - gone for gone in range(3)]
    newest = [latest_over(when, (build(year, nth) for year in recent))[0] for fits, build in kinds if fits]
    return open_period(*latest_over(when, newest))


def last_quarter(said: Said, when: When) -> Reading | None:
    """ "last quarter", "this quarter", "the quarter before last"."""
    this = calendar_quarter(when.asked_on.year, (when.asked_on.month + 2) // 3)
    gone = back(said.get("which")) if said.get("which") else 2
    return period(this.shifted(months=-3 * gone))


def half(said: Said, when: When) -> Reading | None:
    """ "H1 2025", "second half of last year"; halves of financial years only where one is named."""
    spoken, nth = years(said, when), _ordinal(said, 2)
    if spoken is None or nth is None:
        return None
    if spoken.calendar:
        return period(*(half_year(year, nth) for year in spoken.calendar))
    return period(*(_months_from(start, 6 * nth - 2, 6) for start in spoken.financial))


def open_half(said: Said, when: When) -> Reading | None:
    """ "the first half": the latest that is over, or the one before."""
    nth = _ordinal(said, 2)
    recent = [when.asked_on.year - gone for gone in range(3)]
    return open_period(*latest_over(when, (half_year(year, nth) for year in recent))[:2]) if nth else None


def _months_from(year: int, month: int, months: int) -> Period:
    return months_ending(*months_on(year, month, months - 1), months)


def first_months(said: Said, when: When) -> Reading | None:
    """ "first six months of 2026", "last three months of 2025/26"."""
    spoken, months, nth = years(said, when), number(said["number"]), ORDINALS[_nth(said)]
    if spoken is None or not 1 <= months <= 12 or nth > 1:
        return None
    begins, starts = (1, spoken.calendar) if spoken.calendar else (4, spoken.financial)
    skipped = 0 if nth == 1 else 12 - months
    return period(*(_months_from(start, begins + skipped, months) for start in starts))
