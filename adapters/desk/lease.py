"""Which rows are ours, and for how long we may act for them."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable

import structlog

from adapters.desk.limits import Limits
from adapters.desk.store import Store
from adapters.state.errors import StateError
from adapters.state.state import State

log = structlog.get_logger(__name__)


class Lease:
    """The names under which this desk holds rows.

    There is one name, but after a claim whose end is not known there is another: what the unknown claim may have taken
    stays under the old name, and is let go when nothing in hand is under it any more.
    """

    def __init__(self, worker: str, state: State, store: Store, limits: Limits, held: Callable[[], set[str]]) -> None:
        self._worker, self._state, self._store, self._limits, self._held = worker, state, store, limits, held
        self._names = [worker]
        self._good_until = 0.0

    @property
    def name(self) -> str:
        """The name to claim with."""
        return self._names[-1]

    async def begin(self) -> None:
        """Take over what a former life under this name held. Raises StateError."""
        await self._store.run(self._state.release, self._worker)
        self._good_until = self._now() + self._limits.lease

    async def end(self) -> None:
        """Let go of everything, if the database can be reached: else the leases run out."""
        for name in self._names:
            try:
                await self._store.run(self._state.release, name)
            except StateError as fault:
                log.warning("rows_not_released", why=type(fault).__name__)

    def rename(self) -> None:
        """Claim under another name from now on."""
        self._names.append(f"{self._worker}/{uuid.uuid4().hex}")

    async def keep(self) -> None:
        """Renew, until cancelled."""
        while True:
            await asyncio.sleep(self._limits.lease / 6)
            try:
                await self._renew()
            except StateError as fault:
                log.warning("lease_not_renewed", why=type(fault).__name__)

    @property
    def is_good(self) -> bool:
        """Whether nobody else can have taken our rows; false after a time without a database."""
        return self._now() < self._good_until - self._limits.lease / 3

    async def _renew(self) -> None:
        began, held = self._now(), self._held()
        for name in tuple(self._names):
            if name != self.name and name not in held:
                await self._store.run(self._state.release, name)
                self._names.remove(name)
            else:
                await self._store.run(self._state.extend, name)
        self._good_until = began + self._limits.lease

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
