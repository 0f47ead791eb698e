"""Calls of the state, off the event loop: in threads of their own, intake before everything else."""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
from collections.abc import Callable
from functools import partial
from itertools import count
from queue import PriorityQueue
from typing import ParamSpec, TypeVar

import structlog

from adapters.state.errors import Full, ReadOnly, Unavailable

P = ParamSpec("P")
T = TypeVar("T")
FIRST_WAIT, LONGEST_WAIT = 0.05, 1.0
log = structlog.get_logger(__name__)
_FIRST, _THEN, _LAST = 0, 1, 2
_Job = tuple[int, int, Callable[[], None] | None]


class Store:
    """A few threads that speak to the database. SQLite has one writer: there one thread is best."""

    def __init__(self, threads: int) -> None:
        self._jobs: PriorityQueue[_Job] = PriorityQueue()
        self._order = count()
        self._chance = random.Random()  # noqa: S311 - it only spreads retries
        self._threads = [threading.Thread(target=self._work, name=f"store-{n}", daemon=True) for n in range(threads)]

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    async def close(self) -> None:
        """End the threads, when they have done what they were given."""
        for _ in self._threads:
            self._jobs.put((_LAST, next(self._order), None))
        for thread in self._threads:
            await asyncio.to_thread(thread.join)

    async def first(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a call that goes before all that wait."""
        return await self._run(_FIRST, lambda: call(*args, **kwargs))

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a call."""
        return await self._run(_THEN, lambda: call(*args, **kwargs))

    async def insist(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a call that is made again while the database is away, full or read-only."""
        wait = FIRST_WAIT
        while True:
            try:
                return await self.run(call, *args, **kwargs)
            except (Unavailable, Full, ReadOnly) as fault:
                log.warning("state_retried", call=getattr(call, "__name__", ""), why=type(fault).__name__)
                await asyncio.sleep(wait * self._chance.uniform(0.5, 1))
                wait = min(wait * 2, LONGEST_WAIT)

    async def _run(self, rank: int, call: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()

        def work() -> None:
            if done.cancelled():
                return
            try:
                result = call()
            except BaseException as fault:  # noqa: BLE001 - raised where the call was made
                told = partial(_fail, done, fault)
            else:
                told = partial(_finish, done, result)
            with contextlib.suppress(RuntimeError):  # the loop has ended: nobody waits any more
                loop.call_soon_threadsafe(told)

        self._jobs.put((rank, next(self._order), work))
        return await done

    def _work(self) -> None:
        while (job := self._jobs.get()[2]) is not None:
            job()


def _finish(done: asyncio.Future[T], result: T) -> None:
    if not done.done():
        done.set_result(result)


def _fail(done: asyncio.Future[T], fault: BaseException) -> None:
    if not done.done():
        done.set_exception(fault)
