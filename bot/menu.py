"""What can be asked, kept in memory: topics, places, periods and sources, and suggestions for whoever is typing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from rapidfuzz.distance import JaroWinkler

from bot.find import find
from bot.finding import Finding
from bot.query import Query
from bot.question import tokens
from bot.resolve import resolve
from bot.typeahead import Entry, Typeahead
from bot.understand import Understanding, understand
from knowledge.base import KnowledgeBase
from knowledge.model import Indicator, IndicatorId, Place
from knowledge.period import Period

Slot = Literal["topic", "place", "period"]
MOST_EXAMPLES = 4
MOST_CHARACTERS_OF_A_LABEL = 100


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words that are surely understood, and how they are shown: at most 100 characters. A place's value is its id."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Topic:
    """An indicator on which figures are held: where, from when until when (labels of periods), in which collections."""

    indicator: str
    label: str
    group: str
    places: tuple[str, ...]
    first: str
    last: str
    collections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceShown:
    """A source, and how many figures stand in it."""

    publisher: str
    title: str
    published: str
    url: str | None
    licence: str
    figures: int


@dataclass(frozen=True, slots=True)
class Menu:
    """What the knowledge of one version can be asked for. Looking something up touches no file."""

    topics: tuple[Topic, ...] = ()
    sources: tuple[SourceShown, ...] = ()
    places: tuple[Suggestion, ...] = ()
    collections: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    version: str = ""
    typing: Mapping[Slot, Typeahead[Suggestion]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, knowledge: KnowledgeBase) -> Menu:
        """The menu of a knowledge base: a second's work, for the start of a process."""
        places = Typeahead(_places_typed(knowledge))
        return cls(
            tuple(_topics(knowledge)),
            tuple(_sources(knowledge)),
            places.suggest("", len(knowledge.held_by_place())),
            knowledge.collections,
            _examples(knowledge),
            knowledge.version,
            {
                "topic": Typeahead(_topics_typed(knowledge)),
                "place": places,
                "period": Typeahead(_periods_typed(knowledge)),
            },
        )

    def suggest(self, slot: Slot, prefix: str, limit: int = 25) -> tuple[Suggestion, ...]:
        """What somebody who typed so much may mean, held things first; "" gives what most is held on."""
        return self.typing[slot].suggest(_plain(prefix), limit) if slot in self.typing else ()


def _plain(text: str) -> str:
    return " ".join(token.text for token in tokens(text))


def _understood(text: str, knowledge: KnowledgeBase) -> Understanding:
    # A label means the same on every day.
    return understand(tokens(text), date.max, knowledge)


def _shown(value: str, label: str) -> Suggestion:
    return Suggestion(value, label[:MOST_CHARACTERS_OF_A_LABEL])


def _topics(knowledge: KnowledgeBase) -> Iterator[Topic]:
    held = knowledge.coverage()
    for indicator in sorted(knowledge.indicators(), key=lambda i: (i.theme, i.label)):
        if (here := held.get(indicator.id)) is not None:
            times = _in_time(here.periods)
            first, last = (times[0].label, times[-1].label) if times else ("", "")
            yield Topic(
                indicator.id, indicator.label, indicator.theme, here.places, first, last, here.collections
            )  # fmt: skip


def _in_time(periods: Sequence[Period]) -> list[Period]:
    """The periods that have a place in time, the earliest first."""
    return sorted((p for p in periods if p.end), key=lambda p: (p.end or date.min, p.start or date.min))


def _sources(knowledge: KnowledgeBase) -> Iterator[SourceShown]:
    for name, figures in sorted(knowledge.held_by_source().items(), key=lambda pair: (-pair[1], pair[0])):
        of = knowledge.source(name)
        yield SourceShown(of.publisher, of.title, of.published, of.url, of.licence, figures)


def _topics_typed(knowledge: KnowledgeBase) -> list[Entry[Suggestion]]:
    """A topic is found by its label, and by any of the knowledge's words for it alone."""
    said = knowledge.phrasebook.by_value("indicator")
    return [
        Entry(
            _shown(name, indicator.label),
            (_plain(name), *said.get(indicator.id, ())),
            knowledge.held().get(indicator.id, 0),
        )
        for indicator in knowledge.indicators()
        if (name := _name_of(indicator, said.get(indicator.id, ()), knowledge))
    ]


def _name_of(indicator: Indicator, said: Sequence[str], knowledge: KnowledgeBase) -> str:
    """The words that are read as the indicator and nothing else: its label, else the phrase most like it."""
    label = indicator.label.lower()
    for words in (label, *sorted(said, key=lambda phrase: -JaroWinkler.similarity(label, phrase))):
        read = _understood(words, knowledge)
        if read.indicators == (indicator.id,) and _is_one_slot(read, "indicator"):
            return words
    return ""


def _is_one_slot(read: Understanding, slot: str) -> bool:
    return not read.unexplained and {span.slot for span in read.spans} == {slot}


def _places_typed(knowledge: KnowledgeBase) -> list[Entry[Suggestion]]:
    held, said = knowledge.held_by_place(), knowledge.phrasebook.by_value("place")
    return [
        Entry(_shown(place.id, place.label), (_plain(place.label), *said.get(place.id, ())), held.get(place.id, 0))
        for place in knowledge.places()
        if _reads_as(place, knowledge)
    ]


def _reads_as(place: Place, knowledge: KnowledgeBase) -> bool:
    return _understood(place.id, knowledge).places == ((place.id,),)


def _periods_typed(knowledge: KnowledgeBase) -> list[Entry[Suggestion]]:
    """Periods for which something is held: those of most indicators first, then the latest."""
    times = Counter(period for here in knowledge.coverage().values() for period in here.periods)
    latest = reversed(_in_time(sorted(times, key=lambda p: p.id)))
    read = sorted((p for p in latest if _reads_as_period(p, knowledge)), key=lambda p: -times[p])
    return [Entry(_shown(p.label, p.label), (_plain(p.label),), len(read) - n) for n, p in enumerate(read)]


def _reads_as_period(period: Period, knowledge: KnowledgeBase) -> bool:
    read = _understood(period.label, knowledge)
    asked = read.periods
    return len(asked) == 1 and not read.unexplained and any(r.same(period) for r in asked[0].readings[:1])


def _examples(knowledge: KnowledgeBase) -> tuple[str, ...]:
    """The examples of the best-covered indicators that have an answer, each of another theme while there are some."""
    held = knowledge.held()
    ranked = sorted(knowledge.indicators(), key=lambda i: (-held.get(i.id, 0), i.id))
    sure = [i for i in ranked if held.get(i.id) and i.example and _is_answered(i.example, knowledge)]
    themes = {i.theme: i for i in reversed(sure)}
    first = [i for i in sure if themes[i.theme] is i]
    chosen: dict[IndicatorId, str] = {i.id: i.example for i in (*first, *sure)}
    return tuple(chosen.values())[:MOST_EXAMPLES]


def _is_answered(question: str, knowledge: KnowledgeBase) -> bool:
    resolved = resolve(_understood(question, knowledge), date.max, knowledge)
    return isinstance(resolved, Query) and isinstance(find(resolved, knowledge), Finding)
