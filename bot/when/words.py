"""Words for time: what they mean, and the slots that stand for them in the patterns of `when.forms`."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.period import MONTHS


def one_of(words: str) -> frozenset[str]:
    """A closed list of words."""
    return frozenset(words.split())


_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
NUMBERS = {
    **{word: n for n, word in enumerate(_UNITS, 1)},
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
    **_TENS,
}  # fmt: skip
ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "final": -1, "last": -1,
    "latter": -1,
}  # fmt: skip
SEASONS = {"spring": 3, "summer": 6, "autumn": 9}
DECADES = {"nineties": 1990, "noughties": 2000, "eighties": 1980, "seventies": 1970}
UNITS_IN_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "ye": 12, "decade": 120}
MONTH_WORDS = frozenset(word for name in MONTHS for word in (name.lower(), name[:3].lower())) | {"sept"}

# What is counted: a number before such a word is no year, not even 2025.
COUNTED = one_of(
    "admissions adults arrests assaults attacks babies boys burglaries calls cases cautions charges children "
    "complaints constables convictions cops crimes days deaths detectives employees families fewer fines firearms "
    "frauds girls guns homes homicides hours incidents investigations killings kids knives londoners men minutes "
    "months more murders offences offenders officers operations pcsos pensioners people persons phones pounds "
    "prisoners raids rapes recruits reports residents robberies schools searches seizures sergeants shootings "
    "specials staff stabbings stops students suspects teenagers teens thefts times vehicles victims volunteers "
    "warrants weapons weeks women years"
)
# Words that mark a number as inexact, which years never are.
INEXACT = one_of("almost another approximately around exactly extra least nearly roughly some")

VOCABULARY: tuple[str, ...] = (
    *(name.lower() for name in MONTHS),
    "year", "years", "month", "months", "quarter", "quarters", "half", "week", "today", "yesterday", "tomorrow",
    "ending", "ended", "last", "latest", "previous", "past", "current", "since", "until", "between", "before",
    "after", "first", "second", "third", "fourth", "financial", "fiscal", "calendar", "decade", "recent", "rolling",
    "summer", "autumn", "spring", "pandemic", "twelve", "earlier", "during", "following", "records", "began",
)  # fmt: skip

DIGIT = "#"


@dataclass(frozen=True, slots=True)
class Slot:
    """What may stand in a slot, as a regular expression, and words one of which does (`DIGIT` for any with a digit)."""

    regex: str
    needs: frozenset[str]


def _digits(regex: str) -> Slot:
    return Slot(regex, frozenset({DIGIT}))


def _words(*alternatives: str) -> Slot:
    return Slot("|".join(alternatives), frozenset(alternatives))


_YEAR = "(?:19|20)[0-9]{2}"
MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NUMBER = rf"(?:[0-9]{{1,3}}|(?:{'|'.join(_TENS)}) (?:{'|'.join(_UNITS)})|{'|'.join(NUMBERS)})"
_LENGTH = (
    rf"(?:(?:full|rolling|whole|complete|last|past|latest) )?"
    rf"(?:(?:half )?year|month|quarter|decade|{_NUMBER} (?:months?|quarters?|years?|decades?))(?: period)?"
)
_ANY_YEAR = _digits(rf"{_YEAR}|[0-9]{{2}}")
_ANY_MONTH = Slot(MONTH, MONTH_WORDS)
_NUMBERS_OR_DIGITS = frozenset({DIGIT, *NUMBERS})

SLOTS: dict[str, Slot] = {
    "year": _digits(_YEAR),
    "yy": _ANY_YEAR,
    "fyear": _ANY_YEAR,
    "ending": _ANY_YEAR,
    "starting": _ANY_YEAR,
    "fy": _digits(rf"{_YEAR}[/-][0-9]{{2}}(?:[0-9]{{2}})?|[0-9]{{2}}[/-][0-9]{{2}}"),
    "rel": Slot("(?:this|last|current|next|past)(?: calendar)? year|(?:the )?year before last", frozenset({"year"})),
    "frel": Slot(
        "(?:this|last|current|latest|next|past) (?:financial|fiscal|tax) year"
        "|(?:financial|fiscal|tax) year before last",
        frozenset({"financial", "fiscal", "tax"}),
    ),
    "basis": _words("calendar", "financial", "fiscal"),
    "q": _words("q1", "q2", "q3", "q4"),
    "h": _words("h1", "h2"),
    "ordinal": _words(*(word for word in ORDINALS if word != "last")),
    "last": _words("last"),
    "month": _ANY_MONTH,
    "first_month": _ANY_MONTH,
    "months": Slot(rf"{MONTH}(?: {MONTH})+(?: and)? {MONTH}", MONTH_WORDS),
    "day": _digits("[0-9]{1,2}(?:st|nd|rd|th)?"),
    "dmy": _digits(rf"[0-9]{{1,2}}[/-][0-9]{{1,2}}[/-]{_YEAR}"),
    "ymd": _digits(rf"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}"),
    "my": _digits(rf"[0-9]{{1,2}}[/-]{_YEAR}"),
    "season": _words(*SEASONS),
    "decade": Slot(rf"{'|'.join(DECADES)}|(?:(?:19[1-9]|20[1-9])0|[7-9]0)s|2000s", frozenset({DIGIT, *DECADES})),
    "number": Slot(_NUMBER, _NUMBERS_OR_DIGITS),
    "length": Slot(_LENGTH, one_of("year quarter decade month months quarters years decades")),
    "which": _words("this", "current", "last", "past"),
    "unit": _words("years", "year", "months", "month", "decades", "decade", "quarters", "quarter"),
    "days": _words(
        "hours", "hour", "nights", "night", "days", "day", "weeks", "week", "weekends", "fortnight", "month"
    ),
    "newest": _words("year", "quarter", "month", "period"),
    "no_quarter": _digits("q[05-9]|q[0-9]{2,}|h[03-9]|h[0-9]{2,}"),
    "span": _words("year", "quarter", "months", "month", "half", "period", "time", "point", "stage"),
}


def month_number(word: str) -> int:
    """1 to 12 of a month's name or abbreviation."""
    return next(n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(word[:3]))


def number(words: str) -> int:
    """The value of "7", "seven" or "twenty five"."""
    return int(words) if words.isdigit() else sum(NUMBERS[word] for word in words.split())


def full_year(word: str) -> int:
    """A year of two or four digits; two digits mean the years from 1950 to 2049."""
    year = int(word)
    return year if len(word) > 2 else 2000 + year if year < 50 else 1900 + year


def starting_year(words: str) -> int | None:
    """The year in which "2024/25", "2024-2025" or "24/25" begins; None where the second is not the next year."""
    first, _, second = words.replace("-", "/").partition("/")
    start = full_year(first)
    return start if second == str(start + 1)[-len(second) :] else None
