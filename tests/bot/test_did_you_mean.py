"""What is offered where something was not understood: questions that we can answer, and nothing else."""

from __future__ import annotations

import pytest

from bot.bot import Bot
from bot.did_you_mean import MOST_OFFERED
from tests.phrasings import TODAY, any_of_each

ODD = ("involving dentists", "with umbrellas", "on trams")
# What is asked, and the question that must be offered.
OFFERED = (
    ("robbery with umbrellas in Hackney in 2025", "How many robbery offences in Hackney in 2025?"),
    ("Rolex thefts in Camden in 2025", "How many theft from the person offences in Camden in 2025?"),
    ("burglary involving dentists", "How many burglary offences in London in year ending June 2026?"),
    ("homicides of left-handed women in London in 2022", "How many homicides female victims in London in 2022?"),
    ("shopliftings by dentists in Camden in 2025", "How many shoplifting offences in Camden in 2025?"),
)
OFF_TOPIC = (
    "best pizza in Camden",
    "who won the election",
    "is that good?",
    "the weather in London",
    "qwertyuiop",
)


@pytest.mark.parametrize(("asked", "question"), OFFERED)
def test_keeps_what_was_understood(whole: Bot, asked: str, question: str) -> None:
    reply, _ = whole.ask(asked, TODAY)
    assert reply.outcome == "abstain"
    assert reply.figures == ()
    assert question in {choice.question for choice in reply.choices}, reply.text


@pytest.mark.parametrize("odd", ODD)
def test_whatever_is_offered_is_answered(whole: Bot, odd: str) -> None:
    for asking in any_of_each("dossier")[::3]:
        reply, talk = whole.ask(f"{asking.question.rstrip('?. ')} {odd}", asking.now)
        assert len(reply.choices) <= MOST_OFFERED
        for choice in reply.choices if "Did you mean:" in reply.text else ():
            assert whole.ask(choice.question, asking.now)[0].outcome == "answer", choice
            assert whole.ask(choice.question, asking.now, talk)[0].outcome == "answer", choice


def test_a_number_picks_what_is_offered(whole: Bot) -> None:
    offered, talk = whole.ask("robbery with umbrellas in Hackney in 2025", TODAY)
    assert [f"{n}. {choice.question}" for n, choice in enumerate(offered.choices, 1)] == offered.text.splitlines()[-3:]
    for number, choice in enumerate(offered.choices, 1):
        picked, _ = whole.ask(str(number), TODAY, talk)
        assert picked.figures == whole.ask(choice.question, TODAY)[0].figures


@pytest.mark.parametrize("asked", OFF_TOPIC)
def test_nothing_is_offered_for_what_is_not_our_subject(whole: Bot, asked: str) -> None:
    reply, _ = whole.ask(asked, TODAY)
    assert (reply.outcome, reply.choices) == ("out_of_scope", ())


def test_a_question_without_a_topic_is_asked_back_with_its_own_place_and_time(whole: Bot) -> None:
    reply, _ = whole.ask("what was the change in Camden in 2025", TODAY)
    assert reply.outcome == "clarify"
    assert len(reply.choices) > 1
    assert all("Camden in 2025" in choice.question for choice in reply.choices), reply.text


def test_only_what_is_switched_on_is_offered(bot: Bot) -> None:
    reply, _ = bot.ask("burglary with umbrellas in Camden", TODAY)
    assert all("burglary" not in choice.question for choice in reply.choices)
