"""Kill -9 under load: workers die every 0.2 to 0.6 s, and every acknowledged event still has exactly one reply.

python -m tests.torture.desk_kills --kills 100 --database sqlite --database postgresql
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import select
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import structlog

from adapters.desk.answering import Crew
from adapters.desk.desk import Desk
from adapters.desk.event import Event, send_key
from adapters.scripted.platform import Scripted, messages_in
from adapters.state.errors import StateError
from adapters.state.state import State
from bot.bot import Bot
from knowledge.base import KnowledgeBase
from knowledge.build import build
from tests.adapters.desk.rig import QUICK, asked, questions, replies
from tests.adapters.postgres import MISSING, OWNER, Server, binaries

LIMITS = replace(QUICK, gather=0.003, settle=0.3, most_open=1000, lease=3.0)
SEATS = 2
MOST_WAITING = 60
THREADS_OF_TURNS = ("homicides in London in 2025", "and in 2024?", "and in 2022?")


@dataclass(frozen=True, slots=True)
class Ring:
    """Where one torture takes place."""

    folder: Path
    url: str
    knowledge: Path
    talks: int
    rate: float

    @property
    def acks(self) -> Path:
        return self.folder / "acks"

    @property
    def platform(self) -> Path:
        return self.folder / "platform.sqlite"

    def acked(self) -> set[str]:
        return set(self.acks.read_text(encoding="utf-8").split()) if self.acks.exists() else set()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a torture came to."""

    kills: int
    events: int
    lost: int
    doubled: int
    wrong: int
    seconds: float

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.wrong)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.events:,} events, {self.lost} lost, {self.doubled} doubled, "
            f"{self.wrong} with another text, {self.seconds:.0f} s"
        )


def turns_of(talk: int) -> list[Event]:
    """A talk's events: every fifth talk has three turns, in a thread."""
    if talk % 5 == 0:
        texts: Sequence[str] = THREADS_OF_TURNS
    else:
        texts = (questions()[talk % 60],)
    channel, thread, user, team = f"C{talk % 40}", f"t{talk}", f"U{talk % 97}", f"T{talk % 7}"
    return [
        asked(talk * 10 + n, text, channel=channel, thread=thread, user=user, team=team) for n, text in enumerate(texts)
    ]


