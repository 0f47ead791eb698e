"""The questions that the commands' typed options ask, in words that people read as well as the bot. Pure."""

from __future__ import annotations

from typing import Literal

from adapters.desk.asking import question_of

Across = Literal["boroughs", "police forces", "regions", "months", "years"]
Order = Literal["most first", "fewest first"]
By = Literal["number", "rate"]

_ONE: dict[Across, str] = {
    "boroughs": "borough", "police forces": "police force", "regions": "region", "months": "month", "years": "year",
}  # fmt: skip
_FIRST: dict[tuple[Order, By], str] = {
    ("most first", "number"): "most", ("fewest first", "number"): "fewest",
    ("most first", "rate"): "highest", ("fewest first", "rate"): "lowest",
}  # fmt: skip


def comparison_of(topic: str, place: str, period: str, other_place: str, other_period: str) -> str:
    """The question that two places or two periods ask."""
    if other_place:
        asked = question_of(topic, place or "London", period).rstrip("?")
        other = question_of("", other_place, "").rstrip("?").removeprefix("In ") or other_place
        return f"{asked} compared with {other}?"
    if other_period:
        return f"{question_of(topic, place, period).rstrip('?')} compared with {other_period}?"
    return question_of(topic, place, period)


def trend_of(topic: str, place: str, since: str, period: str) -> str:
    """The question how something has gone: since when, between two periods, or within one."""
    if since and period:
        period = f"between {since} and {period}"
    elif since:
        period = f"since {since}"
    return question_of(f"trend in {topic}", place, period)


def ranking_of(topic: str, across: Across, order: Order, by: By, place: str, period: str) -> str:
    """The question which of them has the most, or the fewest."""
    counted = f"{topic.rstrip('?. ')} rate" if by == "rate" else topic
    where = place if across in {"months", "years"} else ""
    return question_of(f"which {_ONE[across]} had the {_FIRST[order, by]} {counted}", where, period)
