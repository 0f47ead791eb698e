"""Checks of imported releases: what their series refer to, and what no number of theirs may be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from knowledge.checks.figures import last_day
from knowledge.problem import Problem, did_you_mean, shown
from knowledge.records import Entry, KnowledgeText
from knowledge.release import Release, Series

_AGAIN = "Import the publisher's file again, or mend its importer"


def releases(text: KnowledgeText) -> Iterator[Problem]:
    """Ids that lead nowhere, series that stand twice, numbers out of bounds, releases older than what they hold."""
    yield from _unknown(text)
    yield from _twice(text)
    for entry in text.series:
        yield from _bounds(entry)
    for release in text.releases:
        yield from _in_time(release)


def _unknown(text: KnowledgeText) -> Iterator[Problem]:
    """One problem for each unknown id of a file, however many rows have it."""
    indicators = {entry.record.id for entry in text.indicators}
    places = {entry.record.id for entry in text.places}
    speakers = {entry.record.id for entry in text.speakers}
    told: set[tuple[str, str]] = set()
    for entry in text.series:
        s = entry.record
        named: list[tuple[str, str, Collection[str]]] = [
            ("series", s.counted.indicator, indicators),
            ("place", s.place, places),
        ]
        named += [("breakdown", f"{name}={value}", text.breakdowns.keys()) for name, value in s.breakdown]
        for field, written, known in named:
            if written not in known and (entry.file, written) not in told:
                told.add((entry.file, written))
                yield entry.problem(field, f"{shown(written)} is not known", did_you_mean(written, known, "add it"))
    for release in text.releases:
        if (speaker := release.record.attributed_to) not in speakers:
            remedy = did_you_mean(speaker, speakers, f"add a row '{speaker}' to speakers.csv")
            yield release.problem("attributed_to", f"there is no speaker {shown(speaker)}", remedy)


def _twice(text: KnowledgeText) -> Iterator[Problem]:
    first: dict[tuple[object, ...], Entry[Series]] = defaultdict()
    for entry in text.series:
        s = entry.record
        other = first.setdefault((s.release.id, s.counted.id, s.place, s.breakdown), entry)
        if other is not entry:
            yield entry.problem("row", f"the same stands on line {other.line} already", _AGAIN)


def _bounds(entry: Entry[Series]) -> Iterator[Problem]:
    """Counts are whole and not negative, shares lie between 0 and 100."""
    measure, cells = entry.record.counted.measure, entry.record.cells
    if measure in ("count", "rate") and "-" in cells:
        yield entry.problem("row", f"a {measure} is less than nothing", _AGAIN)
    if measure == "count" and "." in cells:
        yield entry.problem("row", "a count is not whole", _AGAIN)
    if measure == "share" and any(cell[:1].isdigit() and float(cell) > 100 for cell in cells.split(",")):
        yield entry.problem("row", "a share is over 100%", _AGAIN)


def _in_time(entry: Entry[Release]) -> Iterator[Problem]:
    release = entry.record
    last = max(period.end for period in release.periods if period.end)
    if last > last_day(release.released):
        what = f"released {release.released}, before {last} was over"
        yield entry.problem("released", what, "Check when it was published")
