"""Pictures of replies on local-slack's own page, for people to look at: python -m tests.shots.slack.

The page is the peer's, not Slack's: it shows what stands where, and in which order. What it cannot draw at all, the
feedback buttons, is left out.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from PIL import Image

from adapters.desk.preferences import Preferences
from adapters.wiring import House
from bot.bot import Bot
from tests.adapters.desk.rig import Direct
from tests.adapters.slack.between import Between
from tests.adapters.slack.peers import NoPeer, relay
from tests.adapters.slack.stage import SlackStage
from tests.adapters.slack.standing import CHANNEL, REPORTER_ID, TEAM, on_slack

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "shots"
WIDTH, HEIGHT, COLOURS, MOST_BYTES = 820, 520, 64, 100_000
# A page that is shorter than its message shows the message's end.
HEIGHTS = {"help": 860}
NOT_DRAWN = frozenset({"context_actions"})
REPLIES = {
    "figure": "How many homicides were there in London in 2025?",
    "change": "How did knife crime change in London?",
    "share": "What share of homicide victims in London in 2025 were under 25?",
    "comparison": "homicides in London in 2025 against 2014",
    "claim": "confidence in the police",
    "money": "How much was spent on policing per head in London?",
    "clarify": "theft",
    "not-held": "homicides in Madrid",
    "out-of-scope": "What is the weather today?",
    "coverage": "What do you hold on robbery?",
    "help": "help",
    "trend": "robbery trend in Lambeth since 2015",
    "ranking": "Which borough had the most burglary in 2025?",
}
# These are answered from all that is held, the others from the articles.
FROM_FILES = {"trend", "ranking"}


async def take(name: str, question: str, bot: Bot) -> Path:
    """The picture of one reply, as everybody in a channel sees it."""
    with tempfile.TemporaryDirectory(prefix="bb-") as folder:
        async with on_slack(Path(folder), "http", Direct(bot)) as (between, life):
            await life.desk.set_preferences("slack", TEAM, CHANNEL, Preferences(private=False), REPORTER_ID)
            between.not_drawn = NOT_DRAWN
            await SlackStage(between).slash(question)
            async with page_of(between) as url:
                return await _picture(url, FOLDER / f"slack-{name}.png", HEIGHTS.get(name, HEIGHT))


@asynccontextmanager
async def page_of(between: Between) -> AsyncIterator[str]:
    """The address of the peer's page, for as long as it is looked at."""

    async def opened(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await relay(lambda: asyncio.open_unix_connection(between.peer), reader, writer)

    server = await asyncio.start_server(opened, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        server.close()


async def _picture(url: str, path: Path, height: int) -> Path:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise NoPeer("chromium is not installed: apt-get install chromium")
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bb-") as profile:
        process = await asyncio.create_subprocess_exec(
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={profile}",
            f"--window-size={WIDTH},{height}", "--virtual-time-budget=4000", f"--screenshot={path}", url,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        await asyncio.wait_for(process.wait(), 60)
    _thinned(path)
    return path


def _thinned(path: Path) -> None:
    """Few colours are enough for a page of words."""
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)


async def take_all(names: list[str]) -> None:
    """All pictures, or those that are named."""
    house = House.furnished()
    articles, everything = house.bot(("articles",)), house.bot()
    for name in names or list(REPLIES):
        path = await take(name, REPLIES[name], everything if name in FROM_FILES else articles)
        if _size(path) > MOST_BYTES:
            raise NoPeer(f"{path.name} has {_size(path):,} bytes, more than {MOST_BYTES:,}")
        print(path.name)


def _size(path: Path) -> int:
    return path.stat().st_size


if __name__ == "__main__":
    asyncio.run(take_all(sys.argv[1:]))
