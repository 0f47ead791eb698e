"""The lines of an answer: a figure in one line, and what is said beneath it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot import wording
from bot.arithmetic import Computed
from bot.finding import Finding, Headline, Ranking
from bot.sentences import ordering, passing, working
from bot.show import group_words, place_name, speaker_name
from bot.task import TIMES
from knowledge.base import KnowledgeBase
from knowledge.model import Observation

NEXT_IN_RANK = 2
UNDATED_OR_AT = frozenset({"point", "until", "undated"})
POPULATION = "population"
OVER_TIME = frozenset({*TIMES, "date"})


def figure_line(figure: Observation, knowledge: KnowledgeBase) -> str:
    """A held figure in one line: figure, place, period, and the speaker where it is a claim."""
    indicator = knowledge.indicator(figure.indicator)
    words = figure_words(figure, knowledge)
    base = wording.against(figure.baseline) if figure.baseline else ""
    period = wording.period_words(
        figure.period.label, figure.reported_period, figure.period.kind == "undated", figure.published
    )
    prefix = wording.voice(speaker_name(figure, knowledge), figure)
    return prefix + wording.headline(words, place_name(figure, indicator, knowledge), period, base)


def figure_words(figure: Observation, knowledge: KnowledgeBase) -> str:
    """A held figure without its place and period."""
    other = knowledge.place(figure.compared_with).label if figure.compared_with else ""
    group = group_words(figure.breakdown, knowledge)
    return wording.figure_words(figure, knowledge.indicator(figure.indicator), group, other)


def headline_line(headline: Headline, knowledge: KnowledgeBase) -> str:
    """The first line of an answer."""
    return _computed_line(headline, knowledge) if isinstance(headline, Computed) else figure_line(headline, knowledge)


def _computed_line(computed: Computed, knowledge: KnowledgeBase) -> str:
    of, base = computed.of, computed.base
    place = place_name(of, knowledge.indicator(of.indicator), knowledge)
    if computed.places:
        place = wording.listed([knowledge.place(p).label for p in computed.places])
    against = ""
    if base and of.place != base.place:
        against = f"against {knowledge.place(base.place).label}"
    elif base and not of.period.same(base.period):
        against = wording.against(base.period)
    return wording.headline(_computed_words(computed, knowledge), place, of.period.label, against)


def _computed_words(computed: Computed, knowledge: KnowledgeBase) -> str:
    of, label = computed.of, knowledge.indicator(computed.of.indicator).label
    group = group_words(of.breakdown, knowledge)
    shown = wording.display(computed.value, computed.unit)
    match computed.measure:
        case "share":
            return working.share_of(shown, label, group, knowledge.place(computed.inputs[-1].place).label)
        case "change_pct":
            return f"{_named(of, knowledge)} {wording.change(shown, computed.value)}"
        case "change_abs":
            return f"{_named(of, knowledge)}: {wording.more_or_fewer(shown, computed.value, computed.unit)}"
    return working.counted(shown, computed.unit, label, group)


def _named(figure: Observation, knowledge: KnowledgeBase) -> str:
    group = group_words(figure.breakdown, knowledge)
    label = knowledge.indicator(figure.indicator).label
    named = wording.rate_of(label) if figure.measure == "rate" else label
    return f"{named} ({group})" if group else named


def beside(finding: Finding, knowledge: KnowledgeBase) -> list[str]:
    """The lines under the headline: inputs and formula, comparison, rank, and what else was said."""
    if finding.ranking:
        return _ranked(finding, knowledge)
    if finding.past or (finding.query.operation == "trend" and len(finding.courses) == 1):
        return [*_of_headline(finding, knowledge), *_past(finding)]
    context = [figure_line(f, knowledge) for f in finding.context]
    if finding.query.operation == "bundle":
        return [*(figure_line(f, knowledge) for f in finding.comparison), *context, wording.claims_given()]
    return [*_of_headline(finding, knowledge), *context]


def _of_headline(finding: Finding, knowledge: KnowledgeBase) -> list[str]:
    """What the headline was worked out from, what was worked out beside it, and what it is compared with."""
    lines = []
    if isinstance(finding.headline, Computed):
        lines += _worked_out(finding.headline, finding, knowledge)
    lines += [_worked_beside(computed, finding, knowledge) for computed in finding.worked]
    if said := _compared(finding, knowledge):
        lines.append(wording.sentences(said))
    if finding.query.claim and isinstance(finding.headline, Computed):
        lines.append(wording.claims_given())
    return lines


def _past(finding: Finding) -> list[str]:
    """The years behind a change, or the months of a year: from where to where, the highest, the lowest."""
    told = finding.past or next(iter(finding.courses), None)
    if told is None:
        return []
    figures = told.figures
    high = max(figures, key=lambda f: (f.value or 0, f.period.end))
    low = min(reversed(figures), key=lambda f: f.value or 0)
    lines = [passing.range_of(*((f.period.label, f.display) for f in (figures[0], figures[-1], high, low)))]
    run = passing.run([f.value or Decimal(0) for f in figures]) if told.series.counted.adds_up else ""
    lines += [run] if finding.past and run else []
    if not finding.past:
        lines.append(passing.listed([(f.period.label, f.display) for f in figures]))
    return lines


def _worked_out(computed: Computed, finding: Finding, knowledge: KnowledgeBase) -> list[str]:
    """The formula with its inputs; of a rate, whose number it is divided by."""
    inputs = [
        working.estimate(f.display, f.period.label) if f.indicator == POPULATION else _short(f, finding, knowledge)
        for f in computed.inputs
    ]
    return [working.worked_out(computed.formula, inputs)]


def _worked_beside(computed: Computed, finding: Finding, knowledge: KnowledgeBase) -> str:
    """A computed figure under the headline: a change against its base, else the line of its own."""
    if computed.measure == "change_pct" and computed.base and isinstance(finding.headline, Observation):
        shown = wording.display(computed.value, computed.unit)
        base = computed.base
        return working.changed_on(wording.change(shown, computed.value), base.period.label, base.display)
    line = _computed_line(computed, knowledge)
    return " ".join([f"{line}.", *_worked_out(computed, finding, knowledge)])


def _ranked(finding: Finding, knowledge: KnowledgeBase) -> list[str]:
    """Which end it leads and of how many, who comes next, who is level, and who is not ranked."""
    ranking, head = finding.ranking, finding.headline
    if ranking is None:
        return []
    among = _among(ranking, head)
    shown = [f for f in ranking.figures if f in (head, *finding.comparison, *finding.worked)]
    listed = shown if ranking.shown > 1 else [f for f in ranking.figures if f is not head][:NEXT_IN_RANK]
    if ranking.position(head) > 1 or ranking.since:
        listed = list(ranking.figures[:1])
    level = [_of_rank(f, finding, knowledge) for f in ranking.level(head)]
    told = [(ranking.position(f), _of_rank(f, finding, knowledge), _value(f)) for f in listed if f is not head]
    if ranking.since and ranking.since.value != head.value:
        among += ordering.since(ranking.order, ranking.since.period.label, ranking.since.display)
    lines = [ordering.ranked(among, told, level if ranking.shown == 1 else [])]
    if isinstance(head, Computed):
        lines += _worked_out(head, finding, knowledge)
    if ranking.by_rate and ranking.by_rate != _held(ranking.figures[0]).place:
        lines.append(ordering.by_rate(knowledge.place(ranking.by_rate).label))
    left_out = [knowledge.place(p).label for p in (*ranking.excluded, *ranking.missing)]
    return [*lines, ordering.not_ranked(left_out)] if left_out else lines


def rank_words(finding: Finding) -> str:
    """The rank of the headline within a sentence; nothing where none is given."""
    return ordering.within(_among(finding.ranking, finding.headline)) if finding.ranking else ""


def _among(ranking: Ranking, head: Headline) -> str:
    """The rank of a figure among all; over time, from when until when."""
    times = sorted((_held(f).period for f in ranking.figures), key=lambda p: p.end or date.max)
    stretch = (times[0].label, times[-1].label) if ranking.across in OVER_TIME else None
    leader = ranking.figures[0]
    changes = leader.measure == "change_pct"
    end = (
        ordering.end_of_changes(ranking.order, leader.value or Decimal(0)) if changes else ordering.ENDS[ranking.order]
    )
    return ordering.among(end, ranking.position(head), len(ranking.figures), ranking.across, stretch)


def _of_rank(figure: Headline, finding: Finding, knowledge: KnowledgeBase) -> str:
    """What is told apart in a ranking: the place, or the time."""
    held = _held(figure)
    over_time = finding.ranking and finding.ranking.across in OVER_TIME
    return held.period.label if over_time else knowledge.place(held.place).label


def _held(figure: Headline) -> Observation:
    return figure if isinstance(figure, Observation) else figure.of


def _value(figure: Headline) -> str:
    if isinstance(figure, Observation):
        return figure.display
    shown = wording.display(figure.value, figure.unit)
    return wording.change(shown, figure.value) if figure.measure == "change_pct" else shown


def _compared(finding: Finding, knowledge: KnowledgeBase) -> list[str]:
    """What stands beside the headline: a change or a record together with the level it is measured against."""
    bases = {f.period: f for f in finding.comparison if f.measure == finding.headline.measure}
    worked = {c.base for c in finding.worked}
    said, used = [], set(worked)
    for figure in finding.comparison:
        base = bases.get(figure.baseline) if figure.baseline else None
        if (
            figure.measure in {"change_pct", "rank_or_record"} and figure.value is None
        ) or figure.measure == "change_pct":
            used.add(base)
            said.append(wording.beside(figure, base.display if base else ""))
    return said + [_short(f, finding, knowledge) for f in finding.comparison if _is_level(f) and f not in used]


def _is_level(figure: Observation) -> bool:
    return figure.measure not in {"change_pct", "rank_or_record"}


def _short(figure: Observation, finding: Finding, knowledge: KnowledgeBase) -> str:
    """A figure beside the headline, without what it shares with it."""
    headline = finding.headline if isinstance(finding.headline, Observation) else finding.headline.of
    parts = [figure_words(figure, knowledge)]
    if figure.place != headline.place:
        parts.append(f"in {knowledge.place(figure.place).label}")
    if not figure.period.same(headline.period):
        parts.append(figure.period.label if figure.period.kind in UNDATED_OR_AT else f"in {figure.period.label}")
    if figure.baseline:
        parts.append(f"against {figure.baseline.label}")
    return " ".join(parts)


def sourced(figures: Sequence[Observation], knowledge: KnowledgeBase) -> list[str]:
    """Figures in one line each, with their sources in brackets."""
    return [_sourced(figure, knowledge) for figure in figures]


def _sourced(figure: Observation, knowledge: KnowledgeBase) -> str:
    source = knowledge.source(figure.source)
    return f"{figure_line(figure, knowledge)} ({wording.short_citation(source.publisher, source.published, None)})"
