"""Question → Understanding: what each word of it says, and which words nothing explains.

The words are read into spans (phrases of the knowledge, periods, ages, numbers). The longest spans win. Then one
indicator is chosen that explains the other indicators named ("arrests for robbery"), and every content word must be
explained by a slot or by the closed list of words that carry nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise

from bot.ages import read_ages
from bot.lexicon import Span, closest, longest, read_phrases
from bot.numerals import how_many, which_one
from bot.question import Token
from bot.when.asked import AskedPeriod, read_periods
from knowledge.base import KnowledgeBase
from knowledge.model import IndicatorId, PlaceId, SpeakerId
from knowledge.period import Period

QUIET = {"silent", "context"}
TELLS_WHEN_OR_WHERE = frozenset(
    {"record", "record_ever", "record_low", "record_high", "claim", "compare", "elsewhere", "rank", "worst", "safest"}
    | {"freshness"}
)
AND = {("and",), ("and", "the"), ("and", "their"), ("and", "also")}
# They tie a question to the one before, and ask for nothing by themselves.
LINKING = frozenset({"opener", "back"})
FRACTIONS = {"half": 50, "third": 33, "quarter": 25, "fifth": 20, "tenth": 10, "double": 2, "twice": 2}
# They name a place in an order, or a part of a year, unless one of it is said: "a quarter", "a third of", "one in ten".
PARTS = frozenset({"third", "quarter", "fifth", "tenth"})
ONE = frozenset({"a", "an", "one", "by", "per"})
DONE_TO = frozenset({"against", "by", "for", "of", "on", "to", "with"})
SUFFERED = frozenset(
    {"arrest", "arrested", "attacked", "death", "killed", "mugged", "murder", "murdered", "robbed", "shot", "stabbed"}
)
DID = frozenset(
    {"add", "axe", "axed", "cut", "gave", "give", "hire", "hired", "invest", "invested", "put", "reduce", "reduced"}
    | {"sack", "sacked", "slash", "slashed", "spend", "spent", "steal", "stole"}
)
PREPOSITIONS = frozenset({"at", "between", "during", "for", "from", "in", "of", "on", "per", "since", "to", "until"})
LEADING = {"lead_low": "record_low", "lead_high": "record_high"}
CHANGED = frozenset({"multiple", "rise", "fall"})
HEDGES = frozenset(
    {
        "about",
        "above",
        "almost",
        "around",
        "at",
        "below",
        "exceed",
        "exceeded",
        "fewer",
        "just",
        "least",
        "less",
        "more",
        "nearly",
        "over",
        "roughly",
        "some",
        "than",
        "under",
        "a",
        "by",
    }
)


@dataclass(frozen=True, slots=True)
class Understanding:
    """The slots of one question, each with the words that gave it. Alternatives stand side by side."""

    words: tuple[str, ...]
    spans: tuple[Span, ...]
    indicators: tuple[IndicatorId, ...]
    several: bool
    places: tuple[tuple[PlaceId, ...], ...]
    breakdown: tuple[tuple[str, str], ...]
    measures: frozenset[str]
    operations: frozenset[str]
    speakers: tuple[SpeakerId, ...]
    periods: tuple[AskedPeriod, ...]
    numbers: tuple[Decimal, ...]
    top: int | None
    nth: int | None
    refusal: str | None
    social: str | None
    unexplained: tuple[str, ...]
    counts: int = 0
    repaired: tuple[tuple[str, str], ...] = ()
    carried: frozenset[str] = field(default_factory=frozenset)
    within: tuple[IndicatorId, ...] = ()

    def said(self, slot: str) -> str:
        """The words that gave a slot."""
        return " … ".join(" ".join(self.words[s.start : s.stop]) for s in self.spans if s.slot == slot)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The words with the spans that may explain them; `chosen` are those that do not overlap."""

    words: tuple[str, ...]
    candidates: tuple[Span, ...]
    chosen: tuple[Span, ...]
    periods: tuple[AskedPeriod, ...]


