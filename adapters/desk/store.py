"""Calls of the state, off the event loop: in threads of their own, intake before everything else.

What waits together is committed together: a commit costs more than what is in it.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from queue import Empty, PriorityQueue
from time import monotonic, sleep
from typing import Any, ParamSpec, TypeVar

import structlog

from adapters.state.errors import Full, ReadOnly, Unavailable

P = ParamSpec("P")
T = TypeVar("T")
FIRST_WAIT, LONGEST_WAIT = 0.05, 1.0
# So many calls share a transaction; fewer beside an intake, which they would hold up.
MOST_TOGETHER, MOST_BESIDE_INTAKE = 16, 4
# After a call that goes first, others are to be expected for so many seconds.
INTAKE_LASTS = 0.05
log = structlog.get_logger(__name__)
_FIRST, _THEN, _LAST = 0, 1, 2
_AWAY = (Unavailable, Full, ReadOnly)


@dataclass(slots=True, order=True)
class _Job:
    """A call that waits for its turn; without one, the end of a thread. `joins`: it may share a transaction."""

    rank: int
    number: int
    call: Callable[[], Any] | None = field(compare=False)
    done: asyncio.Future[Any] | None = field(compare=False, default=None)
    joins: bool = field(compare=False, default=False)

    @property
    def is_awaited(self) -> bool:
        return self.done is not None and not self.done.cancelled()

    def run(self) -> None:
        """Make the call alone."""
        if self.call is None or not self.is_awaited:
            return
        try:
            result = self.call()
        except BaseException as fault:  # noqa: BLE001 - raised where the call was made
            self.tell(partial(_fail, self.done, fault))
        else:
            self.tell(partial(_finish, self.done, result))

    def tell(self, what: Callable[[], None]) -> None:
        if self.done is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended: nobody waits any more
                self.done.get_loop().call_soon_threadsafe(what)


class Store:
    """A few threads that speak to the database: where it has one writer, one; else one for intake alone, and more."""

    def __init__(self, threads: int, together: Callable[[Sequence[Callable[[], Any]]], list[Any]]) -> None:
        """`together` makes several calls in one transaction."""
        self._together = together
        self._jobs: PriorityQueue[_Job] = PriorityQueue()
        self._intake: PriorityQueue[_Job] = PriorityQueue() if threads > 1 else self._jobs
        self._order = count()
        self._chance = random.Random()  # noqa: S311 - it only spreads retries
        self._taken_at = -INTAKE_LASTS
        works = [partial(self._work, queue) for queue in (self._intake, self._jobs)[:threads]]
        works += [partial(self._work, self._jobs, gives_way=True)] * (threads - len(works))
        self._threads = [threading.Thread(target=work, daemon=True) for work in works]

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    async def close(self) -> None:
        """End the threads, when they have done what they were given."""
        for queue in (self._intake, *[self._jobs] * (len(self._threads) - 1)):
            queue.put(_Job(_LAST, next(self._order), None))
        for thread in self._threads:
            await asyncio.to_thread(thread.join)

    async def first(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a call that goes before all that wait."""
        return await self._run(_FIRST, lambda: call(*args, **kwargs))

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a call."""
        return await self._run(_THEN, lambda: call(*args, **kwargs))

    async def insist(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a call that is made again while the database is away, full or read-only.

        It may be made in one transaction with others.
        """
        wait = FIRST_WAIT
        while True:
            try:
                return await self._run(_THEN, lambda: call(*args, **kwargs), joins=True)
            except _AWAY as fault:
                log.warning("state_retried", call=getattr(call, "__name__", ""), why=type(fault).__name__)
                await asyncio.sleep(wait * self._chance.uniform(0.5, 1))
                wait = min(wait * 2, LONGEST_WAIT)

    async def _run(self, rank: int, call: Callable[[], T], *, joins: bool = False) -> T:
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        queue = self._intake if rank == _FIRST else self._jobs
        self._taken_at = monotonic() if rank == _FIRST else self._taken_at
        queue.put(_Job(rank, next(self._order), call, done, joins))
        return await done

    def _work(self, queue: PriorityQueue[_Job], *, gives_way: bool = False) -> None:
        """A thread's life; one that gives way stands by beside an intake: whoever computes holds that up."""
        while (job := queue.get()).call is not None:
            if gives_way and self._is_taking:
                queue.put(job)
                sleep(INTAKE_LASTS)
            else:
                self._do(job)

    @property
    def _is_taking(self) -> bool:
        return monotonic() - self._taken_at < INTAKE_LASTS

    def _do(self, job: _Job) -> None:
        if job.joins and (others := self._others()):
            self._run_together([job, *others])
        else:
            job.run()

    def _others(self) -> list[_Job]:
        """What else waits and may share a transaction, until something comes that may not."""
        found, most = list[_Job](), MOST_BESIDE_INTAKE if self._is_taking else MOST_TOGETHER
        while len(found) < most - 1:
            try:
                job = self._jobs.get_nowait()
            except Empty:
                break
            if not job.joins:
                self._jobs.put(job)
                break
            found.append(job)
        return found

    def _run_together(self, jobs: Sequence[_Job]) -> None:
        """All in one transaction; where one of them fails for itself, nothing was kept, and each is made alone."""
        awaited = [job for job in jobs if job.is_awaited]
        try:
            results = self._together([job.call for job in awaited if job.call])
        except _AWAY as fault:
            for job in awaited:
                job.tell(partial(_fail, job.done, fault))
        except BaseException:  # noqa: BLE001 - whose it is shows when each is made alone
            for job in awaited:
                job.run()
        else:
            for job, result in zip(awaited, results, strict=True):
                job.tell(partial(_finish, job.done, result))


def _finish(done: asyncio.Future[Any] | None, result: object) -> None:
    if done and not done.done():
        done.set_result(result)


def _fail(done: asyncio.Future[Any] | None, fault: BaseException) -> None:
    if done and not done.done():
        done.set_exception(fault)
