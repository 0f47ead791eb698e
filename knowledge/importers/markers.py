"""Cells of publishers: numbers with commas and blanks, and the marks that stand where a number is not shown."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from knowledge.errors import ImportRefused

NO_FIGURE = ""
MARKS = {
    "*": "suppressed",
    "[x]": "unavailable",
    ":": "unavailable",
    "[u]": "unreliable",
    "[u1]": "unreliable",
    "[z]": NO_FIGURE,
    "n/a": NO_FIGURE,
    "": NO_FIGURE,
}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE]-?\d+)?")
_NOTE = re.compile(r"\[note[^\]]*\]", re.IGNORECASE)


def cell(written: str, where: str, places: int | None = None) -> str:
    """The number or the reason of a cell; refused where it is neither. `places`: decimals to round a rate to."""
    bare = _NOTE.sub("", written).replace(",", "").replace(" ", "").lower()
    if bare in MARKS:
        return MARKS[bare]
    if not _NUMBER.fullmatch(bare):
        raise ImportRefused(f"{where}: {written!r} is neither a number nor a mark that is known", "Get the file anew")
    value = Decimal(bare)
    if places is not None:
        value = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{value:f}"


def whole(written: str, where: str) -> str:
    """As `cell`, of a count: 1200.0 is 1200, 12.5 is refused."""
    found = cell(written, where)
    if "." in found and Decimal(found) != int(Decimal(found)):
        raise ImportRefused(f"{where}: {written!r} is no whole number", "Get the file anew")
    return found.partition(".")[0]


def heading(written: str) -> str:
    """A heading without its line breaks, double blanks and notes."""
    return " ".join(_NOTE.sub("", written).split())
