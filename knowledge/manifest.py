"""The shapes of an imported release: the manifest of its snapshot, and the leading columns of the snapshot itself."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from knowledge import cells
from knowledge.model import Caveat, Evidence, Measure
from knowledge.problem import Fault, shown
from knowledge.schema import Day, Id, Published, Shape, Text, Url

Rhythm = Literal["monthly", "quarterly", "yearly", "none"]

# The columns of a snapshot before those of its periods.
LEADING = ("series", "place", "breakdown", "rows")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MONTH = re.compile(r"[12][0-9]{3}-(?:0[1-9]|1[0-2])")


def _digest(written: str) -> str:
    if not _DIGEST.fullmatch(written):
        raise Fault(f"{shown(written)} is no SHA-256", "Write the 64 digits that sha256sum gives")
    return written


def _month(written: str) -> str:
    if not _MONTH.fullmatch(written):
        raise Fault(f"{shown(written)} is no month", "Write it as 2026-06")
    return written


def _truth(written: object) -> object:
    return {"yes": True, "no": False}.get(str(written), written)


class ReleaseFileText(Shape):
    """One entry of a release's `files`: a file as the publisher published it."""

    id: Id = Field(description="A short name for it.", examples=["recent"])
    name: Text = Field(description="Its name when it was imported.", examples=["recent24m.csv"])
    sha256: Annotated[str, AfterValidator(_digest)] = Field(
        description="The digest of its bytes.", examples=["`sha256sum` prints it"]
    )
    header: Text = Field(
        description="The headings it was recognised by.", examples=["MajorText, MinorText, BoroughName"]
    )
    written: str = Field(default="", description="How it writes a period (strftime).", examples=["%Y%m"])
    dated: str = Field(
        default="", description="The columns that hold the period, where rows have one.", examples=["Recorded Date"]
    )
    first: Annotated[str, AfterValidator(_month)] | None = Field(
        default=None, description="The first month it covers, where files share the periods.", examples=["2024-04"]
    )
    last: Annotated[str, AfterValidator(_month)] | None = Field(
        default=None, description="The last month it covers.", examples=["2026-03"]
    )


class CountedText(Shape):
    """One entry of a release's `series`: what is counted, and where its numbers stand in the files."""

    indicator: Id = Field(description="The indicator it is a figure of.", examples=["burglary"])
    measure: Measure = Field(description="What kind of figure it is.", examples=["count"])
    unit: Text = Field(description="What is counted.", examples=["offences"])
    definition: Text = Field(
        description="What exactly is counted; figures of another definition are never compared with it.",
        examples=["offences recorded by the Metropolitan Police"],
    )
    adds_up: Annotated[bool, BeforeValidator(_truth)] = Field(
        description="Whether months of it may be added up: yes or no.", examples=["yes"]
    )
    sheet: str = Field(default="", description="The sheet of the workbook.", examples=["Table P1"])
    column: str = Field(
        default="", description="The heading its numbers stand under, where it is not their period.", examples=["Count"]
    )
    caveats: Annotated[tuple[Caveat, ...], BeforeValidator(cells.caveats)] = Field(
        default=(), description="As of a figure.", examples=["definition: Rounded to the nearest 5."]
    )


class ReleaseText(Shape):
    """`releases/<collection>/<release>.yaml`: where the numbers of the CSV file beside it come from.

    `beatbook import` writes both. The CSV has a row for each thing counted at a place (`series`, `place`, `breakdown`,
    and `rows`: the rows of the publisher's file) and a column for each period.
    """

    publisher: Text = Field(description="Who published it.", examples=["Metropolitan Police"])
    title: Text = Field(description="The dataset's title.", examples=["MPS Recorded Crime: Geographic Breakdown"])
    page: Url = Field(description="Its page.", examples=["https://data.london.gov.uk/dataset/recorded_crime_summary"])
    licence: Text = Field(description="On what terms.", examples=["Open Government Licence v3.0"])
    attribution: Text = Field(description="The line the licence asks for.", examples=["Contains public sector …"])
    released: Published = Field(description="When it was published, as far as known.", examples=["2026-04"])
    taken: Day = Field(description="When it was taken from where it came from.", examples=["2026-04-21"])
    checked: Text = Field(
        description="How it was checked.", examples=["copy, not checked against the publisher's page"]
    )
    rhythm: Rhythm = Field(description="How often it is published.", examples=["monthly"])
    next_due: Day | None = Field(default=None, description="When the next is due.", examples=["2026-05-10"])
    evidence: Evidence = Field(description="How its figures are known.", examples=["police_management_information"])
    attributed_to: Id = Field(description="The speaker its figures are attributed to.", examples=["met-police"])
    files: list[ReleaseFileText] = Field(min_length=1, description="The files it came as.", examples=["- {id: recent}"])
    series: dict[str, CountedText] = Field(
        min_length=1, description="What is counted, by the names in the CSV.", examples=["burglary: {…}"]
    )
    left_out: list[Text] = Field(
        default_factory=list, description="What the files hold and the CSV does not, and why.", examples=["Murder: …"]
    )


class SeriesRow(Shape):
    """The leading cells of a row of a snapshot."""

    series: Text
    place: Id
    breakdown: Annotated[tuple[tuple[str, str], ...], BeforeValidator(cells.breakdown)] = ()
    rows: str = Field(min_length=1)
