"""How many are asked for, "top 5", "the three worst"; and which one of an order: "second lowest", "3rd worst"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.lexicon import Span
from bot.when.words import NUMBERS

# What a number may stand beside to say how many of it.
COUNTED = frozenset(
    {"borough", "force", "region", "top", "bottom", "worst", "safest", "record_high", "record_low", "month", "year"}
)
MOST = 50
# What an ordinal may stand before.
ORDERED = frozenset({"worst", "safest", "record_high", "record_low"})
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
ENDINGS = frozenset({"st", "nd", "rd", "th"})


def how_many(words: Sequence[str], spans: Sequence[Span]) -> Span | None:
    """The number that stands beside a word of ranking and that nothing else reads, as a span of the slot `top`."""
    taken = {n for span in spans for n in range(span.start, span.stop)}
    counted = [s for s in spans if s.slot == "operations" and COUNTED & set(s.values)]
    beside = {s.start - 1 for s in counted} | {s.stop for s in counted}
    for n, word in enumerate(words):
        if n in beside and n not in taken and 1 <= (number := _number(word)) <= MOST:
            return Span(n, n + 1, "top", (str(number),))
    return None


def which_one(words: Sequence[str], spans: Sequence[Span]) -> Span | None:
    """The ordinal before a word of order, as a span of the slot `nth`: "second lowest", never "first half"."""
    taken = {n for span in spans for n in range(span.start, span.stop)}
    ends = {s.start for s in spans if s.slot == "operations" and ORDERED & set(s.values)}
    for n, word in enumerate(words):
        if n + 1 in ends and n not in taken and (number := ordinal(word)):
            return Span(n, n + 1, "nth", (str(number),))
    return None


def ordinal(word: str) -> int:
    """The number of "second" or "2nd"; 0 for what is no ordinal."""
    if word in ORDINALS:
        return ORDINALS.index(word) + 1
    number, ending = word[:-2], word[-2:]
    return int(number) if ending in ENDINGS and number.isascii() and number.isdecimal() and len(number) < 3 else 0


def _number(word: str) -> int:
    return int(word) if len(word) <= 2 and word.isascii() and word.isdecimal() else NUMBERS.get(word, 0)
