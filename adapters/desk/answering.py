"""Answers from processes of their own: the bot never runs on the event loop; a question that breaks it breaks alone.

A member of the crew reads one JSON question a line and writes one JSON answer a line. It ends when its input does, so
none outlives the desk, however the desk ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import structlog

from adapters.desk.answerer import READY
from adapters.desk.scope import EVERYTHING, Scope
from adapters.desk.shares import Turns
from bot.menu import Menu
from knowledge.base import KnowledgeBase
from knowledge.errors import KnowledgeError

log = structlog.get_logger(__name__)

LONGEST_LINE = 2**24
BOOT_SECONDS = 30.0
MOST_ANSWERS = 50_000
_BOOT = "import sys; from adapters.desk.answerer import serve; serve(sys.argv[1], sys.argv[2:] or None)"


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply and the talk after it, both as JSON."""

    reply: str
    talk: str


class Crashed(Exception):
    """The process that had the question died, or was ended at the deadline."""


class Answering(Protocol):
    """Whatever answers questions for the desk."""

    async def start(self) -> None:
        """Be ready to answer."""
        ...

    async def stop(self) -> None:
        """End everything that was started."""
        ...

    @property
    def menu(self) -> Menu:
        """What can be asked, from memory."""
        ...

    async def answer(self, text: str, asked_on: date, talk: str | None, scope: Scope = EVERYTHING) -> Answered:
        """The answer to a question in its talk, within its scope; raises Crashed. Teams that wait take turns."""
        ...


class Crew:
    """As many processes as given, each with one question at a time. One that dies or hangs is replaced."""

    def __init__(
        self,
        knowledge: Callable[[], Path],
        collections: Sequence[str] | None = None,
        *,
        size: int = 2,
        deadline: float = 1.0,
        boot: str = _BOOT,
    ) -> None:
        self._knowledge, self._collections = knowledge, tuple(collections or ())
        self._size, self._deadline, self._boot = size, deadline, boot
        self._idle: Turns[_Member] = Turns()
        self._all: set[_Member] = set()
        self._hiring: set[asyncio.Task[None]] = set()
        self._menu, self._menu_of, self._reading = Menu(), Path(), asyncio.Lock()

    async def start(self) -> None:
        """The whole crew, ready; raises Crashed where a process does not come up."""
        members = (self._member() for _ in range(self._size))
        ready, _ = await asyncio.gather(asyncio.gather(*members), self._read_menu(self._knowledge()))
        for member in ready:
            self._idle.put(member)

    async def stop(self) -> None:
        """End all members."""
        for task in self._hiring:
            task.cancel()
        await asyncio.gather(*self._hiring, return_exceptions=True)
        await asyncio.gather(*(member.end() for member in self._all))
        self._all.clear()

    @property
    def menu(self) -> Menu:
        """What can be asked of the knowledge that the newest member has opened."""
        return self._menu

    async def answer(self, text: str, asked_on: date, talk: str | None, scope: Scope = EVERYTHING) -> Answered:
        """The answer; the deadline counts from when a member has the question."""
        member = await self._idle.get(scope.team)
        while not member.alive:
            self._replace(member)
            member = await self._idle.get(scope.team)
        try:
            answered = await asyncio.wait_for(member.ask(text, asked_on, talk, scope), self._deadline)
        except BaseException as fault:
            self._replace(member)
            if isinstance(fault, TimeoutError):
                raise Crashed(f"no answer within {self._deadline:g} s") from None
            raise
        if member.answers >= MOST_ANSWERS:
            self._replace(member)
        else:
            self._idle.put(member)
        return answered

    def _replace(self, member: _Member) -> None:
        """Another member in this one's place, as soon as one comes up."""
        self._all.discard(member)
        task = asyncio.create_task(self._hire(member))
        self._hiring.add(task)
        task.add_done_callback(self._hiring.discard)

    async def _hire(self, instead_of: _Member) -> None:
        await instead_of.end()
        while True:
            try:
                self._idle.put(await self._member())
            except (Crashed, OSError) as fault:
                log.error("no_answering_process", why=str(fault))
                await asyncio.sleep(1)
            else:
                return

    async def _member(self) -> _Member:
        knowledge = self._knowledge()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", self._boot, str(knowledge), *self._collections,
            stdin=PIPE, stdout=PIPE, limit=LONGEST_LINE,
        )  # fmt: skip
        member = _Member(process)
        self._all.add(member)
        try:
            await asyncio.wait_for(member.ready(), BOOT_SECONDS)
            await self._read_menu(knowledge)
        except BaseException:
            self._all.discard(member)
            await member.end()
            raise
        return member

    async def _read_menu(self, knowledge: Path) -> None:
        """The menu of a knowledge that no member has opened before; read once, beside the event loop."""
        async with self._reading:
            if knowledge != self._menu_of:
                self._menu = await asyncio.to_thread(menu_of, knowledge, self._collections)
                self._menu_of = knowledge


def menu_of(knowledge: Path, collections: Sequence[str]) -> Menu:
    """What can be asked of a compiled file; raises Crashed where it cannot be read."""
    try:
        with KnowledgeBase.open(knowledge, collections or None) as opened:
            return Menu.of(opened)
    except KnowledgeError as fault:
        raise Crashed(str(fault)) from None


class _Member:
    """One answering process, seen from the desk."""

    def __init__(self, process: Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise Crashed("the process has no pipes")
        self._process, self._input, self._output = process, process.stdin, process.stdout
        self.answers = 0

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def ready(self) -> None:
        if await self._line() != READY:
            raise Crashed("the process did not come up")

    async def ask(self, text: str, asked_on: date, talk: str | None, scope: Scope) -> Answered:
        question = json.dumps((text, asked_on.isoformat(), talk, scope.place, scope.collections))
        try:
            self._input.write(question.encode() + b"\n")
            await self._input.drain()
        except (BrokenPipeError, ConnectionResetError):
            raise Crashed("the process is gone") from None
        reply, after = json.loads(await self._line())
        self.answers += 1
        return Answered(reply, after)

    async def end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._input.close()
        await self._process.wait()

    async def _line(self) -> bytes:
        try:
            line = await self._output.readline()
        except ValueError:
            raise Crashed("the answer is too long") from None
        if not line.endswith(b"\n"):
            raise Crashed("the process died")
        return line
