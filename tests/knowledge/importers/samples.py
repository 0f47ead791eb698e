"""Small official files of every generation of headings, made by hand: enough to be whole, and no more."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO
from pathlib import Path

from knowledge.importers.dataset import Imported, Stamp
from knowledge.importers.importing import plan
from knowledge.importers.months import every_month
from knowledge.model import Breakdown
from knowledge.period import Period, month_of, parse_period
from knowledge.release import Series

TODAY = date(2026, 8, 15)
STAMP = Stamp(TODAY, "made by hand")

BOROUGHS = (
    "Barking and Dagenham", "Barnet", "Bexley", "Brent", "Bromley", "Camden", "Croydon", "Ealing", "Enfield",
    "Greenwich", "Hackney", "Hammersmith and Fulham", "Haringey", "Harrow", "Havering", "Hillingdon", "Hounslow",
    "Islington", "Kensington and Chelsea", "Kingston upon Thames", "Lambeth", "Lewisham", "Merton", "Newham",
    "Redbridge", "Richmond upon Thames", "Southwark", "Sutton", "Tower Hamlets", "Waltham Forest", "Wandsworth",
    "Westminster",
)  # fmt: skip
Pair = tuple[str, str]


@dataclass(frozen=True)
class WideSample:
    """A wide file of the Met: every borough has `number` of every offence in every month, but for `cells`."""

    heading: tuple[str, str, str]
    offences: tuple[Pair, ...]
    first: str
    last: str
    number: int = 2
    borough_first: bool = False
    places: tuple[str, ...] = (*BOROUGHS, "Unknown")
    cells: Mapping[tuple[str, str, str], str] | None = None
    bom: bool = False
    line_end: str = "\r\n"

    @property
    def months(self) -> list[str]:
        first, last = parse_period(self.first), parse_period(self.last)
        return [f"{month.start:%Y%m}" for month in every_month(first, last)]

    def rows(self) -> list[list[str]]:
        cells = self.cells or {}
        found = [[*self.heading, *self.months]]
        for group, offence in self.offences:
            for place in self.places:
                ids = [place, group, offence] if self.borough_first else [group, offence, place]
                numbers = [cells.get((offence, place, month), str(self.number)) for month in self.months]
                found.append([*ids, *numbers])
        return found

    def write(self, path: Path) -> Path:
        return write(path, self.rows(), bom=self.bom, line_end=self.line_end)


SHORT_LIST: tuple[Pair, ...] = (
    ("BURGLARY", "RES BURGLARY OF A HOME"),
    ("BURGLARY", "BURGLARY BUSINESS AND COMMUNITY"),
    ("THEFT", "SHOPLIFTING"),
    ("NFIB FRAUD", "NFIB"),
)
LONG_LIST: tuple[Pair, ...] = (
    ("Burglary", "Domestic Burglary"),
    ("Burglary", "Burglary Business and Community"),
    ("Theft", "Shoplifting"),
    ("Miscellaneous Crimes Against Society", "Bigamy"),
)
OLD_LIST: tuple[Pair, ...] = (
    ("Burglary", "Burglary in a Dwelling"),
    ("Burglary", "Burglary in Other Buildings"),
    ("Theft and Handling", "Theft From Shops"),
    ("Violence Against the Person", "Murder"),
)
JULY_2026 = WideSample(
    ("Group", "SubGroup", "BOCU"),
    (*SHORT_LIST, ("PUBLIC ORDER OFFENCES", "PUBLIC FEAR, ALARM OR DISTRESS")),
    "2024-07",
    "2026-06",
    line_end="\n",
)
GENERATIONS: Mapping[str, WideSample] = {
    "2019": WideSample(
        ("Borough", "Major Category", "Minor Category"), OLD_LIST, "2017-01", "2018-12", borough_first=True
    ),
    "2024-02": WideSample(("MajorText", "MinorText", "LookUp_BoroughName"), LONG_LIST, "2022-02", "2024-01"),
    "2026-04": WideSample(("MajorText", "MinorText", "BoroughName"), SHORT_LIST, "2024-04", "2026-03"),
    "2026-07": JULY_2026,
    "2026-07 with a BOM": replace(JULY_2026, bom=True),
}


def write(path: Path, rows: Iterable[Sequence[str]], *, bom: bool = False, line_end: str = "\n") -> Path:
    out = StringIO()
    csv.writer(out, lineterminator=line_end).writerows(rows)
    path.write_text(out.getvalue(), "utf-8-sig" if bom else "utf-8", newline="")
    return path


def imported(*paths: Path, folders: Sequence[Path] = ()) -> list[Imported]:
    return [report.imported for report in plan(paths, STAMP, folders)]


def only(*paths: Path) -> Imported:
    (one,) = imported(*paths)
    return one


def series(one: Imported, key: str, place: str, breakdown: Breakdown = ()) -> Series:
    (found,) = (s for s in one.series if (s.counted.id, s.place, s.breakdown) == (key, place, breakdown))
    return found


def number(one: Imported, key: str, place: str, period: str | Period, breakdown: Breakdown = ()) -> int | None:
    """The figure of a series for a period; None where there is none."""
    asked = parse_period(period) if isinstance(period, str) else period
    figure = series(one, key, place, breakdown).at(asked)
    return None if figure is None or figure.value is None else int(figure.value)


def month(written: str) -> Period:
    return month_of(int(written[:4]), int(written[4:]))
