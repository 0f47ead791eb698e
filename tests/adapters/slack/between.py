"""What stands between the bot and local-slack: it passes everything on, and breaks what it is told to break.

It also does what the peer does not: it keeps messages' metadata and gives it back, takes the methods that the peer does
not know, tells admins, delivers again what was not acknowledged, and delivers payloads that the peer cannot make.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import aiohttp
from aiohttp import ClientSession, UnixConnector, WSMsgType, web

from tests.adapters.slack.peers import OUTSIDE

SECRET = "test-signing-secret"  # noqa: S105
BOT_TOKEN, APP_TOKEN = "xoxb-test-token", "xapp-test-token"
PEER = "http://peer"
ACKED_WITHIN = 3.0
REDELIVERED_AFTER = (0.0, 1.0, 2.0)
_TAKEN_HERE = {"assistant.threads.setStatus", "assistant.threads.setSuggestedPrompts"}
Payload = dict[str, Any]
# A fault for a call of a method, by its number: None lets it through.
Fault = Callable[[str, int], "Broken | None"]


@dataclass(frozen=True)
class Broken:
    """What befalls a call: a wait, then a status or an error in the place of its answer.

    `arrives`: it had its effect anyhow.
    """

    status: int = 0
    seconds: float = 0.0
    retry_after: str = ""
    arrives: bool = False
    error: str = ""


@dataclass
class Call:
    """One Web API call of the bot."""

    method: str
    body: Payload
    at: float
    status: int = 200


@dataclass
class Between:
    """The line. `url` is the Web API's address for the bot, `admins` whom it tells to be such."""

    peer: Path
    events_to: Callable[[], str] = lambda: ""
    fault: Fault = lambda _method, _number: None
    admins: frozenset[str] = frozenset()
    deaf: bool = False
    not_drawn: frozenset[str] = frozenset()
    instead: dict[str, Payload] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    uploaded: list[bytes] = field(default_factory=list)
    delivered: list[tuple[str, int]] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    url: str = ""

    def __post_init__(self) -> None:
        self._kept: dict[tuple[str, str], Payload] = {}
        self._sockets: list[web.WebSocketResponse] = []
        self._upstream: aiohttp.ClientWebSocketResponse | None = None
        self._acks: dict[str, asyncio.Future[Payload]] = {}
        self._runners: list[web.AppRunner] = []
        self._urls: dict[str, str] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    async def open(self) -> None:
        self._session = ClientSession(connector=UnixConnector(path=str(self.peer), limit=0))
        self._bot = ClientSession()
        app = web.Application(client_max_size=2**22)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/link", self._link)
        app.router.add_post("/response/{name}", self._response)
        app.router.add_post("/upload/{name}", self._upload)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        events = web.Application(client_max_size=2**22)
        events.router.add_post("/{tail:.*}", self._event)
        self._events = web.AppRunner(events, access_log=None, shutdown_timeout=0.1)
        await self._events.setup()
        await web.UnixSite(self._events, str(self.peer.with_name(OUTSIDE))).start()
        self._runners = [runner, self._events]

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        self.drop()
        if self._upstream is not None:
            await self._upstream.close()
        for runner in self._runners:
            await runner.cleanup()
        await self._session.close()
        await self._bot.close()

    # The Web API.

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        raw = await request.read()
        body = _read(request, raw)
        self.seen[method] += 1
        call = Call(method, body, time.monotonic())
        self.calls.append(call)
        broken = self.fault(method, self.seen[method])
        if broken and not broken.arrives and (answer := await self._break(broken, call)) is not None:
            return answer
        answer = await self._answer(request, method, raw, body)
        if broken and broken.arrives:
            return await self._break(broken, call) or answer
        return answer

    async def _break(self, broken: Broken, call: Call) -> web.Response | None:
        await asyncio.sleep(broken.seconds)
        if broken.error:
            return web.json_response({"ok": False, "error": broken.error})
        if not broken.status:
            return None
        call.status = broken.status
        if broken.status == 429:
            limited = {"ok": False, "error": "ratelimited"}
            return web.json_response(limited, status=429, headers={"Retry-After": broken.retry_after or "1"})
        return web.Response(status=broken.status, text="<html>upstream</html>", content_type="text/html")

    async def _answer(self, request: web.Request, method: str, raw: bytes, body: Payload) -> web.Response:
        if method in _TAKEN_HERE or method in self.instead:
            return web.json_response(self.instead.get(method, {"ok": True}))
        if self.not_drawn and body.get("blocks"):
            blocks = [block for block in body["blocks"] if block["type"] not in self.not_drawn]
            raw = json.dumps({**body, "blocks": blocks}).encode()
        headers = {name: request.headers[name] for name in ("Authorization", "Content-Type") if name in request.headers}
        if "Authorization" not in headers and body.get("token"):
            headers["Authorization"] = f"Bearer {body['token']}"
        url = f"{PEER}/api/{method}"
        async with self._session.request(
            request.method, url, params=request.query, data=raw, headers=headers
        ) as answer:  # fmt: skip
            said = await answer.json(content_type=None)
        return web.json_response(self._filled(method, body, said))

    def _filled(self, method: str, body: Payload, said: Payload) -> Payload:
        """The peer's answer with what it leaves out."""
        if method == "chat.postMessage" and said.get("ok") and body.get("metadata"):
            self._kept[said["channel"], said["ts"]] = body["metadata"]
        elif method in {"conversations.replies", "conversations.history"}:
            for message in said.get("messages", []):
                if kept := self._kept.get((str(body.get("channel")), message["ts"])):
                    message["metadata"] = kept
        elif method == "users.info" and said.get("ok"):
            said["user"]["is_admin"] = said["user"]["id"] in self.admins
        elif method == "apps.connections.open" and said.get("ok"):
            self._peer_link = said["url"]
            said["url"] = self.url.replace("http:", "ws:").replace("/api/", "/link")
        elif method == "files.getUploadURLExternal" and said.get("ok"):
            said["upload_url"] = self._ours("upload", said["upload_url"])
        elif method == "conversations.open" and not said.get("ok"):
            return {"ok": True, "channel": {"id": "D01REP"}}
        return said

    # Socket Mode.

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        """One connection of the bot. The peer drops what happens while it has none: to it, one of ours stays open."""
        ours = web.WebSocketResponse(autoping=False)
        await ours.prepare(request)
        if self._upstream is None:
            self._upstream = await self._session.ws_connect(re.sub(r"^wss?://[^/]+", PEER, self._peer_link))
            self._start(self._from_peer(self._upstream))
        self._sockets.append(ours)
        try:
            await ours.send_str(json.dumps({"type": "hello", "num_connections": len(self._sockets)}))
            await self._from_bot(ours)
        except ConnectionError:
            pass
        finally:
            self._sockets.remove(ours)
        return ours

    async def _from_bot(self, ours: web.WebSocketResponse) -> None:
        while True:
            message = await ours.receive()
            if message.type in {WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR}:
                return
            if message.type == WSMsgType.PING and not self.deaf:
                await ours.pong(message.data)
            elif message.type == WSMsgType.TEXT and not self.deaf:
                said = json.loads(message.data)
                waiting = self._acks.get(said.get("envelope_id", ""))
                if waiting and not waiting.done():
                    waiting.set_result(said.get("payload") or {})

    async def _from_peer(self, theirs: aiohttp.ClientWebSocketResponse) -> None:
        async for message in theirs:
            envelope = json.loads(message.data) if message.type == WSMsgType.TEXT else {}
            if "envelope_id" in envelope:
                self._start(self._pass_on(envelope, theirs))

    async def _pass_on(self, envelope: Payload, theirs: aiohttp.ClientWebSocketResponse) -> None:
        said = await self._deliver(envelope)
        await theirs.send_str(json.dumps({"envelope_id": envelope["envelope_id"], "payload": said}))

    async def _deliver(self, envelope: Payload) -> Payload:
        """An envelope to any socket that is open, again until it is acknowledged, as Slack does."""
        key = envelope["envelope_id"]
        self._acks[key] = asyncio.get_running_loop().create_future()
        envelope["payload"] = self._rewritten(envelope.get("payload") or {})
        for number, wait in enumerate(REDELIVERED_AFTER * 4):
            await asyncio.sleep(wait)
            self.delivered.append((key, number))
            sent = {**envelope, "retry_attempt": number, "retry_reason": "timeout" if number else ""}
            if self._sockets and not self.deaf:
                with suppress(ConnectionError, RuntimeError):
                    await self._sockets[len(self.delivered) % len(self._sockets)].send_str(json.dumps(sent))
            with suppress(TimeoutError):
                return await asyncio.wait_for(asyncio.shield(self._acks[key]), ACKED_WITHIN)
        raise AssertionError(f"never acknowledged: {envelope}")

    def drop(self) -> None:
        """Every socket breaks off."""
        for ours in self._sockets:
            if ours._req is not None and ours._req.transport is not None:
                ours._req.transport.abort()

    # Signed HTTP.

    async def _event(self, request: web.Request) -> web.Response:
        raw, kind = await request.read(), request.content_type
        status, said = await self._post(self._rewritten_raw(raw, kind), kind)
        return web.Response(
            status=status, text=said, content_type="application/json" if said[:1] == "{" else "text/plain"
        )

    def _rewritten_raw(self, raw: bytes, kind: str) -> bytes:
        if kind == "application/json":
            return json.dumps(self._rewritten(json.loads(raw))).encode()
        form = {name: values[0] for name, values in parse_qs(raw.decode(), keep_blank_values=True).items()}
        if "payload" in form:
            form["payload"] = json.dumps(self._rewritten(json.loads(form["payload"])))
        return urlencode(self._rewritten(form)).encode()

    async def _post(self, raw: bytes, kind: str) -> tuple[int, str]:
        """A request to the bot, signed, and again until it is taken: at once, and twice more."""
        for number, wait in enumerate(REDELIVERED_AFTER * 4):
            await asyncio.sleep(wait)
            again = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_error"} if number else {}
            self.delivered.append((hashlib.sha256(raw).hexdigest(), number))
            with suppress(aiohttp.ClientError, TimeoutError):
                status, said = await self.knock(raw, kind, again)
                if status == 200 or 400 <= status < 500:
                    return status, said
        raise AssertionError(f"never taken: {raw[:300]!r}")

    async def knock(self, raw: bytes, kind: str, more: dict[str, str] | None = None) -> tuple[int, str]:
        """One signed request to the bot."""
        stamp = str(int(time.time()))
        mac = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + raw, hashlib.sha256).hexdigest()
        headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={mac}", "Content-Type": kind}
        timeout = aiohttp.ClientTimeout(total=ACKED_WITHIN)
        async with self._bot.post(self.events_to(), data=raw, headers=headers | (more or {}), timeout=timeout) as said:
            return said.status, await said.text()

    # Payloads that the peer cannot make.

    async def bring(self, kind: str, payload: Payload) -> Payload:
        """A payload to the bot over whichever way is open; what it acknowledges with."""
        if self.events_to():
            raw = json.dumps(payload) if kind == "events_api" else urlencode({"payload": json.dumps(payload)})
            how = "application/json" if kind == "events_api" else "application/x-www-form-urlencoded"
            _, said = await self._post(raw.encode(), how)
            return dict(json.loads(said)) if said[:1] == "{" else {}
        return await self._deliver({"envelope_id": f"E{time.monotonic_ns()}", "type": kind, "payload": payload})

    def response_url(self) -> str:
        """An address for private answers that leads here; what arrives there is a call `response_url`."""
        return f"{self.url.replace('/api/', '/response/')}{time.monotonic_ns()}"

    def _rewritten(self, payload: Payload) -> Payload:
        if theirs := payload.get("response_url"):
            payload["response_url"] = self._ours("response", theirs)
        return payload

    def _ours(self, what: str, theirs: str) -> str:
        """The peer's addresses lead into its own network: an address of ours that leads to one of them."""
        name = f"{time.monotonic_ns()}"
        self._urls[name] = re.sub(r"^https?://[^/]+", PEER, theirs)
        return f"{self.url.replace('/api/', f'/{what}/')}{name}"

    async def _upload(self, request: web.Request) -> web.Response:
        """A file on its way to the peer; what it holds is noted under `uploaded`."""
        raw = await request.read()
        self.uploaded.append(raw)
        async with self._session.post(self._urls[request.match_info["name"]], data=raw) as said:
            return web.Response(status=said.status, text=await said.text())

    async def _response(self, request: web.Request) -> web.Response:
        raw = await request.read()
        call = Call("response_url", json.loads(raw), time.monotonic())
        self.calls.append(call)
        self.seen["response_url"] += 1
        broken = self.fault("response_url", self.seen["response_url"])
        if broken and (answer := await self._break(broken, call)) is not None:
            return answer
        if theirs := self._urls.get(request.match_info["name"]):
            async with self._session.post(theirs, data=raw, headers={"Content-Type": "application/json"}) as said:
                return web.Response(status=said.status, text=await said.text())
        return web.Response(text="ok")

    # What a person does, and sees, on the peer.

    async def control(self, what: str, **said: Any) -> Payload:
        async with self._session.post(f"{PEER}/_control/{what}", json=said) as answer:
            return dict(await answer.json(content_type=None))

    async def messages(self, channel: str) -> list[Payload]:
        async with self._session.get(f"{PEER}/_control/messages/{channel}") as answer:
            return list((await answer.json(content_type=None))["messages"])

    def posts(self) -> list[Call]:
        """The messages that arrived."""
        return [call for call in self.calls if call.method == "chat.postMessage" and call.status == 200]

    def _start(self, work: Awaitable[Any]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _read(request: web.Request, raw: bytes) -> Payload:
    if request.content_type == "application/json":
        return dict(json.loads(raw or b"{}"))
    form = {name: values[0] for name, values in parse_qs(raw.decode()).items()}
    body: Payload = {**request.query, **form}
    for name in ("blocks", "metadata", "view", "prompts"):
        if isinstance(body.get(name), str):
            body[name] = json.loads(body[name])
    return body
