"""Every shipped figure can be traced by hand: picks some at random and finds them in the publishers' files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP
from itertools import count, islice
from random import Random

from knowledge.base import KnowledgeBase
from knowledge.importers.official import OfficialFile
from knowledge.model import Observation
from knowledge.period import Period, months_between
from knowledge.release import Series
from tests.knowledge.importers.finding import found

PICKED = 500
SEED = 20260815


def test_figures_picked_at_random_stand_in_the_files(
    knowledge: KnowledgeBase, by_digest: dict[str, OfficialFile]
) -> None:
    chance = Random(SEED)  # noqa: S311 - chosen, not secret
    held: dict[str, list[Series]] = {}
    for indicator in knowledge.held():
        for series in knowledge.series(indicator):
            held.setdefault(series.release.collection, []).append(series)
    each = PICKED // len(held) + 1
    figures = [figure for name in sorted(held) for figure in _picked(held[name], each, chance)]
    assert len(figures) >= PICKED
    wrong = []
    for figure in figures:
        traces = knowledge.traces(figure)
        there = found(traces, by_digest)
        if figure.value is None or there.quantize(figure.value, ROUND_HALF_UP) != figure.value:
            wrong.append(f"{figure.id}: {figure.value}, but {there} at {'; '.join(map(str, traces))}")
    assert wrong == []


def _picked(every: Sequence[Series], number: int, chance: Random) -> Iterator[Observation]:
    """So many figures of a collection: small datasets are looked at as closely as large ones."""
    endless = (figure for _ in count() if (figure := _figure(chance.choice(every), chance)))
    return islice(endless, number)


def _figure(series: Series, chance: Random) -> Observation | None:
    """A figure of the series: of one of its periods, or of a stretch of its months."""
    one, other = (chance.choice(series.held()) for _ in range(2))
    figure = series.at(_stretch(one, other) if series.counted.adds_up and one.kind == "month" else one)
    return figure if figure and figure.value is not None else None


def _stretch(one: Period, other: Period) -> Period:
    first, last = sorted(period.start for period in (one, other) if period.start)
    return months_between(first.year, first.month, last.year, last.month)
