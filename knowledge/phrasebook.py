"""The words that questions are read by: phrases, the vocabulary they are made of, and correctly spelt English.

What is looked up is kept: what the text knows for good, since the text bounds it; other words up to a fixed number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from knowledge.compiled import CompiledFile, Row
from knowledge.model import Phrase

MOST_KEPT_WORDS = 50_000
BEGINNING = """SELECT rest, slot, value FROM phrase WHERE first_word = ? AND rest = ''
  UNION ALL SELECT second, NULL, NULL FROM beginning WHERE first_word = ?"""
GOING_ON = """SELECT rest, slot, value FROM phrase WHERE first_word = ? AND rest = ?
  UNION ALL SELECT rest, slot, value FROM phrase WHERE first_word = ? AND rest >= ? AND rest < ?"""


class Begun(NamedTuple):
    """Phrases that begin alike, by their words, and how many words they have."""

    phrases: Mapping[tuple[str, ...], tuple[Phrase, ...]]
    lengths: tuple[int, ...]


class Beginning(NamedTuple):
    """What begins with a word: the phrases that are the word alone, and the second words of all others."""

    alone: Begun
    seconds: frozenset[str]


class Phrasebook:
    """The phrases of one compiled file."""

    def __init__(self, file: CompiledFile) -> None:
        self._file = file
        self._going_on: dict[tuple[str, str, str], Begun] = {}
        self._begun: dict[str, Beginning] = {}
        self._vocabulary: dict[str, tuple[str, ...]] = {}

    def begun(self, first: str, second: str = "", third: str = "") -> Begun:
        """The phrases that are the first word alone, the first two, or begin with the three."""
        if (kept := self._going_on.get((first, second, third))) is not None:
            return kept
        beginning = self._begun.get(first) or self._beginning(first)
        if second not in beginning.seconds:
            return beginning.alone
        # A space sorts before "!": what is behind the third word, whatever follows it, lies between the two.
        behind = f"{second} {third}"
        rows = self._file.rows(GOING_ON, first, second, first, behind, f"{behind}!" if third else behind)
        found = _begun({**beginning.alone.phrases, **_gathered(first, rows)})
        if rows or len(self._going_on) < MOST_KEPT_WORDS:
            self._going_on[first, second, third] = found
        return found

    def _beginning(self, first: str) -> Beginning:
        """What begins with a word. The words of questions are without end: beyond a bound, only the known is kept."""
        rows = self._file.rows(BEGINNING, first, first)
        alone = _gathered(first, (row for row in rows if row[1]))
        found = Beginning(_begun(alone), frozenset(second for second, slot, _ in rows if not slot))
        if rows or len(self._begun) < MOST_KEPT_WORDS:
            self._begun[first] = found
        return found

    def vocabulary(self, initial: str) -> tuple[str, ...]:
        """The words of all phrases that begin with the letter, sorted."""
        if (kept := self._vocabulary.get(initial)) is not None:
            return kept
        found = tuple(word for (word,) in self._file.rows("SELECT word FROM word WHERE initial = ?", initial))
        return self._vocabulary.setdefault(initial, found) if found else ()

    def is_english(self, word: str) -> bool:
        """Whether it is a correctly spelt English word, never to be repaired."""
        return bool(self._file.rows("SELECT 1 FROM english WHERE word = ?", word))

    def by_value(self, slot: str) -> Mapping[str, tuple[str, ...]]:
        """All words for each value of a slot. Reads every phrase: not for a question's time."""
        found: dict[str, list[str]] = {}
        sql = "SELECT value, first_word, rest FROM phrase WHERE slot = ? ORDER BY value, first_word, rest"
        for value, first, rest in self._file.rows(sql, slot):
            found.setdefault(value, []).append(f"{first} {rest}".rstrip())
        return {value: tuple(said) for value, said in found.items()}


def _gathered(first: str, rows: Iterable[Row]) -> dict[tuple[str, ...], tuple[Phrase, ...]]:
    """Phrases by their words, from rows of the rest of the words, the slot and the value."""
    found: dict[tuple[str, ...], tuple[Phrase, ...]] = {}
    for rest, slot, value in rows:
        said = (first, *rest.split())
        found[said] = (*found.get(said, ()), Phrase(said, slot, value))
    return found


def _begun(phrases: Mapping[tuple[str, ...], tuple[Phrase, ...]]) -> Begun:
    return Begun(phrases, tuple(sorted({len(said) for said in phrases})))