def live(ring: Ring, seat: int, name: str, ready: int, *, to_the_end: bool) -> None:
    """One life of a worker: it serves until it is killed, or, to the end, until all is answered."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr), processors=[_only_bad])
    asyncio.run(_serve(ring, seat, name, ready, to_the_end=to_the_end))


def _only_bad(_logger: Any, level: str, entry: MutableMapping[str, Any]) -> str:
    if level in {"debug", "info", "warning"}:
        raise structlog.DropEvent
    return str(entry)


async def _serve(ring: Ring, seat: int, name: str, ready: int, *, to_the_end: bool) -> None:
    state = State.open(ring.url, time.time, LIMITS.lease)
    crew = Crew(lambda: ring.knowledge, ("articles",), size=1, deadline=10.0)
    desk = Desk(state, [Scripted(ring.platform)], crew, time.time, LIMITS, worker=name)
    await desk.start()
    os.write(ready, b"!")
    seats = range(SEATS) if to_the_end else (seat,)
    await _feed(ring, desk, [talk for talk in range(ring.talks) if talk % SEATS in seats])
    while not to_the_end or await asyncio.to_thread(state.depth) > 0:  # noqa: ASYNC110 - others' rows count too
        await asyncio.sleep(0.05)
    await desk.stop()
    state.close()


async def _feed(ring: Ring, desk: Desk, talks: Sequence[int]) -> None:
    """What has no acknowledgement is delivered (again), turn after turn; some of the rest once more for nothing."""
    acked, log = ring.acked(), os.open(ring.acks, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    async def deliver(talk: int) -> None:
        for event in turns_of(talk):
            while event.key not in acked:
                with suppress(StateError):
                    await desk.take(event)
                    acked.add(event.key)
                    os.write(log, f"{event.key}\n".encode())

    tasks = set()
    for talk in talks:
        if talk % 20 == 0:
            acked.discard(turns_of(talk)[0].key)
        if all(event.key in acked for event in turns_of(talk)):
            continue
        while desk.depth > MOST_WAITING:  # noqa: ASYNC110 - a rate, not a signal
            await asyncio.sleep(0.005)
        tasks.add(asyncio.create_task(deliver(talk)))
        await asyncio.sleep(1 / ring.rate)
    await asyncio.gather(*tasks)


def spawn(ring: Ring, seat: int, name: str, *, to_the_end: bool = False) -> tuple[int, int]:
    """A worker, forked from this process, which has everything loaded; its id, and the pipe that tells it is ready."""
    reading, writing = os.pipe()
    if child := os.fork():
        os.close(writing)
        return child, reading
    code = 1
    try:
        os.close(reading)
        live(ring, seat, name, writing, to_the_end=to_the_end)
        code = 0
    finally:
        os._exit(code)


@dataclass(slots=True)
class Life:
    """A worker that lives, and when it dies; until it is ready that is not known."""

    process: int
    ready: int
    dies_at: float | None

    def look(self, chance: random.Random) -> bool:
        """Whether it is time."""
        if self.dies_at is None and select.select([self.ready], [], [], 0)[0]:
            self.dies_at = time.monotonic() + chance.uniform(0.2, 0.6)
        return self.dies_at is not None and time.monotonic() >= self.dies_at

    def kill(self) -> None:
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.ready)


def begin(ring: Ring, seat: int, chance: random.Random) -> Life:
    """A new life: one in eight dies while it starts, one in five comes under a name that nobody had."""
    name = f"w{seat}" if chance.random() < 0.8 else f"w{seat}-{chance.getrandbits(32):x}"
    process, ready = spawn(ring, seat, name)
    dies_at = time.monotonic() + chance.uniform(0.0, 0.3) if chance.random() < 0.125 else None
    return Life(process, ready, dies_at)


def torture(ring: Ring, kills: int, seed: int) -> Outcome:
    """Kill so often, let the last worker finish, and count."""
    began, chance, killed = time.monotonic(), random.Random(seed), 0  # noqa: S311
    lives = {seat: begin(ring, seat, chance) for seat in range(SEATS)}
    while killed < kills:
        time.sleep(0.005)
        for seat, life in lives.items():
            if killed < kills and life.look(chance):
                life.kill()
                killed += 1
                lives[seat] = begin(ring, seat, chance)
    for life in lives.values():
        life.kill()
    last, ready = spawn(ring, 0, "w0", to_the_end=True)
    _, status = os.waitpid(last, 0)
    os.close(ready)
    if status:
        raise RuntimeError(f"the last worker ended with {status}")
    return count(ring, killed + SEATS, time.monotonic() - began)


def count(ring: Ring, kills: int, seconds: float) -> Outcome:
    """Compare what stands on the platform with what the bot says directly."""
    bot = Bot(KnowledgeBase.open(ring.knowledge, ("articles",)))
    sent: dict[str, list[str]] = {}
    for message in messages_in(ring.platform):
        sent.setdefault(message.key, []).append(message.text)
    events = lost = wrong = 0
    for talk in range(ring.talks):
        turns = turns_of(talk)
        for event, text in zip(turns, replies(bot, *(turn.text for turn in turns)), strict=True):
            texts = sent.get(send_key(event), [])
            events, lost, wrong = events + 1, lost + (not texts), wrong + any(found != text for found in texts)
    if missing := events - len(ring.acked()):
        raise RuntimeError(f"{missing} events were never acknowledged")
    return Outcome(kills, events, lost, sum(len(texts) > 1 for texts in sent.values()), wrong, seconds)


@contextmanager
def address(database: str, folder: Path) -> Iterator[str]:
    """The address of an empty database of a kind."""
    if database == "sqlite":
        yield f"sqlite:///{folder / 'state.sqlite'}"
        return
    programs, home = binaries(), Path(tempfile.mkdtemp(prefix="beatbook-pg-"))
    if programs is None:
        raise SystemExit(MISSING)
    if os.geteuid() == 0:
        shutil.chown(home, OWNER)
    server = Server(programs, home)
    server.install()
    server.start()
    try:
        yield server.database()
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def tortured(database: str, kills: int, seed: int = 1, events_a_kill: int = 60, rate: float = 150.0) -> Outcome:
    """One whole torture in a folder of its own."""
    with tempfile.TemporaryDirectory() as name, address(database, Path(name)) as url:
        folder = Path(name)
        knowledge = build((Path(str(files("knowledge") / "data")),), folder / "knowledge").path
        State.open(url, time.time).close()
        return torture(Ring(folder, url, knowledge, int(kills * events_a_kill / 1.4), rate), kills, seed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", action="append", choices=("sqlite", "postgresql"))
    chosen = parser.parse_args()
    outcomes = {name: tortured(name, chosen.kills, chosen.seed) for name in chosen.database or ("sqlite",)}
    for name, outcome in outcomes.items():
        print(f"{name:10} {outcome}")
    sys.exit(not all(outcome.is_clean for outcome in outcomes.values()))


if __name__ == "__main__":
    main()
