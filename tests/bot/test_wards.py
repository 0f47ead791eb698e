"""Wards are asked for by their full name: a name that two boroughs share is asked back, and none is a plain word."""

from __future__ import annotations

import pytest

from bot.bot import Bot
from bot.question import tokens
from bot.understand import understand
from tests.phrasings import TODAY

ANSWERED = {
    "burglaries in Camden Town ward in 2023": ("camden-town-ward-camden", 102),
    "How many burglaries were there in Abbey ward, Merton in 2023?": ("abbey-ward-merton", 44),
    "burglaries in Abbey ward in Barking and Dagenham in 2023": ("abbey-ward-barking-and-dagenham", 68),
    "robbery in the ward of Brixton Windrush in 2023": ("brixton-windrush-ward-lambeth", 149),
}
SHARED = ("burglaries in Abbey ward in 2023", "crime in Regent's Park ward", "robbery in Village ward")
# The name without the word is another place, or no place.
NO_WARD = ("burglaries in Camden Town in 2023", "burglaries in Abbey in 2023", "burglaries in the village in 2023")


@pytest.mark.parametrize("question", ANSWERED)
def test_a_ward_by_its_name(whole: Bot, question: str) -> None:
    reply, _ = whole.ask(question, TODAY)
    assert (reply.outcome, reply.figures[0].place_id, reply.figures[0].value) == ("answer", *ANSWERED[question])
    assert "Only offences that could be placed in a ward are counted." in reply.caveats


@pytest.mark.parametrize("question", SHARED)
def test_a_shared_name_is_asked_back_and_each_choice_leads_on(whole: Bot, question: str) -> None:
    reply, _ = whole.ask(question, TODAY)
    assert (reply.outcome, len(reply.choices)) == ("clarify", 2)
    found = [whole.ask(choice.question, TODAY)[0].figures[0].place_id for choice in reply.choices]
    assert len(set(found)) == 2


@pytest.mark.parametrize("question", NO_WARD)
def test_a_name_alone_is_no_ward(whole: Bot, question: str) -> None:
    reply, _ = whole.ask(question, TODAY)
    assert reply.outcome in {"abstain", "clarify"}
    assert reply.figures == ()


def test_every_ward_is_understood_by_its_label(whole: Bot) -> None:
    wards = [place for place in whole.knowledge.places() if place.kind == "ward"]
    assert len(wards) == 679
    for ward in wards:
        read = understand(tokens(f"burglaries in {ward.label} in 2023"), TODAY, whole.knowledge)
        assert (read.places, read.unexplained) == (((ward.id,),), ())
