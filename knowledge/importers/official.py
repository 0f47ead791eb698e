"""A publisher's file as it came: its name, its digest, and its cells as text, sheet by sheet."""

from __future__ import annotations

import hashlib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import pandas as pd

from knowledge.errors import ImportRefused

LARGEST = 256 << 20
ONLY_SHEET = ""
_ZIP = b"PK\x03\x04"
_OTHER_MARKS = {b";": "semicolons", b"\t": "tabs", b"|": "bars"}


@dataclass
class OfficialFile:
    """The cells are text, rows count from 1 as in a spreadsheet: row n is the line of the frame with the label n."""

    name: str
    sha256: str
    data: bytes = field(repr=False)
    _sheets: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of its sheets; one without a name for a CSV."""
        if not self.data.startswith(_ZIP):
            return (ONLY_SHEET,)
        return tuple(str(name) for name in self._workbook.sheet_names)

    def cells(self, sheet: str = ONLY_SHEET) -> pd.DataFrame:
        """The cells of a sheet as text, without their outer blanks; a workbook of one sheet is read as a CSV is."""
        if sheet not in self._sheets:
            frame = self._of_workbook(sheet or self.sheets[0]) if self.data.startswith(_ZIP) else self._of_csv()
            frame = frame.fillna("").astype(str).apply(lambda column: column.str.strip())
            frame.index = pd.RangeIndex(1, len(frame) + 1)
            self._sheets[sheet] = frame
        return self._sheets[sheet]

    def rows(self, sheet: str = ONLY_SHEET) -> list[list[str]]:
        """The cells of a sheet as lists, row n as item n; item 0 is empty."""
        return [[], *self.cells(sheet).to_numpy().tolist()]

    def heading(self) -> list[str]:
        """The first row of a file of one table; nothing for a workbook of several sheets."""
        return [] if len(self.sheets) > 1 or not len(self.cells()) else self.cells().iloc[0].tolist()

    def table(self) -> pd.DataFrame:
        """A file of one table under the headings of its first row."""
        cells = self.cells()
        return cells.iloc[1:].set_axis(self.heading(), axis=1)

    @cached_property
    def _workbook(self) -> pd.ExcelFile:
        # Read from memory, so nothing needs to be closed.
        try:
            return pd.ExcelFile(BytesIO(self.data), engine="openpyxl")
        except (BadZipFile, KeyError, ValueError, OSError) as error:
            raise ImportRefused(f"{self.name} is no workbook that can be read: {error}", "Get the file anew") from error

    def _of_workbook(self, sheet: str) -> pd.DataFrame:
        return pd.read_excel(self._workbook, sheet_name=sheet, header=None, dtype=str, na_filter=False)

    def _of_csv(self) -> pd.DataFrame:
        if reason := _not_csv(self.data):
            raise ImportRefused(f"{self.name} cannot be read as CSV: {reason}", "Save it as CSV UTF-8, with commas")
        try:
            return pd.read_csv(
                BytesIO(self.data),
                header=None,
                dtype=str,
                na_filter=False,
                skip_blank_lines=False,
                encoding="utf-8-sig",
            )
        except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
            reason = str(error).strip().splitlines()[-1]
            raise ImportRefused(f"{self.name} cannot be read as CSV: {reason}", "Get the file anew") from error


def _not_csv(data: bytes) -> str:
    """Why a file is not read though it may be a table; nothing where it may be CSV.

    Semicolons come with decimal commas, which would be taken for thousands.
    """
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "it is written in UTF-16"
    heading = data.partition(b"\n")[0]
    parted = next((name for mark, name in _OTHER_MARKS.items() if heading.count(mark) > heading.count(b",")), "")
    return f"its cells are parted by {parted}" if parted else ""


def open_official(path: Path) -> OfficialFile:
    """The file at a path; raises ImportRefused where it cannot be read."""
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise ImportRefused(f"{path} cannot be read: {error.strerror or error}", "Check the path") from error
    if len(data) > LARGEST:
        raise ImportRefused(f"{path} has more than {LARGEST:,} bytes", "No known dataset is so large")
    return OfficialFile(path.name, hashlib.sha256(data).hexdigest(), data)
