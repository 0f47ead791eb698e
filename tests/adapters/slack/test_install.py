"""One app in many workspaces, over emulate: installed by OAuth, answered with the installed token, and taken away."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
import yaml
from aiohttp import ClientSession, UnixConnector
from sqlalchemy import text

from adapters.settings import Secret, Settings
from adapters.state.database import engine_for
from adapters.wiring import House
from bot.bot import Bot
from tests.adapters.databases import bare_url
from tests.adapters.desk.rig import Direct, run
from tests.adapters.postgres import postgres
from tests.adapters.scenarios import HOMICIDES
from tests.adapters.slack.between import SECRET, Between
from tests.adapters.slack.peers import EMULATE, NoPeer, apart, come_up, installed, running
from tests.adapters.slack.standing import Bot as Life
from tests.adapters.slack.standing import serving, until

__all__ = ["bare_url", "postgres"]
pytestmark = pytest.mark.servers

PORT = 4003
CLIENT, CLIENT_SECRET = "12345.67890", "example_client_secret"
REGISTERED = "http://127.0.0.1:3100/slack/oauth_redirect"
SEED = {
    "slack": {
        "signing_secret": SECRET, "strict_scopes": False, "team": {"name": "Peer", "domain": "peer"},
        "users": [{"name": "reporter", "email": "reporter@example.com"}], "channels": [{"name": "crime"}],
        "oauth_apps": [{
            "client_id": CLIENT, "client_secret": CLIENT_SECRET, "app_id": "A000000001", "name": "Beatbook",
            "redirect_uris": [REGISTERED], "scopes": ["chat:write", "commands"],
        }],
        "tokens": [{"token": "xoxp-reporter", "user": "reporter", "type": "user"}],
    }
}  # fmt: skip
LAUNCH = """
import { readFileSync } from "node:fs"; import { parse } from "yaml"; import { createEmulator } from "emulate";
await createEmulator({ service: "slack", port: %d, seed: parse(readFileSync(process.argv[2], "utf8")) });
"""
TABLES = ("slack_bots", "slack_installations", "inbox")


@pytest.fixture(scope="module")
def emulate() -> Path:
    try:
        apart()
        package = installed(EMULATE)
    except NoPeer as why:
        pytest.skip(str(why))
    if shutil.which("node") is None:
        pytest.skip("node is not installed, so emulate cannot run: the installation is not tested")
    return package


@asynccontextmanager
async def standing(package: Path, folder: Path, bot: Bot, url: str) -> AsyncIterator[tuple[Between, Life]]:
    launcher, seed = package.parents[1] / "launch.mjs", folder / "slack.yaml"
    launcher.write_text(LAUNCH % PORT)
    seed.write_text(yaml.safe_dump(SEED))
    node = shutil.which("node") or "node"
    async with AsyncExitStack() as ends:
        path = ends.enter_context(running([node, str(launcher), str(seed)], folder, PORT))
        await come_up(path)
        between = Between(path)
        await between.open()
        ends.push_async_callback(between.close)
        said = Settings(
            home=folder, slack_signing_secret=Secret(SECRET), slack_client_id=CLIENT,
            slack_client_secret=Secret(CLIENT_SECRET), slack_api_url=between.url, database_url=Secret(url),
        )  # fmt: skip
        life = await ends.enter_async_context(serving(House(said), Direct(bot)))
        between.events_to = lambda: life.events_url
        yield between, life


async def install(between: Between, life: Life) -> tuple[int, str]:
    """What a person does in the browser: our page, Slack's consent, our page again; how that ends."""
    ours = life.events_url.rsplit("/slack/", 1)[0]
    async with ClientSession() as browser, ClientSession(connector=UnixConnector(path=str(between.peer))) as slack:
        async with browser.get(f"{ours}/slack/install") as page:
            # Bolt's cookie is for https alone: a browser on loopback would keep it, this one must be told.
            cookie = page.headers["Set-Cookie"].split(";")[0]
            query = _found(r'href="[^"]+/oauth/v2/authorize\?([^"]+)"', await page.text())
        async with slack.get(f"http://peer/oauth/v2/authorize?{query}") as consent:
            person = (await consent.text()).split("<form")[2]
            form = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', person))
        # Slack itself takes the address that the app has registered.
        form["redirect_uri"] = REGISTERED
        async with slack.post(
            "http://peer/oauth/v2/authorize/callback", data=form, allow_redirects=False
        ) as sent:  # fmt: skip
            back = sent.headers["Location"].split("?", 1)[1]
        async with browser.get(f"{ours}/slack/oauth_redirect?{back}", headers={"Cookie": cookie}) as done:
            return done.status, await done.text()


