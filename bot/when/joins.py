"""How readings side by side make one: said twice, a year lent by the neighbour, the ends of a stretch, "since …"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.when.reading import Reading, shifted
from bot.when.words import one_of
from knowledge.period import Period, between, until, year_ending

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A reading of the words [start, stop)."""

    reading: Reading
    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start

    def overlaps(self, other: Found) -> bool:
        """Whether both read some word."""
        return self.start < other.stop and other.start < self.stop


def longest(found: Sequence[Found]) -> list[Found]:
    """Those that do not overlap, the longest first, then the first in the words, then the first in order."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (-len(f), f.start)):
        if not any(one.overlaps(other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)


def _phrases(*phrases: str) -> frozenset[Words]:
    return frozenset(tuple(phrase.split()) for phrase in phrases)


TO = _phrases("to", "until", "till", "through", "up to", "up until")
BESIDE = _phrases(
    "", "and", "and in", "or", "vs", "v", "versus", "against", "with", "on", "than", "than in", "minus",
    "compared with", "compared to", "compare with", "compare to", "compared with in",
)  # fmt: skip
BETWEEN = _phrases("between", "between the years", "between years")
SINCE = _phrases(
    "since", "ever since", "since the start of", "since the beginning of", "ever since the start of",
    "ever since the beginning of",
)  # fmt: skip
FROM = _phrases("from", "from the years") | BETWEEN | SINCE
UNTIL = _phrases("until", "till", "by", "up to", "up until", "up to and including", "by the end of")
ONWARDS = _phrases("to date", "to now", "until now", "up to now", "to today", "until today", "onwards", "onward")
AROUND = _phrases("before and after", "after and before", "either side of", "on either side of", "both sides of")
LONGEST_LEAD = 5
THAT_IS = one_of("so that is ie i e meaning")
# "compared to 2019" and "to 2019 levels" are comparisons; "phones stolen to May 2018" is a stretch.
COMPARED = one_of(
    "compared compare compares comparing comparison contrast relative similar equal equivalent close closer next "
    "according prior back return returned opposed down up"
)
LEVELS = one_of("level levels figure figures number numbers high low peak total totals rate rates")
LEAP_YEAR, HALF_A_YEAR = 366, 182
YEAR = 12

Pair = Callable[[Found, Found, Words], Found | None]


def joined(found: Sequence[Found], words: Words, anchor: Period | None) -> list[Found]:
    """Neighbours put together as the words between and before them say; what then says no time is left out."""
    single = _fold(found, words, _said_twice)
    dated = [_in_talk(one, anchor) for one in _lent(single, words)]
    stretched = _fold(_fold(dated, words, _stretch), words, _said_twice)
    opened = [_opened(one, words, first=n == 0) for n, one in enumerate(stretched)]
    return [one for one in opened if one.reading.readings or one.reading.kind not in {"period", "between"}]


def _unread(one: Found) -> Found:
    return replace(one, reading=Reading("period"))


def _fold(found: Sequence[Found], words: Words, pair: Pair) -> list[Found]:
    """Each two neighbours made one where they belong together."""
    kept: list[Found] = []
    for one in found:
        together = pair(kept[-1], one, words) if kept else None
        kept[-1:] = [together] if together else [*kept[-1:], one]
    return kept


def _lead(start: int, words: Words, leads: frozenset[Words]) -> int:
    """Where the longest of the leads begins that stands before a word, with or without "the"; else that word."""
    for behind in (start, start - 1) if words[start - 1 : start] == ("the",) else (start,):
        for length in range(min(LONGEST_LEAD, behind), 0, -1):
            if words[behind - length : behind] in leads:
                return behind - length
    return start


# One period said in two ways


def _said_twice(one: Found, other: Found, words: Words) -> Found | None:
    """ "Q1 of 2026/27, so Apr-Jun 2026": one period said in two ways is the reading that both share."""
    kinds = {one.reading.kind, other.reading.kind}
    if not kinds <= {"period", "between"} or not THAT_IS.issuperset(words[one.stop : other.start]):
        return None
    shared = tuple(dict.fromkeys(_shared(one.reading, other.reading)))
    return Found(Reading("period", shared), one.start, other.stop) if shared else None


def _shared(one: Reading, other: Reading) -> Iterator[Period]:
    """The readings of the one that are readings of the other too, whichever of them says the year."""
    for mine in one.readings:
        for yours in other.readings:
            dated = _ending_with(mine, yours) if one.open else mine
            if dated.same(_ending_with(yours, dated) if other.open else yours) and not _rivals(mine, yours):
                yield dated


def _rivals(mine: Period, yours: Period) -> bool:
    """Whether both are quarters, one of the calendar and one of the financial year: nobody explains Q2 by Q1."""
    return mine.kind != yours.kind and mine.kind.endswith("quarter") and yours.kind.endswith("quarter")


def _ending_with(period: Period, other: Period) -> Period:
    """A period of which the year was not said, in the year in which the other ends."""
    return period.shifted(years=other.end.year - period.end.year) if period.end and other.end else period


# The year lent by a neighbour


def _lent(found: Sequence[Found], words: Words) -> list[Found]:
    """ "Q1 and Q2 2025", "June 2024 to August": who does not say the year has that of the neighbour."""
    lent = list(found)
    for n in range(len(lent) - 2, -1, -1):
        lent[n] = _borrowed(lent[n], lent[n + 1], words[lent[n].stop : lent[n + 1].start], later=-1)
    for n in range(1, len(lent)):
        lent[n] = _borrowed(lent[n], lent[n - 1], words[lent[n - 1].stop : lent[n].start], later=1)
    return lent


def _borrowed(one: Found, lender: Found, link: Words, later: int) -> Found:
    """`one` with the lender's year; in a stretch, with the one that makes it later (1) or earlier (-1) than that."""
    if not one.reading.open or lender.reading.open or {one.reading.kind, lender.reading.kind} != {"period"}:
        return one
    pairs = [
        (mine, theirs)
        for theirs in lender.reading.readings
        for mine in one.reading.readings
        if link in TO | BESIDE and (mine.kind, mine.months) == (theirs.kind, theirs.months)
    ]
    if not pairs:
        return one
    dated = dict.fromkeys(_dated(mine, theirs, later, stretch=link in TO) for mine, theirs in pairs)
    return replace(one, reading=Reading("period", tuple(reading for reading in dated if reading)))


