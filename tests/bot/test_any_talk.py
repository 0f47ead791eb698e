"""Talks put together at random: whatever goes on from whatever, there is a reply, and a talk that can be kept."""

from __future__ import annotations

from datetime import date

import yaml
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.bot import Bot
from bot.conversation import MOST_BYTES, Talk
from tests.phrasings import QUESTIONS

ASKED_ON = date(2026, 11, 22)
OPENINGS = [item["ask"] for item in yaml.safe_load((QUESTIONS / "operations.yaml").read_text("utf-8"))]
FOLLOW_UPS = (
    "and in 2024?", "a year ago?", "which is worse", "which is lower", "difference", "whats the change",
    "as a percentage", "what about Camden?", "and Kent", "who published that?", "who said that", "by month",
    "top 3 boroughs for that", "how many of those were women", "and per head?", "is that more than Camden",
    "no i meant 2019", "compared to 2019", "since 2015?", "the year before", "same quarter last year", "rank it",
    "trend", "is that a record", "how does that compare with New York", "and robbery?", "what rate is that", "per day?",
    "both", "and then", "1", "what share is that", "fewer than 100?", "has it doubled", "has the highest?",
    "between them", "combined", "just June", "latest", "at 31 March 2025", "last five years", "on record", "really?",
    "and knifey ones?",
)  # fmt: skip


@given(some.sampled_from(OPENINGS), some.lists(some.sampled_from(FOLLOW_UPS), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_every_turn_has_a_reply(whole: Bot, opening: str, follow_ups: list[str]) -> None:
    talk = Talk()
    for question in (opening, *follow_ups):
        reply, talk = whole.ask(question, ASKED_ON, talk)
        assert (reply.outcome == "answer") == bool(reply.figures)
        assert len(talk.to_json().encode()) <= MOST_BYTES
        assert Talk.from_json(talk.to_json()).to_json() == talk.to_json()
