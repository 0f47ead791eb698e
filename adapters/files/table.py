"""The figures behind a reply as rows: one figure a row, with everything that travels with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.reply import Citation, Figure, PeriodShown, Point, Reply, Series

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Row:
    """A figure, or a point of a series as one, with its source and the reply it stands in."""

    reply: Reply
    role: str
    figure: Figure
    citation: Citation | None
    note: str = ""


# The columns of both files, in their order: what stands at the head, and how it is read from a row.
COLUMNS: tuple[tuple[str, Callable[[Row], Cell]], ...] = (
    ("role", lambda row: row.role),
    ("figure", lambda row: row.figure.label),
    ("place", lambda row: row.figure.place),
    ("period", lambda row: row.figure.period.label),
    ("value", lambda row: row.figure.value),
    ("unit", lambda row: row.figure.unit),
    ("as published", lambda row: row.figure.display),
    ("qualifier", lambda row: row.figure.qualifier),
    ("statement", lambda row: row.figure.statement),
    ("measure", lambda row: row.figure.measure),
    ("breakdown", lambda row: "; ".join(f"{name}={value}" for name, value in sorted(row.figure.breakdown.items()))),
    ("compared with", lambda row: row.figure.compared_with),
    ("compared with period", lambda row: row.figure.baseline.label if row.figure.baseline else None),
    ("formula", lambda row: row.figure.derived.formula if row.figure.derived else None),
    ("status", lambda row: row.figure.status),
    ("note", lambda row: row.note),
    ("definition", lambda row: row.figure.definition),
    ("publisher", lambda row: row.citation.publisher if row.citation else None),
    ("title", lambda row: row.citation.title if row.citation else None),
    ("release", lambda row: row.citation.published if row.citation else None),
    ("address", lambda row: row.citation.url if row.citation else None),
    ("reported by", lambda row: _reported_by(row.citation)),
    ("licence", lambda row: row.citation.licence if row.citation else None),
    ("evidence", lambda row: row.figure.evidence),
    ("attributed to", lambda row: row.figure.attributed_to),
    ("period in the source", lambda row: row.figure.period.reported_period),
    ("period start", lambda row: row.figure.period.start),
    ("period end", lambda row: row.figure.period.end),
    ("period id", lambda row: row.figure.period.id),
    ("place id", lambda row: row.figure.place_id),
    ("indicator id", lambda row: row.figure.indicator),
    ("observation id", lambda row: row.figure.observation),
    ("reply", lambda row: row.reply.ref),
    ("asked on", lambda row: row.reply.asked_on),
    ("knowledge version", lambda row: row.reply.knowledge_version),
)
HEADS = tuple(head for head, _ in COLUMNS)


def cells(reply: Reply) -> list[tuple[Cell, ...]]:
    """The rows of a reply under `HEADS`: its figures in order, then the points of its series that are not among them.

    A value is a number or nothing; everything else is text. A reply without figures has no rows.
    """
    return [tuple(read(row) for _, read in COLUMNS) for row in _rows(reply)]


def _rows(reply: Reply) -> Iterator[Row]:
    cited = {citation.id: citation for citation in reply.citations}
    held = {figure.observation for figure in reply.figures if figure.observation}
    for figure in reply.figures:
        yield Row(reply, figure.role, figure, cited.get(figure.citation))
    for series in reply.series:
        for point in series.points:
            if point.observation not in held:
                yield Row(reply, "series", _figure(point, series), cited.get(series.citation), point.break_before)


def _figure(point: Point, series: Series) -> Figure:
    """A point of a series as a figure; what only the knowledge says of it stands behind its observation's id."""
    return Figure(
        indicator="",
        label=series.label,
        place=point.place or series.place,
        place_id="",
        breakdown={},
        compared_with=None,
        measure=series.measure,
        definition=series.definition,
        role="context",
        value=point.value,
        display=point.display,
        unit=series.unit,
        qualifier="exact",
        statement=None,
        period=PeriodShown(point.period, "", point.label, None, point.start, point.end),
        baseline=None,
        derived=None,
        evidence="",
        attributed_to="",
        status=point.status,
        citation=series.citation,
        observation=point.observation,
    )


def _reported_by(citation: Citation | None) -> str | None:
    by = citation.reported_by if citation else None
    return ", ".join(filter(None, (by.publisher, by.title, by.published, by.url))) if by else None
