"""The spelling of words, for questions and for the phrases that are looked for in them: one home for both.

A phrase that could never be found, because a question is read in another spelling, is refused with the one that can.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_QUOTES = re.compile("[‘’`]")
_DASHES = re.compile("[-‐‑‒–—−]")
_CONTRACTION = re.compile(r"\b(what|who|where|when|how|that|there|it|he|she)'s\b")
_SHORTENED = re.compile(r"(?<=[a-z])'(ve|m|re|ll|d)\b")
_WHOLE = {"ve": " have", "m": " am", "re": " are", "ll": " will", "d": " would"}
_NEGATED = re.compile(r"(?<=[a-z])n't\b")
_POSSESSIVE = re.compile(r"(?<=[a-z])'s\b|(?<=s)'(?=\s|$)")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}\b)")
_THOUSANDS = re.compile(r"\b(\d{1,3})k\b")
_PER_CENT = re.compile(r"\bper[ -]cent\b")
_YEAR_ENDING = re.compile(r"\by/e\b")
_FINANCIAL = re.compile(r"\b(fye?|ye)(?=\d)")
_WORD = re.compile(r"£\d+(?:\.\d+)?[a-z]*|\d+\.\d+|\d+[a-z]*|[a-z]+(?:'[a-z]+)?\d*|[%£&]")
# The longest phrase that may be written, and so the longest that is looked for.
MOST_WORDS = 16
ONE_SPELLING = {
    "percent": "%",
    "percents": "%",
    "pct": "%",
    "&": "and",
    "yr": "year",
    "yrs": "years",
    "ppl": "people",
    "pls": "please",
    "plz": "please",
    "mth": "month",
    "mths": "months",
    "qtr": "quarter",
    "dont": "do not",
    "whats": "what is",
    "wot": "what",
    "wht": "what",
    "teh": "the",
    "hw": "how",
    "hows": "how is",
}


def whole_words(text: str) -> str:
    """Lower-case text with its contractions written out and its possessives gone."""
    if "'" not in (text := _QUOTES.sub("'", text)):
        return text
    text = _NEGATED.sub(" not", _CONTRACTION.sub(r"\1 is", text))
    return _POSSESSIVE.sub("", _SHORTENED.sub(lambda found: _WHOLE[found[1]], text))


def plain_numbers(text: str) -> str:
    """Lower-case text with numbers, per cent and year ending in one spelling: 1,000 and 1k are 1000."""
    text = _FINANCIAL.sub(r"\1 ", _YEAR_ENDING.sub("ye", _PER_CENT.sub("%", text)))
    return _THOUSANDS.sub(r"\g<1>000", _GROUPED.sub("", text))


def unmarked(text: str) -> str:
    """The text in lower case, without marks on letters, contractions, possessives, dashes and grouped digits."""
    text = unicodedata.normalize("NFKD", text.lower())
    text = "".join(c for c in text if not unicodedata.combining(c))
    return _GROUPED.sub("", _DASHES.sub(" ", whole_words(text)))


@lru_cache(maxsize=20_000)
def spelling(text: str) -> str:
    """The words of `text` as a question with them is read, one space between."""
    return " ".join(ONE_SPELLING.get(word, word) for word in _WORD.findall(plain_numbers(unmarked(text))))
