"""The words of a question: one spelling for what is written in many ways, and nothing lost that matters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.question import MOST_CHARACTERS, MOST_TOKENS, tokens

# What is typed, and the words that everything after reads.
NUMBERS = {
    "1,000 homicides": "1000 homicides",
    "1,234,567": "1234567",
    "per 100k": "per 100000",
    "per 100,000 residents": "per 100000 residents",
    "11%": "11 %",
    "11 per cent": "11 %",
    "40 per-cent": "40 %",
    "11 percent": "11 %",
    "£15m": "£15m",
    "1.07 per 100k": "1.07 per 100000",
    "-11%": "11 %",
}
RANGES = {
    "2018-2022": "2018 to 2022",
    "2018 – 2022": "2018 to 2022",
    "2018—2022": "2018 to 2022",
    "2019/20-2023/24": "2019/20 to 2023/24",
    "Jan-Mar 2025": "jan to mar 2025",
    "January – March 2025": "january to march 2025",
    "Jan 2024 - Mar 2025": "jan 2024 to mar 2025",
    "Q1-Q3 2025": "q1 to q3 2025",
}
DATES = {
    "2024/25": "2024/25",
    "2024-25": "2024-25",
    "2025-06": "2025-06",
    "31-03-2026": "31-03-2026",
    "2026-03-31": "2026-03-31",
    "2026–03–31": "2026-03-31",
    "13/06/2025": "13/06/2025",
    "3/6/2025": "3/6/2025",
    "06/2025": "06/2025",
    "y/e Mar 25": "ye mar 25",
    "FY24/25": "fy 24/25",
    "FY2024": "fy 2024",
    "FYE24": "fye 24",
    "YE25": "ye 25",
    "2025Q1": "2025 q1",
    "2025H1": "2025 h1",
    "Mar25": "mar 25",
    "YE Mar2025": "ye mar 2025",
    "in '25": "in 2025",
    "in ’97": "in 1997",
    "last yr": "last year",
    "12 mths": "12 months",
}
# No dash here stands for "to", and no month is run together with a number.
NO_DATES = {
    "a decline - maybe": "a decline maybe",
    "mayor-made": "mayor made",
    "in 2025 - may I ask": "in 2025 may i ask",
    "knife-enabled": "knife enabled",
    "covid-19": "covid 19",
    "24/7": "24 7",
    "march125": "march125",
    "'10'": "10",
}
WORDS = {
    "London's homicides": "london homicides",
    "what's the rate": "what is the rate",
    "don't": "do not",
    "I've": "i have",
    "ppl & cops": "people and cops",
    "E&W": "e and w",
    "KNIFE CRIME!!!": "knife crime",
    "café": "cafe",
    "<b>burglary</b> @here": "burglary",
    "": "",
    "🙃": "",
}


@pytest.mark.parametrize(("typed", "words"), [*NUMBERS.items(), *RANGES.items(), *DATES.items()])
def test_numbers_and_times_have_one_spelling(typed: str, words: str) -> None:
    assert " ".join(token.text for token in tokens(typed)) == words


@pytest.mark.parametrize(("typed", "words"), [*NO_DATES.items(), *WORDS.items()])
def test_words_stay_words(typed: str, words: str) -> None:
    assert " ".join(token.text for token in tokens(typed)) == words


def test_a_capital_is_remembered() -> None:
    assert [(token.text, token.capital) for token in tokens("in Barking and BARNET")] == [
        ("in", False),
        ("barking", True),
        ("and", False),
        ("barnet", False),
    ]


@given(st.text(max_size=MOST_CHARACTERS * 2))
def test_any_text_has_words(text: str) -> None:
    found = tokens(text)
    assert len(found) <= MOST_TOKENS
    assert all(token.text == token.text.strip().lower() != "" for token in found)
    assert all(" " not in token.text for token in found)
    assert tokens(text) == found
