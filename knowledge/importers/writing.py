"""A release into its text: a manifest and a CSV beside it, both new or neither."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from io import StringIO
from pathlib import Path

import yaml

from knowledge.importers.dataset import Imported
from knowledge.manifest import LEADING
from knowledge.release import Counted
from knowledge.shelf import replacing

_OF_A_RELEASE = (
    "publisher", "title", "page", "licence", "attribution", "released", "taken", "checked", "rhythm", "next_due",
    "evidence", "attributed_to",
)  # fmt: skip
WIDTH = 110


def write(imported: Imported, folder: Path) -> Path:
    """Write the release into a knowledge folder, in the place of what stood there of it; the CSV's path."""
    release = imported.release
    home = folder / "releases" / release.collection
    home.mkdir(parents=True, exist_ok=True)
    path = home / f"{release.released[:7]}.csv"
    with ExitStack() as both:
        manifest = both.enter_context(replacing(path.with_suffix(".yaml")))
        table = both.enter_context(replacing(path))
        manifest.write_text(manifest_text(imported), "utf-8")
        table.write_text(table_text(imported), "utf-8", newline="")
    return path


def manifest_text(imported: Imported) -> str:
    """The manifest in YAML."""
    release = imported.release
    used = {series.counted.id: series.counted for series in imported.series}
    whole = {field: getattr(release, field) for field in _OF_A_RELEASE if getattr(release, field)} | {
        "files": [_filled(asdict(file)) for file in release.files],
        "series": {key: _counted(one) for key, one in used.items()},
    }
    if left_out := [
        *imported.left_out,
        *(f"{q.label}: not known, {q.rows} rows of {q.file}" for q in imported.quarantined),
    ]:
        whole["left_out"] = left_out
    return str(yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=WIDTH))


def table_text(imported: Imported) -> str:
    """The CSV."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*LEADING, *(period.id for period in imported.release.periods)])
    writer.writerows(_rows(imported))
    return out.getvalue()


def _rows(imported: Imported) -> Iterator[list[str]]:
    """Rows in an order that does not depend on the publisher's, so that two releases can be compared line by line."""
    for s in sorted(imported.series, key=lambda s: (s.counted.id, s.place, s.breakdown)):
        breakdown = ";".join(f"{dimension}={value}" for dimension, value in s.breakdown)
        yield [s.counted.id, s.place, breakdown, s.rows, *s.cells.split(",")]


def _counted(one: Counted) -> dict[str, object]:
    fields = _filled(asdict(one)) | {"adds_up": "yes" if one.adds_up else "no"}
    del fields["id"]
    if one.caveats:
        fields["caveats"] = " | ".join(f"{caveat.kind}: {caveat.text}" for caveat in one.caveats)
    return fields


def _filled(fields: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value not in ("", ())}
