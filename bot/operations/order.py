"""Which end of an order leads."""

from __future__ import annotations

from bot.query import Direction, Query
from knowledge.model import Indicator


def ordered(query: Query, indicator: Indicator) -> Direction | None:
    """Which end leads; None where a judgement is asked for on what is neither good nor bad."""
    if query.judged is None:
        return query.direction or "high"
    if indicator.polarity == "neutral":
        return None
    return "high" if (query.judged == "worst") == (indicator.polarity == "higher_is_worse") else "low"
