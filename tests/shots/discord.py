"""Pictures of ten replies on Discord, for people to look at: python -m tests.shots.discord

Needs `simcord[preview]` and chromium; they are no part of the development environment.
"""

from __future__ import annotations

import asyncio
import base64
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import discord

if TYPE_CHECKING:
    from PIL.Image import Image  # type: ignore[import-not-found,unused-ignore]

from adapters.discord.extras import Drawing
from adapters.pictures.pictures import Pictures
from bot.bot import Bot
from knowledge.base import KnowledgeBase
from knowledge.build import build
from tests.adapters.desk.rig import Direct, until
from tests.adapters.discord.rig import Elsewhere, World, label_of, sqlite, world

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "shots"
WIDTH, HEIGHT = 960, 1400
# A picture with less is blank: the page had not come.
LEAST_BYTES, MOST_BYTES = 5_000, 100_000
COLOURS = 64
# Seconds until the page has come to rest.
REST = 6.0
# Where the preview shows the talk: left, top, right, bottom.
TALK = (257, 120, WIDTH, HEIGHT - 215)
MARGIN = 16


async def asked(there: World, text: str) -> discord.Message:
    return await there.ask(text)


async def used(there: World, command: str, **options: str) -> discord.Message:
    return await there.completed(await there.reporter.slash(there.channel, command, **options))


async def pressed(there: World, text: str, label: str) -> discord.Message:
    answer = await there.ask(text)
    return await there.completed(await there.reporter.click(answer, label=label_of(answer, label)))


async def shared(there: World, text: str) -> discord.Message:
    answer = await used(there, "crime ask", question=text)
    return await there.completed(await there.reporter.click(answer, label="Share"))


async def plain(there: World, text: str) -> discord.Message:
    await used(there, "crime settings", layout="plain text")
    return await there.ask(text)


async def drawn(there: World, text: str, label: str) -> discord.Message:
    """The page with its picture on it."""
    answer = await there.ask(text)
    opened = await there.reporter.click(answer, label=label)
    await until(lambda: opened.response is not None and bool(opened.response.message.attachments), 60)
    return await there.completed(opened)


# These need all collections: the articles hold no series.
WITH_SERIES = {"trend", "rank", "chart", "file"}
HOMICIDES = "How many homicides were there in London in 2025?"
SHOTS: dict[str, Callable[[World], Awaitable[discord.Message]]] = {
    "answer": lambda there: asked(there, HOMICIDES),
    "change": lambda there: asked(there, "How did knife crime change in London?"),
    "choices": lambda there: asked(there, "theft"),
    "not-held": lambda there: asked(there, "homicides in Ontario"),
    "claim": lambda there: asked(there, "What did the Met commissioner say about how safe London is?"),
    "private": lambda there: used(there, "crime figure", topic="robbery", place="london"),
    "shared": lambda there: shared(there, HOMICIDES),
    "source": lambda there: pressed(there, HOMICIDES, "Source"),
    "trend": lambda there: drawn(there, "Which year had the most homicides in London?", "Trend"),
    "rank": lambda there: used(there, "crime rank", topic="burglary", by="rate", period="2025"),
    "chart": lambda there: drawn(there, "Which borough had the most robbery in 2025?", "Chart"),
    "file": lambda there: pressed(there, "Which borough had the most robbery in 2025?", "File"),
    "help": lambda there: used(there, "crime help"),
    "plain-text": lambda there: plain(there, HOMICIDES),
}


async def shoot(
    bot: Bot, name: str, play: Callable[[World], Awaitable[discord.Message]], folder: Path, drawing: Drawing
) -> None:
    """One reply in a server of its own, photographed."""
    async with world(lambda: Direct(bot), sqlite(folder), drawing=Elsewhere(drawing)) as there:
        there.env.backend.bot_user.name = "Beatbook"
        await play(there)
        await there.settle()
        viewers = [there.reporter, there.colleague]
        async with there.env.preview(
            there.channel, viewers=viewers, layout="channel", width=WIDTH, height=HEIGHT
        ) as page:
            await photograph(page.url, folder / f"{name}.png", folder / "profile")
    print(name, await asyncio.to_thread(develop, folder / f"{name}.png", FOLDER / f"discord-{name}.png"))


async def photograph(url: str, picture: Path, profile: Path) -> None:
    """The page as chromium shows it, once it has come to rest."""
    chromium = shutil.which("chromium") or sys.exit("chromium is missing: apt-get install chromium")
    process = await asyncio.create_subprocess_exec(
        chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-port=0",
        f"--user-data-dir={profile}", f"--window-size={WIDTH},{HEIGHT}", "about:blank",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(60):
            await ordered(await port_of(profile), url, picture)
    finally:
        process.terminate()
        await process.wait()


async def port_of(profile: Path) -> int:
    """Where chromium takes orders."""
    told = profile / "DevToolsActivePort"
    await until(lambda: told.exists() and bool(told.read_text().strip()))
    return int(told.read_text().split()[0])


async def ordered(port: int, url: str, picture: Path) -> None:
    """Open the page, wait, and keep a picture of it."""
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        async with session.get("/json/list") as listed:
            (page,) = (one for one in await listed.json() if one["type"] == "page")
        async with session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=2**26) as orders:
            await orders.send_json({"id": 1, "method": "Page.navigate", "params": {"url": url}})
            await asyncio.sleep(REST)
            await orders.send_json({"id": 2, "method": "Page.captureScreenshot"})
            async for answer in orders:
                if (told := answer.json()).get("id") == 2:
                    await asyncio.to_thread(picture.write_bytes, base64.b64decode(told["result"]["data"]))
                    return


def develop(taken: Path, kept: Path) -> int:
    """The picture with few colours; its size in bytes."""
    import PIL.Image  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - for pictures alone

    with PIL.Image.open(taken) as picture:
        trimmed(picture.convert("RGB")).quantize(COLOURS).save(kept, optimize=True)
    size = kept.stat().st_size
    if not LEAST_BYTES < size < MOST_BYTES:
        sys.exit(f"{kept.name} has {size:,} bytes: more than {LEAST_BYTES:,} and less than {MOST_BYTES:,} are right")
    return size


def trimmed(picture: Image) -> Image:
    """The talk alone, without the empty room under it."""
    talk = picture.crop(TALK)
    empty = talk.crop((0, talk.height - 1, talk.width, talk.height)).tobytes()
    used = next(y for y in range(talk.height - 1, 0, -1) if talk.crop((0, y, talk.width, y + 1)).tobytes() != empty)
    return talk.crop((0, 0, talk.width, min(used + MARGIN, talk.height)))


async def main(names: list[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        built = build((Path(str(files("knowledge") / "data")),), Path(folder) / "built").path
        articles, whole = Bot(KnowledgeBase.open(built, ("articles",))), Bot(KnowledgeBase.open(built))
        drawing = Pictures(Path(folder) / "pictures")
        for name in names or list(SHOTS):
            own = Path(folder) / name
            own.mkdir()
            await shoot(whole if name in WITH_SERIES else articles, name, SHOTS[name], own, drawing)
        await drawing.stop()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
