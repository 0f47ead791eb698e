"""Where and when figures of an indicator are held: for lists of what can be asked, not for answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledge.model import IndicatorId, PlaceId
from knowledge.period import Period, calendar_year, parse_period
from knowledge.release import Series


@dataclass(frozen=True, slots=True)
class Coverage:
    """The places, the periods and the collections of an indicator's figures, each once."""

    places: tuple[PlaceId, ...]
    periods: tuple[Period, ...]
    collections: tuple[str, ...]


def covered(
    times: Iterable[tuple[str, str, str]], series: Iterable[Series], places: Iterable[tuple[str, str]]
) -> Mapping[IndicatorId, Coverage]:
    """The coverage of each indicator, from pairs with its periods and collections, its series, and its places."""
    periods: dict[str, dict[Period, None]] = {}
    collections: dict[str, dict[str, None]] = {}
    where: dict[str, list[PlaceId]] = {}
    for indicator, period, collection in times:
        periods.setdefault(indicator, {})[parse_period(period)] = None
        collections.setdefault(indicator, {})[collection] = None
    for one in series:
        periods.setdefault(one.counted.indicator, {}).update(dict.fromkeys(_asked_for(one)))
        collections.setdefault(one.counted.indicator, {})[one.release.collection] = None
    for indicator, place in places:
        where.setdefault(indicator, []).append(PlaceId(place))
    return {
        IndicatorId(name): Coverage(tuple(where.get(name, ())), tuple(held), tuple(collections[name]))
        for name, held in periods.items()
    }


def _asked_for(series: Series) -> Iterator[Period]:
    """The periods of a series, and of months that add up the whole years too."""
    held = series.held()
    yield from held
    if series.counted.adds_up:
        years = dict.fromkeys(p.end.year for p in held if p.end)
        yield from (year for year in map(calendar_year, years) if series.holds(year))
