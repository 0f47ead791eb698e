"""The highest or lowest since when, as published."""

from __future__ import annotations

from dataclasses import replace

from bot.finding import Finding
from bot.fits import change_fits, leading, may_lead
from bot.operations.beside import LEVELS
from bot.operations.levels import lookup
from bot.operations.times import record_over_time
from bot.pool import Pool
from bot.query import Query
from bot.task import TIMES
from knowledge.model import Observation
from knowledge.period import Period

LOW = frozenset({"lowest", "low", "fewest", "below", "fewer", "lower", "smallest"})
HIGH = frozenset({"highest", "high", "peak", "most", "above", "record", "fastest", "faster", "largest"})


def record(pool: Pool) -> Finding | None:
    """The highest or lowest since when: as it was said, else as the years of a series show; the worst as they show."""
    if _names_what_to_choose_from(pool.query):
        return _of_those_named(pool)
    said = None if pool.query.judged or pool.query.nth else _said(pool)
    return said or record_over_time(pool)


def _names_what_to_choose_from(query: Query) -> bool:
    """Whether one of several times named is asked for: "which year had more, 2022 or 2024"."""
    which = query.ever or query.across in TIMES
    return which and not query.speakers and len(query.periods) > 1 and all(p.kind == "period" for p in query.periods)


def _of_those_named(pool: Pool) -> Finding | None:
    """Of the times named which had the most or the fewest: the figure of each, one beside the other."""
    found = lookup(replace(pool, query=replace(pool.query, operation="lookup")))
    return found if isinstance(found, Finding) else None


def _said(pool: Pool) -> Finding | None:
    """The level, what was said of it, and the level it is measured against."""
    if pool.query.measure == "change_pct" and (extreme := _extreme_change(pool)):
        return extreme
    records = [f for f in pool.held if f.measure == "rank_or_record" and _record_fits(pool, f)]
    spoken = set(pool.query.speakers)
    records = sorted(
        leading(records),
        key=lambda f: (
            bool(spoken) and not spoken & {f.attributed_to, f.quoted_by},
            bool(f.doubt),
            not all(change_fits(p, f, against=True) for p in pool.query.periods),
            f.baseline is None,
        ),
    )
    if not records:
        return None if pool.levels(None) or pool.query.direction else _plain_lookup(pool)
    said = records[0]
    levels = _beside_record(pool, said, said.period)
    bases = _beside_record(pool, said, said.baseline) if said.baseline else []
    if pool.query.ever and any(_beats(f, level, pool) for level in levels for f in pool.levels(level.measure)):
        return None
    alike = [r for r in records[1:2] if r.of == said.of and r.period.same(said.period)]
    others = tuple(r for r in records[1:2] if r not in alike)
    beside = tuple(f for f in (said, *bases, *alike) if f not in levels)
    if levels:
        return Finding(pool.query, levels[0], comparison=beside, context=others)
    return Finding(pool.query, said, comparison=beside[1:], context=others)


def _beside_record(pool: Pool, said: Observation, period: Period) -> list[Observation]:
    """The level that a record was said of, or is measured against: best of the same series."""
    return sorted(pool.levels(said.of or None, period), key=lambda f: f.series != said.series)[:1]


def _beats(other: Observation, level: Observation, pool: Pool) -> bool:
    """Whether another figure is further out in the direction asked: then the record was said of a shorter time."""
    if other.value is None or level.value is None or other.doubt or not pool.query.direction:
        return False
    other_time = other.period.months == level.period.months and not other.period.same(level.period)
    return other_time and (other.value < level.value if pool.query.direction == "low" else other.value > level.value)


def _plain_lookup(pool: Pool) -> Finding | None:
    """For what is no figure over time, such as the year in which a unit was set up."""
    found = lookup(replace(pool, query=replace(pool.query, measure=None)))
    return found if isinstance(found, Finding) else None


def _record_fits(pool: Pool, figure: Observation) -> bool:
    query = pool.query
    if query.measure in LEVELS and query.measure != "count" and figure.of != query.measure:
        return False
    if query.measure in {None, "count"} and figure.of == "rate" and pool.indicator.unit("count"):
        return query.measure is None and not any(f.of == "count" for f in pool.held if f.measure == "rank_or_record")
    words = set((figure.statement or "").lower().replace("-", " ").split())
    if query.direction and not words & (LOW if query.direction == "low" else HIGH):
        return False
    return all(change_fits(p, figure, against=True) for p in query.periods if p.kind == "period")


def _extreme_change(pool: Pool) -> Finding | None:
    changes = [f for f in pool.held if f.measure == "change_pct" and f.value is not None and not f.doubt]
    changes = [f for f in changes if may_lead(pool.query, f)]
    if len(changes) < 2 or pool.query.periods:
        return None
    highest = pool.query.direction != "low"
    ranked = sorted(changes, key=lambda f: (f.value or 0) * (-1 if highest else 1))
    return Finding(pool.query, ranked[0], context=tuple(ranked[1:3]))
