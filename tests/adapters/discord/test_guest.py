"""Discord as a guest of the process: logging in, being refused, being told to stop."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from adapters.discord.app import DiscordGuest, guest
from adapters.discord.client import Client
from adapters.discord.lines import refused_token
from adapters.guest import Tools
from adapters.http.metrics import Metrics
from adapters.settings import Secret, Settings, SettingsError, Shards
from adapters.state.state import State
from adapters.wiring import House
from bot.bot import Bot
from tests.adapters.desk.rig import Direct, desk_on, until
from tests.adapters.discord.rig import sqlite

TOKEN = Secret("canary-discord")
UNREACHABLE = OSError("no route to host")


class Knocking(Client):
    """A client whose log-ins and connections end as it is told, one after the other; None is well, and lasts."""

    def __init__(self, log_ins: list[Exception | None], *connected: Exception | None) -> None:
        super().__init__(lambda: 0.0, lambda _: None)
        self.log_ins, self.connected = log_ins, [*connected, None]

    async def login(self, token: str) -> None:
        assert token == TOKEN.reveal()
        if (fault := self.log_ins.pop(0)) is not None:
            raise fault

    async def connect(self, *, reconnect: bool = True) -> None:
        del reconnect
        if (fault := self.connected.pop(0)) is not None:
            raise fault
        await asyncio.Event().wait()


def closed(code: int) -> discord.ConnectionClosed:
    socket: Any = SimpleNamespace(close_code=code)
    return discord.ConnectionClosed(socket, shard_id=0, code=code)


def no_gateway() -> discord.GatewayNotFound:
    return discord.GatewayNotFound()  # type: ignore[no-untyped-call]


def unauthorized() -> discord.GatewayNotFound:
    """What comes of a token that was good at the log-in."""
    response: Any = SimpleNamespace(status=401, reason="Unauthorized")
    fault = no_gateway()
    fault.__cause__ = discord.HTTPException(response, "401: Unauthorized")
    return fault


async def given_up(bot: Bot, folder: Path, client: Knocking, enough: Callable[[list[str]], bool]) -> list[str]:
    told: list[str] = []
    visitor = DiscordGuest(client, TOKEN, told.append, first_wait=0.01)
    state = State.open(sqlite(folder))
    async with desk_on(state, visitor.platform, Direct(bot)) as desk:
        await visitor.open(desk)
        await until(lambda: enough(told))
        assert "not connected" in visitor.lacking()
        await visitor.pause()
        await visitor.close()
    state.close()
    return told


ENDS = (
    ([discord.LoginFailure("no")], None, refused_token()),
    ([None], closed(4004), refused_token()),
    ([None], closed(4010), "Discord closed the connection for good: 4010"),
    ([RuntimeError("a fault of ours")], None, "Discord cannot be served: RuntimeError"),
    ([None], unauthorized(), refused_token()),
)


@pytest.mark.parametrize(("log_ins", "connected", "why"), ENDS, ids=["login", "gateway", "shards", "ours", "since"])
async def test_what_no_trying_again_helps_ends_the_process(
    bot: Bot, tmp_path: Path, log_ins: list[Exception | None], connected: Exception | None, why: str
) -> None:
    told = await given_up(bot, tmp_path, Knocking(list(log_ins), connected), bool)
    assert told == [why]
    assert "canary" not in "".join(told)


async def test_an_outage_after_the_log_in_is_waited_out(bot: Bot, tmp_path: Path) -> None:
    client = Knocking([None], no_gateway(), aiohttp.ClientError(), UNREACHABLE)
    assert await given_up(bot, tmp_path, client, lambda _: not client.connected) == []


async def test_an_outage_is_waited_out(bot: Bot, tmp_path: Path) -> None:
    client = Knocking([UNREACHABLE, TimeoutError(), UNREACHABLE, None])
    assert await given_up(bot, tmp_path, client, lambda _: not client.log_ins) == []


def tools() -> Tools:
    return Tools(lambda: 0.0, Metrics(), lambda _: None)


async def test_without_a_token_nothing_is_served(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="BEATBOOK_DISCORD_TOKEN is not set; paste the bot's token"):
        guest(House(Settings(home=tmp_path)), tools())


async def test_a_process_may_hold_a_part_of_the_shards(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, discord_token=TOKEN, discord_shards=Shards(range(4, 8), 8))
    made = guest(House(settings), tools())
    assert isinstance(made, DiscordGuest)
    assert (made._client.shard_ids, made._client.shard_count) == ([4, 5, 6, 7], 8)


@pytest.mark.servers
@pytest.mark.parametrize("command", [["doctor", "discord"], ["discord", "sync"], ["serve", "discord"]], ids=" ".join)
def test_commands_without_a_token_say_what_to_do(tmp_path: Path, built: Path, command: list[str]) -> None:
    home = tmp_path / "home"
    (home / "knowledge").parent.mkdir()
    (home / "knowledge").symlink_to(built.parent)
    environment = {"BEATBOOK_HOME": str(home), "PATH": ""}
    run = subprocess.run(
        [sys.executable, "-c", "from adapters.cli import main; main()", *command],
        capture_output=True, text=True, env=environment, cwd=Path(__file__).parents[3], check=False,
    )  # fmt: skip
    assert run.returncode in {1, 2}, run
    assert "BEATBOOK_DISCORD_TOKEN is not set; paste the bot's token" in run.stdout + run.stderr
    assert "Traceback" not in run.stderr


def test_asking_in_the_terminal_loads_no_discord() -> None:
    code = "import sys, adapters.cli, adapters.serve; sys.exit('discord' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], check=False).returncode == 0
