"""The six charts that a newsroom makes first, from real figures, with their sources and licences.

`python -m tests.adapters.pictures.six docs/charts` draws them anew, and the page that shows them.
"""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from adapters.pictures.alt import alt_text
from adapters.pictures.chart import chart_of
from adapters.pictures.draw import picture
from adapters.pictures.looks import SIZES, THEMES, SizeName
from bot.reply import Point, Series
from bot.wording import display
from knowledge.period import parse_period

FIGURES = Path(__file__).with_name("six.json")
DRAWN: tuple[SizeName, ...] = ("phone", "page")


@cache
def _kept() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8"))
    return kept


def names() -> tuple[str, ...]:
    """The names of the six charts."""
    return tuple(_kept())


def series(name: str) -> tuple[Series, ...]:
    """The series of one chart."""
    return tuple(_series(dict(one)) for one in _kept()[name]["series"])


def _series(said: dict[str, Any]) -> Series:
    points = tuple(_point(point, said["unit"]) for point in said.pop("points"))
    return Series(points=points, breaks=tuple(said.pop("breaks", ())), **said)


def _point(said: dict[str, Any], unit: str) -> Point:
    period = parse_period(said["period"])
    assert period.start
    assert period.end
    shown = display(Decimal(str(said["value"])), unit)
    dates = {"start": period.start.isoformat(), "end": period.end.isoformat()}
    return Point(**{"label": period.label, "status": "published", "display": shown, **dates, **said})


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names():
        for size in DRAWN:
            drawn = picture(chart_of(series(name), SIZES[size].room), SIZES[size], THEMES["light"])
            (folder / f"{name}-{SIZES[size].width}.png").write_bytes(drawn)
    (folder / "README.md").write_text(page(), encoding="utf-8")


def page() -> str:
    """The page that shows the six charts, each with the words that stand for it, its file and its licence."""
    parts = ["# The six charts that a newsroom makes first\n"]
    parts.append(
        "Drawn by `make docs` from real figures (`tests/adapters/pictures/six.json`) at 1,200 and 400 pixels.\n"
    )
    for name in names():
        kept, words = _kept()[name], alt_text(series(name))
        parts.append(f"## {name.replace('-', ' ').capitalize()}\n")
        parts.append(f"![{words}]({name}-1200.png)\n\n![The same for a phone]({name}-400.png)\n")
        parts.append(f"{words}\n\nFigures: {kept['file']}. Licence: {kept['licence']}.\n")
    return "\n".join(parts)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
