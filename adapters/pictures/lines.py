"""Every sentence that a picture, or the words in its place, says."""

from __future__ import annotations

import re
from collections.abc import Sequence

NO_SERIES = "This reply has no series to draw. Ask for one over time, a ranking or a comparison."
NO_PICTURE = "The picture could not be made; the figures stand in the reply."
PROVISIONAL = "Hollow: provisional, may be revised."
NOT_HELD_BETWEEN = "Dotted: periods that are not held."
NOT_HELD = "not held"
_KINDS = ("financial year ", "year ending ", "at ")
_EXPLAINED = re.compile(r" \(.*\)$")


def saved(name: str, alt: str) -> str:
    """Where the picture lies, and what it says."""
    return f"{alt}\nSaved as {name}"


def not_saved(file: str, why: str) -> str:
    """A file that could not be written."""
    return f"{file} was not written: {why}. Name a file in a folder that exists and may be written to."


def span(first: str, last: str) -> str:
    """The periods that a picture covers."""
    if first == last:
        return first
    shared = next((kind for kind in _KINDS if first.startswith(kind) and last.startswith(kind)), "")
    first = first.removeprefix("at ") if shared == "at " else first
    return f"{first} to {last.removeprefix(shared)}"


def brief(label: str) -> str:
    """A period in few words, for an axis or a mark: 2025/26 · Q1 2025 · 31 March 2026."""
    return _EXPLAINED.sub("", label).removeprefix("at ").removeprefix("financial year ")


def at(value: str, label: str) -> str:
    """A value at its period."""
    short = _EXPLAINED.sub("", label)
    if short.startswith("at "):
        return f"{value} {short}"
    return f"{value} in the {short}" if short.startswith(_KINDS) else f"{value} in {short}"


def subject(title: str, beneath: Sequence[str]) -> str:
    """What a picture is of."""
    return ", ".join((title, *beneath))


def broken(text: str, before: str, after: str) -> str:
    """Where a line is broken, and why."""
    return f"The line is broken between {before} and {after}: {text}."


def chart_over_time(of: str) -> str:
    """How the words for lines begin."""
    return f"Line chart. {of}."


def chart_of_bars(of: str, count: int) -> str:
    """How the words for bars begin."""
    return f"Bar chart of {count}. {of}."


def course(name: str, first: str, last: str, high: str, low: str) -> str:
    """A line in one sentence: its ends, its highest and its lowest point."""
    who = f"{name}: from" if name else "From"
    return f"{who} {first} to {last}; highest {high}, lowest {low}."


def only(name: str, value: str) -> str:
    """A line of one known point."""
    return f"{name}: {value}." if name else f"{value}."


def ends_of_ranking(first: Sequence[str], last: Sequence[str]) -> str:
    """The bars at both ends."""
    top = f"First: {', '.join(first)}."
    return f"{top} Last: {', '.join(last)}." if last else top


def asked_for(name: str, value: str, rank: str, of: int) -> str:
    """The bar that the question was about."""
    return f"{name}: rank {rank} of {of}, with {value}." if rank else f"{name}: {value}."


def rank(number: int, *, joint: bool) -> str:
    """A place in an order."""
    return f"joint {number}" if joint else f"{number}"


def named_with_rank(name: str, rank: str) -> str:
    """A bar far down that is shown all the same."""
    return f"{name} ({rank})" if rank else name


def group(name: str, bars: Sequence[str]) -> str:
    """Bars that stand together."""
    return f"{name}: {', '.join(bars)}." if name else f"{', '.join(bars)}."


def provisional(labels: Sequence[str]) -> str:
    """Which points are provisional."""
    return f"Provisional: {', '.join(labels)}."


def shown_of(shown: int, held: int) -> str:
    """Only the first bars are drawn."""
    return f"the first {shown} of {held}"
