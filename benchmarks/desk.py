"""How fast the desk acknowledges and answers: beside the same desk with an empty handler; two workers against one."""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from time import perf_counter
from typing import Any

import structlog

from adapters.contract import reply_json
from adapters.desk.answering import Answered, Answering, Crew
from adapters.desk.desk import Desk
from adapters.desk.event import Event, Outgoing
from adapters.desk.limits import Limits
from adapters.desk.scope import EVERYTHING, Scope
from adapters.service import settle
from adapters.state.errors import StateError
from adapters.state.state import State
from benchmarks.answers import questions
from bot.conversation import Talk
from bot.menu import Menu
from bot.reply import Reply
from knowledge.build import build
from tests.adapters.postgres import binaries
from tests.torture.desk_kills import address

ACKS_A_SECOND = 500
ACK_SECONDS = 10
ANSWERS = 1000
RUNS = 3
QUIET_ASKS = 60
QUIET_EVERY = 0.1
LOOK_AGAIN = 0.01
ASKED_ON = date(2026, 11, 22)
LIMITS = Limits(most_open=100, channel_rate=1e6, channel_burst=1000)
EMPTY = reply_json(Reply("help", "Hello."))
PAGE = Path("docs/performance.md")
Row = tuple[str, str, str]


class Nowhere:
    """A platform that takes everything at once and keeps nothing but when each question was answered."""

    name = "nowhere"

    def __init__(self, count: Callable[[], None] = lambda: None) -> None:
        self.answered: dict[str, float] = {}
        self._count = count

    async def send(self, out: Outgoing) -> str:
        self.answered[out.event.key] = perf_counter()
        self._count()
        return out.key

    async def find_sent(self, out: Outgoing) -> str | None:
        del out
        return None

    async def delete(self, event: Event, posted: str) -> None:
        del event, posted


class Nothing:
    """An empty handler: the same reply to every question, at once."""

    menu = Menu()

    async def start(self) -> None:
        return None

    async def stop(self) -> None:
        return None

    async def answer(self, text: str, asked_on: date, talk: str | None, scope: Scope = EVERYTHING) -> Answered:
        del text, asked_on, talk, scope
        return Answered(EMPTY, Talk().to_json())


def handler(knowledge: Path | None, size: int = 1) -> Answering:
    """A crew on the knowledge; without it, the empty handler."""
    return Nothing() if knowledge is None else Crew(lambda: knowledge, size=size, deadline=5)


def event(number: int, text: str, team: str = "T") -> Event:
    key = f"{team}{number}"
    return Event("nowhere", team, key, "ask", "C", f"t{key}", "U", f"m{key}", text, False, ASKED_ON)


def percentile(times: list[float], part: float) -> float:
    return sorted(times)[int(len(times) * part)]


async def acks(url: str, answering: Answering, seconds: float = ACK_SECONDS) -> list[float]:
    """Acknowledgements in milliseconds: so many a second, whether or not the last is done."""
    took = list[float]()
    async with at_work(url, Nowhere(), answering) as desk:
        await _flood(desk, questions(), seconds, took)
    return took


@asynccontextmanager
async def at_work(url: str, platform: Nowhere, answering: Answering, limits: Limits = LIMITS) -> AsyncIterator[Desk]:
    """A desk that takes and answers, in a process that has settled as a serving one does."""
    with closing(State.open(url, time.time)) as state:
        desk = Desk(state, [platform], answering, time.time, limits)
        await desk.start()
        settle()
        yield desk
        await desk.stop()


async def _flood(desk: Desk, asked: list[str], seconds: float, took: list[float]) -> None:
    async def take(number: int, due: float) -> None:
        with suppress(StateError):  # it was refused in time: its platform would deliver it again
            await desk.take(event(number, asked[number % len(asked)]))
        took.append((perf_counter() - due) * 1000)

    began, tasks = perf_counter(), []
    for number in range(int(ACKS_A_SECOND * seconds)):
        due = began + number / ACKS_A_SECOND
        if (early := due - perf_counter()) > 0:
            await asyncio.sleep(early)
        tasks.append(asyncio.create_task(take(number, due)))
    await asyncio.gather(*tasks)


async def quiet_team(url: str, answering: Answering, *, flooded: bool) -> float:
    """Milliseconds from asking to answered, p99, of a team that asks now and then, beside another's flood."""
    platform, asked, began = Nowhere(), questions(), dict[str, float]()
    async with at_work(url, platform, answering) as desk:
        flood = asyncio.create_task(_flood(desk, asked, QUIET_ASKS * QUIET_EVERY * flooded, []))
        for number in range(QUIET_ASKS):
            await asyncio.sleep(QUIET_EVERY)
            one = event(number, asked[number], "quiet")
            began[one.key] = perf_counter()
            await desk.take(one)
        await flood
        while not began.keys() <= platform.answered.keys():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return percentile([(platform.answered[key] - began[key]) * 1000 for key in began], 0.99)


