"""What the desk's tests share: events, an answering without processes, quick limits, a desk started and stopped."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from adapters.contract import reply_json
from adapters.desk.answerer import known_place, read_talk
from adapters.desk.answering import Answered, Answering, Crashed
from adapters.desk.desk import Desk
from adapters.desk.event import Event, Kind, Platform
from adapters.desk.limits import Limits
from adapters.desk.scope import EVERYTHING, Scope
from adapters.scripted.platform import Message, Scripted
from adapters.state.state import State
from bot.bot import Bot
from bot.conversation import Talk
from bot.menu import Menu

T = TypeVar("T")

TODAY = date(2026, 11, 22)
QUICK = Limits(
    gather=0.001,
    lease=3.0,
    look_again=0.05,
    settle=0.02,
    send=1.0,
    first_wait=0.01,
    longest_wait=0.05,
    channel_rate=1000.0,
    channel_burst=1000,
)
POISON = "poison"
QUESTIONS = Path(__file__).resolve().parents[2] / "questions" / "articles.yaml"


@cache
def questions() -> tuple[str, ...]:
    """Distinct questions that have answers."""
    items = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    return tuple(dict.fromkeys(question for item in items for question in item["asks"]))


def asked(
    number: int,
    text: str = "homicides in London in 2025",
    *,
    kind: Kind = "ask",
    team: str = "T1",
    channel: str = "C1",
    thread: str = "",
    user: str = "U1",
    message: str = "",
    private: bool = False,
    platform: str = "scripted",
) -> Event:
    return Event(
        platform, team, f"{kind}-{number}", kind, channel, thread, user, message or f"m{number}", text, private, TODAY
    )


class Direct:
    """Answers in this process, in a thread; a poisonous question counts as a crash."""

    def __init__(self, bot: Bot, seconds: float = 0.0) -> None:
        self._bot, self._seconds = bot, seconds
        self.asked: list[str] = []

    async def start(self) -> None:
        return None

    async def stop(self) -> None:
        return None

    @property
    def menu(self) -> Menu:
        return self._bot.menu

    async def answer(self, text: str, asked_on: date, talk: str | None, scope: Scope = EVERYTHING) -> Answered:
        self.asked.append(text)
        await asyncio.sleep(self._seconds)
        if POISON in text:
            raise Crashed(POISON)
        place = known_place(scope.place, self._bot.knowledge)
        reply, after = await asyncio.to_thread(self._bot.ask, text, asked_on, read_talk(talk), place)
        return Answered(reply_json(reply), after.to_json())


def run(work: Coroutine[Any, Any, T], seconds: float = 60.0) -> T:
    """The result; a test that hangs fails."""

    async def bounded() -> T:
        async with asyncio.timeout(seconds):
            return await work

    return asyncio.run(bounded())


@asynccontextmanager
async def desk_on(
    state: State,
    platforms: Platform | Sequence[Platform],
    answering: Answering,
    limits: Limits = QUICK,
    *,
    worker: str = "w1",
    drain: float = 10.0,
) -> AsyncIterator[Desk]:
    several = platforms if isinstance(platforms, Sequence) else (platforms,)
    desk = Desk(state, several, answering, time.time, limits, worker=worker)
    await desk.start()
    try:
        yield desk
    finally:
        await desk.stop(drain)


async def until(holds: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait until it holds; fails when it does not."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - what is waited for may be another process's doing
            await asyncio.sleep(0.01)


def shown(platform: Scripted) -> list[str]:
    """The texts that people see."""
    return [message.text for message in platform.messages() if not message.deleted]


def by_question(messages: Sequence[Message]) -> dict[str, list[str]]:
    """The texts under each question."""
    found: dict[str, list[str]] = {}
    for message in messages:
        found.setdefault(message.question, []).append(message.text)
    return found


def replies(bot: Bot, *texts: str) -> list[str]:
    """What the bot says to the turns of one talk."""
    talk, said = Talk(), []
    for text in texts:
        reply, talk = bot.ask(text, TODAY, talk)
        said.append(reply.text)
    return said
