"""What must hold of the shipped releases: published totals, and sums that identify a correct reading."""

from __future__ import annotations

import pytest

from knowledge.base import KnowledgeBase
from knowledge.importers.codes import place_of, wards
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
    ("knife-crime", "london", (), "2024", "met-knife-crime", "2026-03", 16_593),
    ("knife-crime", "london", (), "2025", "met-knife-crime", "2026-03", 13_804),
    ("knife-crime", "london", (), "ye-2023-03", "met-knife-crime", "2026-03", 13_135),
    ("knife-crime", "london", (), "ye-2025-03", "met-knife-crime", "2026-03", 16_156),
    ("homicide", "met-police", (), "2024", "ons-police-force-areas", "2025-04", 109),
    ("homicide", "england-and-wales", (), "2024", "ons-police-force-areas", "2025-04", 535),
    ("homicide", "met-police", (), "ye-2025-06", "ons-police-force-areas", "2025-10", 101),
    ("recorded-crime", "met-police", (), "2024", "ons-police-force-areas", "2025-04", 948_211),
    ("recorded-crime", "london", (), "2024", "ons-police-force-areas", "2025-04", 957_481),
    ("recorded-crime", "met-police", (), "ye-2025-06", "ons-police-force-areas", "2025-10", 940_619),
    ("recorded-crime", "camden", (), "ye-2025-06", "ons-police-force-areas", "2025-10", 41_499),
    ("knife-crime", "met-police", (), "2024", "ons-police-force-areas", "2025-04", 16_789),
    ("knife-crime", "london", (), "2024", "ons-police-force-areas", "2025-04", 16_847),
    ("knife-crime", "england-and-wales", (), "2024", "ons-police-force-areas", "2025-04", 54_587),
    ("knife-crime", "met-police", (), "fy2010-11", "ons-police-force-areas", "2025-04", 12_485),
    ("knife-crime", "met-police", (), "fy2014-15", "ons-police-force-areas", "2025-04", 9_016),
    ("gun-crime", "met-police", (), "fy2009-10", "ons-police-force-areas", "2025-04", 3_524),
    ("population", "london", (), "at-2024-06-30", "population", "2025-07", 9_089_736),
    ("population", "london", (), "at-2023-06-30", "ons-police-force-areas", "2025-04", 8_945_300),
    ("police-officers", "met-police", (), "at-2023-04-30", "met-workforce", "2026-04", 34_523),
    ("police-officers", "met-police", (), "2026-03", "met-workforce", "2026-04", 31_181),
    ("hospital-admissions-sharp-object", "london", (), "fy2017-18", "nhs-sharp-object", "2022-06", 1_200),
    ("hospital-admissions-sharp-object", "london", (), "fy2021-22", "nhs-sharp-object", "2022-06", 845),
    ("recorded-crime", "city-of-london", (), "2024", "city-of-london-street", "2026-02", 9_594),
    ("stop-and-search", "city-of-london", (), "2019-12..2020-02", "city-of-london-stops", "2020-04", 879),
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


@pytest.mark.parametrize(
    ("indicator", "place", "period", "measure", "value"),
    [
        ("police-confidence", "london", "at-2014-12-31", "share", "67"),
        ("police-confidence", "london", "2020-03", "share", "58"),
        ("police-confidence", "london", "2025-09", "share", "46"),
        ("violence-against-the-person", "london", "2024", "rate", "26.78"),
        ("violence-against-the-person", "england-and-wales", "2024", "rate", "32.16"),
        ("knife-crime", "london", "2024", "rate", "188.3"),
    ],
)
def test_known_shares_and_rates(
    knowledge: KnowledgeBase, indicator: str, place: str, period: str, measure: str, value: str
) -> None:
    (figure,) = next(knowledge.figures(indicator, [place], [parse_period(period)], measure=measure))
    assert str(figure.value) == value


def test_the_city_has_no_rate(knowledge: KnowledgeBase) -> None:
    """Its residents are too few: the publisher hides it, and hidden is not zero."""
    (figure,) = next(knowledge.figures("burglary", ["city-of-london"], [parse_period("2024")], measure="rate"))
    assert (figure.value, figure.statement) == (None, "not shown: the publisher calls it unreliable")


def test_points_and_years_ending_are_never_added_up(knowledge: KnowledgeBase) -> None:
    for indicator, place, period in (
        ("police-officers", "met-police", "2024"),
        ("population", "london", "2022-01..2023-12"),
        ("hospital-admissions-sharp-object", "london", "2017-q3"),
        ("knife-crime", "met-police", "2022-04..2024-03"),
    ):
        assert list(knowledge.figures(indicator, [place], [parse_period(period)])) == []


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
    assert held <= {"london", "met-police", *BOROUGHS, *map(place_of, wards())}