def serve_some(url: str, knowledge: Path | None, number: int, goal: int, sent: Any, start: Any, done: Any) -> None:
    """One worker: it takes its part, and answers whatever it gets hold of until all is answered."""
    quiet()
    with_a_core_of_its_own(number)
    asyncio.run(_serve_some(url, handler(knowledge), number, goal, sent, start, done))


def with_a_core_of_its_own(number: int) -> None:
    """Keep a worker and its processes to one core: a second brings another, and what it gains is what it can use.

    On a small machine the first would else take up all cores, and a second could gain nothing, however well it ran.
    """
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[number % len(cores)]})


async def _serve_some(url: str, answering: Answering, number: int, goal: int, sent: Any, start: Any, done: Any) -> None:
    def one_more() -> None:
        with sent.get_lock():
            sent.value += 1

    asked = questions()
    async with at_work(url, Nowhere(one_more), answering, replace(LIMITS, most_open=400)) as desk:
        await asyncio.to_thread(start.wait)
        began = time.monotonic()
        for first in range(0, ANSWERS, 50):
            while desk.depth > 150:  # noqa: ASYNC110
                await asyncio.sleep(LOOK_AGAIN)
            teams = [f"T{number}-{n % 20}" for n in range(50)]
            await asyncio.gather(*(desk.take(event(first + n, asked[n], teams[n])) for n in range(50)))
        while sent.value < goal:  # noqa: ASYNC110
            await asyncio.sleep(LOOK_AGAIN)
        done.put((began, time.monotonic()))


def answers(url: str, knowledge: Path | None, workers: int = 1) -> float:
    """Answers a second, from taking to sent, of so many processes on one database."""
    spawn, goal = multiprocessing.get_context("spawn"), workers * ANSWERS
    sent, start, done = spawn.Value("i", 0), spawn.Barrier(workers), spawn.Queue()
    State.open(url, time.time).close()
    processes = [
        spawn.Process(target=serve_some, args=(url, knowledge, number, goal, sent, start, done))
        for number in range(workers)
    ]
    for process in processes:
        process.start()
    times = [done.get(timeout=120) for _ in processes]
    for process in processes:
        process.join()
    return goal / (max(ended for _, ended in times) - min(began for began, _ in times))


def quiet() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The address of an empty database of a kind."""
    with tempfile.TemporaryDirectory() as folder, address(kind, Path(folder)) as url:
        yield url


def best(kind: str, work: Callable[[str], float], choose: Callable[[list[float]], float]) -> float:
    """The best of several runs, each on a new database: where others use the machine, their work is in the rest."""
    runs = []
    for _ in range(RUNS):
        with database(kind) as url:
            runs.append(work(url))
    return choose(runs)


def measured(kind: str, name: str, knowledge: Path) -> list[Row]:
    """The rows of one database."""

    def ack(known: Path | None) -> float:
        return best(kind, lambda url: percentile(asyncio.run(acks(url, handler(known))), 0.99), min)

    def rate(known: Path | None, workers: int) -> float:
        return best(kind, lambda url: answers(url, known, workers), max)

    def waiting(*, flooded: bool) -> float:
        return best(kind, lambda url: asyncio.run(quiet_team(url, handler(knowledge), flooded=flooded)), min)

    empty_ack, own_ack = ack(None), ack(knowledge)
    empty, own = rate(None, 1), rate(knowledge, 1)
    idle, flooded = waiting(flooded=False), waiting(flooded=True)
    rows = [
        (f"{name}: acknowledgement, {ACKS_A_SECOND} a second, p99; with an empty handler {empty_ack:.0f} ms",
         f"{own_ack:.0f} ms", "50 ms"),
        (f"{name}: answers a second; with an empty handler {empty:.0f}", f"{own:.0f} ({own / empty:.2f} ×)", "–"),
        (f"{name}: a quiet team's answer, p99, beside a flood of {ACKS_A_SECOND} a second; without it {idle:.0f} ms",
         f"{flooded:.0f} ms ({flooded / idle:.1f} ×)", "1,000 ms"),
    ]  # fmt: skip
    if kind != "postgresql":
        return rows
    empty_gain, gain = rate(None, 2) / empty, rate(knowledge, 2) / own
    second = f"{name}: what a second worker brings; to an empty handler {empty_gain:.2f} ×"
    return [*rows, (second, f"{gain:.2f} × ({gain / empty_gain:.2f} of empty)", "0.9 of empty")]


def report() -> str:
    """What was measured, and its bound, for each database that is installed."""
    quiet()
    kinds = {"sqlite": "SQLite"} | ({"postgresql": "PostgreSQL"} if binaries() else {})
    rows: list[Row] = [(f"the desk, the best of {RUNS} runs each", "measured", "bound"), ("---", "---", "---")]
    with tempfile.TemporaryDirectory() as folder:
        knowledge = build((Path(str(files("knowledge") / "data")),), Path(folder)).path
        for kind, name in kinds.items():
            rows += measured(kind, name, knowledge)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md too")
    chosen, table = parser.parse_args(), report()
    print(table)
    if chosen.write:
        before = PAGE.read_text(encoding="utf-8").rstrip()
        PAGE.write_text(f"{before}\n\n{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
