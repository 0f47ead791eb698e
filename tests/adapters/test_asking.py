"""Forms and typed options become full questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from adapters.desk.asking import question_of
from bot.bot import Bot
from tests.phrasings import TODAY

QUESTIONS = (
    (("homicides", "london", "2025"), "Homicides in london in 2025?"),
    (("homicides", "", ""), "Homicides?"),
    (("burglary", "barking-and-dagenham", "Q1 2025"), "Burglary in barking and dagenham Q1 2025?"),
    (("how many murders?", "in London", "in 2025"), "How many murders in London in 2025?"),
    (("homicides", "London", "March 2025"), "Homicides in London in March 2025?"),
    (("homicides", "London", "last year"), "Homicides in London last year?"),
    (("homicides", "London", "2024/25"), "Homicides in London in 2024/25?"),
    (("", "camden", ""), "In camden?"),
    (("", "", ""), ""),
    ((" homicides \n", " Stoke-on-Trent ", ""), "Homicides in Stoke-on-Trent?"),
)  # fmt: skip
ANSWERED = (("homicides", "london", "2025"), ("murders", "London", "last year"), ("how many homicides", "", "in 2025"))


@pytest.mark.parametrize(("said", "question"), QUESTIONS, ids=[question for _, question in QUESTIONS])
def test_what_is_filled_in_becomes_a_question(said: tuple[str, str, str], question: str) -> None:
    assert question_of(*said) == question


@pytest.mark.parametrize("said", ANSWERED, ids=" ".join)
def test_the_question_is_answered(bot: Bot, said: tuple[str, str, str]) -> None:
    assert bot.ask(question_of(*said), TODAY)[0].figures[0].display == "97"


@given(some.text(max_size=200), some.text(max_size=100), some.text(max_size=100))
def test_anything_may_be_filled_in(topic: str, place: str, period: str) -> None:
    question = question_of(topic, place, period)
    assert "\n" not in question
    assert len(question) <= len(topic) + len(place) + len(period) + 10
