"""What a talk remembers, and what a follow-up takes over from it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from bot.finding import Finding, Found
from bot.numerals import ordinal
from bot.question import tokens
from bot.reply import Choice, Reply
from bot.task import ENDS, PLACES, RANKING, RATES, TIMES
from bot.understand import LINKING, Understanding
from bot.when.asked import AskedPeriod
from bot.when.words import MONTH_WORDS, NUMBERS
from knowledge.model import IndicatorId, PlaceId, SpeakerId
from knowledge.period import Period, parse_period

MOST_BYTES = 4096
MOST_PICKING = 3
LONGEST_PICK = 120
CHANGES = frozenset({"change", "difference"})
LINKS = frozenset(
    {"on", "than", "before", "earlier", "against", "compared", "from", "since", "to", "vs", "versus", "with"}
)
# Courtesy around the number of a choice.
PICKING = frozenset((
    "a", "choice", "choose", "for", "go", "i", "is", "it", "like", "mean", "meant", "no", "number", "ok", "okay", "one",
    "option", "pick", "please", "question", "take", "thanks", "that", "the", "want", "with", "would", "yes",
))  # fmt: skip
# What an order is of: it stays where only the other end, or a rate, is asked for.
OVER_TIME = frozenset({*TIMES, "record_ever"})
ACROSS = OVER_TIME | {*PLACES}
ORDERED = RANKING | ENDS
KEPT_OPERATIONS = ORDERED | ACROSS | {"record", "record_ever", "elsewhere"}


@dataclass(frozen=True, slots=True)
class Talk:
    """The last query of a talk and the choices that wait for an answer; as JSON at most 4 kB.

    `places_before` or `periods_before` is what the answer before the last was of, where it differs in that alone;
    `unread`: the last question was not understood, so nobody knows what it made of the one before.
    """

    indicators: tuple[IndicatorId, ...] = ()
    places: tuple[tuple[PlaceId, ...], ...] = ()
    breakdown: tuple[tuple[str, str], ...] = ()
    measures: frozenset[str] = frozenset()
    operations: frozenset[str] = frozenset()
    speakers: tuple[SpeakerId, ...] = ()
    periods: tuple[AskedPeriod, ...] = ()
    anchor: Period | None = None
    pending: tuple[Choice, ...] = ()
    question: str = ""
    period_said: bool = False
    places_before: tuple[tuple[PlaceId, ...], ...] = ()
    periods_before: tuple[AskedPeriod, ...] = ()
    unread: bool = False

    def to_json(self) -> str:
        """The talk as one JSON line; what is too long for 4 kB loses its choices first."""
        data = {
            "indicators": self.indicators,
            "places": self.places,
            "breakdown": self.breakdown,
            "measures": sorted(self.measures),
            "operations": sorted(self.operations),
            "speakers": self.speakers,
            "periods": [_period_to_json(p) for p in self.periods],
            "anchor": self.anchor.id if self.anchor else None,
            "pending": [[c.label, c.question] for c in self.pending],
            "question": self.question,
            "period_said": self.period_said,
            "places_before": self.places_before,
            "periods_before": [_period_to_json(p) for p in self.periods_before],
            "unread": self.unread,
        }
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return text if len(text.encode()) <= MOST_BYTES else replace(self, pending=(), question="").to_json()

    def chosen(self, text: str) -> str:
        """The question of the choice that a bare number or its own words pick; any other text as it is."""
        if not self.pending or len(text) > LONGEST_PICK:
            return text
        picked = text.strip().rstrip(".)!")
        number = _number_picked(picked)
        if 0 < number <= len(self.pending):
            return self.pending[number - 1].question
        words = set(picked.lower().split())
        meant = [c for c in self.pending if words and words <= set(c.question.lower().rstrip("?").split())]
        return meant[0].question if len(words) <= MOST_PICKING and len(meant) == 1 else text

    @classmethod
    def from_json(cls, text: str) -> Talk:
        """A talk as `to_json` wrote it."""
        data = json.loads(text)
        return cls(
            indicators=tuple(data["indicators"]),
            places=tuple(tuple(readings) for readings in data["places"]),
            breakdown=tuple((d, v) for d, v in data["breakdown"]),
            measures=frozenset(data["measures"]),
            operations=frozenset(data["operations"]),
            speakers=tuple(data["speakers"]),
            periods=tuple(_period_from_json(p) for p in data["periods"]),
            anchor=parse_period(data["anchor"]) if data["anchor"] else None,
            pending=tuple(Choice(label, question) for label, question in data["pending"]),
            question=data["question"],
            period_said=data["period_said"],
            places_before=tuple(tuple(readings) for readings in data["places_before"]),
            periods_before=tuple(_period_from_json(p) for p in data["periods_before"]),
            unread=data["unread"],
        )


def _number_picked(text: str) -> int:
    """The number of a choice: "2", "option 2", "the second one", "no. 3 please"; 0 for what picks none."""
    words = [word for word in tokens(text) if word.text not in PICKING]
    said = words[0].text if len(words) == 1 else ""
    return int(said) if said.isdecimal() and len(said) == 1 else ordinal(said) or NUMBERS.get(said, 0)


def _period_to_json(asked: AskedPeriod) -> dict[str, Any]:
    return {
        "kind": asked.kind,
        "readings": [p.id for p in asked.readings[:12]],
        "ends": [p.id for p in asked.ends],
        "months": asked.months,
        "words": asked.words,
    }


def _period_from_json(data: dict[str, Any]) -> AskedPeriod:
    readings = tuple(parse_period(p) for p in data["readings"])
    ends = tuple(parse_period(p) for p in data["ends"])
    return AskedPeriod(data["kind"], readings, ends, data["months"], 0, 0, data["words"])


def carry_over(understood: Understanding, talk: Talk) -> Understanding:
    """The understanding with the slots that a follow-up leaves unsaid, taken from the talk."""
    if not talk.indicators or not _follows_up(understood):
        return _with_time_unread(understood) if talk.indicators else understood
    same_thing = not understood.indicators or _is_of(understood, talk)
    if "back" in understood.operations and not same_thing:
        # One thing would have to be made of another: of the share solved, "how many murders is that?".
        return replace(understood, operations=understood.operations | {"other_sense"})
    taken: dict[str, Any] = _places_taken(understood, talk)
    if not _changes_topic(understood):
        taken |= {**_measures_taken(understood, talk), "speakers": understood.speakers or talk.speakers}
    if same_thing:
        taken |= {"indicators": talk.indicators, "breakdown": _breakdown(understood, talk)}
    if not understood.periods and talk.periods and (same_thing or talk.period_said):
        taken["periods"] = talk.periods
    elif same_thing and _is_a_base(understood, talk):
        taken["periods"] = (*talk.periods, *understood.periods)
    if _is_between_the_last_two(understood, taken):
        taken |= _last_two(understood, talk)
    if not talk.period_said and taken.get("operations", frozenset()) & OVER_TIME and not understood.periods:
        taken["periods"] = ()
    changed = {slot: value for slot, value in taken.items() if value != getattr(understood, slot)}
    return replace(understood, **changed, carried=frozenset(changed))


def _is_between_the_last_two(understood: Understanding, taken: dict[str, Any]) -> bool:
    """Whether a change or a comparison is asked for after two figures: "the difference?", "which is worse?"."""
    asked = understood.measures & CHANGES or "compare" in understood.operations
    return bool(asked) and {"indicators", "places", "periods"} <= taken.keys()


def _last_two(understood: Understanding, talk: Talk) -> dict[str, Any]:
    """The times, else the places, of the last two answers, where they differ in that alone."""
    if talk.periods_before:
        return {"periods": (*talk.periods_before, *(_at(talk.anchor) if talk.anchor else talk.periods))}
    if talk.places_before and ("difference" in understood.measures or "compare" in understood.operations):
        return {"places": (*talk.places_before, *talk.places)}
    return {}


def _with_time_unread(understood: Understanding) -> Understanding:
    """A question that goes on with a talk, and of whose time it is not known which is meant: "and for August?"."""
    unread = understood.operations & LINKING and MONTH_WORDS & set(understood.unexplained)
    return replace(understood, operations=understood.operations | {"other_sense"}) if unread else understood


def _places_taken(understood: Understanding, talk: Talk) -> dict[str, Any]:
    """The talk's places; beside the first of several, the one that is named anew: "and New York?"."""
    if not understood.places:
        return {} if _asks_which_place(understood) else {"places": talk.places}
    if not understood.indicators and len(understood.places) == 1 and len(talk.places) > 1:
        return {"places": (talk.places[0], *understood.places)}
    if (
        ("compare" in understood.operations or "difference" in understood.measures)
        and len(understood.places) == len(talk.places) == 1
        and understood.places != talk.places
        and not understood.indicators
    ):
        return {"places": (*talk.places, *understood.places)}
    return {}


