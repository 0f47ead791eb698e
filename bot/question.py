"""A question as it was asked, and its words in the form that everything after reads."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MOST_CHARACTERS = 600
MOST_TOKENS = 120
MOST_KEPT = 4000

_MARKUP = re.compile(r"<[^<>\s][^<>]*>|@\w+|[`*_~|]+|&\w+;")
_INVISIBLE = ("Cc", "Cf", "Cs", "Cn", "Co")
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec"
_DASH = "[-‐‑‒–—−]"
_MONTH_RANGE = re.compile(rf"\b((?:{_MONTH})[a-z]*)\s?{_DASH}\s?((?:{_MONTH})[a-z]*)\b")
_YEAR_RANGE = re.compile(rf"\b((?:19|20)\d\d)\s?{_DASH}\s?((?:19|20)\d\d)\b")
_DATE_PARTS = re.compile(rf"\b(\d{{4}})({_DASH})(\d\d)\2(\d\d)\b")
_SHORT_YEAR = re.compile(r"(?:(?<=\s)|^)['‘’](\d\d)\b(?!')")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}\b)")
_POSSESSIVE = re.compile(r"(?<=[a-z])['’`]s\b|(?<=s)['’](?=\s|$)")
_CONTRACTION = re.compile(r"\b(what|who|where|when|how|that|there|it|he|she)['’]s\b")
_SHORTENED = tuple(
    (re.compile(rf"(?<=[a-z])['’]{ending}\b"), f" {word}")
    for ending, word in (("ve", "have"), ("m", "am"), ("re", "are"), ("ll", "will"), ("d", "would"))
)
_NEGATED = re.compile(r"(?<=[a-z])n['’]t\b")
_THOUSANDS = re.compile(r"\b(\d{1,3})k\b")
_TOKEN = re.compile(
    r"£\d+(?:\.\d+)?[a-z]*|\d+(?:\.\d+)?(?:[/-]\d{2,4})+|\d+\.\d+|\d+[a-z]*|[a-z]+(?:'[a-z]+)?\d*|[%£&+<>=]"
)
_WORDS = {
    "percent": "%",
    "percents": "%",
    "pct": "%",
    "percentage": "percentage",
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


@dataclass(frozen=True, slots=True)
class Token:
    """One word: its normalised text, and the words of the question it came from."""

    text: str
    raw: str
    capital: bool = False


def kept(text: str) -> str:
    """A question as it is kept and referred to: without half characters and NUL, which no store takes; cut at 4,000."""
    return text[:MOST_KEPT].encode("utf-8", "ignore").decode().replace("\x00", "")


def plain(text: str) -> str:
    """The text without markup, marks on letters, and characters that nobody sees; case kept."""
    text = _MARKUP.sub(" ", text[: MOST_CHARACTERS * 4])
    text = unicodedata.normalize("NFKD", text).replace("\n", " ").replace("\t", " ")
    kept = (c for c in text if not unicodedata.combining(c) and unicodedata.category(c) not in _INVISIBLE)
    return "".join(kept)[:MOST_CHARACTERS]


def _spelled_out(text: str) -> str:
    """Ranges, short years, groups of thousands and contractions in one spelling (lower case in and out)."""
    text = _GROUPED.sub("", text)
    text = _DATE_PARTS.sub(r" \1-\3-\4 ", text)
    text = _SHORT_YEAR.sub(r"20\1", text)
    text = _NEGATED.sub(" not", _CONTRACTION.sub(r"\1 is", text))
    for ending, word in _SHORTENED:
        text = ending.sub(word, text)
    text = _POSSESSIVE.sub("", text)
    text = _MONTH_RANGE.sub(r"\1 to \2", text)
    text = _YEAR_RANGE.sub(r"\1 to \2", text)
    text = re.sub(_DASH, "-", text)
    text = re.sub(r"\by/e\b", "ye", text)
    text = re.sub(r"\b(fy|ye)(?=\d)", r"\1 ", text)
    text = re.sub(r"\bper[ -]cent\b", "%", text)
    return _THOUSANDS.sub(r"\g<1>000", text)


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a question, normalised: lower case, marks gone, ranges and numbers in one spelling."""
    shown = plain(text)
    capitals = {w.lower() for w in re.findall(r"\b[A-Z][a-z]+\b", shown)}
    found = [
        Token(word, raw, raw in capitals)
        for raw in _TOKEN.findall(_spelled_out(shown.lower()))
        for word in _WORDS.get(raw, raw).split()
    ]
    return tuple(found[:MOST_TOKENS])
