"""Releases as text: what is read from a manifest and its CSV, what is a problem in them, and what their series give."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.base import KnowledgeBase
from knowledge.build import build
from knowledge.model import IndicatorId, PlaceId, SpeakerId
from knowledge.period import Period, between, month_of, months_on, parse_period
from knowledge.release import REASONS, Counted, Release, ReleaseFile, Series
from tests.knowledge.folder import Folder

HOME = "releases/met-file"
MANIFEST = """\
publisher: Metropolitan Police
title: A file of the Met
page: https://data.london.gov.uk/
licence: Open Government Licence v3.0
attribution: Contains public sector information licensed under the Open Government Licence v3.0.
released: 2025-04
taken: 2025-04-21
checked: made by hand
rhythm: monthly
next_due: 2025-05-10
evidence: police_management_information
attributed_to: met-police
files:
- {id: old, name: old.csv, sha256: DIGEST, header: a, written: "%Y%m", first: 2025-01, last: 2025-01}
- {id: new, name: new.csv, sha256: DIGEST, header: a, written: "%Y%m", first: 2025-02, last: 2025-03}
series:
  theft: {indicator: theft, measure: count, unit: offences, definition: offences of the file, adds_up: yes}
""".replace("DIGEST", "0" * 64)
SNAPSHOT = """\
series,place,breakdown,rows,2025-01,2025-02,2025-03
theft,london,,2;3-4,10,20,30
theft,met-police,,5,1,suppressed,
"""


@pytest.fixture
def released(folder: Folder) -> Folder:
    """The sample with a release beside its figures, to be spoilt."""
    return _released(folder)


def _released(folder: Folder) -> Folder:
    folder.write(f"{HOME}/2025-04.yaml", MANIFEST)
    folder.write(f"{HOME}/2025-04.csv", SNAPSHOT)
    folder.append("indicators/theft.yaml", "example: How many thefts were there in London in January 2025?\n")
    return folder


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """The same, compiled once."""
    home = tmp_path_factory.mktemp("released")
    with KnowledgeBase.open(build([_released(Folder(home / "text")).path], home / "built").path) as base:
        yield base


def test_a_sound_release_has_no_problem(released: Folder) -> None:
    assert released.problems() == []


def test_its_figures(held: KnowledgeBase) -> None:
    asked = {"2025-02": 20, "2025-01..2025-02": 30, "2025-q1": 60, "2025": None, "2025-04": None}
    found = {p: list(held.figures("theft", ["london"], [parse_period(p)])) for p in asked}
    assert {p: groups[0][0].value if groups else None for p, groups in found.items()} == asked


def test_a_hidden_cell_is_a_reason_and_spoils_its_sum(held: KnowledgeBase) -> None:
    ((figure,),) = held.figures("theft", ["met-police"], [parse_period("2025-02")])
    assert (figure.value, figure.statement) == (None, "not shown: the publisher hides small numbers")
    assert list(held.figures("theft", ["met-police"], [parse_period("2025-01..2025-02")])) == []
    assert list(held.figures("theft", ["met-police"], [parse_period("2025-03")])) == []


def test_what_stands_side_by_side_is_held_at_every_place(held: KnowledgeBase) -> None:
    (group,) = held.figures("theft", ["london", "met-police"], [parse_period("2025-01")])
    assert [figure.value for figure in group] == [Decimal(10), Decimal(1)]
    assert list(held.figures("theft", ["london", "met-police"], [parse_period("2025-q1")])) == []


def test_its_trace_goes_to_each_file(held: KnowledgeBase) -> None:
    ((figure,),) = held.figures("theft", ["london"], [parse_period("2025-q1")])
    assert [str(trace) for trace in held.traces(figure)] == [
        "old.csv, row 2, column 202501",
        "new.csv, rows 3-4, column 202502 to 202503",
    ]


def test_it_is_counted_cited_and_found_by_its_id(held: KnowledgeBase) -> None:
    ((figure,),) = held.figures("theft", ["london"], [parse_period("2025-q1")])
    assert held.observation(figure.id) == figure
    assert held.source(figure.source).title == "A file of the Met"
    assert dict(held.at_place("met-police"))[figure.indicator] >= 2
    assert held.series("theft", place="london")[0].last.id == "2025-03"
    assert [(r.id, r.next_due) for r in held.releases()] == [("met-file-2025-04", "2025-05-10")]


def test_collections_that_are_off_hold_nothing(released: Folder, tmp_path: Path) -> None:
    with KnowledgeBase.open(build([released.path], tmp_path / "built").path, ["dossier"]) as base:
        assert base.series("theft") == ()
        assert base.releases() == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("csv", "10,20,30", "10,20,thirty", "2025-04.csv:2: row: 'thirty' is neither a number nor one of"),
        ("csv", "10,20,30", "10,20", "2025-04.csv:2: row: it has 6 cells"),
        ("csv", "10,20,30", "10,20.5,30", "2025-04.csv:2: row: a count is not whole"),
        ("csv", "10,20,30", "10,-20,30", "2025-04.csv:2: row: a count is less than nothing"),
        ("csv", "theft,london", "thefts,london", "2025-04.csv:2: series: 'thefts' is not in the manifest"),
        ("csv", "theft,london", "theft,londn", "2025-04.csv:2: place: 'londn' is not known"),
        ("csv", "theft,met-police", "theft,london", "2025-04.csv:3: row: the same stands on line 2 already"),
        ("csv", ",london,,", ",london,weapon=spoon,", "2025-04.csv:2: breakdown: 'weapon=spoon' is not known"),
        ("csv", "2025-02", "February", "2025-04.csv:1: header: 'February' is no period"),
        ("csv", "2025-02", "2025-01", "2025-04.csv:1: header: a period stands twice"),
        ("csv", "rows,", "lines,", "2025-04.csv:1: header: the header does not begin with series,place"),
        ("yaml", "indicator: theft", "indicator: thaft", "2025-04.csv:2: series: 'thaft' is not known"),
        (
            "yaml",
            "released: 2025-04",
            "released: 2025-02",
            "2025-04.yaml:1: released: released 2025-02, before 2025-03-31",
        ),
        ("yaml", "rhythm: monthly", "rhythm: weekly", "2025-04.yaml:9: rhythm: 'weekly' is not allowed here"),
        ("yaml", "0" * 64, "abc", "is no SHA-256"),
        ("yaml", "attributed_to: met-police", "attributed_to: met", "attributed_to: there is no speaker 'met'"),
    ],
)
def test_problems_name_file_line_and_remedy(file: str, old: str, new: str, problem: str, released: Folder) -> None:
    released.replace(f"{HOME}/2025-04.{file}", old, new)
    assert any(problem in str(found) for found in released.problems()), released.problems()


@pytest.mark.parametrize(
    ("lost", "problem"), [("yaml", "no sound manifest beside it"), ("csv", "no CSV file beside it")]
)
def test_a_release_is_two_files(lost: str, problem: str, released: Folder) -> None:
    (released.path / f"{HOME}/2025-04.{lost}").unlink()
    assert problem in str(released.only_problem())


MONTHS = tuple(month_of(*months_on(2022, 11, n)) for n in range(30))
LAST = len(MONTHS) - 1


@given(
    st.lists(st.integers(0, 10_000), min_size=30, max_size=30), st.integers(0, LAST), st.integers(0, LAST), st.data()
)
def test_a_stretch_of_months_is_the_sum_of_its_parts(
    cells: list[int], one: int, other: int, data: st.DataObject
) -> None:
    first, last = sorted((one, other))
    series = _series(",".join(map(str, cells)))
    whole = _stretch(first, last)
    figure = series.at(whole)
    assert figure is not None
    assert figure.value == sum(cells[first : last + 1])
    cut = data.draw(st.integers(first, last))
    parts = [series.at(_stretch(first, cut)), series.at(_stretch(cut + 1, last)) if cut < last else None]
    assert sum(part.value for part in parts if part and part.value is not None) == figure.value


@given(st.integers(0, LAST), st.integers(0, LAST), st.integers(0, LAST), st.sampled_from(["", *REASONS]))
def test_a_stretch_with_a_gap_has_no_sum(one: int, other: int, gap: int, cell: str) -> None:
    first, last = sorted((one, other))
    series = _series(",".join(cell if n == gap else "7" for n in range(30)))
    figure = series.at(_stretch(first, last))
    held = not first <= gap <= last
    assert (figure is not None and figure.value is not None) == held


@pytest.mark.parametrize("months", [-1, 30])
def test_a_stretch_that_leaves_the_release_has_none(months: int) -> None:
    outside = MONTHS[0].shifted(months=months)
    assert _series(",".join(["1"] * 30)).at(outside) is None
    ends = [outside, MONTHS[15]] if months < 0 else [MONTHS[15], outside]
    assert ends[0].start is not None
    assert ends[1].end is not None
    assert _series(",".join(["1"] * 30)).at(between(ends[0].start, ends[1].end)) is None


def test_days_are_no_months() -> None:
    series = _series(",".join(["1"] * 30))
    assert series.at(parse_period("2023-01-01..2023-01-30")) is None
    assert series.at(parse_period("2023-01-31")) is None
    assert series.at(parse_period("undated")) is None
    assert series.at(parse_period("until-2023-01-31")) is None


def _stretch(first: int, last: int) -> Period:
    start, end = MONTHS[first].start, MONTHS[last].end
    assert start is not None
    assert end is not None
    return between(start, end)


def _series(cells: str) -> Series:
    file = ReleaseFile("f", "f.csv", "0" * 64, "a", "%Y%m", "", "", "")
    release = Release(
        "r-2026-01", "r", "P", "T", "https://data.london.gov.uk/", "L", "A", "2026-01", "2026-01-01", "C", "none", "",
        "official_statistic", SpeakerId("met-police"), (file,), MONTHS,
    )  # fmt: skip
    counted = Counted("theft", IndicatorId("theft"), "count", "offences", "offences", adds_up=True)
    return Series(release, counted, PlaceId("london"), (), "2", cells)
