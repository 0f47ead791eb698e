"""The notation of the table in `when.forms`, and its translation into regular expressions.

`[the] year` is "year" or "the year"; `(last|past) year` is either; `<year>` is a slot of `when.words`, and what stood
in it is read by that name. Brackets nest, and alternatives need none on the outside.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from bot.when.words import DIGIT, SLOTS, one_of

_PARTS = re.compile(r"[\[\]()|]|<\w+>|[^\s\[\]()|<>]+")
_DIGIT = re.compile("[0-9]")
_ENDS = {"|", ")", "]"}
_FREQUENT = one_of("a and at by for from in last of on or over since so that the this to until year")

Needs = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """The words [start, stop) that a pattern matched, and what stood in its slots."""

    words: Sequence[str]
    start: int
    stop: int
    slots: dict[str, str]

    def __getitem__(self, slot: str) -> str:
        return self.slots[slot]

    def get(self, slot: str) -> str:
        """What stood in a slot; empty where nothing did."""
        return self.slots.get(slot, "")

    @property
    def before(self) -> str:
        """The word before; empty at the beginning."""
        return self.words[self.start - 1] if self.start else ""

    @property
    def after(self) -> str:
        """The word after; empty at the end."""
        return self.words[self.stop] if self.stop < len(self.words) else ""


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a question, joined once for every pattern, and the set of them (with DIGIT for a digit)."""

    words: tuple[str, ...]
    joined: str
    features: frozenset[str]
    starts: dict[int, int]

    @classmethod
    def of(cls, words: Sequence[str]) -> Text:
        """The text with a space around every word; where each begins."""
        offsets = accumulate((len(word) + 1 for word in words), initial=0)
        starts = {offset: n for n, offset in enumerate(offsets)}
        joined = f" {' '.join(words)} "
        digit = (DIGIT,) if _DIGIT.search(joined) else ()
        return cls(tuple(words), joined, frozenset((*words, *digit)), starts)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern, its regular expression, and sets of words: without one of each it need not be tried."""

    notation: str
    expression: str
    needs: Needs

    def compile(self) -> None:
        """Compile it now rather than on first need."""
        _compiled(self.expression)

    def said_in(self, text: Text) -> Iterator[Said]:
        """Every place where the pattern is said, the overlapping ones too."""
        for match in _compiled(self.expression).finditer(text.joined):
            start, stop = text.starts.get(match.start()), text.starts.get(match.end(1) - 1)
            if start is not None and stop is not None:
                named = {name.partition("__")[0]: words for name, words in match.groupdict().items() if words}
                yield Said(text.words, start, stop, named)


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    """Compiled on first need: one question needs few of the patterns, and compiling all takes longer than it."""
    return re.compile(expression)


@dataclass(frozen=True, slots=True)
class _Node:
    """A part of a pattern: its expression, and sets of words of which each match has one of each."""

    regex: str
    needs: Needs


def pattern(notation: str) -> Pattern:
    """Translate a pattern; ValueError where it could match without any word of its own."""
    node = _alternatives(_PARTS.findall(notation)[::-1])
    if not node.needs:
        raise ValueError(f"{notation!r} has no word that must stand; leave less of it optional")
    seen: Counter[str] = Counter()

    def numbered(group: re.Match[str]) -> str:
        seen[group[1]] += 1
        return f"(?P<{group[1]}__{seen[group[1]]}>"

    expression = re.sub(r"[(][?]P<(.+?)>", numbered, node.regex)
    return Pattern(notation, f" (?=({expression}))", tuple(sorted(set(node.needs), key=_frequency)))


def _alternatives(parts: list[str]) -> _Node:
    """One of several sequences, up to a closing bracket. `parts` is read from its end."""
    nodes = [_sequence(parts)]
    while parts and parts[-1] == "|":
        parts.pop()
        nodes.append(_sequence(parts))
    return _Node(f"(?:{'|'.join(node.regex for node in nodes)})", _either([node.needs for node in nodes]))


def _either(alternatives: list[Needs]) -> Needs:
    """What a match of any of the alternatives needs: the rarest words of each taken together, then the next."""
    if not all(alternatives):
        return ()
    ordered = [sorted(needs, key=_frequency) for needs in alternatives]
    most = max(len(needs) for needs in ordered)
    padded = [needs + needs[-1:] * (most - len(needs)) for needs in ordered]
    return tuple(frozenset[str]().union(*together) for together in zip(*padded, strict=True))


def _sequence(parts: list[str]) -> _Node:
    nodes = []
    while parts and parts[-1] not in _ENDS:
        nodes.append(_one(parts.pop(), parts))
    return _Node("".join(node.regex for node in nodes), tuple(words for node in nodes for words in node.needs))


def _one(part: str, rest: list[str]) -> _Node:
    """A word, a slot, or what stands in brackets; each takes the space behind it along."""
    if part in {"[", "("}:
        inner = _alternatives(rest)
        rest.pop()
        return _Node(f"{inner.regex}?", ()) if part == "[" else inner
    if part.startswith("<"):
        slot = SLOTS[part[1:-1]]
        return _Node(f"(?P{part}{slot.regex}) ", (slot.needs,))
    return _Node(f"{re.escape(part)} ", (frozenset({part}),))


def _frequency(words: frozenset[str]) -> tuple[bool, bool, int, list[str]]:
    """How often one of the words is met: few words are met least, numbers most."""
    return DIGIT in words, bool(words & _FREQUENT), len(words), sorted(words)
