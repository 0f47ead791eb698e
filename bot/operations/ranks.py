"""Which has the most and which the fewest: boroughs, forces and regions of one period, or the months of a stretch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from bot import arithmetic
from bot.arithmetic import Computed
from bot.finding import Finding, Headline, Ranking
from bot.fits import leading, per_fits
from bot.made import latest_like
from bot.operations.order import ordered
from bot.operations.rates import COUNTED_IN, rated
from bot.operations.times import rank_times
from bot.pool import Pool
from bot.query import Across, Direction, Query
from bot.runs import SQUARE_MILE, Run, alike, lies_in, runs
from knowledge.base import KnowledgeBase
from knowledge.model import Measure, Observation, PlaceId
from knowledge.period import Period
from knowledge.release import Series

# A ranking of which more than this share of the places is missing is none.
MOST_MISSING = 3
LEAST_RANKED = 3
LISTED = 5


def rank(pool: Pool) -> Finding | None:
    """The leaders of a ranking, or the rank of the place asked about; counts where one is too small to have a rate."""
    query = pool.query
    order = ordered(query, pool.indicator)
    if order is None or query.across is None:
        return None
    if query.across == "month":
        return rank_times(pool, order) if query.measure != "change_pct" else None
    places = _places(query, query.across, pool.knowledge)
    standing = _standing(pool, [p for p in places if p not in SQUARE_MILE])
    if not standing:
        return None
    ranking = _ranking(pool, standing, places, order)
    instead = query.measure == "rate" and ranking.figures[0].measure != "rate"
    if query.nth and not ranking.at(query.nth):
        return None
    return replace(_told(pool, ranking), instead="small_base" if instead else None)


def _places(query: Query, across: Across, knowledge: KnowledgeBase) -> tuple[PlaceId, ...]:
    """The places of a kind that lie in those that the question names beside them; few are none."""
    places = alike(across, knowledge)
    said = query.places if query.place_from == "said" else ()
    around = [p for p in said if knowledge.place(p).kind != across or p not in places]
    inside = tuple(p for p in places if all(lies_in(p, COUNTED_IN.get(a, a), knowledge) for a in around))
    return inside if len(inside) >= LEAST_RANKED else ()


def _ranking(pool: Pool, standing: Sequence[Headline], places: Sequence[PlaceId], order: Direction) -> Ranking:
    query = pool.query
    figures = tuple(sorted(standing, key=lambda f: _key(f, order)))
    held = {place_of(f) for f in figures}
    return Ranking(
        across=query.across or "borough",
        order=order,
        figures=figures,
        missing=tuple(p for p in places if p not in held and p not in SQUARE_MILE),
        excluded=tuple(p for p in places if p in SQUARE_MILE),
        shown=_shown(query),
        by_rate=_leader_by_rate(pool, figures, order)
        if query.judged and not query.nth and query.measure is None
        else None,
    )


def _leader_by_rate(pool: Pool, figures: Sequence[Headline], order: Direction) -> PlaceId | None:
    """Who would lead if residents counted; none where one of the counts is too small to have a rate."""
    found = _rates(pool, [f for f in figures if isinstance(f, Observation) and f.measure == "count"])
    return place_of(min(found, key=lambda f: _key(f, order))) if found else None


def _key(figure: Headline, order: Direction) -> tuple[Decimal, str]:
    value = figure.value or Decimal(0)
    return (-value if order == "high" else value), place_of(figure)


def place_of(figure: Headline) -> PlaceId:
    """Where a figure stands, held or computed."""
    return figure.place if isinstance(figure, Observation) else figure.of.place


def _shown(query: Query) -> int:
    listed = query.direction is None and query.judged is None
    return query.top or (LISTED if listed else 1)


def _told(pool: Pool, ranking: Ranking) -> Finding:
    """The leaders as they were asked for; the place asked about before the leader; the rest as context."""
    nth = pool.query.nth
    asked = [f for f in ranking.figures if place_of(f) in pool.query.places or ranking.position(f) == nth]
    heads = (*asked, *(f for f in ranking.figures[:1] if f not in asked)) if asked else _first(ranking)
    held = tuple(f for f in heads[1:] if isinstance(f, Observation))
    worked = tuple(f for f in heads[1:] if not isinstance(f, Observation))
    inputs = tuple(i for f in heads if not isinstance(f, Observation) for i in f.inputs)
    rest = tuple(f for f in ranking.figures if isinstance(f, Observation) and f not in heads)
    return Finding(pool.query, heads[0], inputs=inputs, comparison=held, worked=worked, context=rest, ranking=ranking)


def _first(ranking: Ranking) -> tuple[Headline, ...]:
    """The leaders, with whom is level with the last of them where only one is asked for."""
    if ranking.shown > 1:
        return ranking.figures[: ranking.shown]
    return (ranking.figures[0], *ranking.level(ranking.figures[0]))


def _standing(pool: Pool, places: Sequence[PlaceId]) -> Sequence[Headline]:
    """The figures of the places for the period asked, of the release that leads."""
    if pool.query.measure == "rate":
        if published := _leading(_held(pool, places, "rate")):
            return published
        counts = _leading(_held(pool, places, "count"))
        return _rates(pool, counts) or counts
    if pool.query.measure == "change_pct":
        return _changes(pool, places)
    if pool.query.measure is not None:
        return _leading(_held(pool, places, pool.query.measure))
    measures: tuple[Measure, ...] = ("count", "share", "rate")
    return next((found for measure in measures if (found := _leading(_held(pool, places, measure)))), [])


def _leading(held: Iterator[list[Observation]]) -> list[Observation]:
    """Of the same ranking by several publishers or releases, the one whose figures lead."""
    found = list(held)
    first = leading(figures[0] for figures in found)[:1]
    return next((figures for figures in found if figures[:1] == first), [])


def _held(pool: Pool, places: Sequence[PlaceId], measure: Measure) -> Iterator[list[Observation]]:
    """The figures of each run that holds nearly all places, each for the likeliest period that it holds."""
    query = pool.query
    if len(query.periods) > 1:
        return
    for run in runs(pool.indicator.id, measure, query.breakdown, places, pool.knowledge):
        if measure == "rate" and query.per and not per_fits(query.per, run.one.counted.unit):
            continue
        figures = next((f for p in run.periods(query) if (f := _at(run, p, len(places)))), None)
        if figures:
            yield figures


def _changes(pool: Pool, places: Sequence[PlaceId]) -> list[Headline]:
    """How the count of each place has changed, of the newest release that tells it of nearly all."""
    query = pool.query
    for run in runs(pool.indicator.id, "count", query.breakdown, places, pool.knowledge):
        for late, early in _ends(run, query):
            found: list[Headline] = [c for s in run.at.values() if (c := _change(s, late, early))]
            if found and (len(places) - len(found)) * MOST_MISSING <= len(places):
                return found
    return []


def _ends(run: Run, query: Query) -> Iterator[tuple[Period, Period]]:
    """What is compared with what: the ends that are named, the latest with a start, else a period with its eve."""
    asked = query.periods[0] if len(query.periods) == 1 else None
    if asked and len(asked.ends) == 2:
        yield asked.ends[1], asked.ends[0]
    elif asked and asked.kind == "since":
        yield from ((latest_like(base, run.one), base) for base in asked.readings)
    elif not query.periods or (asked and asked.kind == "period"):
        yield from ((late, late.shifted(years=-1)) for late in run.periods(query) if late.start)


def _change(series: Series, late: Period, early: Period) -> Computed | None:
    of, base = series.at(late), series.at(early)
    return arithmetic.percentage_change(of, base) if of and base else None


def _at(run: Run, period: Period, wanted: int) -> list[Observation] | None:
    found = [f for s in run.at.values() if (f := s.at(period)) and f.value is not None]
    return found if (wanted - len(found)) * MOST_MISSING <= wanted else None


def _rates(pool: Pool, counts: Sequence[Observation]) -> list[Headline]:
    """Rates worked out place by place; none where one of them cannot be: it might be the one that leads."""
    found: list[Headline] = [r for count in counts if (r := rated(count, pool.query, pool.indicator, pool.knowledge))]
    return found if len(found) == len(counts) else []
