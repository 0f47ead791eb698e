"""Files of figures, written for the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from adapters.files import lines
from adapters.files.figures import BYTE_ORDER_MARK, figures_csv, figures_xlsx
from bot.reply import Reply

HERE = "-"


class NotWritten(Exception):
    """There are no figures to write, or no place to write them; the text says which."""


def write_figures(reply: Reply, csv_file: str | None, xlsx_file: str | None, here: BinaryIO) -> None:
    """Write a reply's figures to the files named; CSV for `-` goes to `here`, without a mark. Raises NotWritten."""
    if not (reply.figures or reply.series):
        raise NotWritten(lines.NO_FIGURES)
    if csv_file == HERE:
        here.write(figures_csv(reply).removeprefix(BYTE_ORDER_MARK.encode()))
        here.flush()
    elif csv_file:
        _write(csv_file, figures_csv(reply))
    if xlsx_file:
        _write(xlsx_file, figures_xlsx(reply))


def _write(file: str, content: bytes) -> None:
    try:
        Path(file).write_bytes(content)
    except OSError as fault:
        raise NotWritten(lines.not_written(file, fault.strerror or type(fault).__name__)) from None
