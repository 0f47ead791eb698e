"""A channel's own place is read where a question names none, and the reply says so; never a figure of another place."""

from __future__ import annotations

import pytest

from bot.bot import Bot
from knowledge.model import PlaceId
from tests.phrasings import ANY_OF_EACH, TODAY, Asking

CAMDEN, LONDON, ILFORD, NEW_YORK = map(PlaceId, ("camden", "london", "ilford", "new-york"))
NO_PLACE_NAMED = (
    "how many homicides in 2025?",
    "is it safe?",
    "homicides solved",
    "police officers in 2018",
    "how did homicides compare with 2024?",
    "what was the change in knife crime?",
    "share of homicide victims under 25",
)


def test_the_default_answers_and_is_said(bot: Bot) -> None:
    reply, _ = bot.ask("share of robberies with victims aged 18 or under", TODAY, place=ILFORD)
    assert (reply.outcome, reply.figures[0].place_id) == ("answer", "ilford")
    assert "You named no place: Ilford (this channel's default)." in reply.assumed[0]
    assert reply.assumed[0] in reply.text


def test_london_is_itself_and_the_force(bot: Bot) -> None:
    for question in ("homicides in 2025", "police officers in 2018"):
        ours, theirs = bot.ask(question, TODAY)[0], bot.ask(question, TODAY, place=LONDON)[0]
        assert ours.figures == theirs.figures
        assert "this channel's default" in theirs.assumed[0]
        assert ours.ref != theirs.ref


@pytest.mark.parametrize("question", NO_PLACE_NAMED)
def test_what_is_not_held_there_is_not_answered_with_another_place(bot: Bot, question: str) -> None:
    reply, _ = bot.ask(question, TODAY, place=CAMDEN)
    assert (reply.outcome, reply.figures) == ("abstain", ())
    assert reply.assumed == ("You named no place: Camden (this channel's default).",)
    assert reply.text.endswith(reply.assumed[0])


@pytest.mark.parametrize("asking", ANY_OF_EACH, ids=str)
def test_a_default_changes_no_figure_to_another_places(bot: Bot, asking: Asking) -> None:
    plain, _ = bot.ask(asking.question, asking.now)
    there, _ = bot.ask(asking.question, asking.now, place=CAMDEN)
    assert there.figures in ((), plain.figures)
    assert not any("default" in line for line in plain.assumed)


def test_a_place_that_is_named_wins(bot: Bot) -> None:
    named, _ = bot.ask("homicides in London in 2025", TODAY, place=CAMDEN)
    assert named.figures == bot.ask("homicides in London in 2025", TODAY)[0].figures
    assert named.assumed == ()


def test_a_talk_keeps_the_place_it_is_about(bot: Bot) -> None:
    _, talk = bot.ask("homicides in London in 2025", TODAY, place=CAMDEN)
    reply, _ = bot.ask("and in 2024?", TODAY, talk, CAMDEN)
    assert (reply.figures[0].display, reply.figures[0].place_id) == ("109", "london")
    assert not any("default" in line for line in reply.assumed)


def test_a_follow_up_may_name_a_place(bot: Bot) -> None:
    _, talk = bot.ask("homicides in 2025", TODAY, place=CAMDEN)
    reply, _ = bot.ask("and in London?", TODAY, talk, CAMDEN)
    assert reply.figures[0].display == "97"
