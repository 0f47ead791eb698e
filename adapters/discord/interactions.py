"""Interactions on their way to being acknowledged: before that, Discord knows of no response to complete."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord

from adapters.desk.event import Event, Gone

UNKNOWN_INTERACTION = 10062
MOST_OVER = 1000


class Interactions:
    """Those of this process. Of another's nothing is known here."""

    def __init__(self) -> None:
        self._opening: dict[str, asyncio.Event] = {}
        self._over: OrderedDict[str, None] = OrderedDict()

    @asynccontextmanager
    async def opening(self, event: Event) -> AsyncIterator[None]:
        """While this lasts, the reply to the event waits; where Discord says that it is too late, there is none."""
        self._opening[event.key] = done = asyncio.Event()
        try:
            yield
        except discord.NotFound as fault:
            if fault.code == UNKNOWN_INTERACTION:
                self._note_over(event)
            raise
        finally:
            del self._opening[event.key]
            done.set()

    async def opened(self, event: Event) -> None:
        """Wait until the reply may be written; raises Gone where it never may."""
        if (done := self._opening.get(event.key)) is not None:
            await done.wait()
        if event.key in self._over:
            raise Gone("the interaction came to nothing")

    def _note_over(self, event: Event) -> None:
        self._over[event.key] = None
        if len(self._over) > MOST_OVER:
            self._over.popitem(last=False)
