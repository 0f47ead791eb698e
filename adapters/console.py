"""The terminal chat: a real adapter. Renders a reply, keeps the talk, edits lines, remembers what was typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import TextIO

from bot.bot import Bot, Stages
from bot.conversation import Talk
from bot.finding import Course, Finding, Found, Ranking
from bot.reply import Reply
from knowledge.base import KnowledgeBase

PROMPT = "> "
BOLD, DIM, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
HELP = """Ask in plain English, for example: homicides in London in 2025
A number picks one of the choices offered. Follow-ups work: and in 2024?
/why      how the last question was understood, stage by stage
/sources  the sources of the last reply, one a line
/copy     the last reply as a sentence to quote
/chart    the last reply as a picture, saved in this folder
/topics   what can be asked
/new      start a new talk
/help     this text
/quit     end (or Ctrl-D)"""


def render(reply: Reply, *, colour: bool = False) -> str:
    """A reply as lines for a terminal: in colours, the first line stands out and the reference for `replay` ends it."""
    lines = [_CONTROL.sub("", line) for line in reply.text.split("\n")]
    if not colour:
        return "\n".join(lines)
    quiet = {*reply.caveats, *reply.assumed, reply.ref}
    lines += [reply.ref] if reply.ref else []
    return "\n".join(
        [f"{BOLD}{lines[0]}{PLAIN}", *(f"{DIM}{line}{PLAIN}" if line in quiet else line for line in lines[1:])]
    )


def why(stages: Stages, knowledge: KnowledgeBase) -> str:
    """Every stage value of a question, one a line, and where in a publisher's file each imported figure stands."""
    understood = stages.understanding
    rows = [
        ("question", stages.question),
        ("words", " ".join(understood.words)),
        ("repaired", ", ".join(f"{a}→{b}" for a, b in understood.repaired)),
        *((f"slot {name}", _slot(slot)) for name, slot in stages.reply.understanding.slots.items()),
        ("unexplained", " ".join(understood.unexplained)),
        ("resolved", _brief(stages.resolved)),
        ("found", _brief(stages.found)),
        ("outcome", stages.reply.outcome),
        (
            "figures",
            ", ".join(
                f.observation or f.derived.formula if f.derived else f.observation or "" for f in stages.reply.figures
            ),
        ),
        *(("stands in", line) for line in _standing(stages.found, knowledge)),
        ("ref", stages.reply.ref),
        ("knowledge", stages.reply.knowledge_version[:16]),
    ]
    return "\n".join(f"{name:14} {value}" for name, value in rows if value)


def _standing(found: Found | None, knowledge: KnowledgeBase) -> Iterator[str]:
    for figure in found.figures() if isinstance(found, Finding) else ():
        for trace in knowledge.traces(figure):
            publisher = knowledge.source(figure.source).publisher
            yield f"{figure.display}: {publisher}, {trace} (header {trace.header}; sha256 {trace.sha256})"


def _brief(stage: object) -> str:
    """A stage value without what is empty in it, figures and periods by their ids."""
    if not is_dataclass(stage):
        return ""
    shown = {f.name: _ids(getattr(stage, f.name)) for f in fields(stage) if f.name != "query"}
    return f"{type(stage).__name__}({', '.join(f'{name}={value}' for name, value in shown.items() if value)})"


def _ids(value: object) -> str:
    if isinstance(value, tuple | frozenset):
        return " ".join(filter(None, map(_ids, value)))
    if isinstance(value, Ranking | Course):
        return f"{len(value.figures)} figures"
    named = getattr(value, "id", None) or getattr(value, "formula", None) or getattr(value, "words", None)
    return str(named or value) if value else ""


def _slot(slot: object) -> str:
    value, words, score, origin = (getattr(slot, name) for name in ("value", "words", "score", "origin"))
    return f"{value}  ({origin}{f', from “{words}”' if words else ''}, {score:g})"


def sources(reply: Reply) -> str:
    """The citations of a reply, one a line, with their licences."""
    return "\n".join(f"{c.text} [{c.licence}]" for c in reply.citations) or "The last reply cites nothing."


@dataclass(slots=True)
class Chat:
    """One talk at a terminal."""

    bot: Bot
    today: Callable[[], date]
    draw: Callable[[Reply], str]
    keep: Callable[[Stages, Talk], object]
    colour: bool = False
    talk: Talk = field(default_factory=Talk)
    last: Stages | None = None

    def respond(self, typed: str) -> str | None:
        """What to print for a typed line; None ends the chat."""
        command = typed.strip().lower()
        if command in {"/quit", "/exit", "/q"}:
            return None
        if command.startswith("/"):
            return self._command(command)
        before, self.last = self.talk, self.bot.stages(typed, self.today(), self.talk)
        self.talk = self.last.talk
        self.keep(self.last, before)
        return render(self.last.reply, colour=self.colour)

    def _command(self, command: str) -> str:
        if command == "/new":
            self.talk, self.last = Talk(), None
            return "A new talk."
        if command == "/topics":
            return self.bot.ask("what can you do?", self.today())[0].text
        if command == "/help":
            return HELP
        if command not in {"/why", "/sources", "/copy", "/chart"}:
            return f"No such command. {HELP}"
        if self.last is None:
            return "Nothing has been asked yet."
        reply = self.last.reply
        if command == "/why":
            return why(self.last, self.bot.knowledge)
        if command == "/chart":
            return self._chart(reply)
        return sources(reply) if command == "/sources" else reply.copy or "The last reply gives no figure to quote."

    def _chart(self, reply: Reply) -> str:
        from adapters.pictures.saving import NotSaved

        try:
            return self.draw(reply)
        except NotSaved as fault:
            return str(fault)


def run(chat: Chat, typed: Iterator[str], out: TextIO) -> None:
    """Answer line after line until the lines end."""
    for line in typed:
        if line.strip():
            answer = chat.respond(line)
            if answer is None:
                return
            print(answer, end="\n\n", file=out, flush=True)


def typed_lines(history: Path) -> Iterator[str]:
    """Lines from a person at a terminal, with editing and a history kept between chats."""
    import readline

    if history.is_file():
        readline.read_history_file(history)
    readline.set_history_length(1000)
    try:
        while True:
            yield input(PROMPT)
    except (EOFError, KeyboardInterrupt):
        print()
    finally:
        history.parent.mkdir(parents=True, exist_ok=True)
        readline.write_history_file(history)
