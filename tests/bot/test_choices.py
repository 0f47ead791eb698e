"""What is offered where a name means several places: the same question, with all else that it said."""

from __future__ import annotations

from datetime import date

import pytest

from bot.bot import Bot

ASKED_ON = date(2026, 8, 15)
# What is said in turn, the last of them a choice, and the headline that it must lead to.
CHOSEN = (
    (("burglary in Abbey ward in 2023", "2"), {"place_id": "abbey-ward-merton", "period": "2023", "measure": "count"}),
    (
        ("burglary in Camden in 2023", "and in Abbey ward?", "2"),
        {"place_id": "abbey-ward-merton", "period": "2023", "measure": "count"},
    ),
)


@pytest.mark.parametrize(("turns", "headline"), CHOSEN, ids=[" > ".join(turns) for turns, _ in CHOSEN])
def test_a_choice_keeps_what_was_asked(whole: Bot, turns: tuple[str, ...], headline: dict[str, str]) -> None:
    reply, talk = whole.ask(turns[0], ASKED_ON)
    for turn in turns[1:]:
        reply, talk = whole.ask(turn, ASKED_ON, talk)
    shown = reply.figures[0]
    found = {"place_id": shown.place_id, "period": shown.period.id, "measure": shown.measure}
    assert reply.outcome == "answer", reply.text
    assert {name: found[name] for name in headline} == headline


def test_a_choice_says_the_whole_question(whole: Bot) -> None:
    reply, _ = whole.ask("How many burglaries were there in Abbey ward in 2023?", ASKED_ON)
    assert [c.question for c in reply.choices] == [
        "How many burglaries were there in Abbey ward, Barking and Dagenham in 2023",
        "How many burglaries were there in Abbey ward, Merton in 2023",
    ]
