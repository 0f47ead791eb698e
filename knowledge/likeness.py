"""Which indicators some words are like, letter by letter: three letters at a time, the rare ones weighing most.

`build` writes the index, so that opening it parses nothing; a look-up reads the rarest threes only, and so takes as
long with a hundred thousand phrases as with a hundred. Likeness offers questions, it never decides an answer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log, sqrt
from typing import NamedTuple

from knowledge.compiled import CompiledFile
from knowledge.model import IndicatorId

# Names and phrases of one indicator that are indexed, at most; phrases that add no word are left out.
MOST_NAMES = 40
# Threes of letters that are looked up, the rarest first, until as many names are found; a three in more says nothing.
MOST_THREES = 30
MOST_FOUND = 1_500
MOST_ALIKE = 250
MOST_SCORED = 60
_AT_ONCE = "SELECT three, weight, names FROM three WHERE three IN ({})"
_NAMES = "SELECT key, indicator, length FROM likeness WHERE key IN ({})"


class Like(NamedTuple):
    """An indicator, and how much the words are like one of its names: 0 to 1."""

    indicator: IndicatorId
    score: float


class Index(NamedTuple):
    """The rows of the tables `likeness` (a name: key, indicator, length) and `three` (letters, weight, keys)."""

    names: Sequence[tuple[int, str, float]]
    threes: Sequence[tuple[str, float, str]]


def threes(text: str) -> frozenset[str]:
    """Three letters at a time of each word, its ends marked by a space."""
    words = (f" {word} " for word in text.split())
    return frozenset(word[n : n + 3] for word in words for n in range(len(word) - 2))


def indexed(named: Mapping[str, Iterable[str]]) -> Index:
    """The index of indicators by their names and phrases, the likeliest name first."""
    told = [(indicator, threes(name)) for indicator in sorted(named) for name in _telling(named[indicator])]
    number = Counter(three for _, said in told for three in said)
    weight = {three: log(1 + len(told) / n) for three, n in number.items()}
    found: dict[str, list[int]] = defaultdict(list)
    for key, (_, said) in enumerate(told):
        for three in said:
            found[three].append(key)
    lengths = ((key, i, round(_length(said, weight), 6)) for key, (i, said) in enumerate(told))
    rows = ((t, round(weight[t], 6), " ".join(map(str, found[t]))) for t in sorted(found) if number[t] <= MOST_ALIKE)
    return Index(list(lengths), list(rows))


def _telling(names: Iterable[str]) -> Iterator[str]:
    """The names that have a word which none before has: the first of all, then the shorter ones first."""
    first, *others = names
    told = set(first.split())
    yield first
    kept = 1
    for name in sorted(set(others), key=lambda text: (text.count(" "), text)):
        if kept < MOST_NAMES and not told.issuperset(words := name.split()):
            told.update(words)
            kept += 1
            yield name


def _length(said: Iterable[str], weight: Mapping[str, float]) -> float:
    # Sorted: sums of the same numbers in another order differ in the last digit, and the file is the same every time.
    return sqrt(sum(weight[three] ** 2 for three in sorted(said)))


class Likeness:
    """The index of one compiled file."""

    def __init__(self, file: CompiledFile) -> None:
        self._file = file

    def of(self, text: str) -> tuple[Like, ...]:
        """The indicators like the words, the likest first; what is known of no letters of theirs is like none."""
        asked = sorted(threes(text))
        rows = self._file.rows(_AT_ONCE.format(", ".join("?" * len(asked))), *asked) if asked else []
        rarest = sorted(rows, key=lambda row: (-row[1], row[0]))[:MOST_THREES]
        shared: dict[int, float] = defaultdict(float)
        for _, weight, names in rarest:
            for key in names.split():
                shared[int(key)] += weight * weight
            if len(shared) > MOST_FOUND:
                break
        return self._scored(shared, sqrt(sum(weight**2 for _, weight, _ in rarest)))

    def _scored(self, shared: Mapping[int, float], length: float) -> tuple[Like, ...]:
        most = sorted(shared, key=lambda key: (-shared[key], key))[:MOST_SCORED]
        rows = self._file.rows(_NAMES.format(", ".join("?" * len(most))), *most) if most else []
        best: dict[str, float] = {}
        for key, indicator, own in rows:
            best[indicator] = max(best.get(indicator, 0.0), shared[key] / (own * length))
        return tuple(Like(IndicatorId(i), best[i]) for i in sorted(best, key=lambda i: (-best[i], i)))
