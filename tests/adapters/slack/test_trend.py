"""What the buttons Trend and Chart bring: within Slack's limits, honest about what is left out, the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.pictures.subject import drawable
from adapters.slack import limits, lines
from adapters.slack.chart import chart_block, table_block
from adapters.slack.narrowing import narrowed
from adapters.slack.render import chart_label
from adapters.slack.trend import trend
from adapters.slack.whole_years import by_year
from bot.bot import Bot
from bot.reply import Point, Reply, Series
from tests.adapters.pictures import samples
from tests.adapters.slack.blocks import check
from tests.phrasings import TODAY

Piece = dict[str, Any]
MANY = 100
MONTH_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
               "November", "December")  # fmt: skip


def months(first: int, count: int, **more: Any) -> Series:
    """So many months from a January on: 1, 2, 3 … offences."""
    points = (
        Point(f"{first + n // 12}-{n % 12 + 1:02}", f"{MONTH_NAMES[n % 12]} {first + n // 12}", n + 1, "published")
        for n in range(count)
    )  # fmt: skip
    return samples.over_time(*points, **{"label": "Robbery offences", "unit": "offences", **more})


def chart(series: Sequence[Series]) -> Piece:
    block: Piece = chart_block(narrowed(series).chart)
    return block["chart"]  # type: ignore[no-any-return]


def values(drawn: Piece, number: int = 0) -> dict[str, float]:
    return {point["label"]: point["value"] for point in drawn["series"][number]["data"]}


@pytest.fixture(scope="module")
def template(bot: Bot) -> Reply:
    reply, _ = bot.ask("homicides in London in 2025", TODAY)
    return reply


@given(
    st.lists(st.one_of(samples.series(), st.builds(months, st.integers(1990, 2020), st.integers(3, 400))), min_size=1)
)
@settings(max_examples=MANY, deadline=None)
def test_every_series_fits(template: Reply, held: list[Series]) -> None:
    reply = replace(template, series=tuple(held))
    said = trend(reply)
    check(said)
    if drawn := drawable(reply):
        assert narrowed(drawn).chart.source[:40] in unescape(said.text)
    else:
        assert said.text == lines.NOTHING_TO_DRAW


KINDS = {
    "over time": (samples.PLAIN, "line", "Trend"),
    "over time, with a break": (samples.BROKEN, "line", "Trend"),
    "over time, with periods missing": (samples.GAPPED, "bar", "Trend"),
    "a ranking": (samples.RANKED, "bar", "Chart"),
    "a comparison of two that are held": (samples.COMPARED, "bar", ""),
}


@pytest.mark.parametrize("what", KINDS, ids=str)
def test_places_are_bars_and_periods_a_line(what: str, template: Reply) -> None:
    series, kind, label = KINDS[what]
    assert chart([series])["type"] == kind
    assert chart_label(replace(template, series=(series,))) == label


def test_what_is_missing_is_said() -> None:
    assert narrowed([samples.GAPPED]).notes == (
        "Nothing is held between 2014 and 2022.", "Nothing is held between 2022 and 2024.",
    )  # fmt: skip


def test_a_break_is_said_and_not_drawn(template: Reply) -> None:
    broken = replace(samples.BROKEN, breaks=("A new system counts from 2023 on.",))
    text = trend(replace(template, series=(broken,))).text
    assert "A new system counts from 2023 on." in text
    assert "The line is broken" not in text


def test_many_months_are_drawn_as_whole_years() -> None:
    shown = narrowed([months(2015, 135)])
    drawn = values(chart([months(2015, 135)]))
    assert drawn["2015"] == sum(range(1, 13))
    assert list(drawn) == [str(year) for year in range(2015, 2026)]
    assert shown.notes == (lines.by_year(["January 2026 to March 2026"]),)
    assert len(table_block(shown.listed)["rows"]) == 12


NO_WHOLE_YEARS = {
    "fewer than five years": months(2022, 50),
    "a rate": months(2015, 135, measure="rate"),
    "a year with a month that is not held": replace(
        months(2015, 72), points=tuple(p for p in months(2015, 72).points if p.period != "2018-07")
    ),
    "quarters": samples.over_time(
        *(Point(f"{2010 + n // 4}-q{n % 4 + 1}", f"Q{n}", n, "published") for n in range(60))
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", NO_WHOLE_YEARS, ids=str)
def test_else_the_newest_are_drawn(what: str) -> None:
    series = NO_WHOLE_YEARS[what]
    assert by_year(series) is None
    drawn = values(chart([series]))
    newest = series.points[-limits.CHART_POINTS :]
    assert list(drawn.values()) == [point.value for point in newest]
    assert lines.newest(limits.CHART_POINTS, len(series.points)) in narrowed([series]).notes
    assert len(table_block(narrowed([series]).listed)["rows"]) == min(len(series.points), 100) + 1


def test_the_one_asked_for_is_drawn_wherever_it_ranks(template: Reply) -> None:
    many = samples.bars(
        "ranking", *(samples.year(2025, 900 - n, place=f"Ward {n}", asked=n == 499) for n in range(500))
    )  # fmt: skip
    drawn = values(chart([many]))
    assert len(drawn) == limits.CHART_POINTS
    assert drawn["Ward 499 (500)"] == 401
    text = trend(replace(template, series=(many,))).text
    assert "the first 19 of 500" in text
    assert "rank 500 of 500" in text


def test_lines_side_by_side_share_their_periods() -> None:
    drawn = chart([samples.PLAIN, samples.NATION])
    assert [series["name"] for series in drawn["series"]] == ["London", "England"]
    assert list(values(drawn, 0)) == list(values(drawn, 1))


SHORT = {
    "Kensington and Chelsea": "Kensington & Chelsea",
    "Hammersmith and Fulham": "Hammersmith & Fulham",
    "Barking and Dagenham": "Barking and Dagenham",
    "year ending September 2025": "y/e September 2025",
    "financial year 2024/25": "2024/25",
    "London (Metropolitan Police area)": "London",
}


@pytest.mark.parametrize("label", SHORT, ids=str)
def test_labels_are_shortened_between_words(label: str) -> None:
    assert lines.shortened(label, limits.CHART_LABEL) == SHORT[label]


# Of the knowledge as it is shipped: a question, the kind of chart, and a part of what is said of it.
SHIPPED = {
    "robbery trend in Lambeth since 2015": ("line", "From 1,159 in 2015 to 1,720 in 2025"),
    "which borough had the most burglary in 2025": ("bar", "First: Westminster 2,887"),
    "homicides by year": ("line", "From 118 in 2011 to 95 in 2025"),
    "knife crime by month in London": ("line", "The chart draws the newest 20 of 48 periods."),
    "where does Kingston rank for robbery": ("bar", "Kingston upon Thames (32): rank 32 of 32"),
}


@pytest.mark.parametrize("question", SHIPPED, ids=str)
def test_on_what_is_held(question: str, whole: Bot) -> None:
    reply, _ = whole.ask(question, TODAY)
    kind, part = SHIPPED[question]
    said = trend(reply)
    check(said)
    assert part in unescape(said.text)
    (block,) = (block for block in said.blocks if block["type"] == "data_visualization")
    assert block["chart"]["type"] == kind


def test_no_month_counts_what_does_not_add_up(whole: Bot) -> None:
    """People in post are counted on a day: nothing held as a count by month may be such."""
    knowledge = whole.knowledge
    counts = (s for one in knowledge.indicators() for s in knowledge.series(one.id) if s.counted.measure == "count")
    assert [s.counted.id for s in counts if s.last.kind == "month" and not s.counted.adds_up] == []


BY_MONTH = {"robbery": "Lambeth", "burglary": "Camden", "theft": "Brent", "homicides": "Southwark"}


@pytest.mark.parametrize("topic", BY_MONTH, ids=str)
def test_years_are_those_that_the_bot_gives(topic: str, whole: Bot) -> None:
    """The sum of twelve months is what the bot itself gives for the year, out of the same release."""
    reply, _ = whole.ask(f"{topic} trend in {BY_MONTH[topic]} since 2014", TODAY)
    drawn = values(chart(drawable(reply)))
    same = 0
    for year, value in drawn.items():
        alone, _ = whole.ask(f"{topic} in {BY_MONTH[topic]} in {year}", TODAY)
        if alone.citations[0].text == reply.citations[0].text:
            assert alone.figures[0].value == value
            same += 1
    assert same >= 5
