"""How pictures look: sizes in pixels, and colours that the colour-blind can tell apart and that stand out enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SizeName = Literal["phone", "chat", "page"]
ThemeName = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Size:
    """One size: the layout is in units of `1 / density` pixels, so that a dense picture is the same, only sharper."""

    width: int
    density: int
    title: float
    text: float
    small: float
    margin: float
    plot: float
    row: float
    stroke: float
    marker: float

    @property
    def room(self) -> int:
        """About how many characters fit along the axis of time."""
        return int((self.width - 2 * self.margin) * 0.8 / (self.text * 0.62))


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme. `lines` are for up to six series, in order; `aside` is for bars not asked for."""

    paper: str
    ink: str
    quiet: str
    grid: str
    band: str
    aside: str
    lines: tuple[str, ...]


_PHONE = {
    "title": 16.0, "text": 11.5, "small": 10.0, "margin": 14.0, "plot": 190.0, "row": 17.0,
    "stroke": 2.0, "marker": 5.5,
}  # fmt: skip
# `chat` is the phone's layout at twice the pixels: messages are read at about 400 points wide on every screen.
SIZES: dict[SizeName, Size] = {
    "phone": Size(width=400, density=1, **_PHONE),
    "chat": Size(width=400, density=2, **_PHONE),
    "page": Size(
        width=1200, density=1, title=36, text=23, small=19, margin=40, plot=470, row=36, stroke=4, marker=11
    ),
}  # fmt: skip
THEMES: dict[ThemeName, Theme] = {
    "light": Theme(
        paper="#ffffff", ink="#1a1a1a", quiet="#55595e", grid="#dde0e3", band="#eceef0", aside="#8d99a4",
        lines=("#0072b2", "#d55e00", "#882255", "#007d5a", "#4d4d4d", "#8a6d00"),
    ),
    "dark": Theme(
        paper="#16191d", ink="#f4f5f6", quiet="#b6bcc3", grid="#363c43", band="#262b31", aside="#77828d",
        lines=("#56b4e9", "#e69f00", "#b8e986", "#f0a0cc", "#d9d9d9", "#3cc99b"),
    ),
}  # fmt: skip
# Not by colour alone: each line has a marker of its own, each after the first a dash of its own.
MARKERS = ("o", "s", "^", "D", "v", "P")
DASHES: tuple[tuple[float, tuple[float, ...] | None], ...] = (
    (0, None), (0, (5, 1.5)), (0, (2.5, 1.2)), (0, (6, 1.5, 1, 1.5)), (0, (1.2, 1)), (0, (4, 1, 1, 1, 1, 1)),
)  # fmt: skip
