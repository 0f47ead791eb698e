"""The bot as it is served, on Slack: state, desk, door and guest in this process, against local-slack in its own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import yaml

from adapters.desk.answering import Answering
from adapters.desk.desk import Desk
from adapters.desk.limits import Limits
from adapters.guest import Tools
from adapters.http.health import Checks, Pulse
from adapters.http.metrics import Metrics
from adapters.http.refusals import Refusals
from adapters.http.surface import Addresses, Surface
from adapters.settings import Secret, Settings
from adapters.slack.app import PATH, SlackGuest
from adapters.slack.limits import Waits
from adapters.state.database import url_beside
from adapters.state.state import State
from adapters.wiring import House
from tests.adapters.slack.between import APP_TOKEN, BOT_TOKEN, SECRET, Between
from tests.adapters.slack.peers import LOCAL_SLACK, come_up, installed, running

Mode = Literal["socket", "http"]
MODES: tuple[Mode, ...] = ("socket", "http")
TEAM, OURS, REPORTER_ID, COLLEAGUE_ID = "T01TEST", "U0BOT", "U01REP", "U02COL"
CHANNEL, DIRECT = "C01CRIME", "D01REP"
PORT, EVENTS_PORT = 3000, 3100

QUICK = Limits(
    gather=0.001, lease=3.0, look_again=0.05, settle=0.1, send=10.0, first_wait=0.05, longest_wait=0.5,
    channel_rate=1000.0, channel_burst=1000,
)  # fmt: skip
PATIENT = Waits(call=5.0, ping=0.5, look=0.2, deaf=3.0, closing=1.0)


@dataclass
class Bot:
    """One life of the bot. `given_up` holds why it ended itself."""

    desk: Desk
    guest: SlackGuest
    surface: Surface
    given_up: list[str] = field(default_factory=list)

    @property
    def events_url(self) -> str:
        return f"http://127.0.0.1:{self.surface.port()}{PATH}"


def channel(number: int) -> str:
    """The id of a channel: the first is `CHANNEL`."""
    return f"C{number:02}DESK" if number else CHANNEL


def workspace(mode: Mode, channels: int = 1) -> dict[str, object]:
    """The peer's seed: two people, channels that both are in, a direct conversation."""
    members = [REPORTER_ID, COLLEAGUE_ID, OURS]
    more = [{"id": channel(n), "name": f"desk-{n}", "members": members} for n in range(1, channels)]
    app = {
        "appId": "A01APP", "botUserId": OURS, "botName": "beatbook", "botToken": BOT_TOKEN, "appToken": APP_TOKEN,
        "signingSecret": SECRET, "mode": "socket" if mode == "socket" else "events",
        "requestUrl": f"http://127.0.0.1:{EVENTS_PORT}{PATH}",
    }  # fmt: skip
    users = [
        {"id": REPORTER_ID, "name": "reporter", "real_name": "Reporter", "email": "reporter@example.com"},
        {"id": COLLEAGUE_ID, "name": "colleague", "real_name": "Colleague", "email": "colleague@example.com"},
    ]
    direct = {"id": DIRECT, "name": "dm", "is_im": True, "is_channel": False, "members": [REPORTER_ID, OURS]}
    return {
        "workspace": {"name": "Peer", "domain": "peer", "teamId": TEAM}, "app": app, "users": users,
        "channels": [{"id": CHANNEL, "name": "crime", "members": members}, *more, direct],
    }  # fmt: skip


@asynccontextmanager
async def peer(folder: Path, mode: Mode, channels: int = 1) -> AsyncIterator[Between]:
    """local-slack and the line to it."""
    program = installed(LOCAL_SLACK) / "bin" / "local-slack"
    config = folder / "workspace.yaml"
    config.write_text(yaml.safe_dump(workspace(mode, channels)))
    # A socket file's path may have 108 characters: the shortest there is.
    with running([str(program), "--config", str(config), "--port", str(PORT)], folder, PORT, EVENTS_PORT) as path:
        await come_up(path)
        between = Between(path, admins=frozenset({REPORTER_ID}))
        await between.open()
        try:
            yield between
        finally:
            await between.close()


def house_on(between: Between, mode: Mode, home: Path) -> House:
    said = Settings(
        home=home, slack_bot_token=Secret(BOT_TOKEN), slack_signing_secret=Secret(SECRET), slack_api_url=between.url
    )
    return House(replace(said, slack_app_token=Secret(APP_TOKEN)) if mode == "socket" else said)


@asynccontextmanager
async def serving(
    house: House,
    answering: Answering,
    limits: Limits = QUICK,
    *,
    waits: Waits = PATIENT,
    clock: Callable[[], float] = time.time,
    drain: float = 5.0,
) -> AsyncIterator[Bot]:
    """The bot, opened and closed in the order of the service."""
    async with AsyncExitStack() as ends:
        address = house.settings.database_url
        state = State.open(address.reveal() if address else url_beside(house.settings.home), clock, limits.lease)
        ends.callback(state.close)
        given_up: list[str] = []
        metrics = Metrics()
        guest = SlackGuest(house, Tools(clock, metrics, given_up.append), waits)
        desk = Desk(state, [guest.platform], answering, clock, limits, watch=metrics, worker="w1")
        pulse = Pulse(time.monotonic)
        checks = Checks({}, time.monotonic)
        refusals = Refusals(metrics.refused, time.monotonic)
        surface = Surface(checks, pulse, metrics, refusals, clock=clock, webhooks=guest.webhooks)
        await desk.start()
        ends.push_async_callback(guest.close)
        ends.push_async_callback(desk.stop, drain)
        await surface.open(Addresses(port=0))
        ends.push_async_callback(surface.close)
        ends.push_async_callback(guest.pause)
        await guest.open(desk)
        yield Bot(desk, guest, surface, given_up)


@asynccontextmanager
async def on_slack(
    folder: Path, mode: Mode, answering: Answering, limits: Limits = QUICK, channels: int = 1
) -> AsyncIterator[tuple[Between, Bot]]:
    """Peer, line and bot."""
    async with (
        peer(folder, mode, channels) as between,
        serving(house_on(between, mode, folder), answering, limits) as bot,
    ):
        lead(between, bot, mode)
        yield between, bot


def lead(between: Between, bot: Bot, mode: Mode) -> None:
    """From now on what happens goes to this life of the bot."""
    if mode == "http":
        between.events_to = lambda: bot.events_url


async def until(holds: Callable[[], bool], seconds: float = 30.0) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - what is waited for is another process's doing
            await asyncio.sleep(0.02)
