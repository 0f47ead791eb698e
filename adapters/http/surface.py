"""All that the process answers over HTTP: webhooks and health at one door, metrics at another."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from aiohttp import HttpVersion10, web
from aiohttp.typedefs import Handler, Middleware

from adapters import logs
from adapters.http.door import Door, Limits
from adapters.http.gate import MOST_BYTES, Gate
from adapters.http.health import Checks, Pulse
from adapters.http.metrics import CONTENT_TYPE, Metrics
from adapters.http.refusals import HEADERS, Reason, Refusals

LOCAL = "127.0.0.1"
DoorName = Literal["web", "metrics"]
PORT_OF: Mapping[DoorName, str] = {"web": "BEATBOOK_HTTP_PORT", "metrics": "BEATBOOK_METRICS_PORT"}
_LEADS_NOWHERE: Mapping[int, Reason] = {404: "path", 405: "method", 413: "too_large", 417: "expectation"}


@dataclass(frozen=True, slots=True)
class Webhook:
    """A path on which a platform reports what happened, and what stands behind the gate there."""

    path: str
    secrets: tuple[str, ...]
    handler: Handler


@dataclass(frozen=True, slots=True)
class Page:
    """A path that anybody may open in a browser: no gate stands before it."""

    path: str
    handler: Handler


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the doors are. Without a port of their own, metrics stand beside the health. Port 0 is any free one."""

    host: str = LOCAL
    port: int = 8080
    metrics_host: str = LOCAL
    metrics_port: int | None = None


class CannotListen(Exception):
    """A port cannot be had: its text says which, and why."""


class Surface:
    """The doors, and what is behind them. Raises NoSecret for a webhook without a signing secret."""

    def __init__(
        self,
        checks: Checks,
        pulse: Pulse,
        metrics: Metrics,
        refusals: Refusals,
        *,
        clock: Callable[[], float],
        webhooks: Sequence[Webhook | Page] = (),
        limits: Limits | None = None,
    ) -> None:
        self._checks, self._pulse, self._metrics, self._refusals = checks, pulse, metrics, refusals
        self._limits = limits or Limits()
        hooks = [hook for hook in webhooks if isinstance(hook, Webhook)]
        gates = [Gate(hook.secrets, clock, refusals, seconds=self._limits.body) for hook in hooks]
        self._gated = list(zip(hooks, gates, strict=True))
        self._pages = {page.path: page.handler for page in webhooks if isinstance(page, Page)}
        self._doors: dict[DoorName, Door] = {}
        metrics.watch_connections(lambda: sum(door.connections for door in self._doors.values()))
        metrics.watch_loop(pulse.lag)

    async def open(self, at: Addresses) -> None:
        """Answer from now on; raises CannotListen."""
        apart = at.metrics_port is not None and (at.metrics_host, at.metrics_port) != (at.host, at.port)
        try:
            await self._open("web", at.host, at.port, self._web() if apart else {**self._web(), **self._counted()})
            if apart and at.metrics_port is not None:
                await self._open("metrics", at.metrics_host, at.metrics_port, self._counted())
        except CannotListen:
            await self.close()
            raise

    def port(self, name: DoorName = "web") -> int:
        """The port of a door that is open."""
        return self._doors[name].port

    async def close(self) -> None:
        """Take no more, let what was begun be answered, close."""
        await asyncio.gather(*(door.close() for door in self._doors.values()))
        self._doors.clear()
        self._refusals.tell_rest()

    async def _open(self, name: DoorName, host: str, port: int, pages: Mapping[str, Handler]) -> None:
        door = self._doors[name] = Door(self._limits, self._refusals, self._metrics)
        app = web.Application(middlewares=[_front(door)], client_max_size=MOST_BYTES)
        for path, page in pages.items():
            app.router.add_get(path, page)
        for hook, gate in self._gated if name == "web" else ():
            handler = gate.before(door.inside(hook.handler))
            app.router.add_route("*", hook.path, handler, expect_handler=self._unexpected)
        try:
            await door.open(app, host, port)
        except (OSError, OverflowError) as fault:
            why = getattr(fault, "strerror", None) or type(fault).__name__
            raise CannotListen(f"cannot listen on {host}:{port}: {why}; set {PORT_OF[name]} to another") from None

    def _web(self) -> Mapping[str, Handler]:
        return {**self._pages, "/healthz": self._health, "/readyz": self._readiness}

    def _counted(self) -> Mapping[str, Handler]:
        return {"/metrics": self._all_metrics}

    async def _health(self, _: web.Request) -> web.Response:
        alive, age = self._pulse.beats(), round(self._pulse.age(), 3)
        return web.json_response({"alive": alive, "tick_age_seconds": age}, status=200 if alive else 503)

    async def _readiness(self, _: web.Request) -> web.Response:
        wrong = await self._checks.reasons()
        return web.json_response({"ready": not wrong, "reasons": wrong}, status=503 if wrong else 200)

    async def _all_metrics(self, _: web.Request) -> web.Response:
        await self._checks.reasons()  # so that `beatbook_ready` is of now
        return web.Response(body=self._metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    async def _unexpected(self, _: web.Request) -> web.StreamResponse:
        """Who signs for a platform sends the body without asking first."""
        return self._refusals.refuse("expectation")


def _front(door: Door) -> Middleware:
    """Before every handler: an id for the request, and one plain answer to whatever leads nowhere or breaks."""

    @web.middleware
    async def front(request: web.Request, handler: Handler) -> web.StreamResponse:
        with logs.request():
            if request.version < HttpVersion10:
                return door.refusals.refuse("malformed")
            if sum(len(name) + len(value) + 4 for name, value in request.raw_headers) > door.limits.header_bytes:
                return door.refusals.refuse("headers")
            try:
                answer = await handler(request)
            except web.HTTPException as refused:
                if refused.status not in _LEADS_NOWHERE:
                    raise
                return door.refusals.refuse(_LEADS_NOWHERE[refused.status])
            except Exception as fault:  # noqa: BLE001 - told by its type, with the request's id
                return door.faulted(fault, 500)
            answer.headers.update(HEADERS)
            return answer

    return front
