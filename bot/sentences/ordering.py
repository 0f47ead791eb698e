"""Sentences on an order: who leads, who comes next, who is level, who is not ranked."""

from __future__ import annotations

from decimal import Decimal

from bot.query import Across, Direction
from bot.wording import listed

NAMES: dict[Across, str] = {
    "borough": "boroughs",
    "force": "police forces",
    "region": "regions",
    "month": "months",
    "year": "years",
    "date": "dates",
}
ENDS: dict[Direction, str] = {"high": "highest", "low": "lowest"}


def ordinal(number: int) -> str:
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def end_of_changes(order: Direction, leader: Decimal) -> str:
    """What leads a ranking of changes: where all have fallen, the highest is the smallest fall."""
    if order == "high":
        return "biggest rise" if leader > 0 else "smallest fall"
    return "biggest fall" if leader < 0 else "smallest rise"


def among(end: str, position: int, many: int, across: Across, stretch: tuple[str, str] | None) -> str:
    """ "Highest of 32 boroughs", "Lowest of 15 years, 2011 to 2025", "5th of 32 boroughs, the highest first"."""
    all_of_them = f"{many} {NAMES[across]}{f', {_day(stretch[0])} to {_day(stretch[1])}' if stretch else ''}"
    if position == 1:
        return f"{end.capitalize()} of {all_of_them}"
    return f"{ordinal(position)} of {all_of_them}, the {end} first"


def _day(label: str) -> str:
    return label.removeprefix("at ")


def ranked(among: str, told: list[tuple[int, str, str]], level: list[str]) -> str:
    """The rank of the headline, who is level with it, and others with their rank and figure."""
    tie = f", level with {listed(level)}" if level else ""
    others = [f"{ordinal(position)} {name} ({shown})" for position, name, shown in told if name not in level]
    return f"{among}{tie}{': ' if others else ''}{', '.join(others)}."


def not_ranked(names: list[str]) -> str:
    return f"Not ranked: {listed(names)}."


def within(among: str) -> str:
    """The rank within a sentence: "the highest of 32 boroughs", "5th of 32 boroughs, the highest first"."""
    return f"the {among[:1].lower()}{among[1:]}" if among[:1].isalpha() else among


def by_rate(name: str) -> str:
    return f"That is by number. For every resident it would be {name}: ask for the rate."


def since(order: Direction, period: str, shown: str) -> str:
    return f", the {ENDS[order]} since {period} ({shown})"
