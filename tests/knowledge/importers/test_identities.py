"""What must hold of the shipped releases: published totals, and sums that identify a correct reading."""

from __future__ import annotations

import pytest

from knowledge.base import KnowledgeBase
from knowledge.importers.labels import BOROUGHS
from knowledge.model import Breakdown
from knowledge.period import parse_period

TEENAGE: Breakdown = (("victim_age", "teenage"),)

# indicator, place, breakdown, period, collection, the release's month, and the figure as FORMATS and publishers give it
KNOWN: tuple[tuple[str, str, Breakdown, str, str, str, int], ...] = (
    ("homicide", "london", (), "2014", "met-homicide-victims", "2024-04", 95),
    ("homicide", "london", (), "2014", "met-homicide-victims", "2021-01", 95),
    ("homicide", "london", (), "2003", "met-homicide-victims", "2024-04", 216),
    ("homicide", "london", (), "2016", "met-homicide-victims", "2021-01", 112),
    ("homicide", "london", (), "2016", "met-homicide-victims", "2024-04", 117),
    ("homicide", "london", TEENAGE, "2021", "met-homicide-victims", "2024-04", 30),
    ("homicide", "london", (("victim_age", "under-25"),), "2017", "met-homicide-victims", "2024-04", 68),
    ("homicide", "london", (("weapon", "knife"),), "2022", "met-homicide-victims", "2024-04", 70),
    ("homicide", "london", (), "2022", "met-crime-borough", "2026-04", 112),
    ("homicide", "london", (), "2022", "met-crime-borough", "2024-02", 109),
    ("homicide", "london", (), "2024", "met-crime-borough", "2026-04", 108),
    ("homicide", "london", (), "2025", "met-crime-borough", "2026-04", 95),
    ("homicide", "london", (), "2025", "met-crime-borough", "2026-07", 96),
    ("homicide", "lewisham", (), "2025", "met-crime-borough", "2026-07", 11),
    ("homicide", "harrow", (), "2025", "met-crime-borough", "2026-07", 0),
    ("recorded-crime", "london", (), "2025", "met-crime-borough", "2026-07", 917_645),
    ("recorded-crime", "london", (), "2025-11", "met-crime-borough", "2025-12", 75_432),
    ("recorded-crime", "london", (), "2025-11", "met-crime-borough", "2026-04", 76_151),
    ("theft-from-person", "london", (), "2024-03", "met-crime-borough", "2026-04", 9_695),
)


@pytest.mark.parametrize(
    ("indicator", "place", "breakdown", "period", "collection", "released", "value"),
    KNOWN,
    ids=[f"{row[0]}-{row[1]}-{row[3]}-{row[4]}-{row[5]}" for row in KNOWN],
)
def test_known_figures(
    knowledge: KnowledgeBase,
    indicator: str,
    place: str,
    breakdown: Breakdown,
    period: str,
    collection: str,
    released: str,
    value: int,
) -> None:
    groups = knowledge.figures(indicator, [place], [parse_period(period)], breakdown=breakdown)
    held = {(f.collection, f.published[:7]): f.value for (f,) in groups}
    assert held[collection, released] == value


def test_boroughs_never_exceed_london(knowledge: KnowledgeBase) -> None:
    """What is in no borough makes the difference; it is never negative."""
    for indicator in ("burglary", "recorded-crime", "homicide", "theft", "robbery"):
        for collection in ("met-crime-borough", "met-homicide-victims"):
            for london in knowledge.series(indicator, place="london", measure="count"):
                if london.release.collection == collection and not london.breakdown:
                    _at_most(knowledge, indicator, london.release.id, london.counted.id, london.cells)


def _at_most(knowledge: KnowledgeBase, indicator: str, release: str, counted: str, cells: str) -> None:
    parts = [
        list(map(int, s.cells.split(",")))
        for place in BOROUGHS
        for s in knowledge.series(indicator, place=place)
        if (s.release.id, s.counted.id, s.breakdown) == (release, counted, ())
    ]
    assert len(parts) == len(BOROUGHS)
    sums = [sum(month) for month in zip(*parts, strict=True)]
    assert all(part <= int(whole) for part, whole in zip(sums, cells.split(","), strict=True))


def test_pseudo_places_are_no_places(knowledge: KnowledgeBase) -> None:
    held = {s.place for i in knowledge.held() for s in knowledge.series(i) if s.release.collection.startswith("met-")}
    assert held <= {"london", "met-police", *BOROUGHS}
