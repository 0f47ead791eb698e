"""Sentences on how figures went over time: from where to where, the highest, the lowest, how long up or down."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

Told = tuple[str, str]
# A run of as many steps one way is worth a sentence.
LEAST_STEPS = 2


def range_of(first: Told, last: Told, high: Told, low: Told) -> str:
    """ "From 2010 (1,200) to 2025 (900): highest 2018 (1,500), lowest 2021 (700)."."""
    (start, at_first), (end, at_last) = first, last
    ends = f"From {_when(start)} ({at_first}) to {_when(end)} ({at_last})"
    return f"{ends}: highest {_when(high[0])} ({high[1]}), lowest {_when(low[0])} ({low[1]})."


def _when(label: str) -> str:
    return label.removeprefix("at ")


def run(values: Sequence[Decimal]) -> str:
    """For how long it has only gone one way; nothing where that is not long."""
    steps = [(later > earlier) - (later < earlier) for earlier, later in pairwise(values)][::-1]
    last = next((n for n, step in enumerate(steps) if step != steps[0]), len(steps))
    if last < LEAST_STEPS or not steps[0]:
        return ""
    return f"{'Up' if steps[0] > 0 else 'Down'} in each of the last {last} years."


def listed(told: Sequence[Told]) -> str:
    return f"{'; '.join(f'{label}: {shown}' for label, shown in told)}."
