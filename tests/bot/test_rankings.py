"""Rankings: in order, every place once or named as left out, ties told, no judgement on what is neutral."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from bot.bot import Bot
from bot.reply import Reply
from knowledge.base import KnowledgeBase

ASKED_ON = date(2026, 8, 15)
THINGS = ("burglary", "robbery", "shoplifting", "homicide", "rape", "bicycle theft", "vehicle offences", "all crime")
TIMES = ("in 2025", "in 2019", "in May 2026", "in the year to March 2024", "in FY 2015/16")
ENDS = ("most", "fewest")


@pytest.fixture(scope="module")
def everything(knowledge: KnowledgeBase) -> Bot:
    """A bot on all collections."""
    return Bot(knowledge)


def _asked(bot: Bot, question: str) -> Reply:
    reply, _ = bot.ask(question, ASKED_ON)
    assert reply.outcome == "answer", reply.text
    return reply


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("thing", THINGS)
def test_every_borough_is_ranked_or_named(everything: Bot, thing: str, time: str, end: str) -> None:
    reply = _asked(everything, f"which borough had the {end} {thing} {time}?")
    points = reply.series[0].points
    boroughs = {place.label for place in everything.knowledge.places() if place.kind == "borough"}
    ranked = [point.place for point in points]
    assert len(ranked) == len(set(ranked))
    assert boroughs - set(ranked) == {"City of London"}
    assert "Not ranked: City of London." in reply.text
    assert all(
        (a.value or 0) >= (b.value or 0) if end == "most" else (a.value or 0) <= (b.value or 0)
        for a, b in pairwise(points)
    )
    assert {figure.observation for figure in reply.figures} == {point.observation for point in points}


@pytest.mark.parametrize("thing", THINGS)
def test_which_place_is_asked_whatever_place_was_asked_about(everything: Bot, thing: str) -> None:
    _, talk = everything.ask("robbery in Bexley in 2025", ASKED_ON)
    reply, _ = everything.ask(f"which borough has the most {thing}?", ASKED_ON, talk)
    alone = _asked(everything, f"which borough has the most {thing} in 2025?")
    assert reply.figures[:1] == alone.figures[:1]
    assert "Bexley" not in reply.text


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("thing", THINGS)
def test_the_ranked_and_the_unranked_make_the_total(everything: Bot, thing: str, time: str) -> None:
    """What is in no borough is what the airports and unknown places leave: never less than nothing."""
    ranking = _asked(everything, f"rank the boroughs by {thing} {time}")
    release = next(f.observation for f in ranking.figures if f.observation)
    head = everything.knowledge.observation(release)
    assert head is not None
    whole = next(
        total
        for series in everything.knowledge.series(head.indicator, place="london", measure="count")
        if series.release.id == head.series and (total := series.at(head.period))
    )
    ranked = sum(int(point.value or 0) for point in ranking.series[0].points)
    assert whole.value is not None
    assert 0 <= whole.value - ranked <= whole.value * 20 / 100


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("top 5 boroughs for robbery, year to June 2026", 5),
        ("which four boroughs had the most burglary in 2025", 4),
        ("the three worst boroughs for shoplifting in 2025", 3),
        ("bottom 2 boroughs for robbery in 2025", 2),
        ("ten boroughs with most vehicle offences, 2024", 10),
        ("robbery by borough 2025", 5),
    ],
)
def test_as_many_as_are_asked_for(everything: Bot, question: str, places: int) -> None:
    roles = [figure.role for figure in _asked(everything, question).figures]
    assert roles == ["headline", *["comparison"] * (places - 1), *["context"] * (32 - places)]


@pytest.mark.parametrize(
    ("question", "place", "said"),
    [
        ("where does Camden rank for burglary in 2025", "camden", "4th of 32 boroughs, the highest first"),
        ("is Lambeth the worst borough for robbery in 2025?", "lambeth", "4th of 32 boroughs"),
        ("is Westminster the worst borough for robbery in 2025?", "westminster", "Highest of 32 boroughs"),
        ("safest borough for violence with injury in 2025", "richmond-upon-thames", "Lowest of 32 boroughs"),
        ("which borough had the fewest homicides in 2025", "barking-and-dagenham", "level with Harrow, Kingston"),
        ("in which month of 2025 was theft from the person in Westminster highest", "westminster", "of 12 months"),
        ("which year had the most robberies in Lambeth", "lambeth", "Highest of 15 years, 2011 to 2025"),
        ("was 2025 the lowest year for burglary in Barnet", "barnet", "Lowest of 15 years, 2011 to 2025"),
    ],
)
def test_a_rank_is_told(everything: Bot, question: str, place: str, said: str) -> None:
    reply = _asked(everything, question)
    assert reply.figures[0].place_id == place
    assert said in reply.text


@pytest.mark.parametrize(
    "question",
    [
        "which ward in Camden had the most burglaries in 2025",
        "which borough in Manchester had the most burglaries",
        "worst street in Camden for robbery",
        "which borough is best for burglary in 2099",
        "which station has the most thefts",
        "hate crime by borough 2025 top 5",
        "top 5 boroughs for knife crime with umbrellas",
    ],
)
def test_no_ranking_of_what_is_not_held(everything: Bot, question: str) -> None:
    reply, _ = everything.ask(question, ASKED_ON)
    assert reply.outcome in {"abstain", "clarify", "out_of_scope"}, reply.text
