"""Tokens that end: renewed in time and once, on either database; where that fails, the old one serves until its end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from slack_sdk.oauth.installation_store.models.bot import Bot
from slack_sdk.web.async_client import AsyncWebClient

from adapters.desk.event import Gone, Passing
from adapters.slack.install import CACHED_SECONDS, MINUTES_BEFORE_EXPIRY, ManyWorkspaces, async_engine
from adapters.slack.workspaces import Identity
from tests.adapters.databases import bare_url
from tests.adapters.desk.rig import run
from tests.adapters.postgres import postgres

__all__ = ["bare_url", "postgres"]
pytestmark = pytest.mark.servers

TEAM, HOUR = "T1", 3600
RENEWAL_IN_HOURS = 12
Payload = dict[str, Any]


@dataclass
class Slack:
    """The one method of Slack that renews a token: a refresh token is good once. `fault` is what it answers instead."""

    now: float = field(default_factory=time.time)
    fault: str = ""
    status: int = 200
    asked: list[str] = field(default_factory=list)
    url: str = ""

    async def access(self, request: web.Request) -> web.Response:
        said = await request.post()
        used = said["refresh_token"] in self.asked
        self.asked.append(str(said["refresh_token"]))
        await asyncio.sleep(0.05)
        if fault := self.fault or ("invalid_refresh_token" if used else ""):
            return web.json_response({"ok": False, "error": fault}, status=self.status)
        number = len(set(self.asked)) + 1
        return web.json_response({
            "ok": True, "token_type": "bot", "access_token": f"xoxe.xoxb-{number}", "refresh_token": f"xoxe-{number}",
            "expires_in": RENEWAL_IN_HOURS * HOUR,
        })  # fmt: skip


@asynccontextmanager
async def slack() -> AsyncIterator[Slack]:
    ours, app = Slack(), web.Application()
    app.router.add_post("/api/oauth.v2.access", ours.access)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    ours.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    try:
        yield ours
    finally:
        await runner.cleanup()


@asynccontextmanager
async def process(server: Slack, address: str) -> AsyncIterator[ManyWorkspaces]:
    """One process on the database, the clock in the server's hand."""
    client = AsyncWebClient(base_url=server.url, retry_handlers=[])
    many = ManyWorkspaces("1.2", "secret", async_engine(address), client, lambda: server.now)
    await many.open()
    try:
        yield many
    finally:
        await many.close()


async def installed(many: ManyWorkspaces, ends_in: float) -> None:
    """A workspace whose first token ends in so many seconds."""
    await many.store.async_save_bot(
        Bot(
            app_id="A1", team_id=TEAM, bot_token="xoxe.xoxb-1", bot_id="B1", bot_user_id="U1",  # noqa: S106
            bot_refresh_token="xoxe-1", bot_token_expires_at=int(time.time() + ends_in), installed_at=time.time(),  # noqa: S106
        )
    )  # fmt: skip


async def token(many: ManyWorkspaces) -> str:
    identity: Identity | None = await many.identity(TEAM)
    assert identity is not None
    return identity.token


def test_renewed_before_it_ends_and_once(bare_url: str) -> None:
    async def lived() -> None:
        async with slack() as server, process(server, bare_url) as many:
            await installed(many, HOUR)
            assert await asyncio.gather(*(token(many) for _ in range(50))) == ["xoxe.xoxb-2"] * 50
            assert server.asked == ["xoxe-1"]
            server.now += CACHED_SECONDS + 1
            assert await token(many) == "xoxe.xoxb-2"
            assert server.asked == ["xoxe-1"]
            kept = await many.store.async_find_bot(enterprise_id=None, team_id=TEAM)
            assert kept is not None
            assert (kept.bot_token, kept.bot_refresh_token) == ("xoxe.xoxb-2", "xoxe-2")
            assert kept.bot_token_expires_at is not None
            assert abs(kept.bot_token_expires_at - time.time() - RENEWAL_IN_HOURS * HOUR) < 60

    run(lived())


def test_left_alone_while_it_is_good(bare_url: str) -> None:
    async def lived() -> None:
        async with slack() as server, process(server, bare_url) as many:
            await installed(many, MINUTES_BEFORE_EXPIRY * 60 + 60)
            assert await token(many) == "xoxe.xoxb-1"
            assert server.asked == []

    run(lived())


def test_two_processes_renew_together(bare_url: str) -> None:
    async def lived() -> None:
        async with AsyncExitStack() as ends:
            server = await ends.enter_async_context(slack())
            first, second = [await ends.enter_async_context(process(server, bare_url)) for _ in range(2)]
            await installed(first, HOUR)
            found = await asyncio.gather(token(first), token(second))
            # The one that came second is told that its refresh token is used up; its old token is still good.
            assert set(found) <= {"xoxe.xoxb-1", "xoxe.xoxb-2"}
            server.now += CACHED_SECONDS + 1
            assert [await token(many) for many in (first, second)] == ["xoxe.xoxb-2"] * 2
            assert server.asked in (["xoxe-1"], ["xoxe-1"] * 2)

    run(lived())


def test_what_cannot_be_renewed_serves_until_it_ends(bare_url: str) -> None:
    async def lived() -> None:
        async with slack() as server, process(server, bare_url) as many:
            await installed(many, HOUR)
            server.fault = "internal_error"
            assert await token(many) == "xoxe.xoxb-1"
            server.now += 2 * HOUR
            with pytest.raises(Passing):
                await token(many)
            server.fault = "invalid_refresh_token"
            with pytest.raises(Gone):
                await token(many)

    run(lived())


def test_a_slack_that_cannot_be_reached_is_a_passing_fault(bare_url: str) -> None:
    async def lived() -> None:
        async with slack() as server, process(server, bare_url) as many:
            await installed(many, -60)
            server.url = ""
            many._rotator.client.base_url = "http://127.0.0.1:9/api/"
            with pytest.raises(Passing):
                await token(many)

    run(lived())