def _dated(mine: Period, theirs: Period, later: int, *, stretch: bool) -> Period | None:
    """In the lender's year, where no other is meant: "January and December 2024", but not "January 2025, December"."""
    dated = mine.shifted(years=_year_of(theirs) - _year_of(mine))
    days = _days_between(theirs, dated) * later
    if stretch and days <= 0:
        return dated.shifted(years=later)
    said_before_its_year = days > 0 and later < 0
    return dated if said_before_its_year or 0 < abs(days) < HALF_A_YEAR else None


def _days_between(one: Period, other: Period) -> int:
    return (other.end - one.end).days if one.end and other.end else 0


def _year_of(period: Period) -> int:
    """The year that a period is called by: a financial one by the year in which its financial year begins."""
    begin = period.start or period.end
    if begin is None:
        return 0
    return begin.year - (period.kind.startswith("financial") and begin.month < 4)


def _in_talk(one: Found, anchor: Period | None) -> Found:
    """A period without its year, in a talk on another one: within that; else only where no other year is as near."""
    if not one.reading.open or anchor is None or anchor.start is None or anchor.end is None:
        return one
    if (anchor.end - anchor.start).days >= LEAP_YEAR:
        return one
    near = tuple(dict.fromkeys(_nearest(reading, anchor) for reading in one.reading.readings))
    if all(anchor.contains(reading) for reading in near):
        return replace(one, reading=Reading("period", near))
    return one if set(near) <= set(one.reading.readings) else _unread(one)


def _nearest(period: Period, anchor: Period) -> Period:
    same_year = _ending_with(period, anchor)
    candidates = [p for years in (-1, 0, 1) if (p := shifted(same_year, years=years))]
    return min(candidates, key=lambda p: (not anchor.contains(p), abs(_days_between(anchor, p))), default=period)


# Stretches


