"""A surface that stands on loopback, and requests as Slack signs them."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import io
import json
import logging
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import structlog
from aiohttp import ClientSession, web

from adapters.http.door import Limits
from adapters.http.health import Check, Checks, Pulse
from adapters.http.metrics import Metrics
from adapters.http.refusals import Refusals
from adapters.http.surface import Addresses, Surface, Webhook
from adapters.logs import logging_to

PATH = "/slack/events"
SECRET, OLD_SECRET = "8f742231b10e8888abcd99yyyzzz85a5", "0123456789abcdef0123456789abcdef"
NOW = 1_790_000_000.0
BODY = b'{"type":"event_callback","event_id":"Ev1","event":{"type":"app_mention","text":"burglary in Camden"}}'


@dataclass
class HandedClock:
    """Seconds since 1970 that stand still until they are set."""

    now: float = NOW

    def __call__(self) -> float:
        return self.now


@dataclass
class Log:
    """What was logged, as lines and as records."""

    stream: io.StringIO = field(default_factory=io.StringIO)

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def of(self, event: str) -> list[dict[str, Any]]:
        return [record for record in self.records if record["event"] == event]


@contextmanager
def logged(secrets: tuple[str, ...] = (), level: int = logging.INFO) -> Iterator[Log]:
    """All that is logged within, at the level."""
    root, log = logging.getLogger(), Log()
    before, before_level = root.handlers[:], root.level
    logging_to(log.stream, lambda: NOW, secrets=secrets, level=level)
    try:
        yield log
    finally:
        root.handlers[:] = before
        root.setLevel(before_level)
        logging.captureWarnings(False)
        structlog.reset_defaults()
        structlog.contextvars.clear_contextvars()


def signature(timestamp: str, body: bytes, secret: str = SECRET) -> str:
    signed = b"v0:" + timestamp.encode("utf-8", "surrogateescape") + b":" + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def sealed(body: bytes = BODY, timestamp: str = f"{NOW:.0f}", secret: str = SECRET) -> dict[str, str]:
    """The headers of a request that Slack would send."""
    return {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(timestamp, body, secret),
    }


def raw(body: bytes = BODY, extra: str = "", head: str = f"POST {PATH} HTTP/1.1") -> bytes:
    """A genuine request as bytes."""
    lines = [head, "Host: localhost", f"Content-Length: {len(body)}", *(f"{n}: {v}" for n, v in sealed(body).items())]
    return "\r\n".join([*lines, *([extra] if extra else [])]).encode() + b"\r\n\r\n" + body


@dataclass
class Standing:
    """A surface with one webhook. `bodies` are the ones that its handler was given."""

    surface: Surface
    metrics: Metrics
    checks: Checks
    pulse: Pulse
    clock: HandedClock
    bodies: list[bytes]
    session: ClientSession

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.surface.port()}"

    async def post(self, body: bytes | AsyncIterator[bytes], headers: dict[str, str], method: str = "POST") -> int:
        async with self.session.request(method, self.base + PATH, data=body, headers=headers) as answer:
            assert answer.status < 400 or await answer.read() == b""
            return answer.status

    async def talk_to(self, body: bytes, headers: dict[str, str], canary: str) -> None:
        """The same to the webhook and to an address that leads nowhere, with a canary in its query."""
        for path in (PATH, "/elsewhere"):
            async with self.session.post(
                self.base + path, params={"token": canary}, data=body, headers=headers
            ) as answer:
                assert await answer.read() == b""

    async def get(self, path: str, door: str = "web") -> tuple[int, str]:
        base = f"http://127.0.0.1:{self.surface.port('metrics' if door == 'metrics' else 'web')}"
        async with self.session.get(base + path) as answer:
            return answer.status, await answer.text()

    def counted(self, name: str, **labels: str) -> float:
        return self.metrics.registry.get_sample_value(name, labels) or 0.0

    def refused(self) -> dict[str, float]:
        """How many requests were refused, by reason."""
        rows = [sample for row in self.metrics.registry.collect() for sample in row.samples]
        return {
            row.labels["reason"]: row.value
            for row in rows
            if row.name == "beatbook_refused_requests_total" and row.value
        }

    async def talk(self, sent: bytes, *, end: bool = False, seconds: float = 5.0) -> bytes:
        """All that comes back for these bytes, until the other side closes or falls silent."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.surface.port())
        try:
            writer.write(sent)
            if end:
                writer.write_eof()
            return await asyncio.wait_for(reader.read(), seconds)
        except (ConnectionError, TimeoutError):
            return b""
        finally:
            writer.close()


@asynccontextmanager
async def standing(
    *,
    secrets: tuple[str, ...] = (SECRET,),
    limits: Limits | None = None,
    checks: dict[str, Check] | None = None,
    handler: Any = None,
    at: Addresses | None = None,
) -> AsyncIterator[Standing]:
    bodies: list[bytes] = []

    async def kept(request: web.Request) -> web.StreamResponse:
        bodies.append(await request.read())
        return await handler(request) if handler else web.Response(text="ok")

    clock, metrics = HandedClock(), Metrics()
    pulse = Pulse(time.monotonic, every=0.05)
    looked = Checks(checks or {}, time.monotonic, seconds=0.3, holds=0.0, seen=metrics.ready)
    refusals = Refusals(metrics.refused, time.monotonic)
    hooks = [Webhook(PATH, secrets, kept)]
    surface = Surface(looked, pulse, metrics, refusals, clock=clock, webhooks=hooks, limits=limits)
    beating = asyncio.create_task(pulse.beat())
    await surface.open(at or Addresses(port=0))
    try:
        async with ClientSession() as session:
            yield Standing(surface, metrics, looked, pulse, clock, bodies, session)
    finally:
        await surface.close()
        await looked.close()
        beating.cancel()
