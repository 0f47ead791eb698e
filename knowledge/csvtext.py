"""CSV as spreadsheets save it: a header and rows of text cells, each row with the line on which it begins."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from knowledge.problem import Problem, did_you_mean, shown
from knowledge.textfile import LARGEST_CSV, LineFault, decoded

_SPREADSHEET_ERROR = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|#+)", re.IGNORECASE)
_SPACES = re.compile("[\u00a0\u2007\u2009\u202f]")
MOST_PROBLEMS = 1_000
MOST_BROKEN = 20


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row by column, without the spaces around them."""

    line: int
    cells: dict[str, str]


def read_csv(
    data: bytes, file: str, columns: Collection[str], needed: Collection[str]
) -> tuple[list[Row], list[Problem]]:
    """The rows that are sound, and every problem of the rest. `needed` columns must be in the header."""
    try:
        lines = list(_lines(decoded(data, LARGEST_CSV)))
    except LineFault as fault:
        return [], [fault.at(file, fault.line, "file")]
    problems = [line.fault_at(file) for line in lines if line.fault]
    lines = [line for line in lines if not line.fault]
    if not lines:
        empty = Problem(file, 1, "header", "the file is empty", f"Begin with: {','.join(needed)}")
        return [], problems or [empty]
    header, faults = _header(lines[0], file, columns, needed)
    return _rows(lines[1:], header, file, problems) if not faults else ([], problems + faults)


def _rows(
    lines: Sequence[_Line], header: Sequence[str], file: str, problems: list[Problem]
) -> tuple[list[Row], list[Problem]]:
    rows: list[Row] = []
    for line in lines:
        row, faults = _row(line, header, file)
        rows += [row] if row and not faults else []
        problems += faults
        if len(problems) >= MOST_PROBLEMS:
            break
    return rows, problems


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: Sequence[str]
    fault: str = ""

    def fault_at(self, file: str) -> Problem:
        remedy = 'Close every quote that opens; write a quote inside a cell twice ("")'
        return Problem(file, self.number, "row", self.fault, remedy)


def _lines(text: str) -> Iterator[_Line]:
    """The lines that hold anything. After a row that is no CSV, reading goes on with the line below its first."""
    written = [*StringIO(text, newline="\n")]
    begins = 1
    for _ in range(MOST_BROKEN):
        try:
            for number, cells in _records(written, begins):
                yield _Line(number, cells)
            return
        except _Broken as broken:
            yield _Line(broken.line, (), f"the row cannot be read as CSV: {broken}")
            begins = broken.line + 1


class _Broken(Exception):
    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line


def _records(written: Sequence[str], begins: int) -> Iterator[tuple[int, list[str]]]:
    """Records from the line `begins`, each with its first line. Raises _Broken."""
    start = begins
    reader = csv.reader(written[begins - 1 :], strict=True)
    try:
        for cells in reader:
            if any(c.strip() for c in cells):
                yield begins, [_SPACES.sub(" ", c).strip() for c in cells]
            begins = start + reader.line_num
    except csv.Error as error:
        raise _Broken(begins, str(error)) from None


def _header(
    line: _Line, file: str, columns: Collection[str], needed: Collection[str]
) -> tuple[Sequence[str], list[Problem]]:
    def problem(column: str, what: str, remedy: str) -> Problem:
        return Problem(file, line.number, column or "header", what, remedy)

    only = line.cells[0] if len(line.cells) == 1 else ""
    if separator := next((s for s in (";", "\t", "|") if s in only), None):
        return (), [problem("header", f"cells are separated by {shown(separator)}", "Save the file with commas")]
    names = line.cells
    # Spreadsheets end every line with commas where a column was once used: a column without a name may stay empty.
    unknown = [n for n in dict.fromkeys(names) if n and n not in columns]
    twice = [n for n in dict.fromkeys(names) if n and names.count(n) > 1]
    missing = [n for n in needed if n not in names]
    return names, [
        *(problem(n, f"{shown(n)} is no column", did_you_mean(n, columns, "remove it")) for n in unknown),
        *(problem(n, "the column stands twice", "Keep one of the two") for n in twice),
        *(problem(n, "the column is missing", f"Add '{n}' to the header and a cell to every row") for n in missing),
    ]


def _row(line: _Line, header: Sequence[str], file: str) -> tuple[Row | None, list[Problem]]:
    if len(line.cells) != len(header):
        what = f"the row has {len(line.cells)} cells, the header {len(header)}"
        long = len(line.cells) > len(header)
        remedy = 'Put text that has a comma in quotes ("…")' if long else "Add the missing cells, empty ones too"
        return None, [Problem(file, line.number, "row", what, remedy)]
    cells = {column: cell for column, cell in zip(header, line.cells, strict=True) if column or cell}
    if "" in cells:
        what = f"{shown(cells.pop(''))} stands under no heading"
        return None, [Problem(file, line.number, "row", what, "Name its column in the header, or remove it")]
    return Row(line.number, cells), [
        Problem(file, line.number, column, *fault) for column, cell in cells.items() if (fault := _fault(cell))
    ]


def _fault(cell: str) -> tuple[str, str] | None:
    """What no cell of any column may hold, and the remedy."""
    if not cell.isprintable():
        what = "has a line break" if "\n" in cell else "has characters that cannot be seen"
        return f"{shown(cell)} {what}", "Remove it; keep a cell on one line" if "\n" in cell else "Type the cell anew"
    if cell.startswith("#") and _SPREADSHEET_ERROR.fullmatch(cell):
        return f"{shown(cell)} is an error of a spreadsheet", "Write the value, or leave the cell empty"
    if cell.startswith("="):
        return f"{shown(cell)} is a formula", "Write the value that it gives"
    return None
