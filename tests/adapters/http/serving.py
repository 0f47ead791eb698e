"""A platform whose messages are lines of a file, served as `beatbook serve` would: python -m … HOME MANNER ENDING."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from aiohttp import web

from adapters.desk.desk import Desk
from adapters.desk.event import Event, Outgoing, Platform
from adapters.desk.limits import Limits
from adapters.guest import Guest, Tools
from adapters.http.surface import Addresses, Webhook
from adapters.serve import Serving, serve
from adapters.settings import Settings
from adapters.wiring import House
from tests.adapters.http.standing import PATH, SECRET

MANNERS = ("well", "slow", "hangs", "blocks", "dead")


class Lines:
    """The platform itself: each message one line of JSON."""

    name = "paper"

    def __init__(self, file: Path, manner: str) -> None:
        self._file, self._manner = file, manner

    async def send(self, out: Outgoing) -> str:
        if self._manner == "slow":
            await asyncio.sleep(0.5)
        with self._file.open("a") as file:
            file.write(json.dumps({"key": out.key, "outcome": out.reply.outcome, "asked": out.event.text}) + "\n")
        return out.key

    async def find_sent(self, out: Outgoing) -> str | None:
        return next((out.key for line in self.lines() if json.loads(line)["key"] == out.key), None)

    async def delete(self, event: Event, posted: str) -> None:
        raise NotImplementedError

    def lines(self) -> list[str]:
        return self._file.read_text().splitlines() if self._file.exists() else []


class Paper:
    """The platform as a guest of the process. Its manner is how it behaves at the end."""

    def __init__(self, house: House, tools: Tools, manner: str) -> None:
        self._lines = Lines(house.settings.home / "sent.jsonl", manner)
        self._tools, self._manner = tools, manner
        self._desk: Desk | None = None

    @property
    def platform(self) -> Platform:
        return self._lines

    @property
    def webhooks(self) -> Sequence[Webhook]:
        return (Webhook(PATH, (SECRET,), self._taken),)

    async def _taken(self, request: web.Request) -> web.Response:
        said = json.loads(await request.text())
        assert self._desk is not None
        event = Event(
            "paper",
            "T1",
            said["key"],
            "ask",
            "C1",
            said["key"],
            "U1",
            said["key"],
            said["text"],
            False,
            date(2026, 1, 20),
        )
        return web.Response(text="new" if await self._desk.take(event) else "known")

    async def open(self, desk: Desk) -> None:
        self._desk = desk
        if self._manner == "dead":
            self._tools.give_up("the token xoxb-1-canarycanary is dead")

    def lacking(self) -> str:
        return "" if self._desk else "not connected"

    async def pause(self) -> None:
        if self._manner == "hangs":
            await asyncio.sleep(60)
        if self._manner == "blocks":
            time.sleep(60)  # noqa: ASYNC251 - a fault that no timeout of the loop can end

    async def close(self) -> None:
        if self._manner == "hangs":
            raise RuntimeError("cannot close")


def house_in(home: Path) -> House:
    return House(Settings(home=home, collections=("articles",)))


def run(home: Path, manner: str, ending: float) -> int:
    def paper(house: House, tools: Tools) -> Guest:
        return Paper(house, tools, manner)

    limits = Limits(settle=1.0, channel_rate=20)
    how = Serving(Addresses(port=0), workers=1, platforms={"paper": paper}, ending=ending, limits=limits)
    return serve(house_in(home), ["paper"], how)


def main() -> None:
    raise SystemExit(run(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])))
