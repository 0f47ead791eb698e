"""Met homicide victims: every generation of headings and labels, and what is not computed from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.errors import ImportRefused
from tests.knowledge.importers.samples import imported, number, only, write

FEMALE = (("victim_sex", "female"),)
KNIFE = (("weapon", "knife"),)
UNDER_25 = (("victim_age", "under-25"),)
REST = "Homicide Offence Type,Solved Status,Borough,Officer Observed Ethnicity"
H2021 = f"Count of Victims,Age Group,Sex,Method of Killing,Domestic Abuse,Recorded Date,{REST}"
H2024 = f"Count of Victims,Age Group,Sex,MethodofKilling,Domestic Abuse,Recorded Year,Recorded Month,{REST}"
H2025 = f"Homicide ID,{H2021}"
GENERATIONS = {
    "2021": (
        H2021,
        "1;13 to 19;Male;Knife or Sharp Implement;No;Jan 2003;Murder;Solved;Barking & Dagenham;White",
        "1;25 to 34;Female;Physical Assault, no weapon;Yes;Mar 2003;Murder;Solved;Heathrow;Not Recorded / Unknown",
    ),
    "2024": (
        H2024,
        "1;13 to 19;Male;Knife or Sharp Implement;Not Domestic Abuse;2003;Jan;Murder;Solved;Barking & Dagenham;White",
        "1;25 to 34;Female;Other Methods of Killing;Domestic Abuse;2003;Mar;Murder;Solved;Unmapped;Unknown",
    ),
    "2025": (
        H2025,
        "7;1;13 to 19;Male;Knife or Sharp Implement;0;01-Jan-03;Murder;Solved;Barking & Dagenham;White",
        "8;1;25 to 34;Female;Not known/Not Recorded;1;01-Mar-03;Murder;Solved;Unmapped;Other",
    ),
}


def sample(path: Path, header: str, *records: str) -> Path:
    return write(path, [header.split(","), *(record.split(";") for record in records)])


@pytest.mark.parametrize("name", GENERATIONS)
def test_every_generation(name: str, tmp_path: Path) -> None:
    one = only(sample(tmp_path / "victims.csv", *GENERATIONS[name]))
    assert [p.id for p in one.release.periods] == ["2003-01", "2003-02", "2003-03"]
    assert number(one, "victims", "london", "2003-q1") == 2
    assert number(one, "victims", "london", "2003-02") == 0
    assert number(one, "victims", "barking-and-dagenham", "2003-01") == 1
    assert number(one, "victims", "london", "2003-01", UNDER_25) == 1
    assert number(one, "victims", "london", "2003-03", FEMALE) == 1
    assert number(one, "victims", "london", "2003-03", (("domestic", "yes"),)) == 1
    assert number(one, "victims", "london", "2003-01", (*UNDER_25, *KNIFE)) == 1


def test_victims_are_summed_and_not_rows(tmp_path: Path) -> None:
    header, first, second = GENERATIONS["2021"]
    one = only(sample(tmp_path / "v.csv", header, "3" + first[1:], second))
    assert number(one, "victims", "london", "2003-q1") == 4


def test_no_solve_rate_is_made(tmp_path: Path) -> None:
    one = only(sample(tmp_path / "v.csv", *GENERATIONS["2024"]))
    assert {s.counted.indicator for s in one.series} == {"homicide"}
    assert any("no solve rate" in text for text in one.left_out)


def test_the_trace_can_be_set_as_a_filter(tmp_path: Path) -> None:
    one = only(sample(tmp_path / "v.csv", *GENERATIONS["2021"]))
    located = [
        s.located(one.release.periods[0]) for s in one.series if s.place == "london" and s.breakdown in ((), KNIFE)
    ]
    when = "Recorded Date = 'Jan 2003', column Count of Victims"
    assert located == [
        f"v.csv, rows with {when}",
        f"v.csv, rows with Method of Killing = 'Knife or Sharp Implement' and {when}",
    ]


def test_an_unknown_label_leaves_its_column_untold_and_the_total_whole(tmp_path: Path) -> None:
    header, first, second = GENERATIONS["2021"]
    one = only(sample(tmp_path / "v.csv", header, first.replace("13 to 19", "13 to 17"), second))
    assert [(q.label, q.rows) for q in one.quarantined] == [("AGEGROUP: 13 to 17", 1)]
    assert not any(name == "victim_age" for s in one.series for name, _ in s.breakdown)
    assert number(one, "victims", "london", "2003-q1") == 2


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("Jan 2003", "13 May", "is not written as a month"),
        ("Jan 2003", "01/02/2003", "is not written as a month"),
        ("1;13 to 19", "one;13 to 19", "count of victims is no number"),
        ("Barking & Dagenham", "Kent", "'Kent' is no borough"),
    ],
)
def test_what_would_be_misread_is_refused(old: str, new: str, reason: str, tmp_path: Path) -> None:
    header, *records = GENERATIONS["2021"]
    spoilt = [record.replace(old, new, 1) for record in records]
    with pytest.raises(ImportRefused, match=reason):
        only(sample(tmp_path / "v.csv", header, *spoilt))


def test_a_file_without_a_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="has no column SEX"):
        only(sample(tmp_path / "v.csv", *(_without(line, 2) for line in GENERATIONS["2021"])))


def _without(line: str, column: int) -> str:
    mark = ";" if ";" in line else ","
    cells: Sequence[str] = line.split(mark)
    return mark.join([*cells[:column], *cells[column + 1 :]])


def test_accused_are_no_victims(tmp_path: Path) -> None:
    path = sample(tmp_path / "a.csv", "Count of PPA,Borough,Gender,Proceedings Date", "1;Westminster;Male;January 2003")
    with pytest.raises(ImportRefused, match="no dataset that is known by its headings: Count of PPA"):
        imported(path)
