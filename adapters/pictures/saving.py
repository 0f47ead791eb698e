"""A picture saved as a file, for the terminal."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from adapters.pictures import lines
from adapters.pictures.alt import alt_text
from adapters.pictures.looks import SizeName, ThemeName
from adapters.pictures.pictures import Pictures
from adapters.pictures.subject import drawable
from bot.reply import Reply, Series


class NotSaved(Exception):
    """There is no picture to save, or no place to save it; the text says which."""


def save(reply: Reply, file: Path, cache: Path, size: SizeName = "page", theme: ThemeName = "light") -> str:
    """Draw the series of a reply into a file; what the picture says, and where it lies. Raises NotSaved."""
    series = drawable(reply)
    if not series:
        raise NotSaved(lines.NO_SERIES)
    picture = asyncio.run(_picture(series, cache, size, theme))
    if picture is None:
        raise NotSaved(lines.NO_PICTURE)
    try:
        file.write_bytes(picture)
    except OSError as fault:
        raise NotSaved(lines.not_saved(str(file), fault.strerror or type(fault).__name__)) from None
    return lines.saved(str(file), alt_text(series))


async def _picture(series: Sequence[Series], cache: Path, size: SizeName, theme: ThemeName) -> bytes | None:
    pictures = Pictures(cache)
    try:
        return await pictures.png(series, size, theme)
    finally:
        await pictures.stop()
