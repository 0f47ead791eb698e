"""The straight line: question → understanding → query → finding → reply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from bot import compose, guide, wording
from bot.conversation import Talk, carry_over, remember
from bot.did_you_mean import Offers
from bot.find import find, nearest_of
from bot.finding import Finding, Found, Missing, Several
from bot.menu import Menu, Slot, Suggestion
from bot.query import Abstain, Clarify, Help, OutOfScope, Query, Resolved
from bot.question import kept, tokens
from bot.read_back import read_back, reference
from bot.reply import Reply
from bot.resolve import resolve
from bot.sentences import assuming
from bot.understand import Understanding, understand
from knowledge.base import KnowledgeBase
from knowledge.model import PlaceId


@dataclass(frozen=True, slots=True)
class Stages:
    """Every value a question became on its way to the reply: the debug view and the record."""

    question: str
    understanding: Understanding
    resolved: Resolved
    found: Found | None
    reply: Reply
    talk: Talk


@dataclass(frozen=True)
class Bot:
    """Answers questions from one knowledge base."""

    knowledge: KnowledgeBase
    blank: Talk = field(default_factory=Talk)

    def ask(
        self, question: str, asked_on: date, talk: Talk | None = None, place: PlaceId | None = None
    ) -> tuple[Reply, Talk]:
        """The reply, and the talk as it then stands. `place` is read where the question names none: a channel's own."""
        stages = self.stages(question, asked_on, talk, place)
        return stages.reply, stages.talk

    def warm(self, asked_on: date) -> Iterator[str]:
        """Ask the examples, one a step, so that what is loaded on first need is there when somebody asks."""
        for indicator in self.knowledge.indicators():
            if indicator.example:
                self.ask(indicator.example, asked_on)
                yield indicator.example

    @cached_property
    def menu(self) -> Menu:
        """What can be asked: made once, on first use."""
        return Menu.of(self.knowledge)

    @cached_property
    def offers(self) -> Offers:
        """What can be offered where something was not understood."""
        return Offers(self.knowledge)

    def suggest(self, slot: Slot, prefix: str) -> tuple[Suggestion, ...]:
        """Phrases that are surely understood, for whoever is typing a topic, a place or a period."""
        return self.menu.suggest(slot, prefix)

    def stages(self, question: str, asked_on: date, talk: Talk | None = None, place: PlaceId | None = None) -> Stages:
        """The whole line, every stage kept."""
        before = talk or self.blank
        question = before.chosen(kept(question))
        alone = understand(tokens(question), asked_on, self.knowledge, before.anchor)
        understood = carry_over(alone, before)
        resolved = resolve(understood, asked_on, self.knowledge, place)
        if isinstance(resolved, Help) and resolved.kind == "source" and before.indicators:
            understood = carry_over(understand((), asked_on, self.knowledge), before)
            resolved = resolve(understood, asked_on, self.knowledge, place)
        found = find(resolved, self.knowledge) if isinstance(resolved, Query) else None
        if before.unread and understood.carried and isinstance(found, Finding):
            reply, found = compose.unread_before(found, understood, self.knowledge), None
        else:
            reply = self._reply(resolved, found, understood, asked_on, place)
        reply = self._as_of(reply)
        ref = reference(question, asked_on, before, place, self.knowledge)
        told = replace(
            reply,
            ref=ref,
            asked_on=asked_on.isoformat(),
            understanding=read_back(understood, found),
            knowledge_version=self.knowledge.version,
        )
        after = remember(before, understood, found, told, question)
        return Stages(question, understood, resolved, found, told, after)

    def _as_of(self, reply: Reply) -> Reply:
        """The reply, and that it looks back, where it does."""
        if self.knowledge.as_of is None or reply.outcome == "out_of_scope":
            return reply
        line = assuming.as_of(wording.day_words(self.knowledge.as_of.isoformat()))
        return replace(reply, text=f"{reply.text}\n{line}", assumed=(*reply.assumed, line))

    def _reply(
        self, resolved: Resolved, found: Found | None, understood: Understanding, asked_on: date, place: PlaceId | None
    ) -> Reply:
        knowledge = self.knowledge
        match found or resolved:
            case Finding() as finding:
                return compose.answer(finding, understood, asked_on, knowledge)
            case Several() as several:
                return compose.clarify_figures(several, knowledge)
            case Missing() as missing:
                meant = () if missing.nearest else self.offers.like(understood, asked_on, place)
                return compose.missing(missing, knowledge, meant)
            case Clarify() as asked:
                at_hand = self.offers.at_hand(understood, asked_on) if asked.about == "indicator" else ()
                return compose.clarify(asked, understood, knowledge, at_hand)
            case Abstain(reason="not_understood") as refused:
                meant = self.offers.like(understood, asked_on, place)
                return compose.abstain(refused, nearest_of(refused, knowledge), knowledge, meant)
            case Abstain() as refused:
                return compose.abstain(refused, nearest_of(refused, knowledge), knowledge)
            case OutOfScope("off_topic") if meant := self.offers.meant(understood, asked_on):
                return compose.abstain(Abstain("not_understood", words=understood.unexplained), (), knowledge, meant)
            case OutOfScope() as beside:
                return guide.out_of_scope(beside, knowledge)
            case Help() as asked_help:
                return guide.helped(asked_help, asked_on, knowledge)
        raise AssertionError(resolved)
