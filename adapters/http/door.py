"""One port: how many may stand at it, how much they may say before they are known, and what they hear when it fails."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler
from aiohttp.web_protocol import RequestHandler

from adapters.http.metrics import Metrics
from adapters.http.refusals import HEADERS, Refusals


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a stranger may ask of a door. Times are seconds."""

    connections: int = 200
    header_bytes: int = 32 * 1024
    header_lines: int = 64
    line_bytes: int = 4096
    field_bytes: int = 8190
    body: float = 10.0
    # Longer than the minute that proxies keep a connection, so that it is they who close it.
    idle: float = 75.0
    linger: float = 1.0
    farewell: float = 3.0


class Line(RequestHandler):
    """One connection. What is no HTTP is counted and refused without a trace of what it was."""

    __slots__ = ("_door", "at_work", "proven")

    def __init__(self, door: Door, server: web.Server) -> None:
        limits = door.limits
        super().__init__(
            server,
            loop=asyncio.get_running_loop(),
            keepalive_timeout=limits.idle,
            lingering_time=limits.linger,
            max_line_size=limits.line_bytes,
            max_field_size=limits.field_bytes,
            max_headers=limits.header_lines,
            auto_decompress=False,
            access_log=None,  # type: ignore[arg-type]  # aiohttp's own word for none
        )
        self._door = door
        self.at_work = self.proven = False

    def connection_lost(self, exc: BaseException | None) -> None:
        """The place at the door is free."""
        self._door.left(self)
        super().connection_lost(exc)

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - it quotes what was sent
    ) -> web.StreamResponse:
        """The answer where no handler gave one."""
        if isinstance(exc, HttpProcessingError):
            answer = self._door.refusals.refuse("malformed")
        else:
            answer = self._door.faulted(exc, status)
        if request.writer.output_size > 0:
            raise ConnectionError("the answer broke off")
        return answer

    def log_exception(self, *_: object, exc_info: BaseException | None = None, **__: object) -> None:
        """A fault beside every handler."""
        self._door.faulted(exc_info, 500)


class _TurnedAway(asyncio.Protocol):
    """A connection that found every place taken by requests at work."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()


class Door:
    """Where it is full, a connection that proved nothing yet, the longest there, makes room for the new one.

    So nobody can lock others out by holding connections open: only a request that passed the gate keeps its place.
    """

    def __init__(self, limits: Limits, refusals: Refusals, metrics: Metrics) -> None:
        self.limits, self.refusals = limits, refusals
        self._metrics = metrics
        self._lines: dict[Line, None] = {}
        self.port = 0
        self._runner: web.AppRunner | None = None
        self._listening: asyncio.Server | None = None
        self._log = structlog.stdlib.get_logger("beatbook.http")

    @property
    def connections(self) -> int:
        """How many connections are open."""
        return len(self._lines)

    async def open(self, app: web.Application, host: str, port: int) -> None:
        """Listen; raises OSError."""
        self._runner = web.AppRunner(app, shutdown_timeout=self.limits.farewell, access_log=None)
        await self._runner.setup()
        loop = asyncio.get_running_loop()
        self._listening = await loop.create_server(self._line, host, port, backlog=self.limits.connections)
        self.port = int(self._listening.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Listen no more, answer what was begun, close all."""
        if self._listening:
            self._listening.close()
        if self._runner:
            await self._runner.cleanup()
        self._runner = self._listening = None

    def inside(self, handler: Handler) -> Handler:
        """The handler, during whose work its connection keeps its place."""

        async def kept(request: web.Request) -> web.StreamResponse:
            line = request.protocol
            if not isinstance(line, Line):
                return await handler(request)
            line.at_work = line.proven = True
            try:
                return await handler(request)
            finally:
                line.at_work = False

        return kept

    def left(self, line: Line) -> None:
        """A connection is gone."""
        self._lines.pop(line, None)

    def faulted(self, exc: BaseException | None, status: int) -> web.Response:
        """A request that broke a handler: counted, told by the fault's type, answered without a word."""
        self._metrics.faulted()
        self._log.error("request_failed", exc_info=exc)
        failed = web.Response(status=max(status, 500), headers=HEADERS)
        failed.force_close()
        return failed

    def _line(self) -> asyncio.BaseProtocol:
        """A new connection's protocol: asyncio asks for it before the connection is made."""
        server = self._runner.server if self._runner else None
        if server is None or (len(self._lines) >= self.limits.connections and not self._made_room()):
            return _TurnedAway()
        line = Line(self, server)
        self._lines[line] = None
        return line

    def _made_room(self) -> bool:
        """Lines stand in the order in which they came; those that proved nothing go before those that did."""
        self.refusals.count("crowded")
        idle = [line for line in self._lines if line.transport is not None and not line.at_work]
        if not idle:
            return False
        leaving = min(idle, key=lambda line: line.proven)
        self.left(leaving)
        leaving.force_close()
        return True
