"""How observations are named: `homicide.change_pct/london/2025//met-police@2026-01`.

The parts: indicator, with its measure unless a count; place, with what it is compared with; period; the values of the
breakdown; who says so and in which month; and a variant, where two figures else had one name.
"""

from __future__ import annotations

from typing import NamedTuple

from knowledge.model import Breakdown, ObservationId

_VERSUS = "+vs-"


class Name(NamedTuple):
    """The parts of an observation's id that an index can find it by."""

    indicator: str
    place: str
    measure: str
    period: str


def observation_id(
    *,
    indicator: str,
    measure: str,
    place: str,
    compared_with: str | None,
    period: str,
    breakdown: Breakdown,
    attributed_to: str,
    published: str,
    variant: str | None,
) -> ObservationId:
    """The id of the observation with these parts; `published` is a day or a month."""
    what = indicator if measure == "count" else f"{indicator}.{measure}"
    where = f"{place}{_VERSUS}{compared_with}" if compared_with else place
    values = "+".join(value for _, value in breakdown)
    end = f"~{variant}" if variant else ""
    return ObservationId(f"{what}/{where}/{period}/{values}/{attributed_to}@{published[:7]}{end}")


def parts(observation: str) -> Name | None:
    """Indicator, place and measure of an observation's id; None for what is no such id."""
    pieces = observation.split("/")
    if len(pieces) != 5:
        return None
    indicator, _, measure = pieces[0].partition(".")
    return Name(indicator, pieces[1].partition(_VERSUS)[0], measure or "count", pieces[2])


def variant_of(observation: str) -> str | None:
    """The variant that an observation's id ends in."""
    return observation.rpartition("~")[2] if "~" in observation else None
