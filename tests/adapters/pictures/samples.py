"""Series made for tests: every kind, with breaks, gaps, provisional points, values below zero, hostile texts."""

from __future__ import annotations

import string
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from bot.reply import Point, Series, SeriesKind

SOURCE = "Metropolitan Police: a table, as of April 2026"
HOSTILE = (
    "$\\frac{1}{0}$", "$x", "a\nb\tc", "\x00\x1b[31m", "\u202egnp.exe", "<b>&amp;", "=1+1", "😀 ﷽", "\ud800", "W" * 400,
    "", " ", "{0} %s %(x)s",
)  # fmt: skip


def year(number: int, value: float | None, **more: Any) -> Point:
    """A point of one calendar year."""
    dates = {"start": f"{number}-01-01", "end": f"{number}-12-31"}
    return Point(str(number), str(number), value, **{"status": "published", **dates, **more})


def over_time(*points: Point, **more: Any) -> Series:
    """A series over time."""
    return Series(
        **{"label": "Homicides", "unit": "homicides", "breaks": (), "place": "London", "source": SOURCE, **more},
        points=points,
    )


def bars(kind: SeriesKind, *points: Point, **more: Any) -> Series:
    """A ranking or a comparison."""
    return replace(over_time(*points, **more), kind=kind, place=more.get("place", ""))


PLAIN = over_time(*(year(2016 + n, value) for n, value in enumerate((110, 130, 125, 150, 120, 118))))
BROKEN = over_time(
    year(2020, 110), year(2021, 130), year(2022, 125),
    year(2023, 150, break_before="A new system"), year(2024, 120), year(2025, 118, status="provisional"),
)  # fmt: skip
GAPPED = over_time(year(2014, 95), year(2022, 109), year(2023, None), year(2024, 109), year(2025, 97))
BELOW_ZERO = over_time(
    year(2023, 4.5), year(2024, -2.5, display="2.5%"), year(2025, -11), unit="%", measure="change_pct"
)
NATION = over_time(*(year(2016 + n, value) for n, value in enumerate((700, 690, 670, 650, 600, 535))), place="England")
RANKED = bars(
    "ranking",
    *(
        year(2025, value, place=place, asked=place == "Brent")
        for place, value in (
            ("Lewisham", 11),
            ("Lambeth", 8),
            ("Southwark", 8),
            ("Brent", 7),
            ("Hackney", 7),
            ("Sutton", 0),
        )
    ),
)
COMPARED = bars(
    "comparison",
    year(2025, 97, place="London", asked=True),
    year(2025, None, place="Paris"),
    year(2025, 30, place="Leeds"),
)

KINDS: tuple[SeriesKind, ...] = ("over_time", "ranking", "comparison")
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40), st.text(string.printable, max_size=40))
VALUES = st.one_of(
    st.none(), st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9, allow_nan=False), st.sampled_from((0, 0.0, 1e-9, 0.1))
)


@st.composite
def series(draw: st.DrawFn) -> Series:
    """Any series that the answering code may give: at least two points, at least one of them known."""
    kind = draw(st.sampled_from(KINDS))
    dated = draw(st.booleans())
    values = [1, *draw(st.lists(VALUES, min_size=1, max_size=20))]
    points = tuple(
        Point(
            period=str(1950 + n), label=draw(TEXTS) if n % 7 == 0 else str(1950 + n), value=value,
            status=draw(st.sampled_from(("published", "provisional"))), display=draw(TEXTS) if n % 5 == 0 else "",
            place=draw(TEXTS) if n % 3 == 0 else f"place {n}", start=f"{1950 + n}-01-01" if dated else None,
            end=f"{1950 + n}-12-31" if dated else None, asked=n == 2,
            break_before=draw(TEXTS) if n % 11 == 3 else "",
        )
        for n, value in enumerate(values)
    )  # fmt: skip
    words = [draw(TEXTS) for _ in range(3)]
    unit = draw(st.sampled_from(("homicides", "%", "GBP", *HOSTILE)))
    return Series(words[0], unit, points, (), kind=kind, place=words[1], source=words[2] or SOURCE)
