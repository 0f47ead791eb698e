"""What pictures show: axes, names, points, breaks, provisional marks, source, and the words that say the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D

from adapters.pictures.alt import MOST_CHARACTERS, alt_text
from adapters.pictures.canvas import FONT, Sheet
from adapters.pictures.chart import MOST_BARS, BarChart, LineChart, chart_of
from adapters.pictures.draw import drawn, picture
from adapters.pictures.lines import brief, span
from adapters.pictures.looks import SIZES, THEMES, SizeName, ThemeName
from adapters.pictures.scale import value_axis
from adapters.pictures.subject import drawable
from bot.reply import Citation, Reply, Series
from tests.adapters.pictures import six
from tests.adapters.pictures.samples import (
    BELOW_ZERO,
    BROKEN,
    COMPARED,
    GAPPED,
    NATION,
    PLAIN,
    RANKED,
    SOURCE,
    bars,
    over_time,
    series,
    year,
)  # fmt: skip

CHARTS = Path(__file__).resolve().parents[3] / "docs" / "charts"
WORDS = {
    "plain": ((PLAIN,), "Line chart. Homicides, London, 2016 to 2021. From 110 in 2016 to 118 in 2021; highest 150"),
    "broken": ((BROKEN,), "The line is broken between 2022 and 2023: A new system. Provisional: 2025."),
    "below zero": ((BELOW_ZERO,), "From 4.5% in 2023 to −11% in 2025; highest 4.5% in 2023, lowest −11% in 2025."),
    "two lines": (
        (PLAIN, NATION),
        "highest 150 in 2019, lowest 110 in 2016. England: from 700 in 2016 to 535 in 2021;",
    ),
    "ranked": ((RANKED,), "Southwark 8. Last: Brent 7, Hackney 7, Sutton 0. Brent: rank joint 4 of 6, with 7."),
    "compared": ((COMPARED,), "London 97, Paris not held, Leeds 30."),
}
SPANS = {
    ("2011", "2025"): "2011 to 2025",
    ("2025", "2025"): "2025",
    ("at 31 May 2013", "at 31 March 2026"): "31 May 2013 to 31 March 2026",
    ("year ending March 2015", "year ending March 2025"): "year ending March 2015 to March 2025",
    ("financial year 2015/16", "financial year 2024/25"): "financial year 2015/16 to 2024/25",
    ("March 2015", "March 2025"): "March 2015 to March 2025",
}
BRIEF = {
    "Q1 2025 (January to March 2025)": "Q1 2025",
    "at 31 March 2026": "31 March 2026",
    "financial year 2025/26": "2025/26",
    "June 2025": "June 2025",
}


def lines_of(*series: Series) -> LineChart:
    chart = chart_of(series)
    assert isinstance(chart, LineChart)
    return chart


def bars_of(*series: Series) -> BarChart:
    chart = chart_of(series)
    assert isinstance(chart, BarChart)
    return chart


def sheet_of(*series: Series, size: SizeName = "page", theme: ThemeName = "light") -> Sheet:
    return drawn(chart_of(series, SIZES[size].room), SIZES[size], THEMES[theme])


def values_of(line: Line2D) -> list[float]:
    return [float(value) for value in cast("Iterable[float]", line.get_ydata())]


def written(sheet: Sheet) -> str:
    return " ".join(words.text for words in sheet.words)


@pytest.mark.parametrize("case", WORDS.values(), ids=WORDS)
def test_the_words_say_what_the_picture_says(case: tuple[tuple[Series, ...], str]) -> None:
    shown, words = case
    said = alt_text(shown)
    assert words in said
    assert said.endswith(f"Source: {SOURCE}.")


@pytest.mark.parametrize(("ends", "words"), SPANS.items(), ids=map(str, SPANS))
def test_a_span_of_periods_is_said_in_one(ends: tuple[str, str], words: str) -> None:
    assert span(*ends) == words


@pytest.mark.parametrize(("label", "words"), BRIEF.items(), ids=BRIEF)
def test_a_period_is_brief_on_an_axis(label: str, words: str) -> None:
    assert brief(label) == words


def test_a_line_is_broken_where_figures_are_not_comparable() -> None:
    (line,) = lines_of(BROKEN).lines
    assert [[mark.label for mark in stretch] for stretch in line.stretches] == [
        ["2020", "2021", "2022"], ["2023", "2024", "2025"],
    ]  # fmt: skip
    assert line.bridges == ()
    (broken,) = lines_of(BROKEN).breaks
    assert (broken.label_after, broken.label_before, broken.text) == ("2022", "2023", "A new system")


def test_a_period_that_is_not_held_is_bridged_and_said_to_be() -> None:
    chart = lines_of(GAPPED)
    (line,) = chart.lines
    assert [(a.label, b.label) for a, b in line.bridges] == [("2014", "2022"), ("2022", "2024")]
    assert "Dotted: periods that are not held." in chart.notes
    assert len(lines_of(PLAIN).notes) == 0


def test_a_break_of_several_lines_is_marked_once() -> None:
    assert len(lines_of(BROKEN, replace(BROKEN, place="Leeds")).breaks) == 1


@pytest.mark.parametrize("shown", [PLAIN, BROKEN, GAPPED, NATION, *six.series("officers-over-time")], ids=str)
def test_the_axis_begins_at_zero(shown: Series) -> None:
    (axes,) = sheet_of(shown).figure.axes
    low, high = axes.get_ylim()
    assert low == 0
    assert high >= max(point.value or 0 for point in shown.points)
    assert axes.get_yticklabels()[0].get_text() == "0"


def test_zero_stands_on_every_axis() -> None:
    assert value_axis([-2.5, -11.0], "%").texts == ("−15%", "−10%", "−5%", "0%")
    assert value_axis([-2.5, 4.0], "%").steps[0] < 0 < value_axis([-2.5, 4.0], "%").steps[-1]
    assert value_axis([0.0, 0.0], "homicides").high >= 1
    assert value_axis([14_000_000.0], "GBP").texts[-1] == "£15m"
    assert [value_axis([high], "%").texts[-1] for high in (97.0, 100.0)] == ["100%", "100%"]


def test_provisional_points_are_hollow() -> None:
    (axes,) = sheet_of(BROKEN).figure.axes
    hollow = [line for line in axes.lines if line.get_gid() == "provisional"]
    filled = [line for line in axes.lines if line.get_gid() == "mark"]
    assert [line.get_markerfacecolor() for line in hollow] == [THEMES["light"].paper]
    assert [len(values_of(line)) for line in (*filled, *hollow)] == [5, 1]
    assert THEMES["light"].paper not in {line.get_markerfacecolor() for line in filled}


def test_the_lines_drawn_are_the_points_held() -> None:
    (axes,) = sheet_of(BROKEN).figure.axes
    stretches = [values_of(line) for line in axes.lines if line.get_gid() == "stretch"]
    assert stretches == [[110, 130, 125], [150, 120, 118]]
    assert sum(patch.get_gid() == "break" for patch in axes.patches) == 1


def test_the_bars_drawn_are_the_points_held() -> None:
    (axes,) = sheet_of(RANKED).figure.axes
    (drawn_bars,) = [c for c in axes.collections if isinstance(c, PolyCollection)]
    assert [path.get_extents().x1 for path in drawn_bars.get_paths()] == [11, 8, 8, 7, 7, 0]
    assert axes.get_xlim()[0] == 0


@pytest.mark.parametrize(("size", "theme"), [("phone", "dark"), ("page", "light")])
@pytest.mark.parametrize(
    "shown", [(PLAIN,), (BROKEN,), (BELOW_ZERO,), (PLAIN, NATION), (RANKED,), (COMPARED,)], ids=range(6)
)
def test_title_names_and_source_stand_in_every_picture(
    shown: tuple[Series, ...], size: SizeName, theme: ThemeName
) -> None:
    sheet = sheet_of(*shown, size=size, theme=theme)
    words = written(sheet)
    assert "Homicides" in words
    assert f"Source: {SOURCE}." in words
    for one in shown:
        for point in one.points[-1:]:
            assert (point.place if one.kind != "over_time" else point.label) in words or one.place in words


def test_ranks_are_shared_by_equals_and_count_those_ahead() -> None:
    assert [bar.rank for bar in bars_of(RANKED).groups[0].bars] == [
        "1",
        "joint 2",
        "joint 2",
        "joint 4",
        "joint 4",
        "6",
    ]
    rising = replace(RANKED, points=RANKED.points[::-1])
    assert [bar.rank for bar in bars_of(rising).groups[0].bars][:3] == ["1", "joint 2", "joint 2"]


def test_of_many_bars_the_first_are_shown_and_the_one_asked_for() -> None:
    many = bars("ranking", *(year(2025, 1000 - n, place=f"Ward {n}", asked=n == 499) for n in range(500)))
    (group,) = bars_of(many).groups
    assert len(group.bars) == MOST_BARS + 1
    assert group.bars[-1].name == "Ward 499 (500)"
    assert "the first 40 of 500" in bars_of(many).beneath
    assert "Last:" not in alt_text([many])
    assert "rank 500 of 500, with 501." in alt_text([many])


def test_series_side_by_side_become_groups() -> None:
    robbery = replace(COMPARED, label="Robbery")
    chart = bars_of(COMPARED, robbery)
    assert [group.name for group in chart.groups] == ["Homicides", "Robbery"]


def test_periods_side_by_side_are_named_by_their_period() -> None:
    chart = bars_of(bars("comparison", year(2024, 109), year(2025, 97), place="London"))
    assert [bar.name for bar in chart.groups[0].bars] == ["2024", "2025"]


def test_short_periods_are_named_by_year_and_long_ones_by_themselves() -> None:
    assert [tick.text for tick in lines_of(*six.series("knife-crime-by-month")).ticks] == [
        "2023",
        "2024",
        "2025",
        "2026",
    ]
    assert lines_of(PLAIN).ticks[-1].text == "2021"
    few = replace(six.series("knife-crime-by-month")[0], points=six.series("knife-crime-by-month")[0].points[:6])
    assert lines_of(few).ticks[-1].text == "Aug\n2022"


@pytest.mark.parametrize("size", six.DRAWN)
@pytest.mark.parametrize("name", six.names())
def test_no_words_of_the_six_charts_touch(name: str, size: SizeName) -> None:
    sheet = sheet_of(*six.series(name), size=size)
    sheet.canvas.draw()  # type: ignore[no-untyped-call]
    (axes,) = sheet.figure.axes
    names = {point.place for one in six.series(name) for point in one.points}
    texts = [*sheet.figure.texts, *axes.get_xticklabels(), *axes.get_yticklabels()]
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts if text.get_text()]
    touching = [
        (one, other)
        for n, (one, box) in enumerate(boxes)
        for other, beside in boxes[n + 1 :]
        if box.x0 < beside.x1 and beside.x0 < box.x1 and box.y0 + 3 < beside.y1 and beside.y0 + 3 < box.y1
    ]
    assert touching == []
    if isinstance(chart_of(six.series(name)), BarChart):
        plot = axes.get_window_extent()
        assert [
            text for text, box in boxes if box.x0 < plot.x0 < box.x1 and box.y1 < plot.y1 - 3 and text in names
        ] == []
    width, height = sheet.canvas.get_width_height()
    assert [text for text, box in boxes if box.x0 < 0 or box.x1 > width or box.y0 < 0 or box.y1 > height] == []


@pytest.mark.parametrize("bold", [False, True])
def test_the_width_of_a_text_is_known_before_it_is_drawn(bold: bool) -> None:
    sheet = sheet_of(PLAIN)
    for text in ("England and Wales", "Kensington and Chelsea", "1,552", "February 2026", "−11.5%"):
        drawn_text = sheet.figure.text(0, 0, text, size=23 * 72 / 100, weight="bold" if bold else "normal", family=FONT)
        assert sheet.wide(text, 23, bold=bold) == pytest.approx(drawn_text.get_window_extent().width, rel=0.06)


@settings(max_examples=20, deadline=None)
@given(shown=series())
def test_whatever_a_series_holds_it_is_drawn_and_said(shown: Series) -> None:
    said = alt_text([shown])
    assert len(said) <= MOST_CHARACTERS + 350
    assert said.isprintable()
    assert picture(chart_of([shown], SIZES["phone"].room), SIZES["phone"], THEMES["dark"]).startswith(b"\x89PNG")


def test_what_a_picture_of_a_reply_shows() -> None:
    short = over_time(year(2024, 109), year(2025, 97))
    rate = replace(PLAIN, measure="rate")
    assert drawable(Reply("answer", "")) == ()
    assert drawable(Reply("answer", "", series=(short,))) == ()
    assert drawable(Reply("answer", "", series=(short, PLAIN, rate, NATION))) == (PLAIN, NATION)
    assert drawable(Reply("answer", "", series=(PLAIN,) * 7)) == ()
    assert drawable(Reply("answer", "", series=(RANKED, RANKED))) == (RANKED,)


def test_nothing_is_drawn_without_a_source() -> None:
    bare = replace(PLAIN, source="")
    assert drawable(Reply("answer", "", series=(bare,))) == ()
    cited = Citation("c1", "ONS", "Tables", "2026-01-12", None, None, "", "OGL")
    (sourced,) = drawable(Reply("answer", "", series=(bare,), citations=(cited,)))
    assert sourced.source == "ONS: Tables, 2026-01-12"


@pytest.mark.parametrize("size", six.DRAWN)
@pytest.mark.parametrize("name", six.names())
def test_the_six_charts_stand_in_the_documents(name: str, size: SizeName) -> None:
    drawn_before = (CHARTS / f"{name}-{SIZES[size].width}.png").read_bytes()
    assert len(drawn_before) <= 80_000
    assert int.from_bytes(drawn_before[16:20], "big") == SIZES[size].width


def test_the_page_of_the_six_charts_is_up_to_date() -> None:
    assert (CHARTS / "README.md").read_text(encoding="utf-8") == six.page()
