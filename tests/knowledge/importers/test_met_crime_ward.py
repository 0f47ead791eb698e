"""Met recorded crime by ward: both orders of its headings, each ward in its borough, and never a total of London."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.errors import ImportRefused
from knowledge.importers.codes import wards
from knowledge.importers.labels import borough
from knowledge.period import parse_period
from tests.knowledge.importers.samples import (
    BOROUGHS,
    SHORT_LIST,
    WideSample,
    imported,
    number,
    only,
    series,
    write,
)

NAMES = {borough(name): name for name in BOROUGHS}
MONTHS = WideSample(("a", "b", "c"), SHORT_LIST, "2024-03", "2026-02").months
HEADINGS = {
    "as published": ("MajorText", "MinorText", "WardName", "WardCode", "LookUp_BoroughName"),
    "historical": ("WardName", "WardCode", "MajorText", "MinorText", "LookUp_BoroughName"),
    "re-encoded": ("majortext", "minortext", "wardname", "wardcode", "lookup_boroughname"),
    "of 2026": ("MajorText", "MinorText", "WardName", "WardCode", "BoroughName"),
}
ROLE = {"majortext": "group", "minortext": "offence", "wardname": "ward", "wardcode": "code"}
ABBEY, HEATHROW = "E05013810", "E05013570"


def rows(heading: Sequence[str] = HEADINGS["as published"], value: str = "2") -> list[list[str]]:
    """Every ward with so many of two offences in every month."""
    found = [[*heading, *MONTHS]]
    for group, offence in SHORT_LIST[1:3]:
        for code, home in wards().items():
            cells = {"group": group, "offence": offence, "ward": "A ward", "code": code, "area": NAMES[home]}
            found.append([*(cells[ROLE.get(name.lower(), "area")] for name in heading), *[value] * len(MONTHS)])
    return found


@pytest.mark.parametrize("name", HEADINGS)
def test_every_order_of_headings(name: str, tmp_path: Path) -> None:
    one = only(write(tmp_path / "ward.csv", rows(HEADINGS[name])))
    assert one.release.id == "met-crime-ward-2026-03"
    assert number(one, "commercial-burglary", "abbey-ward-merton", "2025") == 24
    assert number(one, "recorded-crime", "abbey-ward-merton", "2026-02") == 4
    assert {s.place for s in one.series}.isdisjoint({"london", *filter(None, NAMES)})


def test_it_is_never_compared_with_a_borough(tmp_path: Path) -> None:
    held = series(only(write(tmp_path / "ward.csv", rows())), "commercial-burglary", "abbey-ward-merton")
    assert held.counted.definition.endswith(", located in a ward of 2022")
    assert [caveat.text for caveat in held.counted.caveats] == [
        "Only offences that could be placed in a ward are counted."
    ]


def test_a_ward_that_two_units_police_is_one(tmp_path: Path) -> None:
    """Heathrow Villages stands twice: in its borough, and with the unit that polices the airport."""
    airport = [
        ["THEFT", "SHOPLIFTING", "Heathrow Villages", HEATHROW, "Aviation Security (SO18)", *["5"] * len(MONTHS)]
    ]
    one = only(write(tmp_path / "ward.csv", [*rows(), *airport]))
    assert number(one, "shoplifting", "heathrow-villages-ward-hillingdon", "2025-06") == 7


def test_every_reason_at_once(tmp_path: Path) -> None:
    whole = rows()
    other = [row if row[3] != ABBEY else [*row[:3], "E05000456", *row[4:]] for row in whole]
    moved = [row if row[3] != HEATHROW else [*row[:4], "Camden", *row[5:]] for row in other]
    with pytest.raises(ImportRefused) as refused:
        only(write(tmp_path / "ward.csv", moved))
    said = str(refused.value).split("\n")
    assert len(said) == 3
    assert "A ward (E05000456) is no ward that is known" in said[0]
    assert "lies in hillingdon, not in Camden" in said[1]
    assert f"1 wards are missing, {ABBEY} first" in said[2]


def test_reasons_of_several_files_at_once(tmp_path: Path) -> None:
    first = write(tmp_path / "first.csv", [[*row[:-3], "x", *row[-2:]] for row in rows()[:40]])
    with pytest.raises(ImportRefused) as refused:
        imported(first, write(tmp_path / "second.csv", [["a"], ["b"]]))
    assert {"first.csv", "second.csv"} <= {word.rstrip(",:") for word in str(refused.value).split()}


def test_the_file_by_lsoa_is_no_dataset_that_is_known(tmp_path: Path) -> None:
    heading = ["LSOA Code", "LSOA Name", "Borough", "Major Category", "Minor Category", *MONTHS]
    with pytest.raises(ImportRefused, match="is no dataset that is known"):
        only(
            write(
                tmp_path / "lsoa.csv", [heading, ["E01000001", "x", "E09000007", "THEFT", "SHOPLIFTING", *["1"] * 24]]
            )
        )


def test_the_publishers_file_is_what_is_shipped(sources: Path, knowledge: KnowledgeBase) -> None:
    (one,) = imported(*(sources / "mps-recorded-crime-ward-lsoa").glob("ward*.csv"))
    assert (len(one.series), one.quarantined) == (679 * 37, ())
    for place in ("abbey-ward-merton", "camden-town-ward-camden"):
        held = knowledge.series("burglary", place=place)[0]
        assert held.cells == series(one, "burglary", place).cells
        assert held.at(parse_period("2023")) is not None
