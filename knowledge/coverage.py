"""Where and when figures of an indicator are held: for lists of what can be asked, not for answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.model import IndicatorId, PlaceId
from knowledge.period import Period, parse_period


@dataclass(frozen=True, slots=True)
class Coverage:
    """The places, the periods and the collections of an indicator's figures, each once."""

    places: tuple[PlaceId, ...]
    periods: tuple[Period, ...]
    collections: tuple[str, ...]


def covered(times: Iterable[tuple[str, str, str]], places: Iterable[tuple[str, str]]) -> Mapping[IndicatorId, Coverage]:
    """The coverage of each indicator, from pairs with its periods and collections, and with its places."""
    periods: dict[str, dict[str, None]] = {}
    collections: dict[str, dict[str, None]] = {}
    where: dict[str, list[PlaceId]] = {}
    for indicator, period, collection in times:
        periods.setdefault(indicator, {})[period] = None
        collections.setdefault(indicator, {})[collection] = None
    for indicator, place in places:
        where.setdefault(indicator, []).append(PlaceId(place))
    return {
        IndicatorId(name): Coverage(
            tuple(where.get(name, ())), tuple(map(parse_period, written)), tuple(collections[name])
        )
        for name, written in periods.items()
    }
