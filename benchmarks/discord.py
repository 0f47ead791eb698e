"""How fast Discord is served: autocomplete with everything loaded, and first responses under many questions at once.

python -m benchmarks.discord: on a simulated Discord, whose own time is part of every figure.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import tempfile
import time
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from time import perf_counter
from typing import Any

import simcord
from simcord.enums import InteractionType
from simcord.env import Env
from simcord.interactions import base_payload

from adapters.desk.answering import Crew
from adapters.desk.desk import Desk
from adapters.desk.limits import Limits
from adapters.discord.client import Client
from adapters.state.state import State
from benchmarks.answers import questions
from benchmarks.desk import PAGE, percentile, quiet
from knowledge.build import build

QUESTIONS, SECONDS = 500, 10
TYPED = ("", "h", "ho", "hom", "homi", "knife", "knife crime", "camd", "westm", "2024", "last", "hommicid", "xyzzy")
SLOTS = ("topic", "place", "period")
LIMITS = Limits(most_open=2000, channel_rate=1e6, channel_burst=1000)


class Simulated:
    """Discord with many people in one channel, each of whom sends what Discord would send for them."""

    def __init__(self, env: Env) -> None:
        self._env = env
        guild = env.create_guild()
        self._channel = guild.create_text_channel("crime")
        self._user = guild.add_member(env.create_user("reporter"))
        self.responses: dict[int, float] = {}
        self._began: dict[int, float] = {}

    def use(self, kind: InteractionType, command: str, option: dict[str, Any]) -> Any:
        """Somebody uses a command of `/crime`; what Discord then knows of it."""
        root = self._env.backend.find_command("crime", None, type=1)
        assert root is not None
        data = {
            "id": root["id"],
            "name": "crime",
            "type": 1,
            "options": [{"type": 1, "name": command, "options": [option]}],
        }
        record, payload = base_payload(
            self._env.backend, type=kind, channel_id=self._channel.id, guild_id=self._channel.guild.id,
            user_id=self._user.id, data=data,
        )  # fmt: skip
        self._env.backend.emit("INTERACTION_CREATE", payload)
        return record


async def responded(record: Any, began: float) -> float:
    """Milliseconds from the use to the first response."""
    while not record.responded:  # noqa: ASYNC110 - the simulation tells nobody
        await asyncio.sleep(0.0005)
    return (perf_counter() - began) * 1000


async def typing(there: Simulated) -> list[float]:
    took = []
    for _ in range(20):
        for slot in SLOTS:
            for typed in TYPED:
                option = {"name": slot, "type": 3, "value": typed, "focused": True}
                began = perf_counter()
                record = there.use(InteractionType.APPLICATION_COMMAND_AUTOCOMPLETE, "figure", option)
                took.append(await responded(record, began))
    return took


async def asking(there: Simulated, desk: Desk) -> tuple[list[float], float]:
    """First responses of so many questions in so many seconds; and how long until the last answer was out."""
    asked, begun, waiting = questions(), perf_counter(), []
    for number in range(QUESTIONS):
        due = begun + number * SECONDS / QUESTIONS
        if (early := due - perf_counter()) > 0:
            await asyncio.sleep(early)
        option = {"name": "question", "type": 3, "value": asked[number % len(asked)]}
        record = there.use(InteractionType.APPLICATION_COMMAND, "ask", option)
        waiting.append(asyncio.create_task(responded(record, due)))
    took = await asyncio.gather(*waiting)
    while desk.depth:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    return list(took), perf_counter() - begun


async def measured(built: Path, folder: Path) -> str:
    url = f"sqlite:///{folder / 'state.sqlite'}"
    env: list[Env] = []

    def now() -> float:
        return env[0].now().timestamp()

    with closing(State.open(url, time.time)) as state:
        client = Client(now, print, lambda: closing(State.open(url)))
        client.shard_count = 1
        desk = Desk(state, [client.platform], Crew(lambda: built, size=2, deadline=5), time.time, LIMITS)
        client.serve(desk)
        async with simcord.run(client) as simulation:
            env.append(simulation)
            await desk.start()
            there = Simulated(simulation)
            await typing(there)
            typed = await typing(there)
            asked, all_done = await asking(there, desk)
            await desk.stop()
    return "\n".join(
        (
            "| Discord (2 answering processes, SQLite, synchronous=FULL) | measured | bound |",
            "| --- | --- | --- |",
            f"| autocomplete, p50 of {len(typed)} | {percentile(typed, 0.5):.1f} ms | – |",
            f"| autocomplete, p99 | {percentile(typed, 0.99):.1f} ms | 20 ms |",
            f"| first response, {QUESTIONS} questions in {SECONDS} s, p50 | {percentile(asked, 0.5):.0f} ms | – |",
            f"| first response, p99 | {percentile(asked, 0.99):.0f} ms | – |",
            f"| first response, longest | {max(asked):.0f} ms | 3,000 ms |",
            f"| all {QUESTIONS} answered after | {all_done:.1f} s | – |",
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md too")
    chosen = parser.parse_args()
    quiet()
    with tempfile.TemporaryDirectory() as folder:
        built = build((Path(str(files("knowledge") / "data")),), Path(folder) / "built").path
        table = asyncio.run(measured(built, Path(folder)))
    print(table)
    if chosen.write:
        before = re.sub(r"\n\| Discord \(.*?(?=\n\n|\Z)", "", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
        PAGE.write_text(f"{before.rstrip()}\n\n{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
