"""A reply on its way to its platform: paced, tried again, and looked up before it could be sent twice."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from adapters.desk.event import Event, Outgoing, Passing, Platform, RateLimited
from adapters.desk.limits import Limits
from adapters.desk.pacing import Pacer
from adapters.desk.watch import Watch

T = TypeVar("T")
Step = Callable[[], Awaitable[None]]


class Unsent(Exception):
    """All retries failed. The message may be tried again later."""


class Sender:
    """Speaks to the platforms. Raises Gone where nothing can be sent, Unsent when the retries are used up."""

    def __init__(self, platforms: Mapping[str, Platform], pacer: Pacer, limits: Limits, watch: Watch) -> None:
        self._platforms, self._pacer, self._limits, self._watch = platforms, pacer, limits, watch
        self._chance = random.Random()  # noqa: S311 - it only spreads retries

    async def send(self, out: Outgoing, may_go: Step, *, look_first: bool = False) -> str:
        """The id of our message. `may_go` is awaited before each try: it raises when the row is no longer ours.

        With `look_first`, and after each try that may have arrived, the message is looked up before it is sent again.
        """
        if look_first and out.posted is None:
            await asyncio.sleep(self._limits.settle)
            if (found := await self._find(out)) is not None:
                return found
        platform = self._platforms[out.event.platform]

        async def turn() -> None:
            await self._pacer.turn(_channel(out.event))
            await may_go()

        async def arrived() -> str | None:
            """Whether a try that failed had its effect; an update simply goes out again."""
            return None if out.posted is not None else await self._find(out)

        return await self._persistently(out.event, "send", turn, lambda: platform.send(out), arrived)

    async def send_once(self, out: Outgoing) -> None:
        """One try, for a line that may be lost."""
        await self._pacer.turn(_channel(out.event))
        await self._pacer.unpaused(_channel(out.event), "send")
        async with asyncio.timeout(self._limits.send):
            await self._platforms[out.event.platform].send(out)

    async def delete(self, event: Event, posted: str) -> None:
        """Delete our message; the same again does no harm."""
        platform = self._platforms[event.platform]
        await self._persistently(event, "delete", _nothing, lambda: platform.delete(event, posted), _nothing)

    async def _find(self, out: Outgoing) -> str | None:
        platform = self._platforms[out.event.platform]
        return await self._persistently(out.event, "find_sent", _nothing, lambda: platform.find_sent(out), _nothing)

    async def _persistently(
        self,
        event: Event,
        method: str,
        before: Step,
        call: Callable[[], Awaitable[T]],
        arrived: Callable[[], Awaitable[T | None]],
    ) -> T:
        """The call's result, tried again with full jitter; a wait that the platform asks for is no failure."""
        failures = 0
        while True:
            await before()
            await self._pacer.unpaused(_channel(event), method)
            try:
                async with asyncio.timeout(self._limits.send):
                    return await call()
            except RateLimited as limited:
                self._pacer.pause(_channel(event), method, limited.after_seconds)
                self._watch.retried(event.platform, "rate_limited")
            except (Passing, TimeoutError) as fault:
                failures += 1
                if failures > self._limits.most_retries:
                    raise Unsent(f"{method} failed {failures} times: {type(fault).__name__} {fault}") from None
                self._watch.retried(event.platform, "passing")
                await asyncio.sleep(self._wait(failures))
                if (done := await arrived()) is not None:
                    return done

    def _wait(self, failures: int) -> float:
        longest = min(self._limits.longest_wait, self._limits.first_wait * 2 ** (failures - 1))
        return self._chance.uniform(longest / 10, longest)


async def _nothing() -> None:
    return None


def _channel(event: Event) -> tuple[str, str, str]:
    return event.platform, event.team, event.channel
