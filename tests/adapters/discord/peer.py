"""The least of Discord's own protocol, over real HTTP and a real WebSocket on this machine: what simcord leaves out."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

ME = {"id": "100", "username": "Beatbook", "discriminator": "0", "avatar": None, "bot": True}
REPORTER = {"id": "7", "username": "reporter", "discriminator": "0", "avatar": None}
CHANNEL, TOKEN = "300", "T" * 216
EPOCH = 1_420_070_400_000
UNKNOWN_WEBHOOK = 10015
HELLO, IDENTIFY, RESUME, HEARTBEAT, ACK = 10, 2, 6, 1, 11


@dataclass
class Peer:
    """What was asked of it, and the gateways that are open."""

    port: int = 0
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    heard: list[int] = field(default_factory=list)
    gateways: list[web.WebSocketResponse] = field(default_factory=list)
    # Paths by their ending, with the statuses that they are refused with, one after the other.
    refusals: dict[str, list[int]] = field(default_factory=dict)
    # Whoever acknowledges waits for it.
    acknowledging: asyncio.Event = field(default_factory=asyncio.Event)
    acknowledged: bool = False

    def bodies(self, method: str, ending: str) -> list[Any]:
        """What was sent to a path."""
        return [body for verb, path, body in self.asked if verb == method and path.partition("?")[0].endswith(ending)]

    async def tell(self, event: str, data: dict[str, Any], to: int = -1) -> None:
        """An event, as one of the gateways gives it."""
        await self.gateways[to].send_json({"op": 0, "s": len(self.asked) + 2, "t": event, "d": data})

    async def api(self, request: web.Request) -> web.Response:
        body = await request.json() if request.content_type == "application/json" else None
        self.asked.append((request.method, request.raw_path, body))
        if request.path.endswith("/callback"):
            await self.acknowledging.wait()
            self.acknowledged = True
        status, code = self._refusal(request.path)
        said = {"message": "refused", "code": code} if code is not None else self._answer(request.path, body)
        # The library takes nothing else for JSON.
        return web.Response(body=json.dumps(said).encode(), status=status, headers={"Content-Type": "application/json"})

    def _refusal(self, path: str) -> tuple[int, int | None]:
        """The status, and the code of a refusal."""
        if path.endswith("/@original") and not self.acknowledged:
            return 404, UNKNOWN_WEBHOOK
        statuses = next((statuses for ending, statuses in self.refusals.items() if path.endswith(ending)), [])
        return (statuses.pop(0), 0) if statuses else (200, None)

    def _answer(self, path: str, body: Any) -> Any:
        if path.endswith("/users/@me"):
            return ME
        if path.endswith("/applications/@me"):
            return {"id": "100", "name": "Beatbook", "description": "", "icon": None, "bot_public": True,
                    "bot_require_code_grant": False, "verify_key": "", "flags": 0, "team": None,
                    "owner": ME}  # fmt: skip
        if path.endswith("/gateway/bot"):
            limits = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
            return {"url": f"ws://127.0.0.1:{self.port}/gateway", "shards": 1, "session_start_limit": limits}
        if path.endswith("/commands"):
            told = {"application_id": "100", "version": "1", "default_member_permissions": None, "description": ""}
            return [{**told, **one, "id": str(number)} for number, one in enumerate(body or [], 1)]
        if path.endswith("/callback"):
            return {"interaction": {"id": "5", "type": 2, "response_message_id": "900"}}
        return message(body or {}, str(len(self.asked)))

    async def gateway(self, request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse()
        await line.prepare(request)
        await line.send_json({"op": HELLO, "d": {"heartbeat_interval": 40_000}})
        async for heard in line:
            op = json.loads(heard.data)["op"]
            self.heard.append(op)
            if op == HEARTBEAT:
                await line.send_json({"op": ACK})
            elif op in {IDENTIFY, RESUME}:
                self.gateways.append(line)
                await self._welcome(line, op)
        return line

    async def _welcome(self, line: web.WebSocketResponse, op: int) -> None:
        address = f"ws://127.0.0.1:{self.port}/gateway"
        ready = {"v": 10, "user": ME, "guilds": [], "session_id": "s", "shard": [0, 1], "resume_gateway_url": address,
                 "application": {"id": "100", "flags": 0}}  # fmt: skip
        named = ("READY", ready) if op == IDENTIFY else ("RESUMED", {})
        await line.send_json({"op": 0, "s": 1, "t": named[0], "d": named[1]})


def message(body: dict[str, Any], id: str, author: dict[str, Any] = ME) -> dict[str, Any]:  # noqa: A002
    return {
        "id": id, "channel_id": CHANNEL, "author": author, "content": body.get("content") or "",
        "timestamp": "2026-11-22T12:00:00+00:00", "edited_timestamp": None, "tts": False, "mention_everyone": False,
        "mentions": [ME], "mention_roles": [], "attachments": [], "embeds": [], "pinned": False, "type": 0,
        "components": body.get("components") or [], "flags": body.get("flags", 0),
    }  # fmt: skip


def used(question: str) -> dict[str, Any]:
    """Somebody used `/crime ask` in a direct message, just now."""
    option = {"type": 3, "name": "question", "value": question}
    data = {"id": "1", "name": "crime", "type": 1, "options": [{"type": 1, "name": "ask", "options": [option]}]}
    return {
        "id": str(int(time.time() * 1000 - EPOCH) << 22), "application_id": "100", "type": 2, "token": TOKEN,
        "version": 1, "data": data, "channel_id": CHANNEL, "channel": {"id": CHANNEL, "type": 1}, "user": REPORTER,
        "locale": "en-GB", "entitlements": [], "authorizing_integration_owners": {}, "context": 1,
        "app_permissions": "0", "attachment_size_limit": 1,
    }  # fmt: skip


@asynccontextmanager
async def listening() -> AsyncIterator[Peer]:
    """The peer, on a free port of this machine."""
    peer, app = Peer(), web.Application()
    peer.acknowledging.set()
    app.router.add_get("/gateway", peer.gateway)
    app.router.add_get("/gateway/", peer.gateway)
    app.router.add_route("*", "/api/{path:.*}", peer.api)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    peer.port = runner.addresses[0][1]
    try:
        yield peer
    finally:
        await asyncio.gather(*(line.close() for line in peer.gateways))
        await runner.cleanup()
