"""Readings of time counted from the day of asking: the past year, five years, now, since the pandemic, last week."""

from __future__ import annotations

from datetime import timedelta

from bot.when.months import LONGEST
from bot.when.pattern import Said
from bot.when.reading import REFUSED, Build, Reading, When, period
from bot.when.words import INEXACT, NUMBERS, UNITS_IN_MONTHS, number, one_of
from knowledge.period import between, calendar_year, month_of, months_ending, months_on, single_day, year_ending

MAYOR_SINCE = month_of(2016, 5)
PANDEMIC_SINCE = month_of(2020, 3)
BEFORE_THE_PANDEMIC = calendar_year(2019)
# The newest months are published late: of the last twelve months these endings are tried, the newest first.
ENDINGS = 2
LONGEST_DAYS = 366
EARLIEST_OF = one_of("available figure figures number numbers data year record records count total rate held")
PAST = frozenset({"last", "past", "latest", "recent"})
DAYS = {"hour": 1, "night": 1, "day": 1, "week": 7, "weekend": 7, "fortnight": 14, "month": 30}
# "18 year old", "a five year sentence": no stretch of time that a figure is for.
NO_STRETCH = one_of("old olds of sentence sentences term terms jail prison imprisonment custody plan strategy deal")
# "the last year with fewer", "was the last year": one year among many, not the past one.
ONE_OF_MANY_BEFORE = one_of("is was which what when")
ONE_OF_MANY_BEHIND = one_of("with when that which for on of before")
LEADS = one_of("in over within for during across by")


def rolling_year(said: Said, when: When) -> Reading | None:
    """ "past year", "last 12 months": to the last month over, or to the one before where that is not out yet."""
    if list(said.words[said.stop - 2 : said.stop]) == ["last", "year"] and _one_of_many(said):
        return None
    year, month = when.last_month
    rolling = [year_ending(*months_on(year, month, -earlier)) for earlier in range(ENDINGS)]
    return period(*rolling)


def _one_of_many(said: Said) -> bool:
    in_which = list(said.words[said.stop : said.stop + 2]) == ["in", "which"]
    return in_which or said.before in ONE_OF_MANY_BEFORE or said.after in ONE_OF_MANY_BEHIND


def duration(said: Said, when: When) -> Reading | None:
    """ "five years", "in a decade"; with "past" or "last" also the months counted back from the last one over."""
    months = number(said["number"]) * UNITS_IN_MONTHS[said["unit"].rstrip("s")]
    if not 1 <= months <= LONGEST or said["unit"].startswith("quarter") or not _is_exact(said):
        return None
    return _stretch(months, said, when)


def _stretch(months: int, said: Said, when: When) -> Reading | None:
    past = not PAST.isdisjoint(said.words[said.start : said.stop])
    if past and months == 12:
        return rolling_year(said, when)
    return Reading("duration", (months_ending(*when.last_month, months),) if past else (), months=months)


def a_decade(said: Said, when: When) -> Reading | None:
    """ "in a decade", "the past decade"."""
    return _stretch(120, said, when) if _is_exact(said) else None


def _is_exact(said: Said) -> bool:
    """Whether neither "nearly", "more than", "in over" nor a number stands before, nor what is no stretch behind."""
    vague = said.before in INEXACT | {"than", "under", "half"} or said.before in NUMBERS or said.before.isdigit()
    over = said.start if said.words[said.start] == "over" else said.start - 1
    more_than = over > 0 and said.words[over] == "over" and said.words[over - 1] in LEADS
    behind = said.words[said.stop : said.stop + 2]
    return not vague and not more_than and NO_STRETCH.isdisjoint(behind[: 1 if said.after != "in" else 2])


def since_the_mayor(said: Said, when: When) -> Reading | None:
    """ "since Khan", but not "since Khan said"."""
    return Reading("since", (MAYOR_SINCE,)) if said.after in {"", "and", "in"} else None


def since_the_pandemic(said: Said, when: When) -> Reading | None:
    """ "since the pandemic", but not since it was over."""
    return None if said.after in {"is", "was", "ended"} else Reading("since", (PANDEMIC_SINCE,))


def ever(said: Said, when: When) -> Reading | None:
    """ "ever": since records began; not "ever since"."""
    return None if said.after == "since" else Reading("since")


def latest(said: Said, when: When) -> Reading | None:
    """ "latest", "the latest quarter", "now"; not "now that"."""
    return None if said.after == "that" else Reading("latest", months=UNITS_IN_MONTHS.get(said.get("newest")))


def earliest(said: Said, when: When) -> Reading | None:
    """ "the earliest figure"; the earliest of anything else is no period."""
    return Reading("earliest") if said.after in EARLIEST_OF else None


# Days and weeks, all fresher than anything held


def days_ago(days: int) -> Build:
    """Today (0), yesterday (1)."""
    return lambda said, when: Reading("today", (single_day(when.asked_on - timedelta(days=days)),))


def week(weeks: int, first: int = 0) -> Build:
    """A week so many weeks back, from Monday (0) or from Saturday (5) to Sunday."""

    def build(said: Said, when: When) -> Reading:
        monday = when.asked_on - timedelta(days=when.asked_on.weekday() + 7 * weeks)
        return Reading("today", (between(monday + timedelta(days=first), monday + timedelta(days=6)),))

    return build


def last_days(said: Said, when: When) -> Reading | None:
    """ "last 30 days", "past week", "the last 24 hours": up to yesterday."""
    counted = number(said.get("number") or "1")
    unit = (said.get("days") or "fortnight").removesuffix("s")
    days = max(1, counted // 24) if unit == "hour" else counted * DAYS[unit]
    if said.after == "of" or not 1 <= counted <= LONGEST_DAYS:
        return REFUSED
    begin = when.asked_on - timedelta(days=days)
    return Reading("today", (between(begin, when.asked_on - timedelta(days=1)),))


def running(said: Said, when: When) -> Reading:
    """ "so far this month", "so far this week"."""
    gone = when.asked_on.day - 1 if said["days"] == "month" else when.asked_on.weekday()
    return Reading("today", (between(when.asked_on - timedelta(days=gone), when.asked_on),))
