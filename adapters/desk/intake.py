"""Events become rows, many in one transaction: only a committed event may be acknowledged."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque

from adapters.desk.event import Event
from adapters.desk.limits import Limits
from adapters.desk.store import Store
from adapters.state.errors import StateError, Unavailable
from adapters.state.state import State


class Intake:
    """One task that commits what has come in, and tells each caller whether its event was new."""

    def __init__(self, state: State, store: Store, limits: Limits) -> None:
        self._state, self._store, self._limits = state, store, limits
        self._waiting: deque[tuple[Event, asyncio.Future[bool]]] = deque()
        self._some = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._open = False

    def start(self) -> None:
        """Begin to take."""
        self._open = True
        self._task = asyncio.create_task(self._commit_all(), name="intake")

    async def stop(self) -> None:
        """Take no more; what was handed in is still committed."""
        self._open = False
        self._some.set()
        if self._task:
            await self._task

    async def take(self, event: Event) -> bool:
        """True when the event's row is committed, False when it was there; raises StateError, then nothing is kept.

        After a failure, the row may have been committed all the same: the platform's redelivery finds it.
        """
        if not self._open:
            raise Unavailable("the desk takes no questions now")
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((event, done))
        self._some.set()
        try:
            return await asyncio.wait_for(done, self._limits.take)
        except TimeoutError:
            raise Unavailable("the database did not answer in time") from None

    async def _commit_all(self) -> None:
        while self._open or self._waiting:
            self._some.clear()
            if not self._waiting:
                await self._some.wait()
            if self._open and len(self._waiting) < self._limits.most_gathered:
                await asyncio.sleep(self._limits.gather)
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._limits.most_gathered))]
            await self._commit([(event, done) for event, done in batch if not done.done()])

    async def _commit(self, batch: list[tuple[Event, asyncio.Future[bool]]]) -> None:
        if not batch:
            return
        try:
            new = await self._store.first(self._state.take, [event for event, _ in batch])
        except StateError as fault:
            for _, done in batch:
                _refuse(done, fault)
        else:
            for (_, done), is_new in zip(batch, new, strict=True):
                with contextlib.suppress(asyncio.InvalidStateError):
                    done.set_result(is_new)


def _refuse(done: asyncio.Future[bool], fault: StateError) -> None:
    if not done.done():
        done.set_exception(fault)
