"""From a question to its figure: what must be answered is, and what must not be is not."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict
from decimal import Decimal

import pytest

from bot.ask_again import question_for
from bot.bot import Bot
from bot.fits import same_time
from bot.reply import Figure
from knowledge.period import parse_period
from tests.phrasings import (
    COLLECTIONS,
    TODAY,
    Asking,
    Conversation,
    Refusing,
    answerable,
    any_of_each,
    conversations,
    facts,
    refusable,
)

ANSWERABLE = [asking for collection in COLLECTIONS for asking in answerable(collection)]
ONE_OF_EACH = [asking for collection in COLLECTIONS for asking in any_of_each(collection)]
# Every way of asking for an article's figure, and one in four of the dossier's figures, are put to the leaks below.
CHANGED = [*answerable(), *any_of_each("dossier")[::4]]
REFUSABLE = refusable()
NOUNS = ("by clowns", "in pubs", "on trams", "with umbrellas", "involving dentists", "near hospitals", "at weddings")
OTHER_PLACES = ("Aberdeen", "Barnet", "London, Ontario", "Croydon", "Marseille")
OTHER_YEARS = {
    "articles": ("1987", "2011", "fy 2013/14", "March 2020", "Q3 2012"),
    "dossier": ("1987", "1964", "fy 1991/92", "March 1996", "Q3 1999"),
}
OTHER_GROUPS = {
    "articles": ("aged over 65", "of women", "with a gun and aged 40 to 49"),
    "dossier": ("aged over 65", "with a gun and aged 40 to 49"),
}
# A fourth source on one figure: only its speaker's name leads to it, and the question made for it does not name one.
CROWDED_OUT = frozenset({"X0686", "X0692"})
MOST_LEAKS = 0.005


@pytest.mark.parametrize("asking", ANSWERABLE, ids=str)
def test_reaches_its_figure(bots: dict[str, Bot], asking: Asking) -> None:
    reply, _ = bots[asking.collection].ask(asking.question, asking.now)
    assert reply.outcome == "answer", reply.text
    assert facts(asking.collection)[asking.fact] in {f.observation for f in reply.figures}, reply.text


def test_the_dossier_is_reached_with_every_collection_on(whole: Bot) -> None:
    """The figure itself, or another that says the same of the same thing."""
    lost = []
    for asking in answerable("dossier"):
        reply, _ = whole.ask(asking.question, asking.now)
        if reply.outcome != "answer" or not _shows(whole, reply.figures, facts("dossier")[asking.fact]):
            lost.append((str(asking), reply.text))
    assert lost == []


def _shows(bot: Bot, figures: tuple[Figure, ...], observation: str) -> bool:
    wanted = bot.knowledge.observation(observation)
    assert wanted is not None
    alike = (wanted.indicator, wanted.place, dict(wanted.breakdown), wanted.measure, wanted.value)
    return any(
        f.observation == observation
        or (
            (f.indicator, f.place_id, f.breakdown, f.measure, _number(f)) == alike
            and same_time(wanted.period, parse_period(f.period.id))
        )
        for f in figures
    )


def _number(figure: Figure) -> Decimal | None:
    return None if figure.value is None else Decimal(str(figure.value))


@pytest.mark.parametrize("refusing", REFUSABLE, ids=str)
def test_does_not_answer(bot: Bot, refusing: Refusing) -> None:
    reply, _ = bot.ask(refusing.question, refusing.now)
    assert reply.outcome in refusing.outcomes, reply.text
    assert reply.figures == ()


@pytest.mark.parametrize("talk", conversations("ways"), ids=str)
def test_ways_of_asking(whole: Bot, talk: Conversation) -> None:
    _holds(whole, talk)


@pytest.mark.parametrize("talk", conversations(), ids=str)
def test_talks(bot: Bot, talk: Conversation) -> None:
    _holds(bot, talk)


def _holds(bot: Bot, talk: Conversation) -> None:
    before = None
    for turn in talk.turns:
        reply, before = bot.ask(turn.question, TODAY, before)
        assert reply.outcome == turn.outcome, reply.text
        head = {**asdict(reply.figures[0]), "period": reply.figures[0].period.id} if reply.figures else {}
        assert {name: head.get(name) for name, _ in turn.shows} == dict(turn.shows), reply.text


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_fact_is_asked_for_twice(collection: str) -> None:
    asked = Counter(a.fact for a in ANSWERABLE)
    assert {fact: asked[fact] for fact in facts(collection) if asked[fact] < 2} == {}


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_the_question_made_for_a_figure_leads_to_it(bots: dict[str, Bot], collection: str) -> None:
    """Choices and nearest figures are offered as questions: each must lead to its own figure."""
    bot, lost = bots[collection], []
    for fact, observation in facts(collection).items():
        figure = bot.knowledge.observation(observation)
        assert figure is not None
        question = question_for(figure, bot.knowledge)
        reply, _ = bot.ask(question, TODAY)
        if fact not in CROWDED_OUT and not _shows(bot, (*reply.figures, *reply.nearest), observation):
            lost.append((fact, question, reply.text))
    assert lost == []


def _answered(bots: dict[str, Bot], asking: Asking, question: str) -> bool:
    return bots[asking.collection].ask(question, asking.now)[0].outcome == "answer"


def _leaks(bots: dict[str, Bot], changed: list[tuple[Asking, str]]) -> list[str]:
    return [question for asking, question in changed if _answered(bots, asking, question)]


def test_a_random_noun_stops_the_answer(bots: dict[str, Bot]) -> None:
    changed = [(a, f"{a.question.rstrip('?. ')} {noun}?") for a in CHANGED for noun in NOUNS]
    assert len(_leaks(bots, changed)) <= MOST_LEAKS * len(changed), _leaks(bots, changed)


def test_another_place_stops_the_answer(bots: dict[str, Bot]) -> None:
    changed = [
        (a, re.sub(r"\b(london|ldn|the capital)\b", place, a.question, flags=re.IGNORECASE))
        for a in CHANGED
        for place in OTHER_PLACES
        if re.search(r"\b(london|ldn|the capital)\b", a.question, re.IGNORECASE)
    ]
    assert _leaks(bots, changed) == []


def test_another_year_stops_the_answer(bots: dict[str, Bot]) -> None:
    changed = [
        (a, re.sub(r"\b20\d\d\b", year, a.question))
        for a in CHANGED
        for year in OTHER_YEARS[a.collection]
        if len(re.findall(r"\b20\d\d\b", a.question)) == 1 and "20" in a.question
    ]
    assert _leaks(bots, changed) == []


def test_another_group_stops_the_answer(bots: dict[str, Bot]) -> None:
    changed = [
        (a, f"{a.question.rstrip(chr(63))} {group}?")
        for a in CHANGED
        for group in OTHER_GROUPS[a.collection]
        if "women" not in a.question
    ]
    assert _leaks(bots, changed) == []


@pytest.mark.parametrize("asking", ONE_OF_EACH, ids=str)
def test_the_sentence_to_copy_has_all_that_travels_with_a_figure(bots: dict[str, Bot], asking: Asking) -> None:
    reply, _ = bots[asking.collection].ask(asking.question, asking.now)
    head = reply.figures[0]
    assert (head.display or head.statement or "") in reply.copy or (head.statement or "") in reply.copy
    assert head.place in reply.copy
    assert head.period.label in reply.copy
    assert reply.citations[0].publisher in reply.copy
    assert reply.copy.endswith(").")
