"""Finding → Reply: one function an outcome. Plain data; every sentence is in `wording`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot import wording
from bot.arithmetic import Computed
from bot.ask_again import question_for
from bot.caveats import assumptions, caveats
from bot.finding import Finding, Missing, Several
from bot.query import Abstain, Clarify, Query
from bot.quote import sentence
from bot.reply import Choice, Elsewhere, Figure, Reply, Role
from bot.show import Citations, computed_figure, group_words, held_figure, place_name, speaker_name
from bot.understand import Understanding
from knowledge.base import KnowledgeBase
from knowledge.model import IndicatorId, Observation, PlaceId

MOST_CHOICES = 5


def answer(finding: Finding, understood: Understanding, asked_on: date, knowledge: KnowledgeBase) -> Reply:
    """The figure, its comparison, its source; then what to know and what was assumed."""
    citations = Citations(knowledge)
    figures = _figures(finding, citations)
    warned = caveats(finding, asked_on, knowledge)
    assumed = assumptions(finding, understood, knowledge)
    opening = _opening(finding, knowledge)
    first = _headline_line(finding, knowledge)
    second = _beside(finding, knowledge)
    sources = _sources(finding, citations)
    also = [_sourced(f, knowledge) for f in finding.also]
    beneath = [wording.also_line(also) if also else "", *warned, " ".join(assumed)]
    lines = [*opening, first, *second, sources, *(line for line in beneath if line)]
    return Reply(
        outcome="answer",
        text="\n".join(lines),
        figures=figures,
        citations=citations.all(),
        copy=sentence(figures, first.partition(" · ")[0], citations.all()[0], _doubts(finding)),
        caveats=warned,
        assumed=assumed,
    )


def _sources(finding: Finding, citations: Citations) -> str:
    headline = finding.headline if isinstance(finding.headline, Observation) else finding.headline.of
    cited = citations.all()
    return wording.source_line(speaker_name(headline, citations.knowledge), cited[0].publisher, [c.text for c in cited])


def _opening(finding: Finding, knowledge: KnowledgeBase) -> list[str]:
    if finding.query.operation == "bundle":
        return [wording.bundle_opening(knowledge.indicator(finding.query.indicators[0]).label)]
    return [wording.doubtful(doubt) for doubt in _doubts(finding)]


def _doubts(finding: Finding) -> list[str]:
    headline = finding.headline
    return [headline.doubt] if isinstance(headline, Observation) and headline.doubt else []


def _figures(finding: Finding, citations: Citations) -> tuple[Figure, ...]:
    headline = finding.headline
    head = computed_figure(headline, citations) if isinstance(headline, Computed) else None
    roles: tuple[tuple[Role, Sequence[Observation]], ...] = (
        ("headline", () if isinstance(headline, Computed) else (headline,)),
        ("input", finding.inputs),
        ("comparison", finding.comparison),
        ("context", finding.context),
        ("also", finding.also),
    )
    held = [held_figure(f, role, citations) for role, figures in roles for f in figures]
    return (head, *held) if head else tuple(held)


def figure_line(figure: Observation, knowledge: KnowledgeBase) -> str:
    """A held figure in one line: figure, place, period, and the speaker where it is a claim."""
    indicator = knowledge.indicator(figure.indicator)
    words = _words(figure, knowledge)
    base = wording.against(figure.baseline) if figure.baseline else ""
    period = wording.period_words(
        figure.period.label, figure.reported_period, figure.period.kind == "undated", figure.published
    )
    prefix = wording.voice(speaker_name(figure, knowledge), figure)
    return prefix + wording.headline(words, place_name(figure, indicator, knowledge), period, base)


def _words(figure: Observation, knowledge: KnowledgeBase) -> str:
    other = knowledge.place(figure.compared_with).label if figure.compared_with else ""
    group = group_words(figure.breakdown, knowledge)
    return wording.figure_words(figure, knowledge.indicator(figure.indicator), group, other)


def _headline_line(finding: Finding, knowledge: KnowledgeBase) -> str:
    headline = finding.headline
    return _computed_line(headline, knowledge) if isinstance(headline, Computed) else figure_line(headline, knowledge)


def _computed_line(computed: Computed, knowledge: KnowledgeBase) -> str:
    of, base = computed.of, computed.base
    indicator = knowledge.indicator(of.indicator)
    shown = wording.display(computed.value, computed.unit)
    name = indicator.label
    if computed.measure == "share":
        words = f"{shown} of {name.lower()} ({group_words(of.breakdown, knowledge)})"
    elif computed.measure == "change_pct":
        words = f"{_named(of, knowledge)} {wording.change(shown, computed.value)}"
    else:
        words = f"{_named(of, knowledge)}: {wording.more_or_fewer(shown, computed.value, computed.unit)}"
    against = f"against {base.period.label}" if not of.period.same(base.period) else ""
    if of.place != base.place:
        against = f"against {knowledge.place(base.place).label}"
    return wording.headline(words, place_name(of, indicator, knowledge), of.period.label, against)


def _named(figure: Observation, knowledge: KnowledgeBase) -> str:
    group = group_words(figure.breakdown, knowledge)
    label = knowledge.indicator(figure.indicator).label
    named = wording.rate_of(label) if figure.measure == "rate" else label
    return f"{named} ({group})" if group else named


def _beside(finding: Finding, knowledge: KnowledgeBase) -> list[str]:
    """The lines under the headline: inputs and formula, comparison, and what else was said."""
    context = [figure_line(f, knowledge) for f in finding.context]
    if finding.query.operation == "bundle":
        return [*(figure_line(f, knowledge) for f in finding.comparison), *context, wording.claims_given()]
    lines = []
    if isinstance(finding.headline, Computed):
        inputs = [_short(f, finding, knowledge) for f in finding.inputs]
        lines.append(wording.worked_out(finding.headline.formula, inputs))
    if beside := _compared(finding, knowledge):
        lines.append(wording.sentences(beside))
    return [*lines, *context]


def _compared(finding: Finding, knowledge: KnowledgeBase) -> list[str]:
    """What stands beside the headline: a change or a record together with the level it is measured against."""
    bases = {f.period: f for f in finding.comparison if f.measure == finding.headline.measure}
    said, used = [], set()
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
    parts = [_words(figure, knowledge)]
    if figure.place != headline.place:
        parts.append(f"in {knowledge.place(figure.place).label}")
    if not figure.period.same(headline.period):
        parts.append(f"in {figure.period.label}" if figure.period.start else figure.period.label)
    if figure.baseline:
        parts.append(f"against {figure.baseline.label}")
    return " ".join(parts)


def clarify_figures(several: Several, knowledge: KnowledgeBase) -> Reply:
    """Different figures fit: each as a question of its own."""
    choices = tuple(
        Choice(figure_line(f, knowledge).split(" · ", 1)[0], question_for(f, knowledge)) for f in several.figures
    )
    return _clarify("figure", _distinct(choices))


def _distinct(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    return tuple({c.question: c for c in choices}.values())[:MOST_CHOICES]


def _clarify(about: str, choices: tuple[Choice, ...]) -> Reply:
    numbered = [f"{n}. {choice.question}" for n, choice in enumerate(choices, 1)]
    return Reply(outcome="clarify", text="\n".join([wording.clarify(about), *numbered]), choices=choices)


def clarify(asked: Clarify, knowledge: KnowledgeBase) -> Reply:
    """A slot with several readings, or a question on figures that names no indicator."""
    if asked.about == "place":
        named = [knowledge.place(p) for p in asked.places]
        topic = knowledge.indicator(asked.indicators[0]).label if asked.indicators else "figures"
        return _clarify("place", tuple(Choice(p.label, f"{topic} in {p.label}") for p in named)[:MOST_CHOICES])
    return _clarify("figure", tuple(Choice(question, question) for question in _examples(knowledge)))


def _examples(knowledge: KnowledgeBase) -> tuple[str, ...]:
    """A question of each theme that we can answer."""
    held = knowledge.held()
    by_theme = {i.theme: i.example for i in reversed(knowledge.indicators()) if held.get(i.id) and i.example}
    return tuple(reversed(by_theme.values()))[:MOST_CHOICES]


def missing(found: Missing, knowledge: KnowledgeBase) -> Reply:
    """What exactly is not held, what is nearest, and who publishes it."""
    reason = wording.REFUSED.get(found.reason) or (
        wording.not_understood(_safe(found.words)) if found.reason == "not_understood" else ""
    )
    first = reason or wording.not_held(_what(found.query, knowledge))
    refused = _abstain(first, found.nearest, found.query.indicators, knowledge)
    if found.query.place_from != "channel":
        return refused
    assumed = wording.assumed_place_of_channel(_label(found.query.places[0], knowledge))
    return replace(refused, text=f"{refused.text}\n{assumed}", assumed=(assumed,))


def abstain(asked: Abstain, nearest: tuple[Observation, ...], knowledge: KnowledgeBase) -> Reply:
    """On topic and not answered: the reason, and what is held on the same thing."""
    words = (
        wording.not_understood(_safe(asked.words))
        if asked.reason == "not_understood"
        else wording.REFUSED[asked.reason]
    )
    return _abstain(words, nearest, asked.indicators, knowledge)


def _abstain(
    first: str, nearest: tuple[Observation, ...], indicators: Sequence[IndicatorId], knowledge: KnowledgeBase
) -> Reply:
    citations = Citations(knowledge)
    near = tuple(held_figure(f, "context", citations) for f in nearest)
    elsewhere = tuple(
        Elsewhere(p.name, p.title, p.url) for i in indicators[:1] for p in knowledge.indicator(i).published_by
    )
    lines = [first]
    if nearest:
        lines.append(wording.nearest_line([_sourced(f, knowledge) for f in nearest]))
    if elsewhere:
        lines.append(wording.elsewhere_line([f"{e.publisher} ({e.title})" for e in elsewhere]))
    choices = _distinct(
        [Choice(figure_line(f, knowledge).split(" · ", 1)[0], question_for(f, knowledge)) for f in nearest]
    )
    return Reply(
        outcome="abstain",
        text="\n".join(lines),
        citations=citations.all(),
        nearest=near,
        held_elsewhere=elsewhere,
        choices=choices,
    )


def _sourced(figure: Observation, knowledge: KnowledgeBase) -> str:
    """A figure in one line with its source in brackets."""
    source = knowledge.source(figure.source)
    return f"{figure_line(figure, knowledge)} ({wording.short_citation(source.publisher, source.published, None)})"


def _safe(words: Sequence[str]) -> list[str]:
    """Words that may be named: letters, digits and hyphens, at most 30 characters, at most three."""
    kept = ["".join(c for c in word if c.isalnum() or c in "-.")[:30] for word in words]
    return [word for word in kept if word][:3]


def _what(query: Query, knowledge: KnowledgeBase) -> str:
    """What was asked for, in our own words."""
    indicator = knowledge.indicator(query.indicators[0])
    parts = [indicator.label.lower()]
    if query.breakdown:
        parts.append(f"({group_words(query.breakdown, knowledge)})")
    kinds = {"rate": "as a rate", "count": "as a count", "share": "as a share", "change": "as a change"}
    changes = query.operation in {"change", "difference"}
    wanted = kinds["change"] if changes else kinds.get(query.measure or "")
    parts += [wanted] if wanted else []
    if query.speakers:
        parts.append(f"by {knowledge.speaker(query.speakers[0]).name}")
    parts.append(f"for {' and '.join(_label(p, knowledge) for p in query.places)}")
    times = [p.readings[0].label for p in query.periods if p.readings]
    parts += [f"in {times[0]}"] if times else []
    return " ".join(parts)


def _label(place: PlaceId, knowledge: KnowledgeBase) -> str:
    return knowledge.place(place).label
