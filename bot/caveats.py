"""What a reader must know to use the figures of a finding: at most two, by rank, and what was assumed."""

from __future__ import annotations

from datetime import date, timedelta

from bot import wording
from bot.arithmetic import Computed
from bot.breaks import crosses
from bot.finding import Finding
from bot.fits import stands_for
from bot.freshness import standing_behind
from bot.sentences import assuming, dating, working
from bot.show import place_name
from bot.task import PLACES
from bot.understand import Understanding
from knowledge.base import KnowledgeBase
from knowledge.model import Caveat, CaveatKind, Indicator, Observation
from knowledge.period import Period

RANK: tuple[CaveatKind, ...] = (
    "break", "part_of_period", "unknown_base", "conflict", "definition", "provisional", "met_without_city", "age",
)  # fmt: skip
MOST_SHOWN = 2
MOST_OF_A_BUNDLE = 5
# Where far more people are about than live there.
VISITED = frozenset({"westminster"})
STALE = timedelta(days=3 * 366)


def caveats(finding: Finding, asked_on: date, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """The caveats of the headline and of what it was computed from, the weightiest first."""
    headline, bundle = finding.headline, finding.query.operation == "bundle"
    first = (headline,) if isinstance(headline, Observation) else headline.inputs
    found = [c for figure in (finding.figures() if bundle else first) for c in figure.caveats]
    found += _breaks(finding, knowledge)
    found += _of_rates(finding)
    in_order = bool(finding.ranking or finding.courses)
    if not _names_time(finding):
        found += _of_age(headline if isinstance(headline, Observation) else headline.of, in_order, asked_on, knowledge)
    ranked = sorted(dict.fromkeys(found), key=lambda c: RANK.index(c.kind))
    return tuple(c.text for c in ranked[: MOST_OF_A_BUNDLE if bundle else MOST_SHOWN])


def _of_age(figure: Observation, in_order: bool, asked_on: date, knowledge: KnowledgeBase) -> list[Caveat]:
    """That the latest held is not the latest there is: its publisher's next release is overdue, or it is old."""
    standing = standing_behind(figure, knowledge)
    if standing and standing.is_overdue(asked_on):
        until, due = wording.month_words(standing.last), wording.day_words(standing.release.next_due)
        return [Caveat("age", dating.out_of_date(until, due))]
    if in_order or asked_on - stands_for(figure) <= STALE:
        return []
    return [Caveat("age", assuming.old(figure.period.label if figure.period.end else figure.published))]


def _breaks(finding: Finding, knowledge: KnowledgeBase) -> list[Caveat]:
    pairs = _compared(finding)
    return [
        Caveat("break", broken.warning)
        for broken in knowledge.breaks()
        if any(
            crosses(later, earlier, broken.on)
            and figure.place in broken.places
            and figure.indicator in broken.indicators
            for figure, later, earlier in pairs
        )
    ]


def _of_rates(finding: Finding) -> list[Caveat]:
    """What a rate over residents hides: who only visits, and whom the Met's area leaves out."""
    rates = [c for c in (finding.headline, *finding.worked) if isinstance(c, Computed) and c.measure == "rate"]
    over = {c.inputs[-1].place for c in rates if len(c.inputs) > 1}
    found = [Caveat("definition", working.visitors()) for place in over if place in VISITED]
    return found + [Caveat("met_without_city", working.with_the_city()) for place in over if place == "london"]


def _compared(finding: Finding) -> list[tuple[Observation, Period, Period]]:
    headline = finding.headline
    worked = [c for c in (headline, *finding.worked) if isinstance(c, Computed) and c.base]
    pairs = [(c.of, c.of.period, c.base.period) for c in worked if c.base]
    published = [f for f in (headline, *finding.comparison) if isinstance(f, Observation)]
    pairs += [(f, f.period, f.baseline) for f in published if f.baseline is not None]
    pairs += [(c.of, c.of.period, c.of.period) for c in (headline,) if isinstance(c, Computed) and c.measure == "rate"]
    told = (*finding.courses, *([finding.past] if finding.past else []))
    return pairs + [(c.figures[-1], c.figures[-1].period, c.figures[0].period) for c in told]


def assumptions(finding: Finding, understood: Understanding, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """What was taken for granted: the place, the period, the reading of ambiguous words, what was carried over."""
    headline = finding.headline if isinstance(finding.headline, Observation) else finding.headline.of
    indicator = knowledge.indicator(headline.indicator)
    lines = [_place(finding, headline, indicator, understood, knowledge), _period(finding, headline)]
    lines.append(_name(finding, headline, indicator, knowledge))
    if understood.repaired:
        lines.append(assuming.repaired(list(understood.repaired)))
    carried = [slot for slot in ("indicators", "places", "periods") if slot in understood.carried]
    if carried:
        lines.append(assuming.carried([_carried_words(slot, headline, indicator, knowledge) for slot in carried]))
    return tuple(line for line in lines if line)


def _names_time(finding: Finding) -> bool:
    """Whether a time is asked for that the figure has to be of; "now" and "latest" name none."""
    return any(period.kind != "latest" for period in finding.query.periods)


def _carried_words(slot: str, figure: Observation, indicator: Indicator, knowledge: KnowledgeBase) -> str:
    if slot == "indicators":
        return indicator.label.lower()
    return place_name(figure, indicator, knowledge) if slot == "places" else figure.period.label


def _place(
    finding: Finding, figure: Observation, indicator: Indicator, understood: Understanding, knowledge: KnowledgeBase
) -> str:
    if finding.query.place_from == "said" or understood.places or finding.query.across in PLACES:
        return ""
    name = place_name(figure, indicator, knowledge)
    if finding.query.place_from == "channel":
        return assuming.assumed_place_of_channel(name)
    return assuming.assumed_place(name, figure.place != indicator.default_place)


def _period(finding: Finding, figure: Observation) -> str:
    asked = finding.query.periods
    if finding.query.operation == "bundle":
        return ""
    if not _names_time(finding) and finding.query.operation in {"lookup", "change"} and figure.period.end:
        return assuming.latest_held(figure.period.label) if asked else assuming.assumed_period(figure.period.label)
    shown = [f.period for f in finding.figures()]
    for period in asked:
        if len(period.readings) > 1 and not any(period.readings[0].same(p) for p in (figure.period, *shown)):
            return assuming.assumed_reading(period.words, figure.period.label)
    return ""


def _name(finding: Finding, figure: Observation, indicator: Indicator, knowledge: KnowledgeBase) -> str:
    asked = [knowledge.indicator(i) for i in finding.query.indicators]
    if finding.query.operation == "bundle" or any(i.id == figure.indicator for i in asked):
        return ""
    if figure.reported_as in {i.id for i in asked}:
        return assuming.reported_under(indicator.label, asked[0].label)
    return assuming.narrowed(indicator.label)
