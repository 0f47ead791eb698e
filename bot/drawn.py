"""The series of a reply: the plain data that pictures and tables are made of."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot import wording
from bot.arithmetic import Computed
from bot.breaks import breaks_between, falls_before
from bot.finding import Course, Finding, Headline, Ranking
from bot.reply import Point, Series, SeriesKind
from bot.sentences import drawing
from bot.show import Citations, place_name, plain
from knowledge.base import KnowledgeBase
from knowledge.model import Observation

LEAST_COMPARED = 2
OVER_TIME = frozenset({"month", "year", "date"})


def drawn(finding: Finding, citations: Citations) -> tuple[Series, ...]:
    """Over time, as a ranking, or side by side: whichever the answer is; each of one release."""
    over_time = tuple(_course(course, finding, citations) for course in finding.courses)
    if finding.ranking and finding.ranking.across not in OVER_TIME:
        return (_ranking(finding.ranking, finding, citations), *over_time)
    if over_time or finding.query.operation not in {"compare", "difference", "ratio", "total"}:
        return over_time
    return _comparison(finding, citations)


def _course(course: Course, finding: Finding, citations: Citations) -> Series:
    knowledge, headline = citations.knowledge, finding.headline
    breaks = breaks_between(course.figures[0], course.figures[-1], knowledge)
    asked = {f.id for f in ((headline,) if isinstance(headline, Observation) else finding.inputs)}
    later = {f.id for e, f in pairwise(course.figures) for b in breaks if falls_before(b, e.period, f.period)}
    place = _place(course.figures[0], knowledge)
    points = [_point(f, place, f.id in asked, drawing.BREAK if f.id in later else "") for f in course.figures]
    return _series("over_time", course.figures, points, tuple(b.warning for b in breaks), citations)


def _ranking(ranking: Ranking, finding: Finding, citations: Citations) -> Series:
    heads = (finding.headline, *finding.comparison, *finding.worked)
    knowledge = citations.knowledge
    points = [_point(f, _place(f, knowledge), f in heads, "") for f in ranking.figures]
    return _series("ranking", ranking.figures, points, (), citations)


def _comparison(finding: Finding, citations: Citations) -> tuple[Series, ...]:
    """Places side by side; nothing where there are not two of the same kind of figure."""
    shown: Sequence[Headline] = (finding.headline, *finding.worked, *finding.comparison)
    if isinstance(finding.headline, Computed) and finding.headline.measure != "rate":
        shown = finding.headline.inputs
    alike = [f for f in shown if f.measure == shown[0].measure and f.unit == shown[0].unit and f.value is not None]
    if len({_held(f).place for f in alike}) < max(LEAST_COMPARED, len(alike)):
        return ()
    points = [_point(f, _place(f, citations.knowledge), True, "") for f in alike]
    return (_series("comparison", alike, points, (), citations),)


def _held(figure: Headline) -> Observation:
    return figure if isinstance(figure, Observation) else figure.of


def _place(figure: Headline, knowledge: KnowledgeBase) -> str:
    held = _held(figure)
    return place_name(held, knowledge.indicator(held.indicator), knowledge)


def _point(figure: Headline, place: str, asked: bool, break_before: str) -> Point:
    held, period = _held(figure), _held(figure).period
    computed = isinstance(figure, Computed)
    return Point(
        period=period.id,
        label=period.label,
        value=plain(figure.value),
        status=held.status,
        display=wording.display(figure.value, figure.unit) if isinstance(figure, Computed) else figure.display,
        place=place,
        start=period.start.isoformat() if period.start else None,
        end=period.end.isoformat() if period.end else None,
        asked=asked,
        break_before=break_before,
        observation=None if computed else held.id,
    )


def _series(
    kind: SeriesKind, figures: Sequence[Headline], points: list[Point], breaks: tuple[str, ...], citations: Citations
) -> Series:
    first, held = figures[0], _held(figures[0])
    knowledge = citations.knowledge
    source = knowledge.source(held.source)
    return Series(
        label=knowledge.indicator(held.indicator).label,
        unit=first.unit,
        points=tuple(points),
        breaks=breaks,
        kind=kind,
        place=_place(first, knowledge) if kind == "over_time" else "",
        measure=first.measure,
        definition=held.definition,
        source=f"{source.publisher}: {source.title}, {wording.day_words(source.published)}",
        citation=citations.cite(held),
    )
