"""What a renderer is asked and answers, as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from adapters.pictures.looks import SizeName, ThemeName
from bot.reply import Point, Series

READY = b"ready\n"


def request(series: Sequence[Series], size: SizeName, theme: ThemeName) -> bytes:
    """What is asked of a renderer, as one line; the same for the same picture."""
    return line({"series": [_said(one) for one in series], "size": size, "theme": theme})


def _said(series: Series) -> dict[str, object]:
    """A series as plain data; `asdict` would copy every value of every point."""
    names, parts = [part.name for part in fields(Series)], [part.name for part in fields(Point)]
    points = [{part: getattr(point, part) for part in parts} for point in series.points]
    return {**{name: getattr(series, name) for name in names}, "points": points}


def read_request(asked: bytes) -> tuple[tuple[Series, ...], SizeName, ThemeName]:
    """What is asked, from its line."""
    said: dict[str, Any] = json.loads(asked)
    return tuple(map(_series, said["series"])), said["size"], said["theme"]


def _series(said: dict[str, Any]) -> Series:
    points = tuple(Point(**point) for point in said["points"])
    return Series(**{**said, "points": points, "breaks": tuple(said["breaks"])})


def line(said: Mapping[str, object]) -> bytes:
    """One message as one line."""
    return json.dumps(said, separators=(",", ":")).encode() + b"\n"
