"""The example of every indicator is a question that works: menus, help and questions back show it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.bot import Bot
from knowledge.read import read
from tests.phrasings import TEXT, TODAY

EXAMPLES = [(entry.record.id, entry.record.example) for entry in read((TEXT,))[0].indicators if entry.record.example]
# A menu is made for no day in particular.
DAYS = (TODAY, date.max)


@pytest.mark.parametrize(("indicator", "example"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_the_example_is_answered_with_a_figure_of_the_indicator(whole: Bot, indicator: str, example: str) -> None:
    for day in DAYS:
        reply, _ = whole.ask(example, day)
        assert reply.outcome == "answer", reply.text
        told = {reply.figures[0].indicator, *reply.understanding.slots["indicator"].value.split(", ")}
        assert indicator in told, reply.text


def test_everything_held_has_an_example(whole: Bot) -> None:
    bare = [i.id for i in whole.knowledge.indicators() if whole.knowledge.held().get(i.id) and not i.example]
    assert bare == []


def test_the_menu_lists_everything_held(whole: Bot) -> None:
    """What only a publisher's release holds stands beside what editors wrote."""
    assert {topic.indicator for topic in whole.menu.topics} == set(whole.knowledge.held())
    arson = next(topic for topic in whole.menu.topics if topic.indicator == "arson")
    assert (arson.first, arson.last, arson.collections) == (
        "April 2010",
        "June 2026",
        ("met-crime-borough", "met-crime-ward"),
    )
