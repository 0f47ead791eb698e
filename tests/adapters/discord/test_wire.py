"""The whole guest over real HTTP and a real WebSocket: logged in, answering, resuming, logged out."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from discord.http import Route

from adapters.discord.app import guest
from adapters.guest import Tools
from adapters.http.metrics import Metrics
from adapters.settings import Secret, Settings
from adapters.state.database import url_beside
from adapters.state.state import State
from adapters.wiring import House
from bot.bot import Bot
from tests.adapters.desk.rig import Direct, desk_on, until
from tests.adapters.discord.peer import IDENTIFY, REPORTER, RESUME, TOKEN, listening, message, used
from tests.adapters.scenarios import HOMICIDES, HOMICIDES_OF_2024

pytestmark = pytest.mark.servers
GUILDS_AND_MESSAGES = 1 | 1 << 9 | 1 << 12


async def test_over_the_wire(bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the address of the service is another: nothing of the library is replaced."""
    told: list[str] = []
    async with listening() as peer:
        monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{peer.port}/api")
        house = House(Settings(home=tmp_path, discord_token=Secret("canary")))
        visitor = guest(house, Tools(time.time, Metrics(), told.append))
        state = State.open(url_beside(tmp_path))
        async with desk_on(state, visitor.platform, Direct(bot)) as desk:
            await visitor.open(desk)
            await until(lambda: not visitor.lacking())
            await peer.tell("MESSAGE_CREATE", message({"content": f"<@100> {HOMICIDES.question}"}, "77", REPORTER))
            await peer.tell("INTERACTION_CREATE", used(HOMICIDES_OF_2024.question))
            completing = f"/webhooks/100/{TOKEN}/messages/@original"
            await until(lambda: bool(peer.bodies("POST", "/messages") and peer.bodies("PATCH", completing)))
            await peer.gateways[-1].close(code=4000)
            await until(lambda: RESUME in peer.heard and not visitor.lacking())
            await visitor.pause()
        await visitor.close()
        state.close()
    (post,), (completed,) = peer.bodies("POST", "/messages"), peer.bodies("PATCH", completing)
    assert HOMICIDES.figure in str(post["components"])
    assert (post["message_reference"]["message_id"], len(post["nonce"]), post["enforce_nonce"]) == (77, 25, True)
    assert HOMICIDES_OF_2024.figure in str(completed["components"])
    assert peer.heard.count(IDENTIFY) == 1
    assert told == []
