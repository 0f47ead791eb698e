"""A held or computed figure as the plain data of a reply, with its citation."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from bot import wording
from bot.arithmetic import Computed
from bot.reply import Citation, Derived, Figure, PeriodShown, ReportedBy, Role
from knowledge.base import KnowledgeBase
from knowledge.model import Breakdown, Indicator, Observation, Source
from knowledge.period import Period


@dataclass(slots=True)
class Citations:
    """The sources of one reply, each cited once, numbered in the order of first use."""

    knowledge: KnowledgeBase
    cited: dict[tuple[str, str | None], Citation] = field(default_factory=dict)

    def cite(self, figure: Observation) -> str:
        """The id of the figure's citation."""
        key = (figure.source, figure.reported_in)
        if key not in self.cited:
            self.cited[key] = self._citation(f"c{len(self.cited) + 1}", figure)
        return self.cited[key].id

    def _citation(self, number: str, figure: Observation) -> Citation:
        source = self.knowledge.source(figure.source)
        said_in = self.knowledge.source(figure.reported_in) if figure.reported_in else None
        reported = _reported_by(said_in) if said_in and said_in.id != source.id else None
        link = reported.url if reported and not source.url else source.url
        by = f"{reported.publisher}, {wording.day_words(reported.published)}" if reported else None
        text = wording.citation_text(source.publisher, source.title, source.published, link, by)
        return Citation(
            number, source.publisher, source.title, source.published, source.url, reported, text, source.licence
        )

    def all(self) -> tuple[Citation, ...]:
        """The citations so far, in order."""
        return tuple(self.cited.values())


def _reported_by(source: Source) -> ReportedBy:
    return ReportedBy(source.publisher, source.title, source.published, source.url)


def group_words(breakdown: Breakdown, knowledge: KnowledgeBase) -> str:
    """The breakdown in words, for brackets behind a name."""
    return ", ".join(_group(dimension, value, knowledge) for dimension, value in breakdown)


def _group(dimension: str, value: str, knowledge: KnowledgeBase) -> str:
    """The knowledge's words for a group; an age group of the question's own is named as it was asked."""
    try:
        return knowledge.breakdown_label(dimension, value)
    except KeyError:
        return wording.age_group(value)


@lru_cache(maxsize=4096)
def period_shown(period: Period, reported: str | None) -> PeriodShown:
    """A period as data."""
    start = period.start.isoformat() if period.start else None
    end = period.end.isoformat() if period.end else None
    return PeriodShown(period.id, period.kind, period.label, reported, start, end)


def plain(value: Decimal | None) -> int | float | None:
    """A decimal as a JSON number."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def speaker_name(figure: Observation, knowledge: KnowledgeBase) -> str:
    """Who the figure is attributed to, and who quoted them."""
    quoted = knowledge.speaker(figure.quoted_by).name if figure.quoted_by else None
    return wording.attributed(knowledge.speaker(figure.attributed_to).name, quoted)


def place_name(figure: Observation, indicator: Indicator, knowledge: KnowledgeBase) -> str:
    """The place of a figure, as it is called where the police count in it."""
    return wording.place_name(knowledge.place(figure.place).label, figure, indicator)


def held_figure(figure: Observation, role: Role, citations: Citations) -> Figure:
    """A held figure in its role."""
    knowledge = citations.knowledge
    indicator = knowledge.indicator(figure.indicator)
    return Figure(
        indicator=figure.indicator,
        label=indicator.label,
        place=place_name(figure, indicator, knowledge),
        place_id=figure.place,
        breakdown=dict(figure.breakdown),
        compared_with=knowledge.place(figure.compared_with).label if figure.compared_with else None,
        measure=figure.measure,
        definition=figure.definition,
        role=role,
        value=plain(figure.value),
        display=figure.display,
        unit=figure.unit,
        qualifier=figure.qualifier,
        statement=figure.statement,
        period=period_shown(figure.period, figure.reported_period),
        baseline=period_shown(figure.baseline, figure.reported_baseline) if figure.baseline else None,
        derived=None,
        evidence=figure.evidence,
        attributed_to=speaker_name(figure, knowledge),
        status=figure.status,
        citation=citations.cite(figure),
        observation=figure.id,
    )


def computed_figure(computed: Computed, role: Role, citations: Citations) -> Figure:
    """A computed figure: it takes place, definition and source from the figure it is for."""
    of, base = computed.of, computed.base
    knowledge = citations.knowledge
    shown = held_figure(of, role, citations)
    return Figure(
        indicator=shown.indicator,
        label=shown.label,
        place=wording.listed([knowledge.place(p).label for p in computed.places]) or shown.place,
        place_id="+".join(computed.places) or shown.place_id,
        breakdown=shown.breakdown,
        compared_with=knowledge.place(base.place).label if base and of.place != base.place else None,
        measure=computed.measure,
        definition=shown.definition,
        role=role,
        value=plain(computed.value),
        display=wording.display(computed.value, computed.unit),
        unit=computed.unit,
        qualifier="exact",
        statement=None,
        period=shown.period,
        baseline=period_shown(base.period, base.reported_period) if base and not of.period.same(base.period) else None,
        derived=Derived(computed.formula, tuple(i.id for i in computed.inputs)),
        evidence=shown.evidence,
        attributed_to=shown.attributed_to,
        status=shown.status,
        citation=shown.citation,
        observation=None,
    )
