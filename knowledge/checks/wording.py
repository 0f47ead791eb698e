"""Checks of phrases: words that would take a question from another indicator, place or speaker, and bare numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from knowledge.model import Indicator
from knowledge.problem import Problem, shown
from knowledge.records import KnowledgeText, Wording

# Context words are shared by design, names of places by history (the bot asks back which Richmond is meant); the
# values of `silent` are word classes that all mean the same: nothing.
_SHARED = frozenset({"context", "place", "silent"})
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def wording(text: KnowledgeText) -> Iterator[Problem]:
    """Phrases that mean two things of one kind, and phrases that would swallow a year or a number."""
    yield from _overlaps(text)
    yield from _numbers(text)


def _overlaps(text: KnowledgeText) -> Iterator[Problem]:
    """One problem for each pair of values that share phrases, at the later of their patterns."""
    indicators: dict[str, Indicator] = {e.record.id: e.record for e in text.indicators}
    shared: dict[tuple[str, str, str], list[tuple[Wording, Wording]]] = defaultdict(list)
    for slot, one, other in _pairs(text):
        a, b = one.phrase.value, other.phrase.value
        if slot != "indicator" or not _related(a, b, indicators):
            shared[slot, a, b].append((one, other))
    for (slot, a, b), pairs in shared.items():
        one, other = pairs[0]
        more = f" and {len(pairs) - 1} more" if len(pairs) > 1 else ""
        yield Problem(
            other.file,
            other.line,
            other.field,
            f"{shown(' '.join(other.phrase.words))}{more} means {shown(a)} already ({one.file}:{one.line})",
            f"Take it from one of them{_or_relate(slot, a, b)}",
        )


def _or_relate(slot: str, a: str, b: str) -> str:
    return f", or say in a 'narrower' or 'about' how {a} and {b} belong together" if slot == "indicator" else ""


def _pairs(text: KnowledgeText) -> Iterator[tuple[str, Wording, Wording]]:
    """Wordings of the same words for two values of a slot."""
    meanings: dict[tuple[str, tuple[str, ...]], dict[str, Wording]] = defaultdict(dict)
    for worded in text.phrases:
        if worded.phrase.slot not in _SHARED:
            meanings[worded.phrase.slot, worded.phrase.words].setdefault(worded.phrase.value, worded)
    for (slot, _), by_value in meanings.items():
        for one, other in combinations(by_value.values(), 2):
            yield slot, one, other


def _related(a: str, b: str, indicators: dict[str, Indicator]) -> bool:
    one, other = indicators[a], indicators[b]
    return b in one.narrower or a in other.narrower or one.about == b or other.about == a


def _numbers(text: KnowledgeText) -> Iterator[Problem]:
    """One problem for each pattern with a phrase of digits alone, or with a year in it."""
    told: set[tuple[str, int, str]] = set()
    for worded in text.phrases:
        words, place = worded.phrase.words, (worded.file, worded.line, worded.field)
        if place not in told and (all(map(str.isdecimal, words)) or any(map(_YEAR.fullmatch, words))):
            told.add(place)
            what = f"{shown(' '.join(words))} would be taken for a number or a year of the question"
            yield Problem(*place, what, "Use words; periods and numbers are read by themselves")
