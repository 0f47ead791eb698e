"""The straight line: question → understanding → query → finding → reply."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from bot import compose, guide
from bot.conversation import Talk, carry_over, remember
from bot.find import find, nearest_of
from bot.finding import Finding, Found, Missing, Several
from bot.query import Abstain, Clarify, Help, OutOfScope, Query, Resolved
from bot.question import kept, tokens
from bot.read_back import read_back, reference
from bot.reply import Reply
from bot.resolve import resolve
from bot.understand import Understanding, understand
from knowledge.base import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Stages:
    """Every value a question became on its way to the reply: the debug view and the record."""

    question: str
    understanding: Understanding
    resolved: Resolved
    found: Found | None
    reply: Reply
    talk: Talk


@dataclass(frozen=True, slots=True)
class Bot:
    """Answers questions from one knowledge base."""

    knowledge: KnowledgeBase
    blank: Talk = field(default_factory=Talk)

    def ask(self, question: str, asked_on: date, talk: Talk | None = None) -> tuple[Reply, Talk]:
        """The reply, and the talk as it then stands."""
        stages = self.stages(question, asked_on, talk)
        return stages.reply, stages.talk

    def stages(self, question: str, asked_on: date, talk: Talk | None = None) -> Stages:
        """The whole line, every stage kept."""
        before = talk or self.blank
        question = before.chosen(kept(question))
        alone = understand(tokens(question), asked_on, self.knowledge, before.anchor)
        understood = carry_over(alone, before)
        resolved = resolve(understood, asked_on, self.knowledge)
        if isinstance(resolved, Help) and resolved.kind == "source" and before.indicators:
            understood = carry_over(understand((), asked_on, self.knowledge), before)
            resolved = resolve(understood, asked_on, self.knowledge)
        found = find(resolved, self.knowledge) if isinstance(resolved, Query) else None
        reply = self._reply(resolved, found, understood, asked_on)
        return self._told(question, asked_on, before, understood, resolved, found, reply)

    def _reply(self, resolved: Resolved, found: Found | None, understood: Understanding, asked_on: date) -> Reply:
        knowledge = self.knowledge
        match found or resolved:
            case Finding() as finding:
                return compose.answer(finding, understood, asked_on, knowledge)
            case Several() as several:
                return compose.clarify_figures(several, knowledge)
            case Missing() as missing:
                return compose.missing(missing, knowledge)
            case Clarify() as asked:
                return compose.clarify(asked, knowledge)
            case Abstain() as refused:
                return compose.abstain(refused, nearest_of(refused, knowledge), knowledge)
            case OutOfScope() as beside:
                return guide.out_of_scope(beside, knowledge)
            case Help() as asked_help:
                return guide.helped(asked_help, knowledge)
        raise AssertionError(resolved)

    def _told(
        self,
        question: str,
        asked_on: date,
        before: Talk,
        understood: Understanding,
        resolved: Resolved,
        found: Found | None,
        reply: Reply,
    ) -> Stages:
        version = self.knowledge.version
        told = replace(
            reply,
            ref=reference(question, asked_on, before, version),
            asked_on=asked_on.isoformat(),
            understanding=read_back(understood, found),
            knowledge_version=version,
        )
        talk = remember(before, understood, found, told, question)
        return Stages(question, understood, resolved, found, told, talk)
