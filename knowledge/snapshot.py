"""Snapshots of releases out of their text: a manifest, and beside it a CSV with a column for each period."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from knowledge import cells as written
from knowledge.files import TextFile
from knowledge.manifest import LEADING, CountedText, ReleaseText, SeriesRow
from knowledge.model import IndicatorId, PlaceId, SpeakerId
from knowledge.period import Period
from knowledge.problem import Fault, Problem, shown
from knowledge.release import REASONS, Counted, Release, ReleaseFile, Series
from knowledge.shaping import shaped
from knowledge.textfile import LARGEST_CSV, LineFault, decoded

_CELL = re.compile(rf"(?:-?[0-9]{{1,15}}(?:\.[0-9]{{1,9}})?|{'|'.join(REASONS)})?")
_CELLS = re.compile(rf"{_CELL.pattern}(?:,{_CELL.pattern})*")
_AGAIN = "Import the publisher's file again"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A release, its series, and the line of the CSV on which each stands."""

    release: Release
    series: tuple[Series, ...]
    lines: tuple[int, ...]


def snapshot(name: str, manifest: ReleaseText, file: TextFile) -> tuple[Snapshot | None, list[Problem]]:
    """The release `<collection>/<release>` of a manifest and the CSV beside it, or every problem of the CSV."""
    try:
        rows = list(csv.reader(StringIO(decoded(file.data, LARGEST_CSV)), strict=True))
    except LineFault as fault:
        return None, [fault.at(file.file, fault.line, "file")]
    except csv.Error as error:
        return None, [Problem(file.file, 1, "file", f"it cannot be read as CSV: {error}", _AGAIN)]
    periods, problems = _periods(rows[0] if rows else [], file)
    if problems:
        return None, problems
    release = _release(name, manifest, periods)
    kinds = {key: _counted(key, shape) for key, shape in manifest.series.items()}
    series: list[Series] = []
    lines: list[int] = []
    for line, row in enumerate(rows[1:], 2):
        found = _series(row, release, kinds, file.file, line)
        if isinstance(found, Series):
            series.append(found)
            lines.append(line)
        else:
            problems += found
    return Snapshot(release, tuple(series), tuple(lines)), problems


def _periods(header: Sequence[str], file: TextFile) -> tuple[tuple[Period, ...], list[Problem]]:
    """The periods that the columns are of, in the order of time."""
    leading = tuple(header[: len(LEADING)])
    if leading != LEADING or len(header) == len(LEADING):
        what = f"the header does not begin with {','.join(LEADING)} and go on with periods"
        return (), [Problem(file.file, 1, "header", what, _AGAIN)]
    try:
        periods = tuple(map(written.period, header[len(LEADING) :]))
    except Fault as fault:
        return (), [fault.at(file.file, 1, "header")]
    ends = [(p.end, p.start) for p in periods]
    if any(p.end is None for p in periods) or len(set(ends)) < len(ends):
        return (), [Problem(file.file, 1, "header", "a period stands twice, or has no end", _AGAIN)]
    return periods, []


def _series(
    row: Sequence[str], release: Release, kinds: dict[str, Counted], file: str, line: int
) -> Series | list[Problem]:
    """The series of a row, or its problems."""
    if len(row) != len(LEADING) + len(release.periods):
        return [Problem(file, line, "row", f"it has {len(row)} cells, which is not as many as the header", _AGAIN)]
    shape, problems = shaped(SeriesRow, dict(zip(LEADING, row, strict=False)), file, lambda _: line)
    if shape is None:
        return problems
    if shape.series not in kinds:
        return [Problem(file, line, "series", f"{shown(shape.series)} is not in the manifest", _AGAIN)]
    cells = ",".join(row[len(LEADING) :])
    if not _CELLS.fullmatch(cells):
        bad = next(cell for cell in row[len(LEADING) :] if not _CELL.fullmatch(cell))
        return [Problem(file, line, "row", f"{shown(bad)} is neither a number nor one of {', '.join(REASONS)}", _AGAIN)]
    return Series(release, kinds[shape.series], PlaceId(shape.place), shape.breakdown, shape.rows, cells)


def _release(name: str, shape: ReleaseText, periods: tuple[Period, ...]) -> Release:
    return Release(
        id=name.replace("/", "-"),
        collection=name.partition("/")[0],
        publisher=shape.publisher,
        title=shape.title,
        page=shape.page,
        licence=shape.licence,
        attribution=shape.attribution,
        released=shape.released,
        taken=shape.taken.isoformat(),
        checked=shape.checked,
        rhythm=shape.rhythm,
        next_due=shape.next_due.isoformat() if shape.next_due else "",
        evidence=shape.evidence,
        attributed_to=SpeakerId(shape.attributed_to),
        files=tuple(
            ReleaseFile(f.id, f.name, f.sha256, f.header, f.written, f.dated, f.first or "", f.last or "")
            for f in shape.files
        ),
        periods=periods,
    )


def _counted(key: str, shape: CountedText) -> Counted:
    return Counted(
        id=key,
        indicator=IndicatorId(shape.indicator),
        measure=shape.measure,
        unit=shape.unit,
        definition=shape.definition,
        adds_up=shape.adds_up,
        sheet=shape.sheet,
        column=shape.column,
        caveats=shape.caveats,
    )
