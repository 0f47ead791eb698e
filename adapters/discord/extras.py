"""What comes beside an answer when it is asked for: the picture of its series, the files of its figures."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

import aiohttp
import discord
import structlog

from adapters.discord import lines, render
from adapters.discord.reception import Interaction, Reception
from adapters.discord.render import Attached
from adapters.files.figures import figures_csv, figures_xlsx
from adapters.files.table import cells
from adapters.pictures.alt import alt_text
from adapters.pictures.looks import SizeName, ThemeName
from adapters.pictures.subject import drawable
from bot.reply import Reply, Series

log = structlog.get_logger(__name__)

PICTURE = "chart.png"


class Drawing(Protocol):
    """Whoever draws."""

    async def png(self, series: Sequence[Series], size: SizeName, theme: ThemeName) -> bytes | None:
        """A picture; none where it cannot be had in time."""
        ...


class Extras:
    """Pictures and files, for whoever pressed alone."""

    def __init__(self, reception: Reception, drawing: Drawing | None) -> None:
        self._reception, self._drawing = reception, drawing

    async def draw(self, interaction: Interaction, reply: Reply, page: int) -> None:
        """The table at once, then the same with the picture: without it nothing is lost."""
        plain = await self._reception.plain(interaction)
        await self._reception.show(interaction, render.trend(reply, page, plain=plain))
        if page or self._drawing is None or not (series := drawable(reply)):
            return
        if (png := await self._drawing.png(series, "chat", "light")) is None:
            return
        picture = Attached(PICTURE, png, alt_text(series))
        try:
            await self._reception.show(interaction, render.trend(reply, page, plain=plain, picture=picture))
        except (discord.DiscordException, aiohttp.ClientError, OSError) as fault:
            log.info("picture_not_shown", why=type(fault).__name__)

    async def hand_over(self, interaction: Interaction, reply: Reply) -> None:
        """The figures as CSV and as a workbook."""
        if not (count := len(cells(reply))):
            await self._reception.say(interaction, lines.no_file())
            return
        attached, plain = await asyncio.to_thread(_files, reply), await self._reception.plain(interaction)
        await self._reception.show(interaction, render.files(lines.files_of(count), attached, plain=plain))


def _files(reply: Reply) -> tuple[Attached, ...]:
    name = f"beatbook-{reply.ref}"
    return Attached(f"{name}.csv", figures_csv(reply)), Attached(f"{name}.xlsx", figures_xlsx(reply))
