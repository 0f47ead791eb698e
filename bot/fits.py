"""Whether a held figure is the one asked for: its period, its measure, who said it, and which of several leads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from bot.query import Query
from bot.question import tokens
from bot.when.asked import AskedPeriod, read_periods
from knowledge.base import KnowledgeBase
from knowledge.model import Evidence, Indicator, Measure, Observation
from knowledge.period import Period

MEASURES_BY_PREFERENCE: tuple[Measure, ...] = (
    "count", "rate", "share", "money", "change_pct", "change_abs", "ratio", "rank_or_record", "statement",
)  # fmt: skip
EVIDENCE: dict[Evidence, int] = {
    "official_statistic": 0,
    "police_management_information": 0,
    "press_statement": 1,
    "news_report": 2,
    "political_claim": 3,
}
# They name the time before a stretch, not the stretch: "five years earlier".
BEFORE = frozenset({"ago", "before", "earlier"})
RECENT = timedelta(days=548)
YEAR = re.compile(r"(?:19|20)\d\d")
# What "last year" meant on its day is no name for that year, and "so far this year" none for some months of it.
YEARS = frozenset({"calendar_year", "financial_year"})
VAGUE = YEARS | {"range"}
# A year to date has a reading for each month that may be its last; what is only ambiguous has two.
MOST_AMBIGUOUS = 2
POINTED = frozenset({"period", "between", "since", "until", "duration", "earliest"})


def same_time(asked: Period, held: Period) -> bool:
    """Whether a held period is the one asked for; a month is answered by how things stood at its end."""
    at_its_end = held.kind == "point" and asked.kind == "month" and asked.end == held.end
    return at_its_end or asked.same(held)


def period_fits(asked: AskedPeriod, figure: Observation) -> bool:
    """Whether the figure's own period is what was asked for (start and end decide), or its source's words are."""
    if asked.kind in {"latest", "earliest"}:
        return True
    if asked.kind in {"period", "between", "until"} and any(same_time(r, figure.period) for r in asked.readings):
        return True
    if asked.kind == "until":
        return _runs_up(figure.period) and any(r.end == figure.period.end for r in asked.readings)
    if asked.kind == "duration" and asked.readings and BEFORE & set((figure.reported_period or "").split()):
        return False
    return _reported_fits(asked, figure.reported_period, figure.period, figure.published)


def _runs_up(period: Period) -> bool:
    """Whether a period runs up to its end from the start of the year, or from a start not stated."""
    from_january = period.start is not None and (period.start.month, period.start.day) == (1, 1)
    return period.kind == "until" or (period.kind == "range" and from_january)


def change_fits(asked: AskedPeriod, figure: Observation, against: bool) -> bool:
    """Whether a change is over the time asked for. `against`: a lone period may be what it is compared with."""
    base = figure.baseline
    if asked.kind == "between" and len(asked.ends) == 2 and base and not asked.readings[0].same(figure.period):
        return (asked.ends[1].same(figure.period) and asked.ends[0].same(base)) or _by_its_words(asked, figure)
    if asked.kind == "since":
        starts = {r.start for r in asked.readings}
        ends = {r.end for r in asked.readings}
        if figure.period.start in starts or (base and (base.end in ends or any(r.same(base) for r in asked.readings))):
            return True
    if against and asked.kind == "period" and base and any(r.same(base) for r in asked.readings):
        return True
    if asked.kind == "duration":
        return _by_its_words(asked, figure)
    return period_fits(asked, figure) or _by_its_words(asked, figure)


def _by_its_words(asked: AskedPeriod, figure: Observation) -> bool:
    said = _reported_fits(asked, figure.reported_period, figure.period, figure.published)
    return said or _reported_fits(asked, figure.reported_baseline, figure.baseline, figure.published)


def ends_fit(asked: Sequence[AskedPeriod], figure: Observation) -> bool:
    """Whether two periods named are the change's own period and its base."""
    base = figure.baseline
    if len(asked) != 2 or base is None:
        return False
    return any(
        any(r.same(figure.period) for r in one.readings) and any(r.same(base) for r in other.readings)
        for one, other in (asked, asked[::-1])
    )


def _reported_fits(asked: AskedPeriod, words: str | None, resolved: Period | None, published: str) -> bool:
    """Whether the source's own words ask for the same; words whose meaning was settled count for that alone."""
    if not words:
        return False
    reported = _reported(words, published)
    settled = [resolved and any(resolved.same(r) for r in one.readings) for one in reported]
    return len(reported) == 1 and not any(settled) and _same_asked(asked, reported[0])


