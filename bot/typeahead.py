"""Finding what somebody has begun to type: by the beginnings of words first, by likeness where none begins so."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

T = TypeVar("T")
SHORTEST_GUESS = 3
LEAST_LIKE = 0.8
MOST_WORDS = 3
BY_NAME, BY_PHRASE, BY_LATER_WORD = range(3)


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """Something to suggest, the words it is found by (normalised, its name first), and how much is held on it."""

    value: T
    words: tuple[str, ...]
    weight: int


class Typeahead(Generic[T]):
    """Entries by their words, sorted once. Safe to share: nothing changes after it is made."""

    def __init__(self, entries: Iterable[Entry[T]]) -> None:
        self._entries = sorted(entries, key=lambda entry: (-entry.weight, entry.words[0]))
        beginnings = {row for number, entry in enumerate(self._entries) for row in _beginnings(number, entry)}
        self._terms = sorted(beginnings)
        self._names = [entry.words[0] for entry in self._entries]

    def suggest(self, typed: str, limit: int) -> tuple[T, ...]:
        """The entries that the typed words may be the beginning of, at most so many; all of them for ""."""
        found = self._begun_with(typed) or self._begun_by(typed) or self._like(typed)
        return tuple(self._entries[number].value for number in found[:limit])

    def _begun_with(self, typed: str) -> list[int]:
        """What begins so: held things first, then those whose name begins so, then the best covered."""
        if not typed:
            return list(range(len(self._entries)))
        ranks: dict[int, int] = {}
        for term, rank, number in self._terms[bisect_left(self._terms, (typed, 0, 0)) :]:
            if not term.startswith(typed):
                break
            ranks[number] = min(rank, ranks.get(number, rank))
        return sorted(ranks, key=lambda number: (not self._entries[number].weight, ranks[number], number))

    def _begun_by(self, typed: str) -> list[int]:
        """What the typed words begin with and go on from: "murder cases in" is homicides."""
        words = typed.split()
        for stop in range(len(words) - 1, 0, -1):
            said = " ".join(words[:stop])
            start = bisect_left(self._terms, (said, 0, 0))
            exact = [number for term, _, number in self._terms[start : start + len(self._entries)] if term == said]
            if exact:
                return sorted(set(exact))
        return []

    def _like(self, typed: str) -> list[int]:
        """What looks like it, were it typed as far: "hommicid"."""
        if len(typed) < SHORTEST_GUESS:
            return []
        names = [name[: len(typed) + 1] for name in self._names]
        near = process.extract(typed, names, scorer=JaroWinkler.similarity, score_cutoff=LEAST_LIKE, limit=None)
        ranked = sorted(near, key=lambda hit: (not self._entries[hit[2]].weight, -hit[1], hit[2]))
        return [number for _, _, number in ranked]


def _beginnings(number: int, entry: Entry[Any]) -> Iterator[tuple[str, int, int]]:
    """Where a typed word may begin: with any of the entry's phrases, or with a later word of its name."""
    name = entry.words[0]
    for phrase in _shortest([name, *(words for words in entry.words if words.count(" ") < MOST_WORDS)]):
        yield phrase, BY_NAME if phrase == name else BY_PHRASE, number
    later = name.split()
    for start in range(1, len(later)):
        yield " ".join(later[start:]), BY_LATER_WORD, number


def _shortest(phrases: Sequence[str]) -> set[str]:
    """The phrases that do not only go on from another: "murder cases" adds nothing to "murder"."""
    every = set(phrases)
    return {p for p in every if not any(p[:n] in every for n, letter in enumerate(p) if letter == " ")} | {phrases[0]}
