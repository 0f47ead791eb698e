"""What an importer is: how it knows its files, and what it makes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.importers.official import OfficialFile
from knowledge.model import Evidence, SpeakerId
from knowledge.period import MONTHS, Period, months_on
from knowledge.release import Release, ReleaseFile, Series

OGL = "Open Government Licence v3.0"
ATTRIBUTION = "Contains public sector information licensed under the Open Government Licence v3.0."
_MONTHS_BETWEEN = {"monthly": 1, "quarterly": 3, "yearly": 12}


@dataclass(frozen=True, slots=True)
class Stamp:
    """What no file says of itself: when it was taken, how it was checked, and the release, where somebody knows it."""

    taken: date
    checked: str
    released: str | None = None


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A label that the importer does not know, and how many rows were set aside for it."""

    label: str
    file: str
    rows: int


@dataclass(frozen=True, slots=True)
class Imported:
    """A release as it will be written, with what was set aside and what was left out on purpose."""

    release: Release
    series: tuple[Series, ...]
    rows_read: int
    quarantined: tuple[Quarantined, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset of a publisher: the page it stands on, and the recipe that reads its files.

    `recognises` looks at headings alone. `read` takes all files of the dataset that were given at once and makes one
    release or several of them; it raises ImportRefused. `lag`: months from the last period to the release.
    """

    collection: str
    publisher: str
    title: str
    page: str
    rhythm: str
    lag: int
    evidence: Evidence
    attributed_to: str
    recognises: Callable[[OfficialFile], bool]
    read: Callable[[Dataset, Sequence[OfficialFile], Stamp], list[Imported]]
    day_due: int = 10

    def release(
        self, stamp: Stamp, files: Sequence[ReleaseFile], periods: Sequence[Period], released: str | None = None
    ) -> Release:
        """The release of these files: dated as the stamp says, as the files say, or by the dataset's habit."""
        when = stamp.released or released or self._usual(periods)
        return Release(
            id=f"{self.collection}-{when[:7]}",
            collection=self.collection,
            publisher=self.publisher,
            title=self.title,
            page=self.page,
            licence=OGL,
            attribution=ATTRIBUTION,
            released=when,
            taken=stamp.taken.isoformat(),
            checked=stamp.checked,
            rhythm=self.rhythm,
            next_due=self._next_due(when),
            evidence=self.evidence,
            attributed_to=SpeakerId(self.attributed_to),
            files=tuple(files),
            periods=tuple(periods),
        )

    def _usual(self, periods: Sequence[Period]) -> str:
        last = max(period.end for period in periods if period.end)
        return "{:04}-{:02}".format(*months_on(last.year, last.month, self.lag))

    def _next_due(self, released: str) -> str:
        if self.rhythm not in _MONTHS_BETWEEN:
            return ""
        year, month = months_on(int(released[:4]), int(released[5:7]), _MONTHS_BETWEEN[self.rhythm])
        return date(year, month, self.day_due).isoformat()


def month_named(year: int, month: int) -> str:
    """A month in words, for messages: March 2024."""
    return f"{MONTHS[month - 1]} {year}"