def _found(pattern: str, page: str) -> str:
    match = re.search(pattern, page)
    assert match is not None, page
    return match[1].replace("&amp;", "&")


def rows(url: str) -> dict[str, int]:
    """How many rows of a workspace are kept."""
    engine = engine_for(url)
    with engine.connect() as connection:
        counts = {table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in TABLES}  # noqa: S608
    engine.dispose()
    return counts


def team_of(url: str) -> str:
    engine = engine_for(url)
    with engine.connect() as connection:
        team = connection.execute(text("SELECT team_id FROM slack_bots")).scalar_one()
    engine.dispose()
    return str(team)


async def report(between: Between, team: str, event: dict[str, object]) -> int:
    """An event of the workspace, signed; the status of the answer."""
    body = {"type": "event_callback", "team_id": team, "event_id": f"Ev{time.monotonic_ns()}", "event": event}
    return (await between.knock(json.dumps(body).encode(), "application/json"))[0]


def mention(where: str) -> dict[str, object]:
    ts = f"{time.time():.6f}"
    return {"type": "app_mention", "user": "U9", "text": f"<@U0> {HOMICIDES.question}", "channel": where, "ts": ts}


async def crime(between: Between) -> str:
    """The id of the channel."""
    async with ClientSession(connector=UnixConnector(path=str(between.peer))) as slack:
        told = {"Authorization": "Bearer xoxp-reporter"}
        async with slack.post("http://peer/api/conversations.list", headers=told) as said:
            return next(str(one["id"]) for one in (await said.json())["channels"] if one["name"] == "crime")


def test_installed_answered_and_taken_away(emulate: Path, bot: Bot, short: Path, bare_url: str) -> None:
    async def lived() -> None:
        async with standing(emulate, short, bot, bare_url) as (between, life):
            where = await crime(between)
            assert rows(bare_url) == {"slack_bots": 0, "slack_installations": 0, "inbox": 0}
            status, page = await install(between, life)
            assert status == 200, page
            assert rows(bare_url) == {"slack_bots": 1, "slack_installations": 1, "inbox": 0}
            team = team_of(bare_url)
            assert await report(between, team, mention(where)) == 200
            await until(lambda: bool(between.posts()))
            assert HOMICIDES.figure in between.posts()[0].body["text"]
            await until(lambda: life.desk.depth == 0)
            assert rows(bare_url)["inbox"] == 1
            assert await report(between, team, {"type": "app_uninstalled"}) == 200
            assert rows(bare_url) == {"slack_bots": 0, "slack_installations": 0, "inbox": 0}
            await report(between, team, mention(where))
            await asyncio.sleep(0.5)
            assert len(between.posts()) == 1
            assert life.given_up == []

    run(lived())


@pytest.mark.parametrize(("tokens", "kept"), [({"oauth": ["U9"]}, 1), ({"bot": ["U0"]}, 0)], ids=["a person's", "ours"])
def test_a_token_that_is_taken_back(
    tokens: dict[str, list[str]], kept: int, emulate: Path, bot: Bot, short: Path, bare_url: str
) -> None:
    async def lived() -> None:
        async with standing(emulate, short, bot, bare_url) as (between, life):
            await install(between, life)
            team = team_of(bare_url)
            assert await report(between, team, {"type": "tokens_revoked", "tokens": tokens}) == 200
            assert rows(bare_url)["slack_bots"] == kept

    run(lived())


def test_an_installation_that_nobody_began_is_refused(emulate: Path, bot: Bot, short: Path, bare_url: str) -> None:
    async def lived() -> None:
        async with standing(emulate, short, bot, bare_url) as (_, life):
            ours = life.events_url.rsplit("/slack/", 1)[0]
            async with (
                ClientSession() as browser,
                browser.get(f"{ours}/slack/oauth_redirect?code=x&state=made-up") as said,
            ):
                assert said.status == 400
            assert rows(bare_url)["slack_bots"] == 0

    run(lived())
