"""The life of a serving process: what is opened, in which order, and how it ends within its time."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
from collections.abc import Awaitable, Mapping
from contextlib import suppress

import structlog

from adapters.desk.desk import Desk
from adapters.guest import Guest
from adapters.http.health import Checks, Pulse
from adapters.http.surface import Addresses, Surface

WELL, ILL = 0, 1
MOST_SECONDS = 10.0
# Of these: each step before the drain of the desk, what is kept for the steps after it, and each of those.
BEFORE, KEPT, AFTER = 2.0, 1.5, 0.5

log = structlog.stdlib.get_logger("beatbook.serve")


class Service:
    """Opens what the next needs first, and closes the other way round: nothing is taken that nobody answers."""

    def __init__(
        self, desk: Desk, guests: Mapping[str, Guest], surface: Surface, checks: Checks, pulse: Pulse, at: Addresses
    ) -> None:
        self._desk, self._guests, self._surface, self._checks, self._pulse = desk, guests, surface, checks, pulse
        self._at = at
        self._working = False

    async def run(self, end: End) -> int:
        """Serve until the end is asked for; the exit code."""
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, end.ask, sign.name)
        beating = asyncio.create_task(self._pulse.beat())
        try:
            await _unless(end.asked, self._open())
            await end.asked.wait()
        finally:
            end.watch()
            await self._close(end.seconds)
            beating.cancel()
        return end.code

    async def _open(self) -> None:
        await self._desk.start()
        self._working = True
        for guest in self._guests.values():
            await guest.open(self._desk)
        await self._surface.open(self._at)
        settle()
        log.info("serving", platforms=list(self._guests), host=self._at.host, port=self._surface.port())

    async def _close(self, seconds: float) -> None:
        ends = asyncio.get_running_loop().time() + seconds
        self._checks.stop("stopping")
        guests = self._guests.items()
        await asyncio.gather(*(_within(BEFORE, f"pause {name}", guest.pause()) for name, guest in guests))
        await _within(BEFORE, "doors", self._surface.close())
        if self._working:
            left = max(0.0, ends - asyncio.get_running_loop().time() - KEPT)
            await _within(left + AFTER, "desk", self._desk.stop(left))
        await asyncio.gather(*(_within(AFTER, f"close {name}", guest.close()) for name, guest in guests))
        await _within(AFTER, "checks", self._checks.close())
        log.info("stopped")


def settle() -> None:
    """Keep what is loaded by now out of the collector's sight: each look at all of it stops every acknowledgement."""
    gc.freeze()


async def _unless(asked: asyncio.Event, opening: Awaitable[None]) -> None:
    """Open, but no longer than until the end is asked for; raises what the opening raises."""
    task, asking = asyncio.ensure_future(opening), asyncio.ensure_future(asked.wait())
    await asyncio.wait({task, asking}, return_when=asyncio.FIRST_COMPLETED)
    asking.cancel()
    if not task.done():
        task.cancel()
        await asyncio.wait({task})
    if not task.cancelled():
        task.result()


async def _within(seconds: float, what: str, closing: Awaitable[object]) -> None:
    """One step of the end; neither its fault nor its slowness may keep the others from theirs."""
    try:
        async with asyncio.timeout(seconds):
            await closing
    except Exception as fault:
        log.warning("not_closed", what=what, exc_info=fault)


class End:
    """The end of the process: asked for once in peace, a second time at once, and in any case within its time."""

    def __init__(self, seconds: float = MOST_SECONDS) -> None:
        self.asked = asyncio.Event()
        self.code = WELL
        self.seconds = seconds
        self._timer: threading.Timer | None = None

    def ask(self, why: str) -> None:
        """Somebody wants us to stop."""
        if self.asked.is_set():
            self._now("asked twice")
        log.info("stopping", why=why)
        self.asked.set()

    def give_up(self, why: str) -> None:
        """A platform cannot go on."""
        log.error("given_up", why=why)
        self.code = ILL
        self.asked.set()

    def watch(self) -> None:
        """From now on the time runs, whatever hangs: what is unfinished stands in the inbox, for the next start."""
        self._timer = threading.Timer(self.seconds, self._now, ("out of time",))
        self._timer.daemon = True
        self._timer.start()

    def reached(self) -> None:
        """All has ended by itself."""
        if self._timer:
            self._timer.cancel()

    def _now(self, why: str) -> None:
        with suppress(Exception):
            log.error("ended_at_once", why=why)
        os._exit(ILL)
