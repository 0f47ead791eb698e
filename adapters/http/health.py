"""Whether the process lives (its event loop ticks) and whether it is ready (what it needs is there)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

EVERY_SECONDS = 0.5
MOST_SECONDS_SILENT = 5.0
SECONDS_OF_A_CHECK = 2.0
SECONDS_A_LOOK_HOLDS = 1.0

Monotonic = Callable[[], float]
# What is wrong, in words for the operator; empty where nothing is.
Check = Callable[[], Awaitable[str]]


class Pulse:
    """The tick of the event loop: when the last one was, and how late."""

    def __init__(self, monotonic: Monotonic, every: float = EVERY_SECONDS) -> None:
        self._monotonic, self._every = monotonic, every
        self._last = monotonic()
        self._lag = 0.0

    async def beat(self) -> None:
        """Tick until cancelled."""
        while True:
            await asyncio.sleep(self._every)
            now = self._monotonic()
            self._lag = max(0.0, now - self._last - self._every)
            self._last = now

    def age(self) -> float:
        """Seconds since the last tick."""
        return self._monotonic() - self._last

    def lag(self) -> float:
        """How late the last tick was, or the next one already is."""
        return max(self._lag, self.age() - self._every)

    def beats(self) -> bool:
        """Whether the loop ticked lately."""
        return self.age() <= MOST_SECONDS_SILENT


class Checks:
    """All checks at once, each within its time. One look serves everybody who asks within a second of it.

    A check that hangs is not started again while it hangs: a dead database must not gather threads.
    """

    def __init__(
        self,
        checks: Mapping[str, Check],
        monotonic: Monotonic,
        *,
        seconds: float = SECONDS_OF_A_CHECK,
        holds: float = SECONDS_A_LOOK_HOLDS,
        seen: Callable[[bool], None] = lambda _: None,
    ) -> None:
        self._checks, self._monotonic, self._seconds, self._holds, self._seen = checks, monotonic, seconds, holds, seen
        self._running: dict[str, asyncio.Future[str]] = {}
        self._look: asyncio.Task[dict[str, str]] | None = None
        self._looked = -holds
        self._stopping = ""

    def stop(self, why: str) -> None:
        """From now on nobody shall send us anything."""
        self._stopping = why
        self._seen(False)

    async def reasons(self) -> dict[str, str]:
        """What is wrong, by the name of its check; empty where all is well."""
        if self._stopping:
            return {"process": self._stopping}
        if self._look is None or (self._look.done() and self._monotonic() - self._looked >= self._holds):
            self._look = asyncio.create_task(self._look_at_all())
        return await asyncio.shield(self._look)

    async def close(self) -> None:
        """Leave no task behind."""
        tasks = [task for task in (self._look, *self._running.values()) if task and not task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _look_at_all(self) -> dict[str, str]:
        said = await asyncio.gather(*(self._one(name, check) for name, check in self._checks.items()))
        wrong = {name: why for name, why in zip(self._checks, said, strict=True) if why}
        self._looked = self._monotonic()
        self._seen(not wrong)
        return wrong

    async def _one(self, name: str, check: Check) -> str:
        running = self._running.setdefault(name, asyncio.ensure_future(self._running.get(name) or check()))
        done, _ = await asyncio.wait({running}, timeout=self._seconds)
        if not done:
            return f"no answer within {self._seconds:g} s"
        del self._running[name]
        # A check's own fault is told by its kind alone: its text may hold an address or a password.
        fault = running.exception()
        return running.result() if fault is None else f"the check failed: {type(fault).__name__}"


def threaded(look: Callable[[], str]) -> Check:
    """A check that may block, in a thread."""

    async def check() -> str:
        return await asyncio.to_thread(look)

    return check
