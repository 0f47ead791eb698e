"""Likeness letter by letter: what it finds, how much it says of any text, and that it is the same every time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from knowledge.base import KnowledgeBase
from knowledge.likeness import MOST_NAMES, indexed, threes

# Words as nobody has written them down → the indicator that must come first.
LIKE = (
    ("burglarisation", "burglary"),
    ("homicidality", "homicide"),
    ("shopliftery", "shoplifting"),
    ("bicycle thieveries", "bicycle-theft"),
    ("knife criminals", "knife-crime"),
)


@pytest.mark.parametrize(("words", "indicator"), LIKE)
def test_finds_what_is_alike(knowledge: KnowledgeBase, words: str, indicator: str) -> None:
    assert knowledge.likeness.of(words)[0].indicator == indicator


def test_the_same_words_are_wholly_alike(knowledge: KnowledgeBase) -> None:
    found = knowledge.likeness.of("shoplifting offences")
    assert found[0].indicator == "shoplifting"
    assert found[0].score == pytest.approx(1, abs=0.1)


@given(some.text(max_size=60))
def test_any_text_has_a_score_between_nothing_and_one(knowledge: KnowledgeBase, text: str) -> None:
    scores = [like.score for like in knowledge.likeness.of(text)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1.3 for score in scores)


def test_threes_mark_the_ends_of_words() -> None:
    assert threes("ab cde") == {" ab", "ab ", " cd", "cde", "de "}


def test_an_index_is_the_same_every_time_and_bounded() -> None:
    named = {
        "b": ["burglary", *(f"burglary {n:03}" for n in range(200))],
        "a": ["arson"],
    }
    assert indexed(named) == indexed(dict(reversed(named.items())))
    assert len(indexed(named).names) == MOST_NAMES + 1