def _asks_which_place(understood: Understanding) -> bool:
    """Whether a place is what is asked for, of a thing named anew: "which borough has the most robberies?"."""
    return bool(understood.indicators and understood.operations & {*PLACES} and not understood.operations & {"back"})


def _measures_taken(understood: Understanding, talk: Talk) -> dict[str, Any]:
    """What was asked of the figures before, where nothing or only half is said now."""
    said, operations = understood.measures, understood.operations
    if said == {"percent"} and talk.measures & CHANGES:
        return {"measures": talk.measures | said}
    if "elsewhere" in operations:
        return {"measures": said or talk.measures}
    if operations & ORDERED and not operations & ACROSS and not understood.indicators:
        return {"measures": said or talk.measures & RATES.keys(), "operations": operations | talk.operations & ACROSS}
    if said and said <= RATES.keys() and not operations - LINKING and talk.operations & ACROSS:
        return {"operations": operations | talk.operations}
    if not said and not operations & (KEPT_OPERATIONS | {"compare"}):
        return {"measures": talk.measures, "operations": operations | talk.operations}
    if not said and not understood.indicators:
        return {"measures": talk.measures & RATES.keys()}
    if understood.indicators and said <= {"count"} and talk.measures & CHANGES:
        return {"measures": talk.measures}
    return {}


