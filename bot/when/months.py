"""Readings of months, seasons and days, and of so many months that end with one of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from bot.when.pattern import Said
from bot.when.reading import REFUSED, AskedKind, Build, Reading, When, latest_over, open_period, period
from bot.when.words import (
    COUNTED,
    MONTH_WORDS,
    SEASONS,
    UNITS_IN_MONTHS,
    full_year,
    month_number,
    number,
    one_of,
)
from bot.when.years import back, years
from knowledge.period import (
    Period,
    between,
    last_of,
    month_of,
    months_between,
    months_ending,
    months_on,
    point,
    single_day,
    year_ending,
)

# Words that are months only after one of these (or beside another month): "in March", not "a march", "it may".
NOT_ALWAYS_MONTHS = frozenset({"may", "mar", "march"})
BEFORE_A_MONTH = one_of("in for of to by since until till during from between")
BESIDE_A_MONTH = one_of("and or to until till vs versus v against with")
BEHIND_A_MONTH = frozenset({"", "in", "for", "to", "vs", "versus", "and", "than", "compared"})
LAST = frozenset({"last", "past", "latest"})
LONGEST = 1200


def short_year(word: str, when: When) -> int | None:
    """A year of four digits, or of two that is not to come: "June 31" is not June 2031."""
    year = full_year(word)
    return year if len(word) > 2 or year <= when.asked_on.year else None


def month_years(said: Said, month: int, when: When) -> list[int]:
    """The years of which a month is said to be; none where what is said is no year."""
    if said.get("yy"):
        year = short_year(said["yy"], when)
        counted = len(said["yy"]) == 2 and said.after in COUNTED
        return [] if year is None or counted else [year]
    spoken = years(said, when)
    if spoken is None:
        return []
    return list(spoken.calendar) or [start + (month < 4) for start in spoken.financial]


def has_year(said: Said) -> bool:
    """Whether any slot for a year is filled."""
    return any(said.get(slot) for slot in ("yy", "year", "fy", "fyear", "rel", "frel"))


def month(said: Said, when: When) -> Reading | None:
    """ "June 2025", "June last year", "June 2025/26"."""
    nth = month_number(said["month"])
    return period(*(month_of(year, nth) for year in month_years(said, nth, when)))


def year_month(said: Said, when: When) -> Reading | None:
    """ "2025 June"; in "2024, June 2025" the month goes with the year behind it."""
    doubtful = said["month"] in NOT_ALWAYS_MONTHS and said.after not in BEHIND_A_MONTH
    return None if doubtful or said.after.isdigit() else month(said, when)


def bare_month(said: Said, when: When) -> Reading | None:
    """ "in June": the latest that is over, or the one before."""
    word = said["month"]
    return _latest_month(word, when, 2) if word not in NOT_ALWAYS_MONTHS or _is_month(said) else None


def _latest_month(word: str, when: When, most: int) -> Reading | None:
    nth = month_number(word)
    recent = (month_of(when.asked_on.year - gone, nth) for gone in range(4))
    return open_period(*latest_over(when, recent)[:most])


def _is_month(said: Said) -> bool:
    """Whether "may" or "march" is the month here."""
    words, start, stop = said.words, said.start, said.stop
    if said.before in BEFORE_A_MONTH or (start and not said.after and said["month"] == "may"):
        return True
    beside = said.before in BESIDE_A_MONTH and start > 1 and words[start - 2] in MONTH_WORDS
    return beside or (said.after in BESIDE_A_MONTH and stop + 1 < len(words) and words[stop + 1] in MONTH_WORDS)


def last_such_month(said: Said, when: When) -> Reading | None:
    """ "last June", "this June"; not "this may be"."""
    if said["month"] in NOT_ALWAYS_MONTHS and said.after not in BEHIND_A_MONTH:
        return None
    if back(said["which"]):
        latest = _latest_month(said["month"], when, 1)
        return period(*latest.readings) if latest else None
    return period(month_of(when.asked_on.year, month_number(said["month"])))


def numbered_month(said: Said, when: When) -> Reading | None:
    """ "06/2025"."""
    nth, year = (int(n) for n in re.split("[/-]", said["my"]))
    return period(month_of(year, nth)) if 1 <= nth <= 12 else None


def relative_month(said: Said, when: When) -> Reading | None:
    """ "last month", "this month", "the month before last"."""
    gone = back(said.get("which")) if said.get("which") else 2
    return period(month_of(*months_on(when.asked_on.year, when.asked_on.month, -gone)))


def _ending_years(said: Said, last: int, when: When) -> list[int]:
    """The years in which a stretch ends with a month: the one said, else those of the last two over."""
    if has_year(said):
        return month_years(said, last, when)
    recent = (month_of(when.asked_on.year - gone, last) for gone in range(4))
    return [over.end.year for over in latest_over(when, recent)[:2] if over.end]


def month_range(kind: AskedKind) -> Build:
    """ "April to June 2025"; "between March and May" is of kind between, for which the two ends are told as well."""

    def build(said: Said, when: When) -> Reading | None:
        first, last = month_number(said["first_month"]), month_number(said["month"])
        ends = _ending_years(said, last, when)
        if first == last or not ends:
            return None
        if said.get("length") and length_in_months(said["length"]) != (last - first) % 12 + 1:
            return REFUSED
        wholes = tuple(months_between(year - (first > last), first, year, last) for year in ends)
        pair = (month_of(ends[0] - (first > last), first), month_of(ends[0], last))
        return Reading(kind, wholes, pair if kind == "between" else (), open=not has_year(said))

    return build


def month_list(said: Said, when: When) -> Reading | None:
    """ "June, July and August 2025": one stretch, if no month is left out."""
    named = [month_number(word) for word in said["months"].split() if word != "and"]
    gaps = [(after - before) % 12 for before, after in pairwise(named)]
    if set(gaps) != {1} or len(named) > 12:
        return None
    lists = (months_ending(year, named[-1], len(named)) for year in _ending_years(said, named[-1], when))
    return period(*lists) if has_year(said) else open_period(*lists)


def season(said: Said, when: When) -> Reading | None:
    """ "summer 2024", "last summer": June to August; spring is March to May, autumn September to November."""
    first = SEASONS[said["season"]]
    if has_year(said):
        spoken = years(said, when)
        return period(*(months_between(year, first, year, first + 2) for year in (spoken.calendar if spoken else ())))
    recent = [months_between(when.asked_on.year - gone, first, when.asked_on.year - gone, first + 2) for gone in (0, 1)]
    return period(*latest_over(when, recent)[:1]) if back(said["which"]) else period(recent[0])


# Days


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _numbered(said: Said) -> date | None:
    """A date in figures: day, month, year, or the ISO way about."""
    parts = [int(n) for n in re.split("[/-]", said.get("dmy") or said["ymd"])]
    year, month, day = parts[::-1] if said.get("dmy") else parts
    return _date(year, month, day)


def _day_number(said: Said) -> int:
    return int(re.sub(r"\D", "", said["day"]))


def _on(said: Said, day: date | None) -> Reading:
    """What happened on a day, or how things stood on it; the latter first after "at"."""
    if day is None:
        return REFUSED
    stood = said.words[said.start] in {"as", "at"}
    readings = (single_day(day), point(day))
    return Reading("period", readings[::-1] if stood else readings)


def day(said: Said, when: When) -> Reading | None:
    """ "31 March 2025", "as at 31 March 2025"."""
    if said.get("dmy") or said.get("ymd"):
        return _on(said, _numbered(said))
    nth = month_number(said["month"])
    named = month_years(said, nth, when)
    return _on(said, _date(named[0], nth, _day_number(said))) if named else None


def open_day(said: Said, when: When) -> Reading | None:
    """ "31 March": the latest up to the day of asking."""
    nth = month_number(said["month"])
    doubtful = said["month"] in NOT_ALWAYS_MONTHS and said.before not in BEFORE_A_MONTH | {"", "on", "at", "the"}
    days = (_date(when.asked_on.year - gone, nth, _day_number(said)) for gone in range(9))
    latest = next((found for found in days if found and found <= when.asked_on), None)
    if doubtful:
        return None
    reading = _on(said, latest)
    return reading if reading.refused else replace(reading, open=True)


def month_point(said: Said, when: When) -> Reading | None:
    """ "at the end of March 2025", "as at March 2025": how things stood then, or in that month."""
    nth = month_number(said["month"])
    whole = [month_of(year, nth) for year in _ending_years(said, nth, when)][: 1 if has_year(said) else 2]
    readings = [reading for p in whole if p.end for reading in (point(p.end), p)]
    return period(*readings) if has_year(said) else open_period(*readings)


def year_end(said: Said, when: When) -> Reading | None:
    """ "the end of 2024", "end of 2024/25", "end of last year": its last day, or its last month."""
    spoken = years(said, when)
    if spoken is None:
        return None
    ends = [(year, 12) for year in spoken.calendar] or [(start + 1, 3) for start in spoken.financial]
    return period(*(reading for end in ends for reading in (point(last_of(*end)), month_of(*end))))


# So many months that end, or begin, with a month or a day


def length_in_months(words: str) -> int:
    """ "rolling 12 months" 12, "half year" 6, "two quarters" 6, "past decade" 120."""
    *rest, unit = words.removesuffix(" period").split()
    if rest[-1:] == ["half"]:
        return 6
    counted = " ".join(word for word in rest if word not in {"full", "rolling", "whole", "complete", *LAST})
    return UNITS_IN_MONTHS[unit.rstrip("s")] * (number(counted) if counted else 1)


def _last_days(said: Said, when: When) -> list[date]:
    """The days that may end a stretch: the date said, or the last day of the month; with no year, the last one over."""
    if said.get("dmy") or said.get("ymd"):
        named = _numbered(said)
        return [named] if named else []
    if said.get("my"):
        found = numbered_month(said, when)
        return [p.end for p in found.readings if p.end] if found else []
    nth = month_number(said["month"])
    ends = [last_of(year, nth) for year in _ending_years(said, nth, when)[:1]]
    if not said.get("day"):
        return ends
    return [on for end in ends if (on := _date(end.year, end.month, _day_number(said)))]


def _ending(end: date, months: int) -> Period:
    """So many months up to a day: whole months where it is the last of its month."""
    if end != last_of(end.year, end.month):
        begin = single_day(end).shifted(months=-months).end or end
        return between(begin + timedelta(days=1), end)
    if months == 1:
        return month_of(end.year, end.month)
    return year_ending(end.year, end.month) if months == 12 else months_ending(end.year, end.month, months)


def months_to(said: Said, when: When) -> Reading | None:
    """ "year ending March 2025", "12 months to June this year", "three months to June 2025", "year to 31 March 2025".

    "Last year to June" may be half of last year, or the twelve months to June: not read.
    """
    words = said.get("length") or "year"
    if said.before == "on" and words == "year":
        return REFUSED
    months, dated = length_in_months(words), has_year(said) or said.get("my") or said.get("dmy") or said.get("ymd")
    if words == "last year" and not dated:
        return REFUSED
    if not 1 <= months <= LONGEST:
        return None
    readings = [_ending(end, months) for end in _last_days(said, when)]
    return period(*readings) if dated else open_period(*readings)


def months_from(said: Said, when: When) -> Reading | None:
    """ "12 months from April 2024"; only from the first day of a month."""
    months, nth = length_in_months(said["length"]), month_number(said["month"])
    named = month_years(said, nth, when)
    if not named or not 1 <= months <= LONGEST or (said.get("day") and _day_number(said) != 1):
        return None
    last = months_on(named[0], nth, months - 1)
    return period(year_ending(*last) if months == 12 else months_ending(*last, months))


def years_to(said: Said, when: When) -> Reading | None:
    """ "ten years to 2025", "five years to 2024/25"; of "year to 2025" the month is missing."""
    months, spoken = length_in_months(said.get("length") or "ye"), years(said, when)
    if spoken is None or months < 24 or months % 12 or months > LONGEST:
        return REFUSED
    ends = [(year, 12) for year in spoken.calendar] or [(start + 1, 3) for start in spoken.financial]
    return period(*(months_ending(*end, months) for end in ends))


def year_up_to(said: Said, when: When) -> Reading | None:
    """ "this year to June": January to June."""
    year, nth = when.asked_on.year, month_number(said["month"])
    return period(months_between(year, 1, year, nth))
