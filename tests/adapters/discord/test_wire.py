"""The whole guest over real HTTP and a real WebSocket: logged in, answering, resuming, logged out; and its doctor."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path

import pytest
from discord.http import Route

from adapters.desk.desk import Desk
from adapters.discord.app import DiscordGuest, guest
from adapters.discord.checkup import examine
from adapters.discord.client import Client
from adapters.discord.lines import refused_token
from adapters.guest import Tools
from adapters.http.metrics import Metrics
from adapters.settings import Secret, Settings
from adapters.state.database import url_beside
from adapters.state.state import State
from adapters.wiring import House
from bot.bot import Bot
from tests.adapters.desk.rig import QUICK, Direct, desk_on, until
from tests.adapters.desk.test_faults import Faulty
from tests.adapters.discord.peer import IDENTIFY, REPORTER, RESUME, TOKEN, Peer, listening, message, used
from tests.adapters.discord.rig import sqlite
from tests.adapters.scenarios import HOMICIDES, HOMICIDES_OF_2024

pytestmark = pytest.mark.servers
GUILDS_AND_MESSAGES = 1 | 1 << 9 | 1 << 12
COMPLETING = f"/webhooks/100/{TOKEN}/messages/@original"
KEY = Secret("canary")


@asynccontextmanager
async def discord_at_home(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Peer]:
    """Only the address of the service is another: nothing of the library is replaced."""
    async with listening() as peer:
        monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{peer.port}/api")
        yield peer


@asynccontextmanager
async def visiting(visitor: DiscordGuest, desk: Desk) -> AsyncIterator[None]:
    """Connected, and in the end not any more."""
    await visitor.open(desk)
    try:
        await until(lambda: not visitor.lacking())
        yield
    finally:
        await visitor.close()


def quick_guest(told: list[str]) -> DiscordGuest:
    """A guest that does not wait long between two tries."""
    return DiscordGuest(Client(time.time, told.append), KEY, told.append, first_wait=0.01)


async def test_over_the_wire(bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    async with discord_at_home(monkeypatch) as peer:
        house = House(Settings(home=tmp_path, discord_token=KEY))
        visitor = guest(house, Tools(time.time, Metrics(), told.append))
        state = State.open(url_beside(tmp_path))
        async with desk_on(state, visitor.platform, Direct(bot)) as desk:
            await visitor.open(desk)
            await until(lambda: not visitor.lacking())
            await peer.tell("MESSAGE_CREATE", message({"content": f"<@100> {HOMICIDES.question}"}, "77", REPORTER))
            await peer.tell("INTERACTION_CREATE", used(HOMICIDES_OF_2024.question))
            await until(lambda: bool(peer.bodies("POST", "/messages") and peer.bodies("PATCH", COMPLETING)))
            await peer.gateways[-1].close(code=4000)
            await until(lambda: RESUME in peer.heard and not visitor.lacking())
            await visitor.pause()
        await visitor.close()
        state.close()
    (post,), (completed,) = peer.bodies("POST", "/messages"), peer.bodies("PATCH", COMPLETING)
    assert HOMICIDES.figure in str(post["components"])
    assert (post["message_reference"]["message_id"], len(post["nonce"]), post["enforce_nonce"]) == (77, 25, True)
    assert HOMICIDES_OF_2024.figure in str(completed["components"])
    assert peer.heard.count(IDENTIFY) == 1
    assert told == []


async def test_who_did_not_acknowledge_waits_for_who_does(
    bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two processes on one database one takes the question, and the other answers it: too early at first."""
    told: list[str] = []
    first, second = quick_guest(told), quick_guest(told)
    takes_only = replace(QUICK, most_open=0)
    async with discord_at_home(monkeypatch) as peer:
        peer.acknowledging.clear()
        with closing(State.open(sqlite(tmp_path))) as state, closing(State.open(sqlite(tmp_path))) as same:
            async with (
                desk_on(state, first.platform, Direct(bot), takes_only) as taking,
                desk_on(same, second.platform, Direct(bot), worker="w2") as answering,
                visiting(first, taking),
                visiting(second, answering),
            ):
                await peer.tell("INTERACTION_CREATE", used(HOMICIDES_OF_2024.question), to=0)
                await until(lambda: bool(peer.bodies("PATCH", COMPLETING)))
                assert not peer.acknowledged
                peer.acknowledging.set()
                await until(lambda: same.depth() == 0)
    assert HOMICIDES_OF_2024.figure in str(peer.bodies("PATCH", COMPLETING)[-1]["components"])
    assert len(peer.bodies("PATCH", COMPLETING)) > 1
    assert told == []


async def test_a_database_that_hangs_holds_up_no_acknowledgement(
    bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    visitor = quick_guest(told)
    async with discord_at_home(monkeypatch) as peer:
        with closing(Faulty.open(sqlite(tmp_path))) as state:
            assert isinstance(state, Faulty)
            async with desk_on(state, visitor.platform, Direct(bot)) as desk, visiting(visitor, desk):
                state.held = threading.Event()
                try:
                    await peer.tell("INTERACTION_CREATE", used(HOMICIDES_OF_2024.question))
                    await until(lambda: peer.acknowledged and bool(peer.bodies("PATCH", COMPLETING)))
                finally:
                    state.held.set()
    assert HOMICIDES_OF_2024.figure in str(peer.bodies("PATCH", COMPLETING)[0]["components"])
    assert told == []


async def test_an_outage_between_log_in_and_connection_is_waited_out(
    bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    visitor = quick_guest(told)
    async with discord_at_home(monkeypatch) as peer:
        peer.refusals["/gateway/bot"] = [503, 503]
        with closing(State.open(sqlite(tmp_path))) as state:
            async with desk_on(state, visitor.platform, Direct(bot)) as desk, visiting(visitor, desk):
                pass
    assert peer.heard.count(IDENTIFY) == 1
    assert told == []


async def test_a_token_that_is_refused_after_the_log_in_ends_the_process(
    bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    visitor = quick_guest(told)
    async with discord_at_home(monkeypatch) as peer:
        peer.refusals["/gateway/bot"] = [401]
        with closing(State.open(sqlite(tmp_path))) as state:
            async with desk_on(state, visitor.platform, Direct(bot)) as desk:
                await visitor.open(desk)
                await until(lambda: bool(told))
            await visitor.close()
    assert told == [refused_token()]


TROUBLES: tuple[tuple[dict[str, list[int]], str], ...] = (
    ({}, "servers: in none yet"),
    ({"/users/@me": [401]}, refused_token()),
    ({"/commands": [401]}, refused_token()),
    ({"/commands": [503]}, "discord: Discord does not answer as it should (503 0); try again later"),
    ({"/applications/@me": [403, 403]}, "discord: Discord does not answer as it should (403 0); try again later"),
)


@pytest.mark.parametrize(("refusals", "said"), TROUBLES, ids=lambda part: str(part)[:40])
async def test_the_doctor_says_in_one_line_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, refusals: dict[str, list[int]], said: str
) -> None:
    async with discord_at_home(monkeypatch) as peer, Client(time.time, lambda _: None) as client:
        peer.refusals |= refusals
        *_, (what, well, last) = [looked async for looked in examine(client, KEY.reveal())]
        assert said in f"{what}: {last}"
        assert not well
        assert "\n" not in last
