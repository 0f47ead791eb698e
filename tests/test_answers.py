"""From a question to its figure: what must be answered is, and what must not be is not."""

from __future__ import annotations

import re
from dataclasses import asdict

import pytest

from bot.ask_again import question_for
from bot.bot import Bot
from tests.phrasings import (
    ANY_OF_EACH,
    TODAY,
    Asking,
    Conversation,
    Refusing,
    answerable,
    conversations,
    facts,
    refusable,
)

ANSWERABLE = answerable()
REFUSABLE = refusable()
NOUNS = ("by clowns", "in pubs", "on trams", "with umbrellas", "involving dentists", "near hospitals", "at weddings")
OTHER_PLACES = ("Aberdeen", "Barnet", "London, Ontario", "Croydon", "Marseille")
OTHER_YEARS = ("1987", "2011", "fy 2013/14", "March 2020", "Q3 2012")
OTHER_GROUPS = ("aged over 65", "of women", "with a gun and aged 40 to 49")
MOST_LEAKS = 0.005


@pytest.mark.parametrize("asking", ANSWERABLE, ids=str)
def test_reaches_its_figure(bot: Bot, asking: Asking) -> None:
    reply, _ = bot.ask(asking.question, asking.now)
    assert reply.outcome == "answer", reply.text
    assert facts()[asking.fact] in {f.observation for f in reply.figures}, reply.text


@pytest.mark.parametrize("refusing", REFUSABLE, ids=str)
def test_does_not_answer(bot: Bot, refusing: Refusing) -> None:
    reply, _ = bot.ask(refusing.question, refusing.now)
    assert reply.outcome in refusing.outcomes, reply.text
    assert reply.figures == ()


@pytest.mark.parametrize("talk", conversations(), ids=str)
def test_talks(bot: Bot, talk: Conversation) -> None:
    before = None
    for turn in talk.turns:
        reply, before = bot.ask(turn.question, TODAY, before)
        assert reply.outcome == turn.outcome, reply.text
        head = {**asdict(reply.figures[0]), "period": reply.figures[0].period.id} if reply.figures else {}
        assert {name: head.get(name) for name, _ in turn.shows} == dict(turn.shows), reply.text


def test_every_fact_is_asked_for_twice() -> None:
    asked = [a.fact for a in ANSWERABLE]
    assert {fact: asked.count(fact) for fact in facts() if asked.count(fact) < 2} == {}


def test_the_question_made_for_a_figure_leads_to_it(bot: Bot) -> None:
    """Choices and nearest figures are offered as questions: each must lead to its own figure."""
    lost = []
    for fact, observation in facts().items():
        figure = bot.knowledge.observation(observation)
        assert figure is not None
        question = question_for(figure, bot.knowledge)
        reply, _ = bot.ask(question, TODAY)
        shown = {f.observation for f in (*reply.figures, *reply.nearest)}
        if observation not in shown:
            lost.append((fact, question, reply.text))
    assert lost == []


def _answered(bot: Bot, asking: Asking, question: str) -> bool:
    return bot.ask(question, asking.now)[0].outcome == "answer"


def _leaks(bot: Bot, changed: list[tuple[Asking, str]]) -> list[str]:
    return [question for asking, question in changed if _answered(bot, asking, question)]


def test_a_random_noun_stops_the_answer(bot: Bot) -> None:
    changed = [(a, f"{a.question.rstrip('?. ')} {noun}?") for a in ANSWERABLE for noun in NOUNS]
    assert len(_leaks(bot, changed)) <= MOST_LEAKS * len(changed), _leaks(bot, changed)


def test_another_place_stops_the_answer(bot: Bot) -> None:
    changed = [
        (a, re.sub(r"\b(london|ldn|the capital)\b", place, a.question, flags=re.IGNORECASE))
        for a in ANSWERABLE
        for place in OTHER_PLACES
        if re.search(r"\b(london|ldn|the capital)\b", a.question, re.IGNORECASE)
    ]
    assert _leaks(bot, changed) == []


def test_another_year_stops_the_answer(bot: Bot) -> None:
    changed = [
        (a, re.sub(r"\b20\d\d\b", year, a.question))
        for a in ANSWERABLE
        for year in OTHER_YEARS
        if len(re.findall(r"\b20\d\d\b", a.question)) == 1 and "20" in a.question
    ]
    assert _leaks(bot, changed) == []


def test_another_group_stops_the_answer(bot: Bot) -> None:
    changed = [
        (a, f"{a.question.rstrip(chr(63))} {group}?")
        for a in ANSWERABLE
        for group in OTHER_GROUPS
        if "women" not in a.question
    ]
    assert _leaks(bot, changed) == []


@pytest.mark.parametrize("asking", ANY_OF_EACH, ids=str)
def test_the_sentence_to_copy_has_all_that_travels_with_a_figure(bot: Bot, asking: Asking) -> None:
    reply, _ = bot.ask(asking.question, asking.now)
    head = reply.figures[0]
    assert (head.display or head.statement or "") in reply.copy or (head.statement or "") in reply.copy
    assert head.place in reply.copy
    assert head.period.label in reply.copy
    assert reply.citations[0].publisher in reply.copy
    assert reply.copy.endswith(").")
