"""How fast the desk acknowledges and answers: beside the same desk with an empty handler; two workers against one."""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from time import perf_counter

import structlog

from adapters.contract import reply_json
from adapters.desk.answering import Answered, Answering, Crew
from adapters.desk.desk import Desk
from adapters.desk.event import Event, Outgoing
from adapters.desk.limits import Limits
from adapters.desk.scope import EVERYTHING, Scope
from adapters.state.state import State
from benchmarks.answers import questions
from bot.conversation import Talk
from bot.menu import Menu
from bot.reply import Reply
from knowledge.build import build

ACKS_A_SECOND = 500
ACK_SECONDS = 10
ANSWERS = 1500
RUNS = 3
ASKED_ON = date(2026, 11, 22)
LIMITS = Limits(most_open=100, channel_rate=1e6, channel_burst=1000)
EMPTY = reply_json(Reply("help", "Hello."))


class Nowhere:
    """A platform that takes everything at once and keeps nothing."""

    name = "nowhere"

    def __init__(self) -> None:
        self.sent = 0

    async def send(self, out: Outgoing) -> str:
        self.sent += 1
        return out.key

    async def find_sent(self, out: Outgoing) -> str | None:
        del out
        return None

    async def delete(self, event: Event, posted: str) -> None:
        del event, posted


class Nothing:
    """An empty handler: the same reply to every question, at once."""

    async def start(self) -> None:
        return None

    async def stop(self) -> None:
        return None

    menu = Menu()

    async def answer(self, text: str, asked_on: date, talk: str | None, scope: Scope = EVERYTHING) -> Answered:
        del text, asked_on, talk, scope
        return Answered(EMPTY, Talk().to_json())


def event(number: int, text: str) -> Event:
    return Event("nowhere", "T", f"e{number}", "ask", "C", f"t{number}", "U", f"m{number}", text, False, ASKED_ON)


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[int(len(times) * share)]


async def acks(url: str, answering: Answering) -> tuple[float, float, float]:
    """p50, p99 and the longest acknowledgement in milliseconds: so many a second, whether or not the last is done."""
    state, took, asked = State.open(url, time.time), list[float](), questions()
    desk = Desk(state, [Nowhere()], answering, time.time, LIMITS)
    await desk.start()

    async def take(number: int, due: float) -> None:
        await desk.take(event(number, asked[number % len(asked)]))
        took.append((perf_counter() - due) * 1000)

    began, tasks = perf_counter(), []
    for number in range(ACKS_A_SECOND * ACK_SECONDS):
        due = began + number / ACKS_A_SECOND
        if (early := due - perf_counter()) > 0:
            await asyncio.sleep(early)
        tasks.append(asyncio.create_task(take(number, due)))
    await asyncio.gather(*tasks)
    await desk.stop()
    state.close()
    return statistics.median(took), percentile(took, 0.99), max(took)


async def answers(url: str, answering: Answering, first: int = 0) -> float:
    """Answers a second, from taking to sent, as many in hand as the desk admits."""
    state, platform, asked = State.open(url, time.time), Nowhere(), questions()
    desk = Desk(state, [platform], answering, time.time, replace(LIMITS, most_open=200))
    await desk.start()
    room = asyncio.Semaphore(32)
    began = perf_counter()

    async def take(number: int) -> None:
        async with room:
            await desk.take(event(first + number, asked[number % len(asked)]))

    for start in range(0, ANSWERS, 50):
        while desk.depth > 100:  # noqa: ASYNC110
            await asyncio.sleep(0.002)
        await asyncio.gather(*(take(number) for number in range(start, start + 50)))
    while platform.sent < ANSWERS:  # noqa: ASYNC110
        await asyncio.sleep(0.002)
    rate = ANSWERS / (perf_counter() - began)
    await desk.stop()
    state.close()
    return rate


def quiet() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))


def in_folder(work: Callable[[str], float]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        return work(f"sqlite:///{folder}/state.sqlite")


def report(knowledge: Path) -> str:
    """The figures as a table."""

    def crew(size: int) -> Crew:
        return Crew(lambda: knowledge, size=size, deadline=5)

    def rate(make: Callable[[], Answering]) -> float:
        return statistics.median(in_folder(lambda url: asyncio.run(answers(url, make()))) for _ in range(RUNS))

    with tempfile.TemporaryDirectory() as folder:
        p50, p99, longest = asyncio.run(acks(f"sqlite:///{folder}/state.sqlite", crew(1)))
    empty, one, two = rate(Nothing), rate(lambda: crew(1)), rate(lambda: crew(2))
    return "\n".join(
        (
            f"| what ({multiprocessing.cpu_count()} cores, SQLite, synchronous=FULL) | measured | bound |",
            "| --- | --- | --- |",
            f"| acknowledgement at {ACKS_A_SECOND} a second, p50 | {p50:.1f} ms | – |",
            f"| acknowledgement at {ACKS_A_SECOND} a second, p99 | {p99:.1f} ms | 50 ms |",
            f"| acknowledgement at {ACKS_A_SECOND} a second, longest | {longest:.1f} ms | 3,000 ms |",
            f"| answers a second, an empty handler | {empty:.0f} | – |",
            f"| answers a second, one answering process | {one:.0f} ({one / empty:.2f} of empty) | – |",
            f"| answers a second, two answering processes | {two:.0f} ({two / one:.2f} of one) | – |",
        )
    )


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    quiet()
    with tempfile.TemporaryDirectory() as folder:
        text = Path(str(files("knowledge") / "data"))
        print(report(build((text,), Path(folder)).path))


if __name__ == "__main__":
    main()
