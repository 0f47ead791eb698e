"""Ages of victims in a question: "under 25", "aged 18 or under", "16 to 24 year olds", "over-65s"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.lexicon import Span

_AGE = r"(\d\d?)s?"
_TAIL = r"(?: (?:year|years)(?: of age| olds?)?| of age)?"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(rf"(?:{pattern}){_TAIL}(?= |$)"), value)
    for pattern, value in (
        (rf"(?:aged )?(?:under|below|younger than)(?: the age of| age)? {_AGE}", lambda m: f"under-{m[1]}"),
        (r"u(\d\d)s?", lambda m: f"under-{m[1]}"),
        (rf"(?:aged )?{_AGE}{_TAIL} (?:or|and) (?:under|below|younger)", lambda m: f"{m[1]}-or-under"),
        (rf"(?:aged )?(?:over|above|older than)(?: the age of| age)? {_AGE}", lambda m: f"over-{m[1]}"),
        (rf"(?:aged )?{_AGE}{_TAIL} (?:or|and) (?:over|above|older)", lambda m: f"{m[1]}-or-over"),
        (rf"(?:aged|ages) (?:between )?{_AGE} (?:to|and) {_AGE}", lambda m: f"{m[1]}-to-{m[2]}"),
        (rf"(?:between )?{_AGE} (?:to|and) {_AGE} (?:year|years) olds?", lambda m: f"{m[1]}-to-{m[2]}"),
        (rf"aged {_AGE}", lambda m: f"aged-{m[1]}"),
        (rf"{_AGE} (?:year|years) olds?", lambda m: f"aged-{m[1]}"),
    )
)
# Groups that have a name of their own.
NAMED = {"13-to-19": "teenage"}
_STARTS = {"aged", "ages", "under", "below", "younger", "over", "above", "older", "between"}


def _named(group: str) -> str:
    return NAMED.get(group, group)


def read_ages(words: Sequence[str]) -> list[Span]:
    """The age groups that stand in the words, as spans of the slot `breakdowns`."""
    spans: list[Span] = []
    for start, word in enumerate(words):
        doer = start > 0 and words[start - 1] == "by"
        if not doer and (word in _STARTS or word[0].isdigit() or word[0] == "u"):
            rest = " ".join(words[start : start + 9])
            spans += [
                Span(start, start + len(match[0].split()), "breakdowns", (f"victim_age={_named(value(match))}",))
                for form, value in _FORMS
                if (match := form.match(rest))
            ]
    return spans