def _is_a_base(understood: Understanding, talk: Talk) -> bool:
    """Whether the period said is what the talk's own is compared with: "how much is that down on 2024?"."""
    one = len(understood.periods) == len(talk.periods) == 1
    asked = (understood.measures & CHANGES or "compare" in understood.operations) and LINKS & set(understood.words)
    return bool(one and asked) and understood.periods[0].kind == "period"


def _breakdown(understood: Understanding, talk: Talk) -> tuple[tuple[str, str], ...]:
    """The talk's breakdown with what is said anew put in its place."""
    return tuple(sorted({**dict(talk.breakdown), **dict(understood.breakdown)}.items()))


def _follows_up(understood: Understanding) -> bool:
    """A question goes on with the talk when it opens so, or names nothing to count."""
    if understood.unexplained or understood.refusal or understood.several:
        return False
    if understood.social and not (understood.places or understood.periods or understood.measures):
        return False
    if understood.operations & {"definition", "coverage"} and (understood.indicators or understood.places):
        return False
    if not understood.indicators:
        return True
    return bool(understood.operations & LINKING) or _fragment(understood) or _changes_topic(understood)


def _changes_topic(understood: Understanding) -> bool:
    """Whether another thing is named, and neither where nor when: the talk's own place and time are meant."""
    linked = understood.operations & LINKING or _fragment(understood)
    where_or_when = understood.places or understood.periods or understood.speakers
    return bool(understood.indicators) and not linked and not where_or_when


def _is_of(understood: Understanding, talk: Talk) -> bool:
    """Whether what is named is what the talk was about, and is pointed at: "how many murders is that?"."""
    return "back" in understood.operations and bool(set(understood.indicators) & set(talk.indicators))


def _fragment(understood: Understanding) -> bool:
    """Nothing but the name of an indicator: it answers a question asked back, or changes the subject."""
    named = understood.places or understood.periods or understood.measures or understood.speakers
    return not named and not understood.operations - LINKING and len(understood.words) <= 5


def remember(before: Talk, understood: Understanding, found: Found | None, reply: Reply, question: str) -> Talk:
    """The talk after a reply: an answer or a question back is gone on from, anything else leaves it as it was."""
    refused = reply.outcome in {"abstain", "out_of_scope"}
    unread = refused and (before.unread or bool(before.indicators and understood.unexplained))
    if reply.outcome in {"out_of_scope", "help", "error"} or not understood.indicators:
        return replace(before, pending=reply.choices or before.pending, unread=unread or before.unread)
    head = found.figures()[0] if isinstance(found, Finding) else None
    after = Talk(
        indicators=understood.indicators,
        places=understood.places,
        breakdown=understood.breakdown,
        measures=understood.measures,
        operations=understood.operations & KEPT_OPERATIONS,
        speakers=understood.speakers,
        periods=_without_words(understood.periods) or (_at(head.period) if head and head.period.end else ()),
        anchor=head.period if head and head.period.end else _asked_anchor(understood) or before.anchor,
        pending=reply.choices,
        question=question,
        period_said=bool(understood.periods) and ("periods" not in understood.carried or before.period_said),
        unread=unread,
    )
    return _with_before(after, before) if head and "indicators" in understood.carried else after


def _with_before(after: Talk, before: Talk) -> Talk:
    """The talk with what the answer before was of, where one other time or one other place has been asked for since."""
    if (after.indicators, after.breakdown) != (before.indicators, before.breakdown):
        return after
    one = [{len(slot) for slot in (t.places, t.periods)} <= {0, 1} and len(t.periods) == 1 for t in (before, after)]
    times = [[p.readings for p in t.periods] for t in (before, after)]
    if not all(one) or (before.places != after.places) == (times[0] != times[1]):
        return after
    if before.places == after.places:
        return replace(after, periods_before=_at(before.anchor) if before.anchor else before.periods)
    return replace(after, places_before=before.places)


def _without_words(periods: tuple[AskedPeriod, ...]) -> tuple[AskedPeriod, ...]:
    """The periods without where they stood in their question: the next one has other words there."""
    return tuple(replace(period, start=0, stop=0) for period in periods)


def _at(period: Period) -> tuple[AskedPeriod, ...]:
    return (AskedPeriod("period", (period,), (), None, 0, 0, period.label),)


def _asked_anchor(understood: Understanding) -> Period | None:
    return next((p.readings[0] for p in understood.periods if p.readings), None)
