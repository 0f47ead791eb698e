"""Finding → Reply: one function an outcome. Plain data; every sentence is in `wording`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot import wording
from bot.arithmetic import Computed
from bot.ask_again import question_at, question_for
from bot.caveats import assumptions, caveats
from bot.drawn import drawn
from bot.finding import Finding, Headline, Missing, Several
from bot.fits import same_time
from bot.lines import beside, figure_line, headline_line, rank_words, sourced
from bot.operations.beside import LEVELS
from bot.query import Abstain, Clarify, Query
from bot.quote import sentence
from bot.reply import Choice, Elsewhere, Figure, Reply, Role
from bot.sentences import assuming, refusing
from bot.show import Citations, computed_figure, group_words, held_figure, speaker_name
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
    first = headline_line(finding.headline, knowledge)
    second = [*([refusing.REFUSED[finding.instead]] if finding.instead else []), *beside(finding, knowledge)]
    sources = _sources(finding, citations)
    also = sourced(finding.also, knowledge)
    beneath = [wording.also_line(also) if also else "", *warned, " ".join(assumed)]
    lines = [*opening, first, *second, sources, *(line for line in beneath if line)]
    return Reply(
        outcome="answer",
        text="\n".join(lines),
        figures=figures,
        citations=citations.all(),
        copy=sentence(figures, first.partition(" · ")[0], citations.all()[0], _doubts(finding), rank_words(finding)),
        caveats=warned,
        assumed=assumed,
        series=drawn(finding, citations),
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
    """The headline, computed figures beside it, and each held figure once, in the role that it has first."""
    roles: tuple[tuple[Role, Sequence[Headline]], ...] = (
        ("headline", (finding.headline,)),
        ("comparison", finding.worked),
        ("input", finding.inputs),
        ("comparison", finding.comparison),
        ("context", finding.context),
        ("also", finding.also),
    )
    told: dict[Headline, Role] = {}
    for role, figures in roles:
        for figure in figures:
            told.setdefault(figure, role)
    return tuple(
        computed_figure(f, role, citations) if isinstance(f, Computed) else held_figure(f, role, citations)
        for f, role in told.items()
    )


def clarify_figures(several: Several, knowledge: KnowledgeBase) -> Reply:
    """Different figures fit: each as a question of its own."""
    return _clarify("figure", _choices(several.figures, knowledge))


def _choices(figures: Sequence[Observation], knowledge: KnowledgeBase) -> tuple[Choice, ...]:
    """Each figure as a question that leads to it, under its first words and what tells it from the others."""
    told = {question_for(f, knowledge): figure_line(f, knowledge).split(" · ") for f in figures}
    shared = set.intersection(*map(set, told.values())) if len(told) > 1 else set()
    labels = {
        question: " · ".join([parts[0], *(p for p in parts[1:] if p not in shared)]) if shared else parts[0]
        for question, parts in told.items()
    }
    return tuple(Choice(label, question) for question, label in labels.items())[:MOST_CHOICES]


def _clarify(about: str, choices: tuple[Choice, ...]) -> Reply:
    numbered = [f"{n}. {choice.question}" for n, choice in enumerate(choices, 1)]
    return Reply(outcome="clarify", text="\n".join([refusing.clarify(about), *numbered]), choices=choices)


def clarify(
    asked: Clarify, understood: Understanding, knowledge: KnowledgeBase, at_hand: Sequence[Choice] = ()
) -> Reply:
    """A slot with several readings, or a question on figures that names no indicator; `at_hand` fit what it names."""
    if asked.about == "place":
        named = [knowledge.place(p) for p in asked.places]
        return _clarify("place", tuple(Choice(p.label, question_at(understood, p)) for p in named)[:MOST_CHOICES])
    if len(at_hand) > 1:
        return _clarify("figure", tuple(at_hand)[:MOST_CHOICES])
    return _clarify("figure", tuple(Choice(question, question) for question in _examples(knowledge)))


def _examples(knowledge: KnowledgeBase) -> tuple[str, ...]:
    """A question of each theme that we can answer."""
    held = knowledge.held()
    by_theme = {i.theme: i.example for i in reversed(knowledge.indicators()) if held.get(i.id) and i.example}
    return tuple(reversed(by_theme.values()))[:MOST_CHOICES]


def missing(found: Missing, knowledge: KnowledgeBase, meant: tuple[Choice, ...] = ()) -> Reply:
    """What exactly is not held, what is nearest, who publishes it, and what may have been meant."""
    reason = refusing.REFUSED.get(found.reason) or (
        refusing.not_understood(_safe(found.words)) if found.reason == "not_understood" else ""
    )
    say = refusing.not_in_that_form if any(_is_asked_for(f, found.query) for f in found.nearest) else refusing.not_held
    first = reason or say(_what(found.query, knowledge))
    refused = _abstain(first, found.nearest, found.query.indicators, knowledge)
    refused = _with_meant(refused, meant) if meant else refused
    if found.query.place_from != "channel":
        return refused
    assumed = assuming.assumed_place_of_channel(_label(found.query.places[0], knowledge))
    return replace(refused, text=f"{refused.text}\n{assumed}", assumed=(assumed,))


def _is_asked_for(near: Observation, query: Query) -> bool:
    """Whether a figure near by is of the place, the time, the group and the measure that were asked for."""
    of_it = near.place in query.places and near.breakdown == query.breakdown and near.indicator in query.indicators
    so_measured = query.measure in {None, near.measure} or query.operation in {"change", "record"}
    timed = [any(same_time(reading, near.period) for reading in p.readings) for p in query.periods if p.readings]
    return of_it and so_measured and near.measure in LEVELS and (not timed or any(timed))


def abstain(
    asked: Abstain, nearest: tuple[Observation, ...], knowledge: KnowledgeBase, meant: tuple[Choice, ...] = ()
) -> Reply:
    """On topic and not answered: the reason, what is held on the same thing, and what may have been meant."""
    words = (
        refusing.not_understood(_safe(asked.words))
        if asked.reason == "not_understood"
        else refusing.REFUSED[asked.reason]
    )
    refused = _abstain(words, nearest, asked.indicators, knowledge)
    return _with_meant(refused, meant) if meant else refused


def unread_before(found: Finding, understood: Understanding, knowledge: KnowledgeBase) -> Reply:
    """What goes on from a question that was not understood: asked back in full, for it may lean on that one."""
    head = found.headline
    asked = question_for(head, knowledge) if isinstance(head, Observation) else ""
    meant = (Choice(knowledge.indicator(found.query.indicators[0]).label, asked),) if asked else ()
    return abstain(Abstain("unread_before", understood.indicators), (), knowledge, meant)


def _with_meant(refused: Reply, meant: tuple[Choice, ...]) -> Reply:
    """The refusal with the questions that may have been meant, numbered, as its choices."""
    numbered = [f"{n}. {choice.question}" for n, choice in enumerate(meant, 1)]
    text = "\n".join([refused.text, refusing.did_you_mean(), *numbered])
    return replace(refused, text=text, choices=meant)


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
        lines.append(refusing.nearest_line(sourced(nearest, knowledge)))
    if elsewhere:
        lines.append(refusing.elsewhere_line([refusing.elsewhere(e.publisher, e.title, e.url) for e in elsewhere]))
    choices = _choices(nearest, knowledge)
    return Reply(
        outcome="abstain",
        text="\n".join(lines),
        citations=citations.all(),
        nearest=near,
        held_elsewhere=elsewhere,
        choices=choices,
    )


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
    changes = query.operation in {"change", "difference"} or (query.operation == "compare" and len(query.periods) > 1)
    wanted = kinds["change"] if changes else kinds.get(query.measure or "")
    parts += [wanted] if wanted else []
    if query.speakers:
        parts.append(f"by {knowledge.speaker(query.speakers[0]).name}")
    parts.append(f"for {' and '.join(_label(p, knowledge) for p in query.places)}")
    times = [p.readings[0].label for p in query.periods if p.readings]
    parts += [" and ".join(time if time.startswith("at ") else f"in {time}" for time in times)] if times else []
    return " ".join(parts)


def _label(place: PlaceId, knowledge: KnowledgeBase) -> str:
    return knowledge.place(place).label
