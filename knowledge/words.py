"""The spelling of words as questions are read: lower case, no marks, no hyphens, "per cent" as %.

It mirrors what the bot does to a question, for the words that phrases are made of, so that a phrase that could never
be found is refused with the spelling that can.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DASHES = re.compile("[-‐‑‒–—−]")
_CONTRACTION = re.compile(r"\b(what|who|where|when|how|that|there|it|he|she)'s\b")
_SHORTENED = re.compile(r"(?<=[a-z])'(ve|m|re|ll|d)\b")
_WHOLE = {"ve": " have", "m": " am", "re": " are", "ll": " will", "d": " would"}
_NEGATED = re.compile(r"(?<=[a-z])n't\b")
_POSSESSIVE = re.compile(r"(?<=[a-z])'s\b|(?<=s)'(?=\s|$)")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}\b)")
_THOUSANDS = re.compile(r"\b(\d{1,3})k\b")
_WORD = re.compile(r"£\d+(?:\.\d+)?[a-z]*|\d+\.\d+|\d+[a-z]*|[a-z]+(?:'[a-z]+)?\d*|[%£&]")
_ONE_SPELLING = {
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
    "hows": "how is",
}


def unmarked(text: str) -> str:
    """The text in lower case, without marks on letters, contractions, possessives, dashes and grouped digits."""
    text = unicodedata.normalize("NFKD", text.lower())
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = _CONTRACTION.sub(r"\1 is", re.sub("[‘’`]", "'", text))
    text = _SHORTENED.sub(lambda found: _WHOLE[found[1]], _NEGATED.sub(" not", text))
    return _GROUPED.sub("", _DASHES.sub(" ", _POSSESSIVE.sub("", text)))


@lru_cache(maxsize=20_000)
def spelling(text: str) -> str:
    """The words of `text` as a question with them is read, one space between."""
    text = re.sub(r"\bper cent\b", "%", re.sub(r"\by/e\b", "ye", unmarked(text)))
    text = _THOUSANDS.sub(r"\g<1>000", re.sub(r"\b(fy|ye)(?=\d)", r"\1 ", text))
    return " ".join(_ONE_SPELLING.get(word, word) for word in _WORD.findall(text))
