"""What a question says of time, as typed periods, against the day on which it is asked.

A closed grammar. The forms of `when.forms` are looked for everywhere in the words; the longest reading wins. Then
neighbours are joined: "from … to …", "since …", "until …". Ambiguous words keep every reading, likeliest first ("Q1
2025" is the calendar or the financial one). Words that no form reads stay unread, so that the question is not answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.when.forms import COUNTED_FROM_ANOTHER, FORMS
from bot.when.joins import Found, joined, longest
from bot.when.pattern import Said, Text
from bot.when.reading import AskedKind, Build, When
from knowledge.period import Period

__all__ = ["AskedKind", "AskedPeriod", "compile_forms", "read_periods"]

LONGEST_BASE = 12


@dataclass(frozen=True, slots=True)
class AskedPeriod:
    """What the words [start, stop) ask for: every reading, likeliest first; the two ends of a stretch; a duration."""

    kind: AskedKind
    readings: tuple[Period, ...]
    ends: tuple[Period, ...] = ()
    months: int | None = None
    start: int = 0
    stop: int = 0
    words: str = ""


def read_periods(words: Sequence[str], asked_on: date, anchor: Period | None = None) -> tuple[AskedPeriod, ...]:
    """The periods that stand in the words, in order; the anchor is what "the year after" is counted from."""
    text, when = Text.of(words), When(asked_on)
    matched = [one for said, build in FORMS.said_in(text) if (one := _found(said, build, when))]
    found = joined([one for one in longest(matched) if not one.reading.refused], text.words, anchor)
    return tuple(_asked(one, text.words) for one in _with_counted(found, text, when, anchor))


def compile_forms() -> None:
    """Compile all forms now: 0.1 s, which a process that answers one question does not spend."""
    FORMS.compile()
    COUNTED_FROM_ANOTHER.compile()


def _found(said: Said, build: Build, when: When) -> Found | None:
    reading = build(said, when)
    return Found(reading, said.start, said.stop) if reading else None


def _asked(one: Found, words: Sequence[str]) -> AskedPeriod:
    reading, said = one.reading, " ".join(words[one.start : one.stop])
    return AskedPeriod(reading.kind, reading.readings, reading.ends, reading.months, one.start, one.stop, said)


def _with_counted(found: list[Found], text: Text, when: When, anchor: Period | None) -> list[Found]:
    """With the periods counted from another one, of the question or else of the talk; none is told a second time."""
    counted = [
        one
        for said, build in COUNTED_FROM_ANOTHER.said_in(text)
        if (one := _found(said, build, replace(when, bases=_bases(said, found, anchor))))
    ]
    said = {one.reading.readings for one in found}
    counted = [one for one in counted if one.reading.readings not in said]
    kept = longest([*counted, *found])
    unclear = set(_unclear(kept, counted))
    return [one for n, one in enumerate(kept) if n not in unclear]


def _bases(said: Said, found: Sequence[Found], anchor: Period | None) -> tuple[Period, ...]:
    """What a period is counted from: the last one before it in the question, else the next, else that of the talk."""
    dated = [one for one in found if one.reading.kind in {"period", "between"}]
    before = [one for one in dated if one.stop <= said.start]
    behind = [one for one in dated if one.start >= said.stop]
    near = before[-1:] or behind[:1]
    bases = near[0].reading.readings if near else (anchor,) if anchor else ()
    return tuple(base for base in bases if base.start and (base.months or 0) <= LONGEST_BASE)


def _unclear(found: Sequence[Found], counted: Sequence[Found]) -> Iterator[int]:
    """ "the year before 2018" counts from what follows, or stands beside it: neither is read."""
    for n, one in enumerate(found[:-1]):
        if one in counted and one.stop == found[n + 1].start:
            yield from (n, n + 1)
