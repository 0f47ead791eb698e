"""The menu: what is offered is surely understood, what is held comes first, and nothing is looked up on the way."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from adapters.desk.asking import question_of
from bot.bot import Bot
from bot.menu import Menu, Slot
from bot.question import tokens
from bot.understand import understand
from tests.phrasings import TODAY

SLOTS: tuple[Slot, ...] = ("topic", "place", "period")
MOST = 10_000
# What is typed → what must stand first.
TYPED: tuple[tuple[Slot, str, str], ...] = (
    ("topic", "murd", "homicides"),
    ("topic", "hommicid", "homicides"),
    ("topic", "murder cases in", "homicides"),
    ("topic", "phone", "mobile phone thefts"),
    ("topic", "SHOPL", "shoplifting offences"),
    ("topic", "police off", "police officers"),
    ("place", "lon", "london"),
    ("place", "camde", "camden"),
    ("place", "camdne", "camden"),
    ("place", "metropolitan p", "met-police"),
    ("period", "202", "2025"),
    ("period", "year ending mar", "year ending March 2025"),
)


@pytest.fixture(scope="module")
def menu(bot: Bot) -> Menu:
    return bot.menu


@pytest.mark.parametrize(("slot", "typed", "first"), TYPED, ids=str)
def test_what_is_typed_finds(bot: Bot, slot: Slot, typed: str, first: str) -> None:
    assert bot.suggest(slot, typed)[0].value == first


def test_every_topic_is_understood_as_itself_alone(bot: Bot, menu: Menu) -> None:
    labels = {i.label[:100]: i.id for i in bot.knowledge.indicators()}
    offered = menu.suggest("topic", "", MOST)
    assert len(offered) == len(labels)
    for suggestion in offered:
        read = understand(tokens(suggestion.value), TODAY, bot.knowledge)
        assert (read.indicators, read.unexplained) == ((labels[suggestion.label],), ())


def test_every_place_is_understood_by_its_id(bot: Bot, menu: Menu) -> None:
    offered = menu.suggest("place", "", MOST)
    assert len(offered) > 600
    for suggestion in offered:
        read = understand(tokens(suggestion.value), TODAY, bot.knowledge)
        assert (read.places, read.unexplained) == (((bot.knowledge.place(suggestion.value).id,),), ())


@pytest.mark.parametrize("asked_on", [date(2020, 2, 29), TODAY, date(2031, 1, 1)], ids=str)
def test_every_period_is_read_alike_on_every_day(bot: Bot, menu: Menu, asked_on: date) -> None:
    offered = menu.suggest("period", "", MOST)
    assert offered
    for suggestion in offered:
        (read,) = understand(tokens(suggestion.value), asked_on, bot.knowledge).periods
        assert read.readings[0].label == suggestion.value


def test_topics_are_those_that_are_held(bot: Bot, menu: Menu) -> None:
    held = bot.knowledge.held()
    assert {topic.indicator for topic in menu.topics} == set(held)
    for topic in menu.topics:
        figures = bot.knowledge.observations(topic.indicator)
        dated = [f.period for f in figures if f.period.end]
        assert topic.places == tuple(sorted({f.place for f in figures}))
        assert topic.collections == ("articles",)
        assert bool(topic.first) == bool(topic.last) == bool(dated)
        assert {topic.first, topic.last} <= {p.label for p in dated} | {""}


def test_sources_are_counted(bot: Bot, menu: Menu) -> None:
    held = [f for i in bot.knowledge.indicators() for f in bot.knowledge.observations(i.id)]
    assert sum(source.figures for source in menu.sources) == len(held)
    assert all(source.publisher and source.title and source.licence for source in menu.sources)


def test_examples_are_answered(bot: Bot, menu: Menu) -> None:
    assert len(menu.examples) == len(set(menu.examples)) == 4
    assert [bot.ask(question, TODAY)[0].outcome for question in menu.examples] == ["answer"] * 4


def test_held_things_come_first(bot: Bot, menu: Menu) -> None:
    held, there = bot.knowledge.held(), bot.knowledge.held_by_place()
    labels = {i.label[:100]: i.id for i in bot.knowledge.indicators()}
    topics = [held.get(labels[s.label], 0) for s in menu.suggest("topic", "", MOST)]
    places = [there.get(bot.knowledge.place(s.value).id, 0) for s in menu.suggest("place", "", MOST)]
    assert (topics, places) == (sorted(topics, reverse=True), sorted(places, reverse=True))
    assert menu.places == menu.suggest("place", "", len(menu.places))
    assert 0 not in places[: len(menu.places)]
    assert 0 in places[len(menu.places) :]


@given(some.sampled_from(SLOTS), some.text(max_size=60), some.integers(min_value=1, max_value=100))
def test_anything_may_be_typed(bot: Bot, slot: Slot, typed: str, limit: int) -> None:
    found = bot.menu.suggest(slot, typed, limit)
    assert len(found) == len(set(found)) <= limit
    assert all(0 < len(s.label) <= 100 and s.value for s in found)


def test_suggesting_reads_no_file(built: object, bot: Bot) -> None:
    del built
    menu = Menu.of(bot.knowledge)
    rows, bot.knowledge._file.rows = bot.knowledge._file.rows, None  # type: ignore[method-assign,assignment]
    try:
        assert [bool(menu.suggest(slot, typed)) for slot, typed, _ in TYPED] == [True] * len(TYPED)
    finally:
        bot.knowledge._file.rows = rows  # type: ignore[method-assign]


def test_what_is_offered_makes_questions_that_are_understood(bot: Bot, menu: Menu) -> None:
    """Every held topic with every held place and period: nothing of the question is left over, nothing is added."""
    labels = {i.label[:100]: i.id for i in bot.knowledge.indicators()}
    periods = menu.suggest("period", "", MOST)
    for topic in menu.suggest("topic", "", len(menu.topics)):
        for place in ("", *(s.value for s in menu.places)):
            for period in ("", *(s.value for s in periods)):
                question = question_of(topic.value, place, period)
                read = understand(tokens(question), TODAY, bot.knowledge)
                assert (read.indicators, read.unexplained) == ((labels[topic.label],), ()), question
                assert [p.readings[0].label for p in read.periods] == ([period] if period else []), question
                # "Londoners who trust the Met in London" names the place as part of the topic.
                assert read.places in ((), ((place,),)), question


def test_an_empty_menu_offers_nothing() -> None:
    assert [Menu().suggest(slot, "") for slot in SLOTS] == [()] * 3
