"""Official codes of places (E12000007, E09…, E23…) as the knowledge names them."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from knowledge.importers.labels import CITY_OF_LONDON

# The force polices the City and nobody else does: one place, whoever counts.
_FORCES = {"E23000034": CITY_OF_LONDON}


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = (files("knowledge") / "data" / "places.csv").read_text("utf-8-sig")
    return tuple(row for row in csv.DictReader(text.splitlines()) if row["code"])


@cache
def _codes() -> dict[str, str]:
    return {row["code"]: row["id"] for row in _rows()}


def place_of(code: str) -> str | None:
    """The place of a code; None where the knowledge has none."""
    return _FORCES.get(code) or _codes().get(code)


@cache
def wards() -> dict[str, str]:
    """The codes of London's wards, each with its borough."""
    return {row["code"]: row["parent"] for row in _rows() if row["kind"] == "ward"}
