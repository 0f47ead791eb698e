"""How long a picture takes: the first of a process, the next, one made before; beside bare matplotlib."""

from __future__ import annotations

import argparse
import asyncio
import io
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from adapters.files.figures import figures_csv, figures_xlsx
from adapters.pictures.looks import SIZES, THEMES
from adapters.pictures.pictures import Pictures
from adapters.pictures.renderer import draw
from bot.reply import Reply
from tests.adapters.pictures import six

PAGE = Path("docs/performance.md")
COLD_RUNS = 5
CACHED_RUNS = 200
FILE_RUNS = 20
BARE = "from matplotlib.figure import Figure; from matplotlib.backends.backend_agg import FigureCanvasAgg"


async def timed(pictures: Pictures, name: str, size: str, theme: str) -> float:
    """Milliseconds until the picture is there."""
    began = perf_counter()
    assert await pictures.png(six.series(name), size, theme)  # type: ignore[arg-type]
    return (perf_counter() - began) * 1000


async def cold() -> float:
    """Milliseconds of the first picture, the process that draws it included; fonts were listed before."""
    took = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(COLD_RUNS + 1):
            pictures = Pictures(Path(folder), seconds=30)
            took.append(await timed(pictures, six.names()[number % 6], "chat", ("light", "dark")[number // 6]))
            await pictures.stop()
    return statistics.median(took[1:])


async def warm() -> tuple[list[float], float]:
    """Milliseconds of every picture of the six, in all sizes and themes; of one from the cache."""
    with tempfile.TemporaryDirectory() as folder:
        pictures = Pictures(Path(folder), seconds=30)
        await pictures.start()
        await timed(pictures, six.names()[0], "chat", "light")
        rest = [(n, s, t) for n in six.names() for s in SIZES for t in THEMES][1:]
        drawn = [await timed(pictures, *one) for one in rest]
        cached = [await timed(pictures, *rest[n % len(rest)]) for n in range(CACHED_RUNS)]
        await pictures.stop()
    return drawn, statistics.median(cached)


def processor() -> float:
    """Milliseconds of processor time for a picture of the six, without what other programs take."""
    took = []
    for name in six.names() * 2:
        began = process_time()
        draw(six.series(name), "chat", "light")
        took.append((process_time() - began) * 1000)
    return statistics.median(took[6:])


def bare_import() -> float:
    """Milliseconds of a process that imports matplotlib and draws nothing."""

    def once() -> float:
        began = perf_counter()
        subprocess.run([sys.executable, "-c", BARE], check=True)  # noqa: S603
        return (perf_counter() - began) * 1000

    return statistics.median(once() for _ in range(COLD_RUNS))


def bare_picture() -> float:
    """Milliseconds of matplotlib's own plot of one line, at the same size."""

    def once() -> float:
        began = perf_counter()
        figure = Figure(figsize=(8, 6), dpi=100)
        FigureCanvasAgg(figure)
        figure.subplots().plot(range(48))
        figure.savefig(io.BytesIO(), format="png")
        return (perf_counter() - began) * 1000

    return statistics.median(once() for _ in range(10))


def files() -> tuple[float, float]:
    """Milliseconds of a CSV and of a workbook of 155 figures."""
    reply = Reply("answer", "", series=six.series("officers-over-time"))

    def median(write: object) -> float:
        took = []
        for _ in range(FILE_RUNS):
            began = perf_counter()
            assert callable(write)
            write(reply)
            took.append((perf_counter() - began) * 1000)
        return statistics.median(took)

    return median(figures_csv), median(figures_xlsx)


def report() -> str:
    """The figures as a table."""
    first, imports, plot = asyncio.run(cold()), bare_import(), bare_picture()
    drawn, cached = asyncio.run(warm())
    half, worst = statistics.median(drawn), max(drawn)
    written = files()
    return "\n".join(
        (
            "| pictures and files | measured | bound |",
            "| --- | --- | --- |",
            f"| first picture, with its process | {first:.0f} ms ({first / imports:.1f} × bare import) | 1,500 ms |",
            f"| picture, warm, median of {len(drawn)} | {half:.0f} ms ({half / plot:.1f} × bare plot) | 150 ms |",
            f"| picture, warm, slowest | {worst:.0f} ms | – |",
            f"| picture, processor time | {processor():.0f} ms | 150 ms |",
            f"| picture, made before | {cached:.2f} ms | 5 ms |",
            f"| CSV, XLSX of 155 figures | {written[0]:.1f} ms, {written[1]:.0f} ms | – |",
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md too")
    table = report()
    print(table)
    if parser.parse_args().write:
        before = re.sub(r"\n\| pictures and files.*", "", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
        PAGE.write_text(f"{before.rstrip()}\n\n{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