def _same_asked(asked: AskedPeriod, reported: AskedPeriod) -> bool:
    """Whether both ask for one time in one manner: "2024" is not what a source of 2025 meant by "last year"."""
    if asked.months and reported.months:
        return asked.months == reported.months
    alike = bool(YEAR.search(asked.words)) == bool(YEAR.search(reported.words))
    vague = YEARS if len(asked.readings) > MOST_AMBIGUOUS else VAGUE
    shared = any(a.same(b) and (alike or b.kind not in vague) for a in asked.readings for b in reported.readings)
    return shared and (asked.kind == reported.kind or {asked.kind, reported.kind} <= {"period", "between"})


@lru_cache(maxsize=4096)
def _reported(words: str, published: str) -> tuple[AskedPeriod, ...]:
    """A source's own words for its period, read as on the day it was published."""
    return read_periods(tuple(t.text for t in tokens(words)), _day(published))


@lru_cache(maxsize=4096)
def _day(published: str) -> date:
    return date.fromisoformat(published if len(published) == 10 else f"{published}-01")


def measure_fits(query: Query, indicator: Indicator, figure: Observation) -> bool:
    """Whether the figure has the measure asked for, in words that this indicator understands."""
    wanted = query.measure
    is_called_a_rate = not indicator.unit("rate") and not indicator.unit("count")
    if wanted is None or (wanted == "rate" and is_called_a_rate):
        return query.per is None or (figure.measure == "rate" and per_fits(query.per, figure.unit))
    if wanted == "rate":
        return figure.measure == "rate" and (query.per is None or per_fits(query.per, figure.unit))
    if wanted == "count":
        return figure.measure == "count" or (figure.measure == "statement" and figure.of == "count")
    return figure.measure == wanted


def per_fits(per: int, unit: str) -> bool:
    """Whether a rate's unit is per so many."""
    return f"per {per:,}" in unit or f"per {per}" in unit.split(" of ", maxsplit=1)[0].split()


def speaker_fits(query: Query, figure: Observation, knowledge: KnowledgeBase) -> bool:
    """Whether the figure is by one of those asked about: a body and its people speak for one another."""
    if not query.speakers:
        return True
    said_by = {s for s in (figure.attributed_to, figure.quoted_by) if s}
    said_by |= {body for s in said_by if (body := knowledge.speaker(s).body)}
    asked = {*query.speakers, *(knowledge.speaker(s).body for s in query.speakers)}
    return bool(said_by & asked)


def is_said_by(query: Query, figure: Observation) -> bool:
    """Whether one of those asked about said it themselves, and not only somebody of the same body."""
    return bool({figure.attributed_to, figure.quoted_by} & {*query.speakers})


def may_lead(query: Query, figure: Observation) -> bool:
    """A claim never leads a plain question."""
    return figure.evidence != "political_claim" or query.claim


def stands_for(figure: Observation) -> date:
    """The day up to which a figure speaks; for an undated one, as its source's words and its publication tell."""
    if figure.period.end:
        return figure.period.end
    months = [a.months for a in _reported(figure.reported_period or "", figure.published) if a.months]
    published = _day(figure.published)
    earlier = months and "earlier" in (figure.reported_period or "")
    return published - timedelta(days=31 * months[0]) if earlier and months[0] else published


def leading(figures: Iterable[Observation]) -> list[Observation]:
    """The figures by who leads: certain before doubtful, recent before old, pinned, evidence, newest release."""
    held = list(figures)
    if len(held) < 2:
        return held
    newest = max((stands_for(f) for f in held), default=date.min)

    def rank(figure: Observation) -> tuple[object, ...]:
        until = stands_for(figure)
        old = newest - until > RECENT
        return (
            bool(figure.doubt),
            old,
            not figure.pinned,
            EVIDENCE[figure.evidence] if not old else 0,
            -until.toordinal(),
            figure.status == "superseded",
            -_day(figure.published).toordinal(),
        )

    return sorted(held, key=rank)


def first_reading(asked: Sequence[AskedPeriod], figures: Sequence[Observation]) -> list[Observation]:
    """Of the figures that fit, those for the likeliest reading that is held."""
    for period in asked:
        for reading in period.readings:
            if same := [f for f in figures if same_time(reading, f.period)]:
                return same
    return list(figures)
