"""The figures behind a reply as CSV and XLSX: values are numbers, everything else is text and nothing a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from adapters.files.safe import guarded, writable
from adapters.files.table import HEADS, Cell, cells
from bot.reply import Reply

# Excel reads a CSV without it in the machine's old encoding, and spoils every pound sign.
BYTE_ORDER_MARK = "\ufeff"
MOST_IN_A_CELL = 32_767
WIDE, NARROW = 28, 14
_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def figures_csv(reply: Reply) -> bytes:
    """One figure a row under `table.HEADS`, in UTF-8 with its mark, as RFC 4180 has it."""
    written = io.StringIO(newline="")
    rows = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    rows.writerow(HEADS)
    for row in cells(reply):
        rows.writerow([guarded(writable(cell)) if isinstance(cell, str) else cell for cell in row])
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def figures_xlsx(reply: Reply) -> bytes:
    """A workbook: the figures as in the CSV, the sources with how each is cited, and what one must know to use them."""
    book = Workbook(write_only=True)
    book.properties.creator = "Beatbook"
    _sheet(book, "Figures", HEADS, cells(reply))
    _sheet(book, "Sources", ("source", "licence", "address"), ((c.text, c.licence, c.url) for c in reply.citations))
    notes = [(line,) for line in (reply.copy, *reply.caveats, *reply.assumed) if line]
    _sheet(book, "Notes", ("what to know",), notes)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _sheet(book: Workbook, title: str, heads: Iterable[str], rows: Iterable[Iterable[Cell]]) -> None:
    sheet: Any = book.create_sheet(title)
    for number, head in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(number)].width = NARROW if head == "value" else WIDE
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, head, bold=True) for head in heads])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: WriteOnlyWorksheet, value: Cell, *, bold: bool = False) -> Any:
    """One cell of one type: a text never becomes a formula, a number loses no digit."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        text = _LIKE_AN_ESCAPE.sub("_x005F_", writable(value))[:MOST_IN_A_CELL]
        cell: Any = WriteOnlyCell(sheet, text)
        cell.data_type, cell.quotePrefix = "s", True
        cell.font, cell.alignment = Font(bold=bold), Alignment(vertical="top")
        return cell
    # openpyxl writes sixteen digits of a number, and seventeen make it exact.
    cell = WriteOnlyCell(sheet, repr(value))
    cell.data_type = "n"
    return cell
