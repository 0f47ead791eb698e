"""Understanding → what is asked for: a query on figures, a question back, or an honest refusal."""

from __future__ import annotations

from datetime import date
from itertools import product

from bot.query import Abstain, Clarify, Help, OutOfScope, Query, RefusedFor, Resolved
from bot.runs import ancestors
from bot.task import CHANGES, RATES, Task
from bot.understand import LINKING, Understanding
from knowledge.base import KnowledgeBase
from knowledge.model import IndicatorId, PlaceId

POLICE_AREA: frozenset[PlaceId] = frozenset({PlaceId("london"), PlaceId("met-police")})
REFUSED_OPERATIONS: tuple[RefusedFor, ...] = ("forecast", "cause", "opinion", "interval", "no_rank")
PER_RESIDENT = RATES.keys() - {"rate"}
LINKS = frozenset({"against", "than", "v", "versus", "vs", "with", "to"})
ORDERING = frozenset({"rank", "record"})
POLAR = frozenset({"is", "are", "was", "were", "did", "do", "does", "has", "have", "had"})


def resolve(
    understood: Understanding, asked_on: date, knowledge: KnowledgeBase, place: PlaceId | None = None
) -> Resolved:
    """The one thing that the question asks for; `place` is meant where it names none."""
    aside = _beside_the_point(understood) or _about_beatbook(understood)
    return aside or _figures(understood, asked_on, knowledge, place)


def _beside_the_point(understood: Understanding) -> Resolved | None:
    """What is answered with a line and no figure, before anything else is looked at."""
    if understood.refusal:
        return OutOfScope(understood.refusal)
    if _is_empty(understood):
        return Help("thanks" if understood.social == "thanks" else "greeting")
    if understood.social == "help" and not understood.unexplained and not understood.indicators:
        return Help("coverage", places=_first(understood)) if understood.places else Help("topics")
    named = understood.indicators or understood.several or "other_sense" in understood.operations
    if not named and understood.unexplained:
        return OutOfScope("off_topic")
    return None


def _is_empty(understood: Understanding) -> bool:
    slots = understood.indicators or understood.places or understood.periods or understood.measures
    asks = slots or understood.operations - LINKING or understood.breakdown or understood.speakers or understood.numbers
    return not (asks or understood.several or understood.unexplained) and understood.social != "help"


def _first(understood: Understanding) -> tuple[PlaceId, ...]:
    return tuple(readings[0] for readings in understood.places)


def _about_beatbook(understood: Understanding) -> Resolved | None:
    """Questions on the knowledge rather than on a figure."""
    if understood.unexplained:
        return None
    places = _first(understood)
    for kind in ("definition", "freshness", "coverage", "source"):
        if kind in understood.operations:
            return Help(kind, understood.indicators, places)
    return None


def _figures(understood: Understanding, asked_on: date, knowledge: KnowledgeBase, default: PlaceId | None) -> Resolved:
    refused = _refused(understood, asked_on)
    if refused:
        places = _first(understood) or _set_by_channel(default)
        return Abstain(refused, understood.indicators, places, understood.unexplained)
    readings = _place_readings(understood, knowledge)
    if len(readings) > 1:
        return Clarify("place", understood.indicators, tuple(r[-1] for r in readings))
    if not understood.indicators:
        return _without_indicator(understood)
    return _query(understood, readings[0], knowledge, default)


def _set_by_channel(default: PlaceId | None) -> tuple[PlaceId, ...]:
    return () if default is None else (default,)


def _refused(understood: Understanding, asked_on: date) -> RefusedFor | None:
    for reason in REFUSED_OPERATIONS:
        if reason in understood.operations:
            return reason
    if understood.unexplained or "other_sense" in understood.operations or not Task(understood, ()).is_whole:
        return "not_understood"
    if understood.several or understood.counts > 1:
        return "several"
    if any(p.kind == "today" for p in understood.periods):
        return "too_fresh"
    if any(p.kind == "future" for p in understood.periods):
        return "forecast"
    if any(p.readings and all(r.start and r.start > asked_on for r in p.readings) for p in understood.periods):
        return "forecast"
    return None


def _place_readings(understood: Understanding, knowledge: KnowledgeBase) -> list[tuple[PlaceId, ...]]:
    """Every way of reading the places named, those readings first on which something is held."""
    readings = [_innermost(combination, understood, knowledge) for combination in product(*understood.places)]
    if len(readings) == 1:
        return readings
    held = [r for r in readings if all(_holds(p, understood.indicators, knowledge) for p in r)]
    return held if len(held) == 1 else readings


def _innermost(places: tuple[PlaceId, ...], understood: Understanding, knowledge: KnowledgeBase) -> tuple[PlaceId, ...]:
    """ "Camden, London" is Camden; "Camden against London" is both."""
    named = tuple(dict.fromkeys(places))
    if len(named) < 2 or "compare" in understood.operations or "difference" in understood.measures:
        return named
    around = {a for p in named for a in ancestors(p, knowledge)}
    return tuple(p for p in named if p not in around)