def _stretch(first: Found, second: Found, words: Words) -> Found | None:
    """ "from 2019 to 2023", "between March 2023 and May 2024", "from 2016 to date"."""
    if first.reading.kind != "period" or not first.reading.readings:
        return None
    link, start = words[first.stop : second.start], _lead(first.start, words, FROM)
    paired = link == ("and",) and _lead(first.start, words, BETWEEN) < first.start
    if second.reading.kind in {"latest", "today"}:
        to_now = paired or words[first.stop : second.stop] in ONWARDS
        return _since(first, start, second.stop) if to_now else None
    if second.reading.kind != "period" or not second.reading.readings or not (paired or link in TO):
        return None
    whole = _from_to(first.reading, second.reading)
    return Found(whole, start, second.stop) if whole else None


def _from_to(first: Reading, second: Reading) -> Reading | None:
    """The whole stretch. Its ends are told where they are alike: a year is not compared with a month."""
    pairs = _in_order(first.readings, second.readings)
    if not pairs:
        return Reading("period") if first.open or second.open else None
    wholes = tuple(dict.fromkeys(_whole(*pair) for pair in pairs))
    begin, end = pairs[0]
    return Reading("between", wholes, pairs[0]) if begin.months == end.months else Reading("period", wholes)


def _in_order(firsts: Sequence[Period], seconds: Sequence[Period]) -> list[tuple[Period, Period]]:
    """The ends of a stretch: readings of one kind together; of two kinds the likeliest."""
    pairs = [(a, b) for a in firsts for b in seconds if a.kind == b.kind] or [(firsts[0], seconds[0])]
    return [
        (a, b)
        for a, b in pairs
        if a.start and b.start and a.end and b.end
        if a.start < b.start and (a.end <= b.end or a.contains(b))
    ]


def _whole(first: Period, last: Period) -> Period:
    """From the beginning of the one to the end of the other."""
    if first.start is None or last.end is None:
        raise ValueError(f"{first.id} and {last.id} are no ends of a stretch; both need dates")
    return between(first.start, last.end)


def _since(one: Found, start: int, stop: int) -> Found:
    readings = one.reading.readings[:1] if one.reading.open else one.reading.readings
    return Found(Reading("since", readings), start, stop)


def _opened(one: Found, words: Words, *, first: bool) -> Found:
    """A period behind "since" is open to now, behind "until" open to the past."""
    if one.reading.kind != "period" or not one.reading.readings:
        return one
    around = _lead(one.start, words, AROUND)
    if around < one.start:
        return _around(one, around)
    since, until_ = _lead(one.start, words, SINCE), _lead(one.start, words, UNTIL)
    if words[one.stop : one.stop + 1] in ONWARDS:
        return _since(one, _lead(one.start, words, FROM), one.stop + 1)
    if since < one.start:
        return _since(one, since, one.stop)
    if one.reading.open and words[one.start - 1 : one.start] == ("from",):
        return _unread(one)  # "from January": of it, or since
    if until_ == one.start and first and _is_end(one, words):
        if len(one) == 1 and one.reading.readings[0].kind == "calendar_year":
            return _unread(one)  # "rose to 2019" may be a number
        until_ = one.start - 1
    return _until(one, until_) if until_ < one.start else one


def _around(one: Found, start: int) -> Found:
    """ "before and after February 2024": the years before and behind a year; the twelve months to a month, and on."""
    middle = one.reading.readings[0]
    if middle.end is None or middle.months not in {1, YEAR}:
        return _unread(one)
    is_month = middle.months == 1
    first = year_ending(middle.end.year, middle.end.month) if is_month else middle.shifted(years=-1)
    last = first.shifted(years=1 if is_month else 2)
    return Found(Reading("between", (_whole(first, last),), (first, last)), start, one.stop)


def _is_end(one: Found, words: Words) -> bool:
    """Whether "to" before a period may make it the end of a stretch: "phones stolen to May 2018"."""
    lead, behind = words[max(one.start - 2, 0) : one.start], words[one.stop : one.stop + 1]
    return lead[-1:] == ("to",) and COMPARED.isdisjoint(lead) and LEVELS.isdisjoint(behind)


def _until(one: Found, start: int) -> Found:
    readings = one.reading.readings[:1] if one.reading.open else one.reading.readings
    ends = dict.fromkeys(until(reading.end) for reading in readings if reading.end)
    return Found(Reading("until", tuple(ends)), start, one.stop)
