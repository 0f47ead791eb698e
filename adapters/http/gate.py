"""The gate before Slack's library: only what Slack signed, lately, and of a bearable size, gets past it.

Slack signs `v0:<timestamp>:<body>` with HMAC-SHA256 and a secret that the app shares with it:
https://docs.slack.dev/authentication/verifying-requests-from-slack/. The library behind parses a body before it looks
at the signature, and takes a broken header for a fault of its own; so nothing unsigned may reach it.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aiohttp import ClientError, hdrs, web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler, Middleware

from adapters.http.refusals import Reason, Refusals

MOST_BYTES = 256 * 1024
MOST_SECONDS_OF_A_BODY = 10.0
MOST_SECONDS_APART = 300
MOST_TAKEN = 100_000

TIMESTAMP, SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"
_TIMESTAMP, _SIGNATURE = re.compile(r"[0-9]{10}"), re.compile(r"v0=[0-9a-f]{64}")


class NoSecret(ValueError):
    """A gate without a signing secret would let everybody in."""


@dataclass(frozen=True, slots=True)
class _Seal:
    """What a request says about itself: when it was signed, and the signature."""

    timestamp: str
    signature: str


class _Refused(Exception):
    def __init__(self, reason: Reason, **said: int) -> None:
        super().__init__(reason)
        self.reason, self.said = reason, said


class Gate:
    """Lets a request through to the handler behind it, or refuses it without any other work.

    `clock` gives seconds of the epoch. Several secrets are taken at once, so that one can be replaced by another.
    The handler finds the raw body in `request.read()`, as if nobody had read it.
    """

    def __init__(
        self,
        secrets: Sequence[str],
        clock: Callable[[], float],
        refusals: Refusals,
        *,
        seconds: float = MOST_SECONDS_OF_A_BODY,
    ) -> None:
        if not secrets or not all(secret.strip() for secret in secrets):
            raise NoSecret("requests over HTTP need a signing secret; set BEATBOOK_SLACK_SIGNING_SECRET")
        self._keys = tuple(secret.encode() for secret in secrets)
        self._clock, self._refusals, self._seconds = clock, refusals, seconds
        # The signatures of what was taken, as long as their time would still do. Slack signs each delivery anew.
        self._taken: OrderedDict[str, float] = OrderedDict()

    def middleware(self) -> Middleware:
        """The gate as aiohttp's middleware, for an application of its own."""

        @web.middleware
        async def gated(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self.passed(request, handler)

        return gated

    def before(self, handler: Handler) -> Handler:
        """The handler with the gate before it, for one route of an application."""

        async def gated(request: web.Request) -> web.StreamResponse:
            return await self.passed(request, handler)

        return gated

    async def passed(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """What the handler answers to a genuine request; the refusal of any other."""
        try:
            seal = self._seal(request)
            body = await self._body(request)
            self._check(seal, body)
            self._first(seal)
        except _Refused as refused:
            return self._refusals.refuse(refused.reason, **refused.said)
        answer = await handler(request)
        if answer.status >= web.HTTPInternalServerError.status_code:
            # It was not taken: the same may come again.
            self._taken.pop(seal.signature, None)
        return answer

    def _first(self, seal: _Seal) -> None:
        """A request that was taken is not taken once more: whoever repeats it has overheard it."""
        now = self._clock()
        while self._taken and (len(self._taken) >= MOST_TAKEN or now > next(iter(self._taken.values()))):
            self._taken.popitem(last=False)
        if seal.signature in self._taken:
            raise _Refused("replay")
        self._taken[seal.signature] = now + 2 * MOST_SECONDS_APART

    def _seal(self, request: web.Request) -> _Seal:
        """Everything that can be refused before a byte of the body is read."""
        if request.method != hdrs.METH_POST:
            raise _Refused("method")
        if (request.content_length or 0) > MOST_BYTES:
            raise _Refused("too_large")
        if hdrs.CONTENT_ENCODING in request.headers:
            raise _Refused("encoding")
        timestamps, signatures = (request.headers.getall(name, []) for name in (TIMESTAMP, SIGNATURE))
        if len(timestamps) != 1 or len(signatures) != 1:
            raise _Refused("unsigned")
        if not _TIMESTAMP.fullmatch(timestamps[0]):
            raise _Refused("timestamp")
        if not _SIGNATURE.fullmatch(signatures[0]):
            raise _Refused("form")
        self._near(int(timestamps[0]))
        return _Seal(timestamps[0], signatures[0])

    def _near(self, signed: int) -> None:
        """A request is taken within five minutes of its signing, on either side. A large skew may be our own clock."""
        skew = self._clock() - signed
        if abs(skew) > MOST_SECONDS_APART:
            raise _Refused("stale", clock_apart_seconds=round(skew))

    async def _body(self, request: web.Request) -> bytes:
        try:
            async with asyncio.timeout(self._seconds):
                body = await request.read()
        except TimeoutError:
            raise _Refused("slow") from None
        except web.HTTPRequestEntityTooLarge:
            raise _Refused("too_large") from None
        except (web.RequestPayloadError, HttpProcessingError, ClientError, OSError):
            raise _Refused("broken") from None
        if len(body) > MOST_BYTES:
            raise _Refused("too_large")
        return body

    def _check(self, seal: _Seal, body: bytes) -> None:
        signed = b"v0:" + seal.timestamp.encode() + b":" + body
        expected = [f"v0={hmac.new(key, signed, hashlib.sha256).hexdigest()}" for key in self._keys]
        if not any([hmac.compare_digest(one, seal.signature) for one in expected]):  # noqa: C419 - all, in equal time
            raise _Refused("signature")
