"""A figure's trace followed by hand: open the file that has the digest, go to the rows and the column, add up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

import pandas as pd

from knowledge.importers.markers import heading as bare
from knowledge.importers.months import every_month, month
from knowledge.importers.official import OfficialFile
from knowledge.release import COUNT_OF_ROWS, Trace

CONDITION = re.compile(r"(?P<column>[^=']+?) = (?P<labels>'[^']*'(?: (?:or|to) '[^']*')*)(?: and |$)")
NUMBER = re.compile(r"(\d+)(?:-(\d+))?")
DEEPEST = 16
MONTHS = ("%Y%m", "%b %Y", "%Y, %b", "%b-%y", "%Y-%m-01", "%Y-%m")


def found(traces: Sequence[Trace], files: Mapping[str, OfficialFile]) -> Decimal:
    """The sum of what the traces lead to."""
    return sum((_one(trace, files[trace.sha256]) for trace in traces), Decimal(0))


def _one(trace: Trace, file: OfficialFile) -> Decimal:
    cells = file.cells(trace.sheet)
    heading = file.heading()
    rows = _rows(trace.rows, cells, heading)
    if trace.column == COUNT_OF_ROWS:
        return Decimal(len(rows))
    values = cells.loc[rows, _columns(trace.column.removeprefix("column "), heading, cells)]
    return sum((Decimal(value.replace(",", "")) for value in values.to_numpy().flatten() if value), Decimal(0))


def _columns(column: str, heading: Sequence[str], cells: pd.DataFrame) -> list[int]:
    """By the heading of a CSV, by a stretch of months, or by where a workbook has its headings."""
    if column in heading:
        return [heading.index(column)]
    first, to, last = column.partition(" to ")
    if to and month(first, "%Y%m"):
        return [n for n, name in enumerate(heading) if month(name, "%Y%m") and first <= name <= last]
    names = column.split(", ") if ", " in column else [column]
    above = cells.head(DEEPEST).map(bare)
    for row in above.index[: DEEPEST - len(names)]:
        for n in cells.columns:
            if [above.loc[row + down, n] for down in range(len(names))] == names:
                return [int(n)]
    raise AssertionError(f"no column {column!r}")


def _rows(written: str, cells: pd.DataFrame, heading: Sequence[str]) -> list[int]:
    if written == "no row, so none was counted":
        return []
    if written == "all rows":
        return [int(n) for n in cells.index[1:]]
    if not written.startswith("rows with "):
        ranges = NUMBER.findall(written)
        return [n for first, last in ranges for n in range(int(first), int(last or first) + 1)]
    met = pd.Series(data=True, index=cells.index[1:])
    for condition in CONDITION.finditer(written.removeprefix("rows with ")):
        names = condition["column"].split(", ")
        first, *more = (cells.loc[met.index[met], heading.index(name)] for name in names)
        text = first.str.cat(pd.concat(more, axis=1), sep=", ") if more else first
        labels = re.findall(r"'([^']*)'", condition["labels"])
        inside = _between(text, labels) if "' to '" in condition["labels"] else text.isin(labels)
        met = met & inside.reindex(met.index, fill_value=False)
    return [int(n) for n in met.index[met]]


def _between(text: pd.Series[str], ends: Sequence[str]) -> pd.Series[bool]:
    pattern = next(p for p in MONTHS if all(month(end, p) for end in ends))
    first, last = (month(end, pattern) for end in ends)
    assert first is not None
    assert last is not None
    whole = {month.id for month in every_month(first, last)}
    return text.isin([w for w in text.unique() if (m := month(w, pattern)) and m.id in whole])
