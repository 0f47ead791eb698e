"""Official files in, releases out: recognised by their headings, read all together, written all or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from knowledge.errors import ImportRefused
from knowledge.importers.dataset import Dataset, Imported, Stamp
from knowledge.importers.datasets import DATASETS
from knowledge.importers.official import OfficialFile, open_official
from knowledge.importers.refusals import Refusals
from knowledge.importers.revision import Revision, revision
from knowledge.importers.writing import write
from knowledge.release import REASONS

MOST_FILES = 3


@dataclass(frozen=True, slots=True)
class Report:
    """What one release would bring, or has brought."""

    imported: Imported
    revision: Revision | None

    def lines(self) -> Iterator[str]:
        """The report in words: what it is, what it holds, what was set aside and what was revised."""
        release, series = self.imported.release, self.imported.series
        cells = [cell for s in series for cell in s.cells.split(",") if cell]
        hidden = sum(cell in REASONS for cell in cells)
        first, last = release.periods[0], release.periods[-1]
        yield f"{release.collection}, release of {release.released}: {release.title} ({release.publisher})"
        yield from (f"  file      {file.name} {file.sha256[:16]}" for file in release.files[:MOST_FILES])
        if len(release.files) > MOST_FILES:
            yield f"  file      … {len(release.files) - MOST_FILES} more"
        yield f"  read      {self.imported.rows_read:,} rows: {len(series):,} series, {len(cells):,} figures"
        yield f"  periods   {first.label} to {last.label}" if first != last else f"  period    {first.label}"
        yield from (
            [f"  hidden    {hidden:,} cells that the publisher does not show; none is taken for zero"] * bool(hidden)
        )
        yield from (f"  unknown   {q.label!r}: {q.rows} rows of {q.file} set aside" for q in self.imported.quarantined)
        yield from (f"  left out  {text}" for text in self.imported.left_out)
        yield from _revised(self.revision)


def _revised(found: Revision | None) -> Iterator[str]:
    if found is None:
        yield "  revised   nothing: no earlier release holds these periods"
        return
    share = f", {(found.after - found.before) / found.before * 100:+.2f}% in sum" if found.before else ""
    yield f"  revised   {len(found.changes):,} of {found.shared:,} figures since {found.against}{share}"
    for change in found.largest:
        part = "".join(f", {value}" for _, value in change.breakdown)
        what = f"{change.series}{part} in {change.place}, {change.period.label}"
        yield f"            {what}: {change.before} → {change.after}"


def recognised(file: OfficialFile) -> Dataset:
    """The dataset of a file, by its headings; refused where it is of none that is known, or of several."""
    found = [dataset for dataset in DATASETS if dataset.recognises(file)]
    if len(found) == 1:
        return found[0]
    heading = ", ".join(file.heading()[:6]) or ", ".join(file.sheets[:6])
    known = ", ".join(dataset.collection for dataset in DATASETS)
    raise ImportRefused(f"{file.name} is no dataset that is known by its headings: {heading}", f"Known are {known}")


def plan(paths: Iterable[Path], stamp: Stamp, folders: Sequence[Path]) -> list[Report]:
    """What the files would bring, oldest release first; raises ImportRefused, with every reason that it finds."""
    refusals = Refusals()
    files: dict[str, list[OfficialFile]] = {}
    for file in _each_once(paths, refusals):
        if dataset := refusals.attempt(partial(recognised, file)):
            files.setdefault(dataset.collection, []).append(file)
    given = [(d, files[d.collection]) for d in DATASETS if d.collection in files]
    every = [one for d, own in given for one in refusals.attempt(partial(d.read, d, own, stamp)) or []]
    refusals.settle()
    _no_slice_twice(every)
    every.sort(key=lambda one: one.release.released)
    return [Report(one, revision(one, every[:n], folders)) for n, one in enumerate(every)]


def _each_once(paths: Iterable[Path], refusals: Refusals) -> Iterator[OfficialFile]:
    """The files that can be read, each once whatever it is called."""
    seen: set[str] = set()
    for path in paths:
        file = refusals.attempt(partial(open_official, path))
        if file and file.sha256 not in seen:
            seen.add(file.sha256)
            yield file


def written(reports: Iterable[Report], folder: Path) -> list[Path]:
    """Write the releases into a knowledge folder."""
    return [write(report.imported, folder) for report in reports]


def _no_slice_twice(every: Sequence[Imported]) -> None:
    first: dict[str, Imported] = {}
    for one in every:
        if first.setdefault(one.release.id, one) is not one:
            names = f"{first[one.release.id].release.files[-1].name} and {one.release.files[-1].name}"
            raise ImportRefused(
                f"{names} would both be {one.release.id}", "Import one of them, or date it by --released"
            )
