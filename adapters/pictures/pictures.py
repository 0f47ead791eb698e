"""Pictures for whoever sends replies: made once, in a process of its own, in time or not at all.

The text of a reply waits for none of this: ask for the picture once the text is sent. No fault of drawing leaves here;
there is no picture then, and one line in the log.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from pathlib import Path

import structlog

from adapters.pictures.cache import Cache
from adapters.pictures.looks import SizeName, ThemeName
from adapters.pictures.request import READY, request
from bot.reply import Series

log = structlog.get_logger(__name__)

# A change of the drawing makes all pictures anew.
EDITION = b"2"
LONGEST_LINE = 2**24
_BOOT = "import sys; from adapters.pictures.renderer import serve; serve(int(sys.argv[1]))"


class NoPicture(Exception):
    """The renderer died, raised, or was ended at its limit."""


class Pictures:
    """Pictures of series, from the cache or from the renderer, which starts with the first and lives until `stop`.

    `seconds` is the limit for drawing, `boot_seconds` that for the renderer to come up, `megabytes` what it may take
    beyond what it has loaded.
    """

    def __init__(
        self,
        folder: Path,
        *,
        seconds: float = 2.0,
        boot_seconds: float = 20.0,
        megabytes: int = 512,
        boot: str = _BOOT,
    ) -> None:
        self._folder, self._seconds, self._boot_seconds = folder, seconds, boot_seconds
        self._command = (sys.executable, "-c", boot, str(megabytes))
        self._cache = Cache(folder)
        self._renderer: _Renderer | None = None
        self._turn = asyncio.Lock()

    async def start(self) -> None:
        """Have the renderer ready, so that the first picture is as soon there as the others; never raises."""
        async with self._turn:
            with contextlib.suppress(NoPicture, OSError):
                await self._ready()

    async def stop(self) -> None:
        """End the renderer."""
        if self._renderer:
            await self._renderer.end()
            self._renderer = None

    async def png(self, series: Sequence[Series], size: SizeName, theme: ThemeName) -> bytes | None:
        """The picture of series as `drawable` gives them; none where there are none, or it cannot be had in time."""
        if not series:
            return None
        line = request(series, size, theme)
        key = hashlib.sha256(EDITION + line).hexdigest()
        if picture := self._cache.recall(key):
            return picture
        if picture := await asyncio.to_thread(self._cache.read, key):
            self._cache.keep(key, picture)
            return picture
        return await self._made(line, key)

    async def _made(self, line: bytes, key: str) -> bytes | None:
        try:
            async with asyncio.timeout(self._boot_seconds + self._seconds), self._turn:
                # Whoever had the turn before may have wanted the same.
                if picture := self._cache.recall(key):
                    return picture
                picture = await self._drawn(line)
                self._cache.keep(key, picture)
        except (NoPicture, TimeoutError, OSError) as fault:
            log.warning("no_picture", why=str(fault) or "the renderer is busy")
            return None
        await asyncio.to_thread(self._cache.write, key, picture)
        return picture

    async def _drawn(self, line: bytes) -> bytes:
        """A picture from the renderer, which does not outlive a fault."""
        renderer = await self._ready()
        try:
            async with asyncio.timeout(self._seconds):
                return await renderer.draw(line)
        except BaseException as fault:
            await self.stop()
            if isinstance(fault, TimeoutError):
                raise NoPicture(f"not drawn within {self._seconds:g} s") from None
            raise

    async def _ready(self) -> _Renderer:
        """The renderer, alive; a new one where it is not."""
        if self._renderer and self._renderer.alive:
            return self._renderer
        # Nothing of our environment, so no secret; one thread, for more of them only cost memory here.
        own = {"MPLCONFIGDIR": str(self._folder / "fonts"), "OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"}
        process = await asyncio.create_subprocess_exec(
            *self._command, env=own, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=LONGEST_LINE
        )
        self._renderer = _Renderer(process)
        try:
            async with asyncio.timeout(self._boot_seconds):
                await self._renderer.ready()
        except BaseException as fault:
            await self.stop()
            if isinstance(fault, TimeoutError):
                raise NoPicture("the renderer did not come up in time") from None
            raise
        return self._renderer


class _Renderer:
    """One drawing process, seen from here."""

    def __init__(self, process: Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise NoPicture("the renderer has no pipes")
        self._process, self._input, self._output = process, process.stdin, process.stdout

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def ready(self) -> None:
        if await self._line() != READY:
            raise NoPicture("the renderer did not come up")

    async def draw(self, line: bytes) -> bytes:
        try:
            self._input.write(line)
            await self._input.drain()
        except (BrokenPipeError, ConnectionResetError):
            raise NoPicture("the renderer is gone") from None
        answer = json.loads(await self._line())
        if "fault" in answer:
            raise NoPicture(f"the renderer raised {answer['fault']}")
        return base64.b64decode(answer["png"])

    async def end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._input.close()
        await self._process.wait()

    async def _line(self) -> bytes:
        try:
            line = await self._output.readline()
        except ValueError:
            raise NoPicture("the picture is too large") from None
        if not line.endswith(b"\n"):
            raise NoPicture("the renderer died")
        return line
