"""`beatbook doctor`: what an installation needs, looked at one by one, each with its remedy."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module

from adapters.settings import SettingsError
from adapters.wiring import House, NothingBuilt, today
from knowledge.errors import KnowledgeError

LEAST_FREE = 64 * 2**20
OLDEST = (3, 11)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    what: str
    well: bool
    said: str

    def __str__(self) -> str:
        return f"{'ok  ' if self.well else 'BAD '} {self.what:10} {self.said}"


def findings(platforms: Sequence[str] = ()) -> Iterator[Finding]:
    """Every finding, in the order in which one needs the other; of the platforms named, too."""
    yield Finding("python", sys.version_info >= OLDEST, f"{platform.python_version()} (3.11 or newer is needed)")
    try:
        house = House.furnished()
    except SettingsError as wrong:
        yield Finding("settings", False, str(wrong).replace("\n", "; "))
        return
    yield Finding("settings", True, f"home is {house.settings.home}")
    yield _space(house)
    yield from _knowledge(house)
    for name in platforms:
        yield from _platform(house, name)


def _platform(house: House, name: str) -> Iterator[Finding]:
    """What the platform's own `checkup` finds."""
    try:
        yield from (Finding(*looked) for looked in import_module(f"adapters.{name}.checkup").look_over(house))
    except SettingsError as wrong:
        yield Finding(name, False, str(wrong).replace("\n", "; "))


def _space(house: House) -> Finding:
    there = next(folder for folder in (house.settings.home, *house.settings.home.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    return Finding("disk", free >= LEAST_FREE, f"{free // 2**20:,} MiB free (64 MiB are needed)")


def _knowledge(house: House) -> Iterator[Finding]:
    try:
        bot = house.bot()
    except (NothingBuilt, KnowledgeError) as fault:
        yield Finding("knowledge", False, str(fault))
        return
    held = sum(bot.knowledge.held().values())
    yield Finding("knowledge", held > 0, f"{bot.knowledge.version[:16]}: {held:,} figures")
    example = next((i.example for i in bot.knowledge.indicators() if i.example and bot.knowledge.held().get(i.id)), "")
    reply, _ = bot.ask(example, today())
    yield Finding("answer", reply.outcome == "answer", f"{example} → {reply.outcome}")
