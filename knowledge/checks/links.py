"""Checks of ids: every one that is referred to exists, none stands twice, nothing leads back to itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from knowledge.problem import Problem, did_you_mean, shown
from knowledge.records import Entry, KnowledgeText

# Where each kind of record refers: the record's attribute, the field's name in the text, and the kind it leads to.
_INDICATOR = (
    ("default_place", "place", "place"),
    ("about", "about", "indicator"),
    ("narrower", "narrower", "indicator"),
    ("usually", "usually", "indicator"),
    ("confusable_with", "confusable_with", "indicator"),
    ("evidence_for", "evidence_for", "indicator"),
)
_PLACE = (("parent", "parent", "place"),)
_SPEAKER = (("body", "body", "speaker"),)
_BREAK = (("places", "places", "place"), ("indicators", "indicators", "indicator"), ("source", "source", "source"))
_OBSERVATION = (
    ("place", "place", "place"),
    ("compared_with", "compared_with", "place"),
    ("reported_as", "reported_as", "indicator"),
    ("attributed_to", "attributed_to", "speaker"),
    ("quoted_by", "quoted_by", "speaker"),
    ("source", "source", "source"),
    ("reported_in", "reported_in", "source"),
)
_ADD = {
    "indicator": "write indicators/{}.yaml",
    "place": "add a row '{}' to places.csv",
    "speaker": "add a row '{}' to speakers.csv",
    "source": "add a row '{}' to sources.csv",
}

Known = Mapping[str, frozenset[str]]


def links(text: KnowledgeText) -> Iterator[Problem]:
    """Ids that lead nowhere, or in a circle, or stand twice."""
    known = {
        "indicator": frozenset(e.record.id for e in text.indicators),
        "place": frozenset(e.record.id for e in text.places),
        "speaker": frozenset(e.record.id for e in text.speakers),
        "source": frozenset(e.record.id for e in text.sources),
    }
    yield from _unknown(text.indicators, _INDICATOR, known)
    yield from _unknown(text.places, _PLACE, known)
    yield from _unknown(text.speakers, _SPEAKER, known)
    yield from _unknown(text.breaks, _BREAK, known)
    yield from _unknown(text.observations, _OBSERVATION, known)
    yield from _unknown_indicators(text, known["indicator"])
    yield from _unknown_breakdowns(text)
    yield from _duplicates(text)
    yield from _circles(text.places, "parent", "parent")
    yield from _circles(text.speakers, "body", "body")
    yield from _circles(text.indicators, "about", "about")


def _unknown(entries: Iterable[Entry[Any]], fields: Iterable[tuple[str, str, str]], known: Known) -> Iterator[Problem]:
    """Ids that lead nowhere: one problem for each in a file, however many rows have it."""
    rows: dict[tuple[str, str, str, str], list[Entry[Any]]] = defaultdict(list)
    for entry in entries:
        for attribute, name, kind in fields:
            for referred in _listed(getattr(entry.record, attribute)):
                if referred not in known[kind]:
                    rows[entry.file, name, kind, referred].append(entry)
    for (_, name, kind, referred), found in rows.items():
        remedy = did_you_mean(referred, known[kind], _ADD[kind].format(referred))
        yield found[0].problem(name, f"there is no {kind} {shown(referred)}{_and_more(found)}", remedy)


def _and_more(found: Sequence[object]) -> str:
    return f" (here and in {len(found) - 1} more rows)" if len(found) > 1 else ""


def _listed(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _unknown_indicators(text: KnowledgeText, known: frozenset[str]) -> Iterator[Problem]:
    """Files of observations whose name is no indicator: one problem a file."""
    for file, name in {e.file: e.record.indicator for e in text.observations}.items():
        if name not in known:
            remedy = did_you_mean(name, known, _ADD["indicator"].format(name))
            yield Problem(file, 1, "file name", f"there is no indicator {shown(name)}", remedy)


def _unknown_breakdowns(text: KnowledgeText) -> Iterator[Problem]:
    rows: dict[tuple[str, str], list[Entry[Any]]] = defaultdict(list)
    for entry in text.observations:
        for dimension, value in entry.record.breakdown:
            if (pair := f"{dimension}={value}") not in text.breakdowns:
                rows[entry.file, pair].append(entry)
    for (_, pair), found in rows.items():
        same = [b for b in text.breakdowns if b.partition("=")[0] == pair.partition("=")[0]]
        remedy = did_you_mean(pair, same, "add it to language/breakdowns.yaml")
        yield found[0].problem("breakdown", f"there is no breakdown {shown(pair)}{_and_more(found)}", remedy)


def _duplicates(text: KnowledgeText) -> Iterator[Problem]:
    for entries in (text.indicators, text.places, text.sources, text.speakers, text.breaks):
        yield from _twice(entries, "Give it another id, or keep one of the two")
    yield from _twice(text.observations, "Keep one of the two, or tell them apart by a word in 'variant'")


def _twice(entries: Iterable[Entry[Any]], remedy: str) -> Iterator[Problem]:
    first: dict[str, Entry[Any]] = {}
    for entry in entries:
        other = first.setdefault(entry.record.id, entry)
        if other is not entry:
            yield entry.problem("id", f"{entry.record.id} stands in {other.file}:{other.line} already", remedy)


def _circles(entries: Iterable[Entry[Any]], attribute: str, name: str) -> Iterator[Problem]:
    """Records that come back to themselves by what they refer to."""
    by_id = {entry.record.id: entry for entry in entries}
    for start, entry in by_id.items():
        at, passed = getattr(entry.record, attribute), {start}
        while at in by_id and at not in passed:
            passed.add(at)
            at = getattr(by_id[at].record, attribute)
        if at == start:
            yield entry.problem(name, f"{shown(start)} leads back to itself", "Break the circle: leave one of them out")
