"""What a release says otherwise than the last one: how many figures, and which most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from knowledge.files import load
from knowledge.importers.dataset import Imported
from knowledge.model import Breakdown
from knowledge.period import Period
from knowledge.read import read_files
from knowledge.release import REASONS, Release, Series

MOST_SHOWN = 3
Figure = tuple[str, str, str, Breakdown, Period]


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that was revised."""

    series: str
    place: str
    breakdown: Breakdown
    period: Period
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True)
class Revision:
    """Against the last release of the dataset: figures in both, those that differ, and the sums of both."""

    against: str
    shared: int
    changes: tuple[Change, ...]
    before: Decimal
    after: Decimal

    @property
    def largest(self) -> list[Change]:
        """The figures that changed most."""
        return sorted(self.changes, key=lambda c: -abs(c.after - c.before))[:MOST_SHOWN]


def revision(imported: Imported, with_it: Sequence[Imported], folders: Sequence[Path]) -> Revision | None:
    """What the release revises of the newest one before it that shares figures with it; None where none does.

    `with_it` are the older releases that are imported at the same time.
    """
    now = dict(_numbers(imported.series))
    for series in _earlier(imported.release, with_it, folders):
        release = series[0].release
        before = {figure: value for figure, value in _numbers(series) if figure in now}
        if before:
            changes = tuple(
                Change(figure[0], *figure[2:], value, now[figure])
                for figure, value in before.items()
                if value != now[figure]
            )
            after = sum((now[figure] for figure in before), Decimal(0))
            return Revision(release.released, len(before), changes, sum(before.values(), Decimal(0)), after)
    return None


def _earlier(release: Release, with_it: Sequence[Imported], folders: Sequence[Path]) -> list[list[Series]]:
    """The series of the dataset's releases before this one, the newest first: those given with it before those held."""
    kinds = ("release", "snapshot")
    files = [f for f in load(folders)[0] if f.kind in kinds and f.name.startswith(f"{release.collection}/")]
    found: dict[str, list[Series]] = {}
    for entry in read_files(files)[0].series:
        found.setdefault(entry.record.release.id, []).append(entry.record)
    found |= {one.release.id: list(one.series) for one in with_it if one.release.collection == release.collection}
    past = [series for series in found.values() if series[0].release.released < release.released]
    return sorted(past, key=lambda series: series[0].release.released, reverse=True)


def _numbers(series: Iterable[Series]) -> Iterator[tuple[Figure, Decimal]]:
    for s in series:
        for period, cell in zip(s.release.periods, s.cells.split(","), strict=True):
            if cell and cell not in REASONS:
                yield (s.counted.id, s.counted.definition, s.place, s.breakdown, period), Decimal(cell)
