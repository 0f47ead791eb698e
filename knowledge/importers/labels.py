"""Labels of publishers, which change case, punctuation and spelling from release to release, as one form."""

from __future__ import annotations

import re

_NOT_A_LETTER = re.compile(r"[^A-Z0-9]+")

LONDON = "london"
CITY_OF_LONDON = "city-of-london"
BOROUGHS = (
    "barking-and-dagenham", "barnet", "bexley", "brent", "bromley", "camden", "croydon", "ealing", "enfield",
    "greenwich", "hackney", "hammersmith-and-fulham", "haringey", "harrow", "havering", "hillingdon", "hounslow",
    "islington", "kensington-and-chelsea", "kingston-upon-thames", "lambeth", "lewisham", "merton", "newham",
    "redbridge", "richmond-upon-thames", "southwark", "sutton", "tower-hamlets", "waltham-forest", "wandsworth",
    "westminster",
)  # fmt: skip
# What stands in a column of boroughs and is none: it counts in London's totals and is no place of its own.
NO_PLACE = frozenset(
    (
        "UNKNOWN", "HEATHROW", "LONDON HEATHROW AND LONDON CITY AIRPORTS", "AVIATION SECURITY SO18",
        "AVIATION SECURITY SO18 LEGACY ONLY", "OTHER NK", "N K LEGACY ONLY", "N K", "NON MET POLICE FORCE", "UNMAPPED",
        "UNASSIGNED METROPOLITAN POLICE", "",
    )
)  # fmt: skip
ELSEWHERE = ""


def plain(label: str) -> str:
    """Capitals and single spaces, no punctuation, `and` for `&`."""
    return _NOT_A_LETTER.sub(" ", label.upper().replace("&", " AND ")).strip()


def slug(label: str) -> str:
    """The label as an id."""
    return plain(label).lower().replace(" ", "-")


def borough(label: str) -> str | None:
    """The borough of a label, `ELSEWHERE` where it names none, None where the label is not known."""
    if plain(label) in NO_PLACE:
        return ELSEWHERE
    found = slug(label).removeprefix("city-of-") if slug(label) == "city-of-westminster" else slug(label)
    return found if found in BOROUGHS else None
