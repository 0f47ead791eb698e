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
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE]-?[0-9]+)?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:([, ])[0-9]{3})(?:\1[0-9]{3})*(?:\.[0-9]+)?")
_GROUPS = re.compile(r"[, ]")
_NOTE = re.compile(r"\[note[^\]]*\]", re.IGNORECASE)


def cell(written: str, where: str, places: int | None = None) -> str:
    """The number or the reason of a cell; refused where it is neither. `places`: decimals to round a rate to."""
    bare = ungrouped(_NOTE.sub("", written).strip()).lower()
    if (mark := bare.replace(" ", "")) in MARKS:
        return MARKS[mark]
    if not _NUMBER.fullmatch(bare):
        raise ImportRefused(f"{where}: {written!r} is neither a number nor a mark that is known", "Get the file anew")
    value = Decimal(bare)
    if places is not None:
        value = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{value:f}"


def ungrouped(written: str) -> str:
    """A number without the commas or blanks between its thousands; any other text as it is: 1,5 is no 15."""
    return _GROUPS.sub("", written) if _GROUPED.fullmatch(written) else written


def whole(written: str, where: str) -> str:
    """As `cell`, of a count: 1200.0 is 1200; 12.5 is refused, and so is 1.2E3, which may have been rounded."""
    found = cell(written, where)
    rounded = "e" in written.lower() and found not in MARKS.values()
    if rounded or ("." in found and Decimal(found) != int(Decimal(found))):
        raise ImportRefused(f"{where}: {written!r} is no whole number", "Get the file anew")
    return found.partition(".")[0]


def heading(written: str) -> str:
    """A heading without its line breaks, double blanks and notes."""
    return " ".join(_NOTE.sub("", written).split())