def _holds(place: PlaceId, indicators: tuple[IndicatorId, ...], knowledge: KnowledgeBase) -> bool:
    held = dict(knowledge.at_place(place))
    return any(i in held for i in indicators)


def _without_indicator(understood: Understanding) -> Resolved:
    """No indicator, and no talk to take it from: ask which, if a figure is asked for at all."""
    if understood.measures or understood.operations - LINKING - {"compare"} or understood.breakdown:
        return Clarify("indicator")
    if understood.speakers:
        return Clarify("indicator")
    if understood.places or understood.periods:
        return Help("coverage", places=_first(understood))
    return OutOfScope("off_topic")


def _query(
    understood: Understanding, said: tuple[PlaceId, ...], knowledge: KnowledgeBase, default: PlaceId | None
) -> Query | Abstain:
    places = said or _set_by_channel(default)
    task = Task(understood, tuple(knowledge.place(place).kind for place in places))
    operation, measure = task.done
    indicator = knowledge.indicator(understood.indicators[0])
    if understood.nth and operation not in ORDERING:
        return Abstain("not_understood", understood.indicators, places, (understood.said("nth"),))
    if _is_not_so_measured(understood, knowledge):
        return Abstain("not_understood", understood.indicators, places, tuple(understood.said("measures").split()))
    indicators = understood.indicators
    if indicator.evidence_for and len(places) > 1:
        indicators, operation, measure = indicator.evidence_for, "compare", None
    elif indicator.evidence_for and operation != "rank":
        operation, measure = "bundle", None
    at_home = (_home(p, indicator.default_place) for p in places)
    named = dict.fromkeys(_counted_at(p, understood.indicators, knowledge) for p in at_home)
    own = tuple(sorted(named, key=lambda p: p != indicator.default_place))
    return Query(
        indicators=indicators,
        places=own or (indicator.default_place,),
        place_from="said" if said else "channel" if places else "indicator",
        breakdown=understood.breakdown,
        measure=measure,
        per=next((per for m, per in RATES.items() if per and m in understood.measures), None),
        operation=operation,
        direction=task.direction,
        ever="record_ever" in understood.operations,
        periods=understood.periods,
        from_base=_is_from_a_base(understood),
        speakers=understood.speakers,
        claim=_is_claim(understood),
        against="compare" in understood.operations and len(own) < 2,
        elsewhere="elsewhere" in understood.operations,
        level=task.level,
        numbers=understood.numbers,
        across=task.across,
        top=understood.top,
        nth=understood.nth,
        judged=task.judged,
        each=task.each,
        whether=_is_polar(understood),
        carried=understood.carried,
        within=understood.within,
    )


def _is_not_so_measured(understood: Understanding, knowledge: KnowledgeBase) -> bool:
    """Whether pounds are asked for, or a number for each resident, of what is neither held so nor counted."""
    if "money" in understood.measures and not _in_money(understood.indicators, knowledge):
        return True
    named = [knowledge.indicator(i) for i in understood.indicators]
    return bool(understood.measures & PER_RESIDENT) and not any(i.unit("rate") or i.unit("count") for i in named)


def _is_from_a_base(understood: Understanding) -> bool:
    """Whether the one time named is what today is compared with: "compared with five years ago", "than in 2015"."""
    if understood.carried or len(understood.periods) != 1 or understood.periods[0].kind != "period":
        return False
    compared = "compare" in understood.operations or understood.measures & CHANGES
    start = understood.periods[0].start
    return bool(compared and LINKS & set(understood.words[max(0, start - 2) : start]))


def _in_money(indicators: tuple[IndicatorId, ...], knowledge: KnowledgeBase) -> bool:
    """Whether any of them, or what they may mean, is held in pounds."""
    family = {*indicators, *(n for i in indicators for n in knowledge.indicator(i).narrower)}
    return any(f.unit == "GBP" for i in family for f in knowledge.observations(i))


def _home(place: PlaceId, default: PlaceId) -> PlaceId:
    """ "The Met" and "London" name one area: each indicator is held under one of the two."""
    return default if place in POLICE_AREA and default in POLICE_AREA else place


def _counted_at(place: PlaceId, indicators: tuple[IndicatorId, ...], knowledge: KnowledgeBase) -> PlaceId:
    """The borough that a force is there for alone, where the figures are held of that: the City of London."""
    parent = knowledge.place(place).parent
    if parent is None or knowledge.place(parent).kind != "borough" or knowledge.place(place).kind != "force":
        return place
    return parent if not _holds(place, indicators, knowledge) and _holds(parent, indicators, knowledge) else place


def _is_claim(understood: Understanding) -> bool:
    """Something asserted is asked about: a speaker is named, or so much is put to a yes-or-no question."""
    if "claim" in understood.operations or understood.speakers:
        return True
    so_much = understood.numbers or "multiple" in understood.measures
    return bool(so_much) and _is_polar(understood)


def _is_polar(understood: Understanding) -> bool:
    """Whether a yes or a no is asked for; what only goes on from a talk may have no words of its own."""
    return bool(POLAR & set(understood.words[:1]))
