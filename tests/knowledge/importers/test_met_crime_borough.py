"""Met recorded crime by borough: every generation of headings, both taxonomies, and what a file may not be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.errors import ImportRefused
from tests.knowledge.importers.samples import (
    BOROUGHS,
    GENERATIONS,
    JULY_2026,
    WideSample,
    imported,
    number,
    only,
    series,
    write,
)

RECENT = GENERATIONS["2026-04"]
HISTORICAL = replace(RECENT, first="2020-04", last="2024-03")
PLACES = len(BOROUGHS) + 1


@pytest.mark.parametrize("name", GENERATIONS)
def test_every_generation_of_headings(name: str, tmp_path: Path) -> None:
    sample = GENERATIONS[name]
    one = only(sample.write(tmp_path / "borough.csv"))
    last = one.release.periods[-1]
    assert [period.id for period in one.release.periods][::23] == [sample.first, sample.last]
    assert number(one, "burglary", "camden", last) == 4
    assert number(one, "burglary", "london", last) == 4 * PLACES
    assert number(one, "recorded-crime", "london", last) == 2 * len(sample.offences) * PLACES
    assert one.quarantined == ()


def test_the_release_is_dated_by_its_last_month(tmp_path: Path) -> None:
    release = only(JULY_2026.write(tmp_path / "b.csv")).release
    assert (release.id, release.released, release.next_due) == ("met-crime-borough-2026-07", "2026-07", "2026-08-10")


def test_years_quarters_and_years_ending_are_sums_of_months(tmp_path: Path) -> None:
    one = only(JULY_2026.write(tmp_path / "b.csv"))
    held = {"2025": 24, "fy2025-26": 24, "2025-q4": 6, "ye-2026-06": 24, "2026-h1": 12, "2026-01..2026-05": 10}
    assert {period: number(one, "shoplifting", "camden", period) for period in held} == held


@pytest.mark.parametrize("period", ["2024", "ye-2026-07", "2026-07", "2024-06", "fy2024-25", "2026", "2025-06-01"])
def test_a_period_that_is_not_wholly_in_the_release_has_no_figure(period: str, tmp_path: Path) -> None:
    one = only(JULY_2026.write(tmp_path / "b.csv"))
    assert number(one, "shoplifting", "camden", period) is None


def test_unknown_counts_in_london_and_is_no_place(tmp_path: Path) -> None:
    sample = replace(JULY_2026, places=(*BOROUGHS, "Unknown", "London Heathrow and London City Airports"))
    one = only(sample.write(tmp_path / "b.csv"))
    assert number(one, "shoplifting", "london", "2026-06") == 2 * (len(BOROUGHS) + 2)
    assert len({s.place for s in one.series}) == len(BOROUGHS) + 1


def test_a_row_that_is_not_there_is_zero(tmp_path: Path) -> None:
    rows = [row for row in JULY_2026.rows() if row[1:3] != ["SHOPLIFTING", "Sutton"]]
    one = only(write(tmp_path / "b.csv", rows))
    assert number(one, "shoplifting", "sutton", "2025") == 0
    assert "no row, so none was counted" in series(one, "shoplifting", "sutton").located(one.release.periods[0])


def test_two_files_of_one_release_are_one_series(tmp_path: Path) -> None:
    one = only(RECENT.write(tmp_path / "recent.csv"), HISTORICAL.write(tmp_path / "historical.csv"))
    assert number(one, "burglary", "camden", "2024") == 48
    march = next(p for p in one.release.periods if p.id == "2024-03")
    assert series(one, "burglary", "camden").located(march).startswith("historical.csv, ")
    first = series(one, "burglary", "camden").traces(one.release.periods[0])
    both = series(one, "burglary", "camden").traces(
        replace(one.release.periods[0], kind="range", end=one.release.periods[-1].end)
    )
    assert [trace.file for trace in first] == ["historical.csv"]
    assert [trace.file for trace in both] == ["historical.csv", "recent.csv"]


def test_a_category_that_a_file_no_longer_has_is_not_zero_there(tmp_path: Path) -> None:
    recent = replace(RECENT, offences=tuple(o for o in RECENT.offences if o[1] != "SHOPLIFTING"))
    one = only(recent.write(tmp_path / "recent.csv"), HISTORICAL.write(tmp_path / "historical.csv"))
    assert number(one, "shoplifting", "camden", "2023") == 24
    assert number(one, "shoplifting", "camden", "2025") is None


def test_old_and_new_taxonomy_never_share_a_definition(tmp_path: Path) -> None:
    old, new = imported(GENERATIONS["2019"].write(tmp_path / "old.csv"), RECENT.write(tmp_path / "new.csv"))
    definitions = [{s.counted.definition for s in one.series} for one in (old, new)]
    assert definitions[0] & definitions[1] == set()
    assert "homicide" not in {s.counted.indicator for s in old.series}
    assert any(text.startswith("Murder: murder alone") for text in old.left_out)


def test_a_historical_file_of_the_old_taxonomy_is_not_joined_to_the_new(tmp_path: Path) -> None:
    old = replace(GENERATIONS["2019"], first="2020-04", last="2024-03")
    with pytest.raises(ImportRefused, match="holds older months, to March 2024, and nothing after them"):
        only(old.write(tmp_path / "old.csv"), RECENT.write(tmp_path / "new.csv"))


def test_another_month_and_another_order_of_rows_and_columns(tmp_path: Path) -> None:
    sample = WideSample(("Group", "SubGroup", "BOCU"), JULY_2026.offences, "2024-09", "2026-08")
    header, *rows = sample.rows()
    rows.sort(key=lambda row: row[::-1])
    turned = [[row[2], *row[:2], *reversed(row[3:])] for row in [header, *reversed(rows)]]
    one = only(write(tmp_path / "b.csv", turned))
    assert one.release.id == "met-crime-borough-2026-09"
    assert number(one, "burglary", "london", "2026-08") == 4 * PLACES


def test_new_names_of_columns_are_found_by_what_stands_below_them(tmp_path: Path) -> None:
    sample = replace(JULY_2026, heading=("Crime Family", "Crime Kind", "Local Authority"))
    assert number(only(sample.write(tmp_path / "b.csv")), "burglary", "camden", "2026-06") == 4


def test_a_column_more_is_let_pass_unless_it_splits_the_rows(tmp_path: Path) -> None:
    rows = JULY_2026.rows()
    more = [[*rows[0][:3], "Refreshed", *rows[0][3:]], *([*r[:3], "2026-07-06", *r[3:]] for r in rows[1:])]
    assert number(only(write(tmp_path / "more.csv", more)), "burglary", "camden", "2026-06") == 4
    with pytest.raises(ImportRefused, match="are of the same thing at the same place"):
        only(write(tmp_path / "split.csv", [*more, *more[1:]]))


def test_an_unknown_offence_is_set_aside_and_takes_its_totals_with_it(tmp_path: Path) -> None:
    sample = replace(JULY_2026, offences=(*JULY_2026.offences, ("THEFT", "THEFT BY DRONE")))
    one = only(sample.write(tmp_path / "b.csv"))
    assert [(q.label, q.rows) for q in one.quarantined] == [("THEFT / THEFT BY DRONE", PLACES)]
    keys = {s.counted.id for s in one.series}
    assert {"theft", "recorded-crime"} & keys == set()
    assert {"burglary", "shoplifting"} <= keys
    assert any(text.startswith("recorded-crime: some of its offences") for text in one.left_out)


@pytest.mark.parametrize("cell", ["", "*", "NULL", "n/a", "-3", "1.5", "12 (r)", "[x]"])
def test_a_cell_that_is_no_count_is_refused_and_not_zero(cell: str, tmp_path: Path) -> None:
    sample = replace(JULY_2026, cells={("SHOPLIFTING", "Camden", "202505"): cell})
    with pytest.raises(ImportRefused, match=r"row 73, column 202505: .* is no count"):
        only(sample.write(tmp_path / "b.csv"))


def test_thousands_separators_are_read(tmp_path: Path) -> None:
    sample = replace(JULY_2026, cells={("SHOPLIFTING", "Camden", "202505"): "1,234 "})
    assert number(only(sample.write(tmp_path / "b.csv")), "shoplifting", "camden", "2025-05") == 1234


@pytest.mark.parametrize(
    ("spoilt", "reason"),
    [
        (replace(JULY_2026, places=(*BOROUGHS[:-1], "Unknown")), "westminster is missing"),
        (replace(JULY_2026, places=(*BOROUGHS, "All London")), "'All London' is no borough that is known"),
        (replace(JULY_2026, offences=(("SPACE CRIME", "PIRACY"),)), "none of its offence groups is known"),
    ],
)
def test_what_would_be_misread_is_refused(spoilt: WideSample, reason: str, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=reason):
        only(spoilt.write(tmp_path / "b.csv"))


def test_months_must_have_no_gap(tmp_path: Path) -> None:
    rows = [[*row[:10], *row[11:]] for row in JULY_2026.rows()]
    with pytest.raises(ImportRefused, match="months are not without gaps"):
        only(write(tmp_path / "b.csv", rows))


def test_older_months_alone_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="nothing after them"):
        only(HISTORICAL.write(tmp_path / "h.csv"))


def test_the_trace_names_rows_and_columns(tmp_path: Path) -> None:
    one = only(JULY_2026.write(tmp_path / "recent.csv"))
    located = series(one, "burglary", "camden").located(one.release.periods[0])
    assert located == "recent.csv, rows 7, 40, column 202407"
