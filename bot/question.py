"""A question as it was asked, and its words in the form that everything after reads."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.when.words import MONTH, full_year
from knowledge.words import ONE_SPELLING, plain_numbers, whole_words

MOST_CHARACTERS = 600
MOST_TOKENS = 120
MOST_KEPT = 4000

_TAGS = "a|b|br|code|div|em|h[1-6]|i|img|li|p|pre|s|script|small|span|strike|strong|style|sub|sup|u|ul"
# Tags, pings and entities say nothing; what else stands in angle brackets or behind an @ was written to be read.
_MARKUP = re.compile(
    rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|<[@!][^<>|]*(?=[|>])|<#\w+(?=[|>])|<https?:[^<>|]*(?=[|>])"
    r"|@(?:channel|here|everyone|group)\b|[`*_~|<>@]+|&(?:amp|lt|gt|quot|nbsp|#\d+);",
    re.IGNORECASE,
)
_INVISIBLE = ("Cc", "Cf", "Cs", "Cn", "Co")
_DASH = "[-‐‑‒–—−]"
_DASHES = re.compile(_DASH)
_YEAR = r"(?:19|20)\d\d"
_RANGES = tuple(
    re.compile(rf"\b({end})\s?{_DASH}\s?({end})\b")
    for end in (MONTH, rf"{MONTH}\s{_YEAR}", "q[1-4]", rf"{_YEAR}(?:/\d\d)?")
)
_DATE_PARTS = re.compile(rf"\b(\d{{4}})({_DASH})(\d\d)\2(\d\d)\b")
# "2025Q1" and "Mar25" are two words each.
_RUN_TOGETHER = re.compile(rf"\b(?:{_YEAR}(?=[qh]\d\b)|{MONTH}(?=(?:{_YEAR}|\d\d)\b))")
# "2,025 officers" are so many: with a decimal they are no year.
_GROUPED_LIKE_A_YEAR = re.compile(r"\b(1(?=,9)|2(?=,0)),(\d{3})\b")
_BETWEEN = re.compile(r"\bb/w\b ?")
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_SPOKEN_YEAR = re.compile(rf"\btwenty (?:({'|'.join(_TEENS)})|twenty(?:[ -]({'|'.join(_UNITS)}))?)\b")
_SHORT_YEAR = re.compile(r"(?:(?<=\s)|^)['‘’](\d\d)\b(?!')")
_TOKEN = re.compile(
    r"£\d+(?:\.\d+)?[a-z]*|\d\d?[/-]\d\d?[/-]\d{4}\b|\d+(?:\.\d+)?(?:[/-]\d{2,4})+|\d+\.\d+|\d+[a-z]*|[a-z]+(?:'[a-z]+)?\d*|[%£&+<>=]|[^\W\d_]+"
)


# In capitals among small letters it is the province, and at the end behind the city: "London, ON".
_ONTARIO = re.compile(r"\bON\b|(?<=[Ll]ondon)(?:,\s*|\s+)on(?=\W*$)")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, normalised, and whether it was written with a capital."""

    text: str
    capital: bool = False


# Stands for the words that were cut off: nothing explains it, so that a question read in part is not answered.
CUT = Token("…")


def kept(text: str) -> str:
    """A question as it is kept and referred to: without half characters and NUL, which no store takes; cut at 4,000."""
    return text[:MOST_KEPT].encode("utf-8", "ignore").decode().replace("\x00", "")


def plain(text: str) -> str:
    """The text without markup, marks on letters, and characters that nobody sees; case kept."""
    text = _MARKUP.sub(" ", text[: MOST_CHARACTERS * 4])
    text = text.replace("\n", " ").replace("\t", " ")
    if text.isascii() and text.isprintable():
        return text[:MOST_CHARACTERS]
    text = unicodedata.normalize("NFKD", text)
    kept = (c for c in text if not unicodedata.combining(c) and unicodedata.category(c) not in _INVISIBLE)
    return "".join(kept)[:MOST_CHARACTERS]


def _spoken_year(said: re.Match[str]) -> str:
    """ "twenty twenty five" as 2025."""
    if said[1]:
        return str(2010 + _TEENS.index(said[1]))
    return str(2020 + (1 + _UNITS.index(said[2]) if said[2] else 0))


def _spelled_out(text: str) -> str:
    """Ranges, dates and short years in one spelling, as all words are (lower case in and out)."""
    text = _SHORT_YEAR.sub(lambda year: str(full_year(year[1])), _DATE_PARTS.sub(r" \1-\3-\4 ", text))
    text = _BETWEEN.sub("between ", text).replace(" w/", " with ")
    text = _SPOKEN_YEAR.sub(_spoken_year, _GROUPED_LIKE_A_YEAR.sub(r"\1\2.0", whole_words(text)))
    for stretch in _RANGES if _DASHES.search(text) else ():
        text = stretch.sub(r"\1 to \2", text)
    text = _DASHES.sub("-", text)
    return _RUN_TOGETHER.sub(r"\g<0> ", plain_numbers(text))


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a question, normalised: lower case, marks gone, ranges and numbers in one spelling."""
    shown = plain(text)
    if not shown.isupper():
        shown = _ONTARIO.sub(" Ontario", shown)
    capitals = {w.lower() for w in re.findall(r"\b[A-Z][a-z]+\b", shown)}
    found = [
        Token(word, raw in capitals)
        for raw in _TOKEN.findall(_spelled_out(shown.lower()))
        for word in ONE_SPELLING.get(raw, raw).split()
    ]
    whole = len(found) <= MOST_TOKENS and len(text.strip()) <= MOST_CHARACTERS
    return tuple(found) if whole else (*found[:MOST_TOKENS], CUT)
