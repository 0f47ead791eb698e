"""The pattern language of phrases."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.question import tokens
from knowledge.phrases import MOST_PHRASES, expand
from knowledge.problem import Fault
from knowledge.words import spelling

EXPANSIONS = {
    "knife crime": ["knife crime"],
    "murder[s]": ["murder", "murders"],
    "(murder|killing)[s]": ["murder", "murders", "killing", "killings"],
    "[people|victims] killed": ["killed", "people killed", "victims killed"],
    "(sir|) mark rowley": ["sir mark rowley", "mark rowley"],
    "[un]lawful killing": ["lawful killing", "unlawful killing"],
    "(the [met|city] police|cops)": ["the police", "the met police", "the city police", "cops"],
    "knif(e|es|e crime)": ["knife", "knifes", "knife crime"],
    "  spaced   out ": ["spaced out"],
    "(a|a) b": ["a b"],
    "under 25[s]": ["under 25", "under 25s"],
    "£15m [a year]": ["£15m", "£15m a year"],
    "%": ["%"],
    "per centre": ["per centre"],
}

FAULTS = {
    "": ("is empty", "remove the line"),
    "   ": ("is empty", "remove the line"),
    "Murder": ("'M'", "Write 'murder'"),
    "anti-social behaviour": ("'-'", "Write 'anti social behaviour'"),
    "the mayor’s office": ("'’'", "Write 'the mayor office'"),
    "the mayor's office": ('"\'"', "Write 'the mayor office'"),
    "don't know": ('"\'"', "Write 'do not know'"),
    "café robbery": ("'é'", "Write 'cafe robbery'"),
    "1,000 people": ("','", "Write '1000 people'"),
    "Stop & Search": ("'S'", "Write 'stop and search'"),
    "per cent": ("read as '%'", "Write '%'"),
    "per-cent": ("'-'", "Write '%'"),
    "percent of people": ("read as '% of people'", "Write '% of people'"),
    "100k people": ("read as '100000 people'", "Write '100000 people'"),
    "(murder": ("'(' that nothing closes", "Balance"),
    "murder[s": ("'[' that nothing closes", "Balance"),
    "murder)": ("')' that nothing opens", "Balance"),
    "(murder]": ("'(' that nothing closes", "Balance"),
    "murder|killing": ("'|' outside brackets", "( )"),
    "murder ()": ("empty brackets", "remove them"),
    "murder [|]": ("empty brackets", "remove them"),
    "[murder]": ("no words at all", "outside the brackets"),
    "[murder] [killing]": ("no words at all", "outside the brackets"),
    "(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)": ("more than 2,000", "Split it"),
    "[" * 30 + "a" + "]" * 30: ("nested too deeply", "Nest at most"),
    "a" * 2_001: ("2,001 characters", "under 2,000"),
    "a " * 17: ("17 words", "at most 16"),
}


@pytest.mark.parametrize(("pattern", "phrases"), EXPANSIONS.items(), ids=list(EXPANSIONS))
def test_a_pattern_stands_for_its_phrases(pattern: str, phrases: list[str]) -> None:
    assert [" ".join(words) for words in expand(pattern)] == phrases


@pytest.mark.parametrize(("pattern", "told"), FAULTS.items(), ids=[p[:30] or "empty" for p in FAULTS])
def test_a_faulty_pattern_is_refused_with_its_remedy(pattern: str, told: tuple[str, str]) -> None:
    with pytest.raises(Fault) as raised:
        expand(pattern)
    assert told[0] in raised.value.what
    assert told[1] in raised.value.remedy


def test_as_many_phrases_as_allowed_are_expanded_and_not_one_more() -> None:
    most = "x(" + "|".join(f"a{n}" for n in range(200)) + ")"
    ten = "(" + "|".join("bcdefghijk") + ")"
    assert len(expand(f"{most} {ten}")) == MOST_PHRASES
    with pytest.raises(Fault, match="more than 2,000"):
        expand(f"{most} {ten[:-1]}|l)")


def test_numbers_of_phrases_beyond_all_bounds_are_counted_not_expanded() -> None:
    with pytest.raises(Fault, match="more than 2,000"):
        expand("(a|b)" * 390)


WORD = st.sampled_from(["knife", "crime", "in", "25", "%", "murder", "met", "a", "s"])


def _text(parts: Sequence[tuple[str, set[str]]]) -> tuple[str, set[str]]:
    """A row of patterns side by side, and what it stands for."""
    meant = {""}
    for _, one in parts:
        meant = {f"{a} {b}" for a in meant for b in one}
    return " ".join(pattern for pattern, _ in parts), meant


def _choice(parts: Sequence[tuple[str, set[str]]]) -> tuple[str, set[str]]:
    return f"({'|'.join(p for p, _ in parts)})", set().union(*(meant for _, meant in parts))


def _optional(parts: Sequence[tuple[str, set[str]]]) -> tuple[str, set[str]]:
    pattern, meant = _choice(parts)
    return f"[{pattern[1:-1]}]", meant | {""}


Meant = st.SearchStrategy[tuple[str, set[str]]]
PATTERN: Meant = st.recursive(
    WORD.map(lambda word: (word, {word})),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(_text),
        st.lists(inner, min_size=1, max_size=3).map(_choice),
        st.lists(inner, min_size=1, max_size=2).map(_optional),
    ),
    max_leaves=6,
)


@given(PATTERN)
def test_what_a_pattern_is_made_of_is_what_it_stands_for(made: tuple[str, set[str]]) -> None:
    pattern, meant = made
    found = expand(f"x {pattern}")
    assert set(found) == {("x", *text.split()) for text in meant}
    assert len(found) == len(set(found))


@given(st.text(alphabet="ab1 %£'()[]|-S,", max_size=40) | st.text(max_size=40))
def test_any_text_is_phrases_or_a_fault(pattern: str) -> None:
    try:
        phrases = expand(pattern)
    except Fault:
        return
    assert all(words and spelling(" ".join(words)) == " ".join(words) for words in phrases)


ASKED = (
    "anti-social behaviour", "the mayor's office", "What's the rate?", "per cent", "100,000 people", "100k", "don't",
    "café", "stop & search", "fy24", "y/e", "Met’s", "yrs", "£15m", "25s", "under-25s", "dont", "Harrods' thefts",
    "we've been told they're what it'll be, I'd say", "can’t", "who's he's",
)  # fmt: skip


@pytest.mark.parametrize("asked", ASKED)
def test_words_are_spelt_as_questions_are_read(asked: str) -> None:
    assert spelling(asked) == " ".join(token.text for token in tokens(asked))


@pytest.mark.parametrize("pattern", EXPANSIONS)
def test_a_phrase_is_found_in_a_question_that_has_it(pattern: str) -> None:
    for words in expand(pattern):
        assert tuple(token.text for token in tokens(" ".join(words))) == words
