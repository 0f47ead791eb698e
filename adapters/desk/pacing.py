"""How fast a platform is spoken to: a message a second and channel, and not at all while it asks us to wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

MOST_CHANNELS = 10_000
Channel = tuple[str, str, str]
Method = tuple[str, str, str]


class Pacer:
    """Hands out turns. One that waits holds its place: later turns of its channel come after it."""

    def __init__(self, rate: float, burst: int, now: Callable[[], float]) -> None:
        self._rate, self._burst, self._now = rate, burst, now
        self._next: dict[Channel, float] = {}
        self._paused: dict[Method, float] = {}

    async def turn(self, channel: Channel) -> None:
        """Wait for this channel's turn."""
        if (wait := self._reserve(channel)) > 0:
            await asyncio.sleep(wait)

    async def unpaused(self, channel: Channel, method: str) -> None:
        """Wait until no pause of the team's method is left."""
        while True:
            left = self._paused.get((*channel[:2], method), 0.0) - self._now()
            if left <= 0:
                return
            await asyncio.sleep(left)

    def pause(self, channel: Channel, method: str, seconds: float) -> None:
        """Nobody calls this method for this team for so long."""
        until = self._now() + max(seconds, 0.0)
        key = (*channel[:2], method)
        self._paused[key] = max(until, self._paused.get(key, 0.0))

    def _reserve(self, channel: Channel) -> float:
        """The time to the next free turn, which is taken: a leaky bucket of `burst` turns."""
        now, step = self._now(), 1 / self._rate
        if len(self._next) > MOST_CHANNELS:
            self._next = {key: due for key, due in self._next.items() if due > now}
        due = max(self._next.get(channel, 0.0), now - (self._burst - 1) * step)
        self._next[channel] = due + step
        return due - now
