"""The Met's borough files read by pandas alone: what the answers made of imported series are held against."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path

import pandas as pd

FILES = {
    "2026-07": ("recent24m_202407-202606.snap-2026-07.renamed-headers.csv",),
    "2026-04": ("historical_201004-202403.snap-2026-04.csv", "recent24m_202404-202603.snap-2026-04.csv"),
}
POPULATION = "population/ons_mye_components_london_boroughs_2011-2024.xlsx"
SMALLEST_BASE = 30

Months = tuple[str, str]


def rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class RawCrime:
    """Counts by release, offence, borough and month; months are written as in the files: 202506."""

    folder: Path
    kept: dict[tuple[tuple[str, ...], str], pd.DataFrame] = field(default_factory=dict)

    @cached_property
    def releases(self) -> dict[str, pd.DataFrame]:
        """Of each release, the newest first, one frame: a row a category and borough, a column a month."""
        return {name: self._frame(files) for name, files in FILES.items()}

    def _frame(self, files: tuple[str, ...]) -> pd.DataFrame:
        parts = []
        for file in files:
            raw = pd.read_csv(self.folder / "mps-recorded-crime-borough" / file, dtype=str).fillna("0")
            raw.columns = pd.Index(["major", "minor", "place", *raw.columns[3:]])
            raw["minor"] = raw["minor"].str.replace(",", "")
            parts.append(raw.set_index(["major", "minor", "place"]).astype(int).groupby(level=[0, 1, 2]).sum())
        return pd.concat(parts, axis=1).fillna(0).astype(int)

    @cached_property
    def population(self) -> dict[tuple[str, int], int]:
        """Residents by borough and year."""
        raw = pd.read_excel(self.folder / POPULATION)
        people = raw[raw["Category"] == "population"]
        rows = zip(people["laname23"], people["Year"], people["Sum"], strict=True)
        return {(str(place), int(year)): int(count) for place, year, count in rows}

    def release(self, *stretches: Months) -> str | None:
        """The newest release that holds all the stretches."""
        holds = (
            name
            for name, frame in self.releases.items()
            if all(frame.columns[0] <= first and last <= frame.columns[-1] for first, last in stretches)
        )
        return next(holds, None)

    def by_borough(self, offence: tuple[str, ...], months: Months, release: str) -> dict[str, int]:
        """Counts of a stretch by borough and by what is no borough."""
        counts = self._of(offence, release).loc[:, months[0] : months[1]].sum(axis=1)
        return {str(place): int(count) for place, count in counts.items()}

    def _of(self, offence: tuple[str, ...], release: str) -> pd.DataFrame:
        """A row a place and a column a month of one offence, added up once."""
        if (offence, release) not in self.kept:
            frame = self.releases[release]
            for level, label in zip(("major", "minor"), offence, strict=False):
                frame = frame[frame.index.get_level_values(level) == label]
            self.kept[offence, release] = frame.groupby(level="place").sum()
        return self.kept[offence, release]

    def count(self, offence: tuple[str, ...], place: str, months: Months, release: str) -> int:
        """The count of a stretch at a borough; "London" is the sum of all rows."""
        counts = self.by_borough(offence, months, release)
        return sum(counts.values()) if place == "London" else counts.get(place, 0)
