"""What is said about files of figures."""

from __future__ import annotations

NO_FIGURES = "This reply gives no figures, so no file was written."


def not_written(file: str, why: str) -> str:
    """A file that could not be written."""
    return f"{file} was not written: {why}. Name a file in a folder that exists and may be written to."
