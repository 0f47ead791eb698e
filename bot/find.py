"""Query → Finding: the figures that answer it, by exact slots; never by likeness."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.arithmetic import Computed
from bot.finding import Finding, Found, Headline, Missing, Several
from bot.fits import change_fits, leading, may_lead, period_fits, speaker_fits, stands_for
from bot.made import made_near
from bot.operations.table import OPERATIONS
from bot.operations.times import OPEN
from bot.pool import pools
from bot.query import Abstain, Operation, Query, RefusedFor
from knowledge.base import KnowledgeBase
from knowledge.model import CHANGES, IndicatorId, Observation

MOST_NEAREST = 3
MOST_CHOICES = 5
MOST_EVIDENCE = 6
MOST_SAID = 2
BETWEEN_PLACES = frozenset({"compare", "difference", "ratio", "rank", "total"})
NOT_HELD_AS: dict[Operation, RefusedFor] = {
    "rank": "rank",
    "trend": "trend",
    "average": "interval",
    "total": "arithmetic",
}


def find(query: Query, knowledge: KnowledgeBase) -> Found:
    """The figures for a query; else what to choose from; else what is held nearest."""
    if query.operation == "bundle":
        return _bundle(query, knowledge)
    found = (
        _among(query, query.indicators, knowledge)
        or _among(replace(query, broad=True), _narrower(query, knowledge), knowledge)
        or _gone(query, knowledge)
        or _said(query, knowledge)
        or _stated(query, knowledge)
    )
    if isinstance(found, Finding):
        return _with_claims(_checked(found, knowledge), knowledge)
    if isinstance(found, Missing):
        return found
    reason = NOT_HELD_AS.get(query.operation, "not_held")
    return found or _open_choice(query, knowledge) or Missing(query, reason, nearest(query, knowledge))


def _stated(query: Query, knowledge: KnowledgeBase) -> Found | None:
    """The figure itself where something is claimed of it that is not held in that form."""
    if not query.claim or query.operation == "lookup":
        return None
    return _among(replace(query, operation="lookup", measure=None), query.indicators, knowledge)


def _gone(query: Query, knowledge: KnowledgeBase) -> Found | None:
    """How it went, where a stretch is named by where it begins or how long it is, and no figure is held for it."""
    asked = query.periods
    if query.operation != "lookup" or query.measure or len(asked) != 1 or asked[0].kind not in OPEN:
        return None
    return _among(replace(query, operation="trend"), query.indicators, knowledge)


def _said(query: Query, knowledge: KnowledgeBase) -> Found | None:
    """What a named speaker said about the thing, where they gave no figure on it."""
    if not query.speakers or query.periods or query.breakdown:
        return None
    about = tuple(i.id for i in knowledge.indicators() if i.about in query.indicators)
    return _among(replace(query, operation="lookup", measure=None), about, knowledge)


def _narrower(query: Query, knowledge: KnowledgeBase) -> tuple[IndicatorId, ...]:
    """What a broad word may mean, level by level."""
    found: dict[IndicatorId, None] = {}
    todo = [n for i in query.indicators for n in knowledge.indicator(i).narrower]
    while todo:
        indicator = todo.pop(0)
        if indicator not in found:
            found[indicator] = None
            todo += knowledge.indicator(indicator).narrower
    return tuple(found)


def _among(query: Query, indicators: Sequence[IndicatorId], knowledge: KnowledgeBase) -> Found | None:
    """The one finding among alternatives; several different ones go back to the asker; else why there is none."""
    tried = [f for i in indicators if (f := _one(_only(i, query), i, knowledge))]
    found = [f for f in tried if not isinstance(f, Missing)]
    if not found:
        return next(iter(tried), None)
    if len(found) < 2:
        return found[0] if found and _may_answer(query, found[0], knowledge) else None
    heads = [f.figures()[0] if isinstance(f, Finding) else f.figures[0] for f in found]
    return Several(query, tuple(heads[:MOST_CHOICES]))


def _only(indicator: IndicatorId, query: Query) -> Query:
    """The query on one of its alternatives; most have but one."""
    return query if query.indicators == (indicator,) else replace(query, indicators=(indicator,))


def _may_answer(query: Query, found: Finding | Several, knowledge: KnowledgeBase) -> bool:
    """What is narrower than the word asked answers for it only where that is what the word usually means."""
    usual = {knowledge.indicator(i).usually for i in query.indicators}
    head = found.figures()[0] if isinstance(found, Finding) else found.figures[0]
    return not query.broad or head.indicator in usual


def _one(query: Query, indicator: IndicatorId, knowledge: KnowledgeBase) -> Found | None:
    if len(query.places) > 1 and query.operation not in BETWEEN_PLACES:
        return _each_place(query, indicator, knowledge)
    operation = OPERATIONS[query.operation]
    tried = (found for pool in pools(query, indicator, knowledge) if (found := operation(pool)))
    first = next(tried, None)
    return (
        next((found for found in tried if not isinstance(found, Missing)), first)
        if isinstance(first, Missing)
        else first
    )


def _each_place(query: Query, indicator: IndicatorId, knowledge: KnowledgeBase) -> Finding | None:
    """The same question of every place named: all of them, of one time and one kind, or none."""
    found = [_one(replace(query, places=(place,)), indicator, knowledge) for place in query.places]
    held = [f for f in found if isinstance(f, Finding)]
    heads = [f.headline for f in held]
    if len(held) < len(query.places) or not all(_are_alike(heads[0], head) for head in heads):
        return None
    first = held[0]
    return Finding(
        query,
        first.headline,
        inputs=tuple(i for f in held for i in f.inputs),
        comparison=tuple(h for h in heads[1:] if isinstance(h, Observation)),
        worked=tuple(h for h in heads[1:] if isinstance(h, Computed)),
        courses=tuple(course for f in held for course in f.courses),
        instead=next((f.instead for f in held if f.instead), None),
    )


def _are_alike(one: Headline, other: Headline) -> bool:
    """Whether two figures may stand side by side: both held or both worked out, of one measure, unit and time."""
    if type(one) is not type(other) or (one.measure, one.unit) != (other.measure, other.unit):
        return False
    of, with_it = (figure.of if isinstance(figure, Computed) else figure for figure in (one, other))
    return of.period.same(with_it.period)


def _checked(found: Finding, knowledge: KnowledgeBase) -> Finding | Missing:
    """Numbers in the question must be figures of the answer, unless they are a claim to be held against it."""
    asked_for = (found.headline, *found.inputs)
    known = {abs(f.value) for f in asked_for if f.value is not None}
    strange = tuple(str(n) for n in found.query.numbers if n not in known)
    unit = found.headline.unit
    if (strange and not found.query.claim) or (found.query.measure == "money" and unit != "GBP"):
        return Missing(found.query, "not_understood", nearest(found.query, knowledge), strange)
    return found


def _with_claims(found: Finding | Missing, knowledge: KnowledgeBase) -> Finding | Missing:
    """Beside a claim that is asked about: what was claimed of the same thing, each with its speaker."""
    if isinstance(found, Missing) or not found.query.claim:
        return found
    shown = found.figures()
    kinds, breakdown, place = _kinds(found), found.query.breakdown, found.query.places[0]
    held = (f for i in found.query.indicators for f in knowledge.observations(i, place=place))
    said = [f for f in held if f.measure in kinds and f.breakdown == breakdown and f not in shown]
    said = [f for f in said if all(change_fits(p, f, against=True) for p in found.query.periods)]
    said = leading(said)
    if found.query.speakers:
        said.sort(key=lambda f: not speaker_fits(found.query, f, knowledge))
    return replace(found, context=(*found.context, *said[: max(0, 3 - len(found.context))]))


def _kinds(found: Finding) -> set[str]:
    said = {"statement", "rank_or_record"} if found.query.speakers else set()
    changes = {"change_pct", "change_abs"} if found.headline.measure.startswith("change") else {found.headline.measure}
    return {*said, *changes}


def _open_choice(query: Query, knowledge: KnowledgeBase) -> Several | None:
    """A question that names neither place nor time nor group, on something held in several forms."""
    if (
        query.place_from != "indicator"
        or query.periods
        or query.breakdown
        or query.speakers
        or query.numbers
        or query.per
    ):
        return None
    if query.operation not in {"lookup", "change", "difference"}:
        return None
    family = (*query.indicators, *_narrower(query, knowledge))
    held = [f for i in family for f in (*knowledge.observations(i), *knowledge.reported_as(i))]
    distinct = list(dict.fromkeys(f for f in leading(held) if f.value is not None and may_lead(query, f)))
    return Several(query, tuple(distinct[:MOST_CHOICES])) if len(distinct) > 1 else None


def nearest(query: Query, knowledge: KnowledgeBase) -> tuple[Observation, ...]:
    """The held figures closest to what was asked: same breakdown, place, measure, then the nearest period."""
    family = (*query.indicators, *_narrower(query, knowledge))
    written = [f for i in family for f in (*knowledge.observations(i), *knowledge.reported_as(i)) if not f.doubt]
    monthly = {r.months for p in query.periods for r in p.readings[:1]} <= {1}
    asked = next((r.end or r.start for p in query.periods for r in p.readings if r.end or r.start), None)
    made = (f for i in family for f in made_near(query.places, i, knowledge, monthly=monthly, asked=asked))
    held = [*written, *made]

    def distance(figure: Observation) -> tuple[object, ...]:
        days = abs((stands_for(figure) - asked).days) if asked else -stands_for(figure).toordinal()
        return (
            figure.value is None,
            figure.evidence == "political_claim" and not query.claim,
            figure.breakdown != query.breakdown,
            figure.place not in query.places or figure.compared_with is not None,
            figure.measure != query.measure if query.measure else figure.measure in CHANGES,
            days,
        )

    return tuple(dict.fromkeys(sorted(held, key=distance)))[:MOST_NEAREST]


def nearest_of(refused: Abstain, knowledge: KnowledgeBase) -> tuple[Observation, ...]:
    """What is held on the indicators of a question that was refused: at its places, else anywhere."""
    places = refused.places or tuple(knowledge.indicator(i).default_place for i in refused.indicators)
    here = [f for i in refused.indicators for p in places for f in knowledge.observations(i, place=p)]
    here += [f for i in refused.indicators for f in made_near(places, i, knowledge)]
    told = _certain(here) or _certain(f for i in refused.indicators for f in knowledge.observations(i))
    return tuple(leading(told)[:MOST_NEAREST])


def _certain(figures: Iterable[Observation]) -> list[Observation]:
    return [f for f in figures if not f.doubt and f.evidence != "political_claim"]


def _bundle(query: Query, knowledge: KnowledgeBase) -> Found:
    """A fair bundle for a sweeping statement: what is held on each indicator that bears on it, no verdict."""
    indicator = knowledge.indicator(query.indicators[0])
    elsewhere = query.place_from != "indicator" and query.places != (indicator.default_place,)
    if elsewhere or query.breakdown or query.per:
        return Missing(query, "not_held", nearest(replace(query, indicators=indicator.evidence_for), knowledge))
    said = [f for i in query.indicators for f in knowledge.observations(i) if _was_said(query, f, knowledge)]
    heads: list[Observation] = []
    beside: list[Observation] = []
    for one in indicator.evidence_for:
        found = _one(_plain(query, one, knowledge), one, knowledge)
        if isinstance(found, Finding) and isinstance(found.headline, Observation):
            heads.append(found.headline)
            beside += [f for f in found.comparison if f.measure == "change_pct"]
    if query.speakers and not said:
        return Missing(query, "not_held")
    if not heads:
        return Finding(query, said[0], context=tuple(said[1:3])) if said else Missing(query, "not_held")
    context = tuple(leading(said)[:MOST_SAID])
    return Finding(query, heads[0], comparison=(*beside, *heads[1:])[: MOST_EVIDENCE - 1], context=context)


def _was_said(query: Query, figure: Observation, knowledge: KnowledgeBase) -> bool:
    """Whether a statement is by who is asked about, of the time asked about."""
    in_time = all(period_fits(p, figure) for p in query.periods)
    return in_time and may_lead(query, figure) and speaker_fits(query, figure, knowledge)


def _plain(query: Query, indicator: IndicatorId, knowledge: KnowledgeBase) -> Query:
    """The plain question on one piece of evidence: its latest level, else its latest change."""
    home = knowledge.indicator(indicator).default_place
    levels = [f for f in knowledge.observations(indicator, place=home) if f.measure == "count" and not f.breakdown]
    return replace(
        query,
        indicators=(indicator,),
        places=(home,),
        operation="lookup" if levels else "change",
        measure=None,
        speakers=(),
        claim=False,
        numbers=(),
    )
