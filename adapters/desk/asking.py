"""The full question that a form or typed options ask: people can read it, and the bot reads it like any other."""

from __future__ import annotations

import re

# A place's id reads as well with spaces; a period that says how it is meant, or no number, needs no "in".
_ID = re.compile(r"[a-z]+(?:-[a-z]+)+")
_YEAR_OR_MONTH = re.compile(
    r"(?:\d{4}(?:/\d\d)?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{4})$", re.IGNORECASE
)
_LEADING = re.compile(r"(?:in|at|for)\s+", re.IGNORECASE)


def question_of(topic: str, place: str, period: str) -> str:
    """ "Homicides in Camden in 2025?": what is not said is left out, for the bot to read as it reads any question."""
    topic, place, period = (" ".join(part.split()) for part in (topic, place, period))
    where = _LEADING.sub("", place, count=1)
    parts = [topic.rstrip("?. "), f"in {_named(where)}" if where else "", _time(period)]
    question = " ".join(part for part in parts if part)
    return f"{question[:1].upper()}{question[1:]}?" if question else ""


def _named(place: str) -> str:
    return place.replace("-", " ") if _ID.fullmatch(place) else place


def _time(period: str) -> str:
    return f"in {period}" if _YEAR_OR_MONTH.match(period) else period
