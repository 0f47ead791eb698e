"""Pictures and files: beside the text, never in its way, for whoever pressed alone."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import discord
import pytest
from simcord.results import InteractionResult

from adapters.files.figures import BYTE_ORDER_MARK
from adapters.pictures.pictures import Pictures
from bot.bot import Bot
from tests.adapters.desk.rig import Direct, until
from tests.adapters.discord.rig import Altered, Drawn, Elsewhere, World, labels, parts, sqlite, text_of, world
from tests.adapters.scenarios import HOMICIDES, TREND_POINTS, charted

PNG = b"\x89PNG\r\n\x1a\n a picture"
EDITS = "/webhooks/*/*/messages/@original"
ROBBERY, RANKING = "Robbery trend in Camden since 2019", "Which borough had the most burglary in 2025?"


@dataclass
class Page:
    """What a button opened, as it is now."""

    used: InteractionResult

    @property
    def now(self) -> discord.Message:
        assert self.used.response is not None
        return self.used.response.message


async def opened(there: World, label: str, question: str = HOMICIDES.question) -> Page:
    """What the button under the answer to a question opens, once there is something on it."""
    page = Page(await there.reporter.click(await there.ask(question), label=label))
    await there.completed(page.used)
    return page


def gallery(message: discord.Message) -> list[discord.MediaGalleryItem]:
    return [item for part in parts(message.components) if isinstance(part, discord.MediaGalleryComponent)
            for item in part.items]  # fmt: skip


async def test_the_trend_is_a_picture_that_is_also_said(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Altered(bot, charted), sqlite(tmp_path), drawing=Drawn(PNG)) as there:
        page = await opened(there, "Trend")
        await until(lambda: bool(gallery(page.now)))
        (item,), (file,) = gallery(page.now), page.now.attachments
        assert page.now.flags.ephemeral
        assert (file.filename, file.size) == ("chart.png", len(PNG))
        for said in (item.description or "", file.description or "", text_of(page.now)):
            assert all(str(value) in said for _, value in (TREND_POINTS[0], TREND_POINTS[-1]))


async def test_the_table_does_not_wait_for_the_picture(bot: Bot, tmp_path: Path) -> None:
    drawing = Drawn(PNG)
    drawing.go.clear()
    async with world(lambda: Altered(bot, charted), sqlite(tmp_path), drawing=Elsewhere(drawing)) as there:
        page = await opened(there, "Trend")
        assert "131" in text_of(page.now)
        assert not gallery(page.now)
        drawing.go.set()
        await until(lambda: bool(gallery(page.now)))


async def test_plain_text_has_the_picture_under_it(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Altered(bot, charted), sqlite(tmp_path), drawing=Drawn(PNG)) as there:
        await there.reporter.slash(there.channel, "crime settings", layout="plain text")
        page = await opened(there, "Trend")
        await until(lambda: bool(page.now.attachments))
        assert "131" in page.now.content


@pytest.mark.parametrize("refused", [False, True], ids=["not drawn", "not taken"])
async def test_without_a_picture_the_table_stands(bot: Bot, tmp_path: Path, refused: bool) -> None:
    drawing = Drawn(PNG if refused else None)
    drawing.go.clear()
    async with world(lambda: Altered(bot, charted), sqlite(tmp_path), drawing=Elsewhere(drawing)) as there:
        page = await opened(there, "Trend")
        if refused:
            there.env.inject_error("PATCH", EDITS, status=400, code=40005, times=None)
        drawing.go.set()
        await there.settle()
        assert "131" in text_of(page.now)
        assert "Sorry" not in text_of(page.now)
        assert not page.now.attachments


async def test_a_ranking_is_a_table_of_places(whole: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(whole), sqlite(tmp_path)) as there:
        heading, *rows = text_of((await opened(there, "Chart", RANKING)).now).split("\n")
        assert "2025" in heading
        assert "Source: Metropolitan Police" in rows[-1]
        assert next(row for row in rows if "Westminster" in row).split()[:2] == ["1", "Westminster"]
        assert next(row for row in rows if "Westminster" in row).endswith("←")
        assert sum("Kingston upon Thames" in row for row in rows) == 1


async def test_months_of_a_place_are_named(whole: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(whole), sqlite(tmp_path)) as there:
        page = await opened(there, "Trend", ROBBERY)
        heading, _, *rows = text_of(page.now).split("\n")
        assert "Camden" in heading
        assert "2026" in rows[0]
        while "Next" in labels(page.now):
            await there.reporter.click(page.now, label="Next")
        assert "January 2019" in text_of(page.now)


@pytest.mark.servers
async def test_the_real_picture_is_there(whole: Bot, tmp_path: Path) -> None:
    drawing = Pictures(tmp_path / "pictures")
    try:
        async with world(lambda: Direct(whole), sqlite(tmp_path), drawing=Elsewhere(drawing)) as there:
            page = await opened(there, "Chart", RANKING)
            await until(lambda: bool(gallery(page.now)), 60)
            assert page.now.attachments[0].size > 5_000
            assert "Westminster" in (gallery(page.now)[0].description or "")
    finally:
        await drawing.stop()


async def test_the_figures_are_files(whole: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(whole), sqlite(tmp_path)) as there:
        page = await opened(there, "File", RANKING)
        assert page.now.flags.ephemeral
        table, book = page.now.attachments
        assert table.filename.endswith(".csv")
        assert book.filename.endswith(".xlsx")
        read = there.env.backend.cdn.get(table.url)
        assert read is not None
        rows = list(csv.DictReader(io.StringIO(read.decode().removeprefix(BYTE_ORDER_MARK))))
        assert len(rows) == 32
        assert f"The {len(rows)} figures" in text_of(page.now)
        listed = [part for part in parts(page.now.components) if isinstance(part, discord.FileComponent)]
        assert len(listed) == 2
        assert rows[0]["place"] == "Westminster"


async def test_one_figure_needs_no_file(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        assert "File" not in labels(await there.ask("theft"))
