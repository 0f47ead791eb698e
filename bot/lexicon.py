"""The words of a question, matched against the knowledge's own phrases; the only home of rapidfuzz."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from bot.when.words import VOCABULARY as PERIOD_WORDS
from knowledge.base import KnowledgeBase

SHORTEST_REPAIR = 4


@dataclass(frozen=True, slots=True)
class Span:
    """Words [start, stop) read as one of `values` of a slot."""

    start: int
    stop: int
    slot: str
    values: tuple[str, ...]

    def __len__(self) -> int:
        return self.stop - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether both read a word in common."""
        return self.start < other.stop and other.start < self.stop

    def inside(self, other: Span) -> bool:
        """Whether the other reads all these words too."""
        return other.start <= self.start and self.stop <= other.stop


def read_phrases(words: tuple[str, ...], knowledge: KnowledgeBase) -> list[Span]:
    """Every phrase of the knowledge that stands in the words, values of one slot and place gathered."""
    found: dict[tuple[int, int, str], list[str]] = {}
    for start, (word, after, third) in enumerate(zip_longest(words, words[1:], words[2:], fillvalue="")):
        begun = knowledge.phrasebook.begun(word, after, third)
        for stop in (start + length for length in begun.lengths):
            # What is longer than the rest of the question would be looked for in a shorter piece of it.
            for phrase in begun.phrases.get(words[start:stop], ()) if stop <= len(words) else ():
                found.setdefault((start, stop, phrase.slot), []).append(phrase.value)
    return [Span(start, stop, slot, tuple(dict.fromkeys(values))) for (start, stop, slot), values in found.items()]


def longest(spans: Iterable[Span]) -> list[Span]:
    """Spans that do not overlap, the longest first, a group last of equals; spans over the very same words all stay."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (-len(s), s.slot == "breakdowns", s.start)):
        if all(not span.overlaps(k) or (span.start, span.stop) == (k.start, k.stop) for k in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: (s.start, s.slot))


def _edits(length: int) -> int:
    return 1 if length <= 5 else 2 if length <= 9 else 3


def closest(word: str, knowledge: KnowledgeBase) -> str | None:
    """The known word that `word` was meant to be: same first letter, few edits; None for an English word.

    A correctly spelt English word is never taken for a typing error: "coats" is not "costs".
    """
    if len(word) < SHORTEST_REPAIR or not word.isalpha() or knowledge.phrasebook.is_english(word):
        return None
    known = [*knowledge.phrasebook.vocabulary(word[0]), *(w for w in PERIOD_WORDS if w[0] == word[0])]
    if word in known:
        return None
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=_edits(len(word)), limit=12)
    close = [(distance, -JaroWinkler.similarity(word, other), other) for other, distance, _ in near if len(other) >= 4]
    return min(close)[2] if close else None
