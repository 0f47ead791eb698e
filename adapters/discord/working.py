"""“Beatbook is typing”: shown while a question waits for longer than a moment, and never after its answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import aiohttp
import discord
import structlog

from adapters.desk.event import Event

log = structlog.get_logger(__name__)

# Most answers are there before; what Discord shows then lasts about ten seconds.
FIRST_WAIT, AGAIN, MOST_TIMES = 0.7, 8.0, 4


class Working:
    """The questions that people see us work on."""

    def __init__(self, channel: Callable[[Event], discord.abc.Messageable], first_wait: float = FIRST_WAIT) -> None:
        self._channel, self._first_wait = channel, first_wait
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def begin(self, event: Event) -> None:
        """A question came in."""
        if event.key in self._tasks:
            return
        task = asyncio.create_task(self._show(event), name="typing")
        self._tasks[event.key] = task
        task.add_done_callback(lambda _: self._tasks.pop(event.key, None))

    def end(self, event: Event) -> None:
        """Its answer is on its way, or it is nothing new."""
        if (task := self._tasks.pop(event.key, None)) is not None:
            task.cancel()

    async def _show(self, event: Event) -> None:
        await asyncio.sleep(self._first_wait)
        try:
            for _ in range(MOST_TIMES):
                await self._channel(event).typing()
                await asyncio.sleep(AGAIN)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as fault:
            log.info("typing_not_shown", why=type(fault).__name__)
