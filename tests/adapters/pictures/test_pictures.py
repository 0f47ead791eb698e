"""Pictures in time or not at all: a renderer that sleeps, raises, dies or eats memory costs its picture alone."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import structlog

from adapters.pictures.looks import SizeName, ThemeName
from adapters.pictures.pictures import Pictures
from adapters.pictures.saving import NotSaved, save
from bot.reply import Reply, Series
from tests.adapters.pictures.samples import BROKEN, NATION, PLAIN

pytestmark = pytest.mark.servers

# A renderer that draws nothing and is broken in the way that the label names; it says how often it was asked.
BREAKABLE = """
import os, sys, time
from pathlib import Path
from adapters.pictures import renderer
asked = 0
def drawing(series, size, theme):
    global asked
    asked += 1
    way = series[0].label
    if way == "sleep": time.sleep(60)
    if way == "raise": raise RuntimeError(way)
    if way == "die": os._exit(7)
    if way == "eat": bytearray(2 * 2**30)
    if way == "print": print("noise")
    if way == "environment": return repr(sorted(os.environ)).encode()
    return b"\\x89PNG\\r\\n\\x1a\\n%d of %d" % (asked, os.getpid()) + b"IEND\\xaeB`\\x82"
renderer.serve(int(sys.argv[1]), drawing)
"""
WAYS = {
    "sleep": "not drawn within 0.3 s",
    "raise": "the renderer raised RuntimeError",
    "eat": "the renderer raised MemoryError",
    "die": "the renderer died",
}


def pictures_in(folder: Path, **more: Any) -> Pictures:
    return Pictures(folder, **{"seconds": 0.3, "boot": BREAKABLE, **more})


def labelled(label: str) -> tuple[Series, ...]:
    return (replace(PLAIN, label=label),)


async def asked_for(pictures: Pictures, *labels: str) -> list[bytes | None]:
    try:
        return [await pictures.png(labelled(label), "chat", "light") for label in labels]
    finally:
        await pictures.stop()


@pytest.mark.parametrize("way", WAYS)
def test_a_renderer_that_breaks_costs_its_picture_alone(way: str, tmp_path: Path) -> None:
    with structlog.testing.capture_logs() as logged:
        none, other = asyncio.run(asked_for(pictures_in(tmp_path), way, "well"))
    assert none is None
    assert other is not None
    assert [(line["event"], line["why"]) for line in logged] == [("no_picture", WAYS[way])]


@pytest.mark.parametrize("way", WAYS)
def test_the_loop_goes_on_while_a_renderer_breaks(way: str, tmp_path: Path) -> None:
    """The text waits for nothing: whatever else is due on the loop is done meanwhile."""

    async def work() -> bool:
        pictures = pictures_in(tmp_path)
        await pictures.start()
        picture = asyncio.create_task(asked_for(pictures, way))
        await asyncio.sleep(0)
        text_first = not picture.done()
        await picture
        return text_first

    assert asyncio.run(work())


def test_a_renderer_that_does_not_come_up_gives_no_picture(tmp_path: Path) -> None:
    dead = pictures_in(tmp_path, boot="raise SystemExit(3)")
    asleep = pictures_in(tmp_path, boot="import time; time.sleep(60)", boot_seconds=0.2)
    assert [asyncio.run(asked_for(one, "well")) for one in (dead, asleep)] == [[None], [None]]


def test_one_renderer_draws_all_and_prints_where_it_may(tmp_path: Path) -> None:
    drawn = asyncio.run(asked_for(pictures_in(tmp_path), "one", "print", "three"))
    assert [picture and picture.split(b" of ")[0][8:] for picture in drawn] == [b"1", b"2", b"3"]


def test_a_renderer_is_told_nothing_of_our_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEATBOOK_SLACK_BOT_TOKEN", "xoxb-canary")
    (names,) = asyncio.run(asked_for(pictures_in(tmp_path), "environment"))
    assert names is not None
    assert b"BEATBOOK" not in names


def test_a_picture_is_made_once(tmp_path: Path) -> None:
    async def work() -> tuple[list[bytes | None], bytes | None]:
        pictures = pictures_in(tmp_path)
        together = await asyncio.gather(*(pictures.png((PLAIN,), "chat", "light") for _ in range(20)))
        await pictures.stop()
        return together, await pictures_in(tmp_path, boot="raise SystemExit").png((PLAIN,), "chat", "light")

    together, later = asyncio.run(work())
    assert len(set(together)) == 1
    assert later == together[0] is not None


def test_each_series_size_and_theme_has_a_picture_of_its_own(tmp_path: Path) -> None:
    async def work() -> set[bytes | None]:
        pictures = pictures_in(tmp_path)
        asked: list[tuple[tuple[Series, ...], SizeName, ThemeName]] = [
            ((PLAIN,), "chat", "light"), ((PLAIN,), "page", "light"), ((PLAIN,), "chat", "dark"),
            ((revised,), "chat", "light"), ((PLAIN, NATION), "chat", "light"),
        ]  # fmt: skip
        try:
            return {await pictures.png(*one) for one in asked}
        finally:
            await pictures.stop()

    revised = replace(PLAIN, points=(replace(PLAIN.points[0], value=111), *PLAIN.points[1:]))
    assert len(asyncio.run(work())) == 5


def test_no_series_is_no_picture(tmp_path: Path) -> None:
    assert asyncio.run(pictures_in(tmp_path).png((), "chat", "light")) is None


def test_a_picture_that_cannot_be_kept_is_shown_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with structlog.testing.capture_logs() as logged:
        (picture,) = asyncio.run(asked_for(pictures_in(tmp_path / "file"), "well"))
    assert picture is not None
    assert [line["event"] for line in logged] == ["picture_not_kept"]


def test_the_real_renderer_draws_into_a_file(tmp_path: Path) -> None:
    reply = Reply("answer", "", series=(BROKEN,))
    said = save(reply, tmp_path / "out.png", tmp_path / "cache", "phone")
    assert (tmp_path / "out.png").read_bytes().startswith(b"\x89PNG")
    assert "The line is broken between 2022 and 2023" in said
    assert said.endswith(f"Saved as {tmp_path / 'out.png'}")


def test_a_picture_that_cannot_be_saved_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(NotSaved, match="no series to draw"):
        save(Reply("answer", ""), tmp_path / "out.png", tmp_path)
    with pytest.raises(NotSaved, match=r"out\.png was not written: .+\. Name a file in a folder that exists"):
        save(Reply("answer", "", series=(BROKEN,)), tmp_path / "none" / "out.png", tmp_path / "cache")
