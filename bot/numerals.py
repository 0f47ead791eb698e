"""How many are asked for, in figures or in words: "top 5", "which four boroughs", "the three worst"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.lexicon import Span
from bot.when.words import NUMBERS

# What a number may stand beside to say how many of it.
COUNTED = frozenset(
    {"borough", "force", "region", "top", "bottom", "worst", "safest", "record_high", "record_low", "month", "year"}
)
MOST = 50


def how_many(words: Sequence[str], spans: Sequence[Span]) -> Span | None:
    """The number that stands beside a word of ranking and that nothing else reads, as a span of the slot `top`."""
    taken = {n for span in spans for n in range(span.start, span.stop)}
    counted = [s for s in spans if s.slot == "operations" and COUNTED & set(s.values)]
    beside = {s.start - 1 for s in counted} | {s.stop for s in counted}
    for n, word in enumerate(words):
        if n in beside and n not in taken and 1 <= (number := _number(word)) <= MOST:
            return Span(n, n + 1, "top", (str(number),))
    return None


def _number(word: str) -> int:
    return int(word) if len(word) <= 2 and word.isascii() and word.isdecimal() else NUMBERS.get(word, 0)