def understand(
    asked: Sequence[Token], asked_on: date, knowledge: KnowledgeBase, anchor: Period | None = None
) -> Understanding:
    """Read the words of a question; the anchor is the period that "the year after" is read against."""
    words = tuple(t.text for t in asked)
    reading = _read(words, asked_on, knowledge, anchor)
    mended = _mended(reading, knowledge)
    if mended != words:
        reading = _read(mended, asked_on, knowledge, anchor)
    repaired = tuple((a, b) for a, b in zip(words, mended, strict=True) if a != b)
    return _assembled(reading, knowledge, repaired)


def _read(words: tuple[str, ...], asked_on: date, knowledge: KnowledgeBase, anchor: Period | None) -> _Reading:
    periods = read_periods(words, asked_on, anchor)
    times = [Span(p.start, p.stop, "period", (str(n),)) for n, p in enumerate(periods)]
    candidates = [*read_phrases(words, knowledge), *read_ages(words)]
    names = [s for s in candidates if s.slot not in QUIET or (s.slot == "silent" and len(s) > 1)]
    chosen = longest([*times, *names])
    kept = tuple(p for p, t in zip(periods, times, strict=True) if t in chosen)
    return _Reading(words, tuple(candidates), tuple(chosen), kept)


def _mended(reading: _Reading, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """The words with typing errors put right, where nothing explains the word as it stands."""
    known = _covered([*reading.chosen, *reading.candidates])
    return tuple(word if n in known else closest(word, knowledge) or word for n, word in enumerate(reading.words))


def _covered(spans: Iterable[Span]) -> set[int]:
    return {n for span in spans for n in range(span.start, span.stop)}


def _assembled(reading: _Reading, knowledge: KnowledgeBase, repaired: tuple[tuple[str, str], ...]) -> Understanding:
    mentions = [s for s in reading.chosen if s.slot == "indicator"]
    winners = _winners(mentions, reading, knowledge)
    context = [s for s in reading.candidates if s.slot == "context" and set(s.values) & set(winners)]
    used = [
        s
        for s in reading.chosen
        if not (_is_context(s, context) or _is_out_of_place(s, reading, winners) or _is_done_to(s, reading, knowledge))
    ]
    nth = which_one(reading.words, used)
    used += [nth] if nth else []
    top = None if nth else how_many(reading.words, used)
    used += [top] if top else []
    numbers, number_spans = _numbers(reading, used)
    used = [s for s in used if not _is_a_hedge(s, number_spans)]
    silent = [s for s in reading.candidates if s.slot == "silent"]
    covered = _covered([*used, *context, *silent, *number_spans]) | _agents(reading, used, number_spans, knowledge)
    covered |= _time_or_place_asked(reading, used)
    covered -= _left_open(reading, used)
    return Understanding(
        words=reading.words,
        spans=tuple(used),
        indicators=winners,
        several=bool(mentions) and not winners,
        places=_places(used),
        breakdown=tuple(sorted({_pair(v) for s in used if s.slot == "breakdowns" for v in s.values[:1]})),
        measures=_measures(used),
        operations=_operations(used),
        speakers=_speakers(used),
        periods=reading.periods,
        numbers=numbers,
        top=int(top.values[0]) if top else None,
        nth=int(nth.values[0]) if nth else None,
        refusal=next(iter(sorted(_values(used, "refusals"))), None),
        social=next(iter(sorted(_values(used, "social"))), None),
        unexplained=tuple(w for n, w in enumerate(reading.words) if n not in covered),
        counts=sum(s.slot == "measures" and "count" in s.values and reading.words[s.start] == "how" for s in used),
        repaired=repaired,
        within=_within(mentions, winners, knowledge),
    )


def _is_context(span: Span, context: Sequence[Span]) -> bool:
    """Whether a span says no more than the indicator's own context: "knife" with admissions, "up" in "turned up"."""
    if span.slot in {"breakdowns", "operations", "place", "speaker"}:
        return any(span.inside(c) for c in context)
    return span.slot == "measures" and any(span.inside(c) and len(span) < len(c) for c in context)


def _is_out_of_place(span: Span, reading: _Reading, winners: Sequence[IndicatorId]) -> bool:
    """Courtesy stands at either end of a question, and asking for help stands without a subject: else it is a word."""
    if span.slot != "social":
        return False
    at_an_end = span.start == 0 or span.stop == len(reading.words)
    return not at_an_end or ("help" in span.values and bool(winners))


def _is_a_hedge(span: Span, numbers: Sequence[Span]) -> bool:
    """Whether a word of comparison only says on which side of a number: "more than 30,000", "at least 100"."""
    return span.slot in {"measures", "operations"} and any(span.inside(number) for number in numbers)


def _values(spans: Iterable[Span], slot: str) -> frozenset[str]:
    return frozenset(v for s in spans if s.slot == slot for v in s.values)


def _measures(used: Iterable[Span]) -> frozenset[str]:
    """What is asked of the figures; to have doubled or risen is to have changed."""
    said = _values(used, "measures")
    return said | {"change"} if said & CHANGED else said


def _operations(used: Iterable[Span]) -> frozenset[str]:
    """What is to be done with the figures; who leads has the most or the fewest."""
    said = _values(used, "operations")
    return said | {end for lead, end in LEADING.items() if lead in said}


def _pair(value: str) -> tuple[str, str]:
    dimension, _, group = value.partition("=")
    return dimension, group


def _places(spans: Sequence[Span]) -> tuple[tuple[PlaceId, ...], ...]:
    """The places named, each with its readings; the same place named twice counts once."""
    found = dict.fromkeys(tuple(PlaceId(v) for v in s.values) for s in spans if s.slot == "place")
    return tuple(found)


def _speakers(spans: Sequence[Span]) -> tuple[SpeakerId, ...]:
    """Those who are said to say something. A force that is also a place speaks only where something is claimed."""
    claimed = "claim" in _values(spans, "operations")
    places = {(s.start, s.stop) for s in spans if s.slot == "place"}
    spoken = (s for s in spans if s.slot == "speaker" and (claimed or (s.start, s.stop) not in places))
    return tuple(dict.fromkeys(SpeakerId(s.values[0]) for s in spoken))


def _is_done_to(span: Span, reading: _Reading, knowledge: KnowledgeBase) -> bool:
    """Whether a person is named as victim or doer where nobody is said to speak: "the murder of …", "did … cut"."""
    person = span.slot == "speaker" and knowledge.speaker(span.values[0]).body is not None
    claimed = "claim" in _values(reading.chosen, "operations")
    before = reading.words[span.start - 1] if span.start else ""
    after = reading.words[span.stop] if span.stop < len(reading.words) else ""
    return person and not claimed and (before in DONE_TO or after in SUFFERED or after in DID)


def _agents(reading: _Reading, used: Sequence[Span], numbers: Sequence[Span], knowledge: KnowledgeBase) -> set[int]:
    """Where "by" says nothing more: before who counts or speaks, a time, a number, a group, or nothing at all."""
    openings = {s.start for s in (*used, *numbers) if s.slot in {"speaker", "period", "number"} or _is_means(s)}
    if "rank" in _values(used, "operations"):
        openings |= {s.start for s in used if s.slot in {"indicator", "measures"}}
    openings |= {s.start for s in used if s.slot == "place" and knowledge.place(s.values[0]).kind == "force"}
    ends = {len(reading.words), *openings, *(n - 1 for n in openings if reading.words[n - 1] == "the")}
    asks = {n for n, word in enumerate(reading.words) if word in {"how", "what"}}
    return {n for n, word in enumerate(reading.words) if word == "by" and n + 1 in ends | asks | _linked(reading)}


def _time_or_place_asked(reading: _Reading, used: Sequence[Span]) -> set[int]:
    """Where "when" and "where" ask for what a record, a claim or a comparison tells; of a plain figure they do not."""
    asked = TELLS_WHEN_OR_WHERE & _values(used, "operations")
    return {n for n, word in enumerate(reading.words) if asked and word in {"when", "where"}}


def _left_open(reading: _Reading, used: Sequence[Span]) -> set[int]:
    """The preposition that a question breaks off with: "homicides in London in"."""
    last = len(reading.words) - 1
    ended = {s.stop for s in used if s.slot in {"indicator", "place", "period"}}
    return {last} if last in ended and reading.words[last] in PREPOSITIONS else set()


def _is_means(span: Span) -> bool:
    """A group that says how it was done: "by knife". Of victims, "by under 25s" would name those who did it."""
    return span.slot == "breakdowns" and not any(_pair(value)[0].startswith("victim_") for value in span.values)


def _linked(reading: _Reading) -> set[int]:
    """Where a period opens with its own preposition: "by between 2024 and 2025", "by in 2025"."""
    return {n for n, word in enumerate(reading.words) if word in {"between", "from", "in", "since", "during"}}


def _winners(mentions: Sequence[Span], reading: _Reading, knowledge: KnowledgeBase) -> tuple[IndicatorId, ...]:
    """The indicators that explain every mention of an indicator; none where two things are asked at once."""
    contexts = [s for s in reading.candidates if s.slot == "context"]
    candidates = dict.fromkeys(IndicatorId(v) for m in mentions for v in m.values)
    if _are_listed(mentions, reading):
        return ()
    winners = [c for c in candidates if all(_explains(c, m, contexts, knowledge) for m in mentions)]
    narrow = {n for w in winners for n in knowledge.indicator(w).narrower}
    return tuple(w for w in winners if w in narrow) or tuple(winners)


def _within(
    mentions: Sequence[Span], winners: Sequence[IndicatorId], knowledge: KnowledgeBase
) -> tuple[IndicatorId, ...]:
    """The broader things that are named beside what is asked for: "residential burglary as a share of all burglary"."""
    named = (IndicatorId(v) for m in mentions for v in m.values if not set(m.values) & set(winners))
    return tuple(i for i in dict.fromkeys(named) if set(knowledge.indicator(i).narrower) & set(winners))


def _are_listed(mentions: Sequence[Span], reading: _Reading) -> bool:
    """Whether two different things are asked for side by side: "homicides and the solve rate"."""
    return any(
        not set(one.values) & set(other.values) and _between(one, other, reading) in AND
        for one, other in pairwise(mentions)
    )


def _between(one: Span, other: Span, reading: _Reading) -> tuple[str, ...]:
    return reading.words[one.stop : other.start]


def _explains(candidate: IndicatorId, mention: Span, contexts: Sequence[Span], knowledge: KnowledgeBase) -> bool:
    """Whether a mention says no more than the candidate: itself, what it is about, a broader word, or its context."""
    values = [IndicatorId(v) for v in mention.values]
    if candidate in values or knowledge.indicator(candidate).about in values:
        return True
    if any(candidate in knowledge.indicator(v).narrower for v in values):
        return True
    own = [s for s in contexts if candidate in s.values]
    return set(range(mention.start, mention.stop)) <= _covered(own)


def _numbers(reading: _Reading, used: Sequence[Span]) -> tuple[tuple[Decimal, ...], list[Span]]:
    """Numbers that no phrase explains: they must turn out to be figures of the answer, or a claim's."""
    taken = _covered(used)
    found = [
        (number, Span(_first_of(n, reading.words), n + 1, "number", (word,)))
        for n, word in enumerate(reading.words)
        if n not in taken and (number := _number(word)) is not None and not _is_no_part(n, reading.words)
    ]
    return tuple(number for number, _ in found), [span for _, span in found]


def _is_no_part(n: int, words: Sequence[str]) -> bool:
    """Whether a word for a part is none here: "which quarter", "the quarter April to June"."""
    before, after = (*words[:n], "")[n - 1], (*words, "")[n + 1]
    return words[n] in PARTS and before not in ONE and after != "of"


def _number(word: str) -> Decimal | None:
    """A number of at most twelve digits, or a fraction as a percentage."""
    if word in FRACTIONS:
        return Decimal(FRACTIONS[word])
    return Decimal(word) if len(word) <= 12 and word.isascii() and word.replace(".", "", 1).isdecimal() else None


def _first_of(n: int, words: Sequence[str]) -> int:
    """Where a number begins with the words that hedge it: "below 30,000", "more than double"."""
    while n and words[n - 1] in HEDGES:
        n -= 1
    return n
