"""A sheet that is filled from the top: texts in lines that fit, and a plot; drawn by matplotlib without a screen."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import FT2Font, LoadFlags
from PIL import Image

from adapters.pictures.looks import Size, Theme

DPI = 100
POINTS = 72 / DPI
LEADING = 1.3
COLOURS = 64
ROUNDING = 4
# The shares of the width that lines are tried in, to be of about the same width.
NARROWER = [share / 20 for share in range(19, 8, -1)]
FONT = "DejaVu Sans"
BOX = "\u25a1"
# Text is data: a dollar sign begins no formula. The font is the one that comes with matplotlib, on every machine.
STYLE: dict[Any, object] = {"text.parse_math": False, "text.usetex": False, "font.family": [FONT]}

Side = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text on the sheet; `across` and `down` are where its side and its top stand."""

    text: str
    across: float
    down: float
    size: float
    colour: str
    bold: bool = False
    side: Side = "left"
    # Whether the sheet's colour stands behind it, so that no rule of the plot runs through.
    clear: bool = False


@dataclass(slots=True)
class Sheet:
    """Lines of text and one plot, in units of layout; the sheet is as high as what stands on it."""

    size: Size
    theme: Theme
    words: list[Words] = field(default_factory=list)
    down: float = 0.0
    figure: Figure = field(init=False)
    canvas: FigureCanvasAgg = field(init=False)

    def __post_init__(self) -> None:
        self.figure = Figure(figsize=(self.size.width / DPI, 1), dpi=DPI)
        self.canvas = FigureCanvasAgg(self.figure)
        self.down = self.size.margin

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.size.width - 2 * self.size.margin

    def wide(self, text: str, size: float, *, bold: bool = False) -> float:
        """The width of a line of text."""
        return size * sum(_advance(letter, bold) for letter in legible(text))

    def cut(self, text: str, size: float, width: float, *, bold: bool = False) -> str:
        """The text, or as much of it as fits."""
        if self.wide(text, size, bold=bold) <= width:
            return text
        fits = next((n for n in range(len(text) - 1, 0, -1) if self.wide(f"{text[:n]}…", size, bold=bold) <= width), 0)
        return f"{text[:fits].rstrip()}…"

    def wrapped(self, text: str, size: float, width: float, *, bold: bool = False, most: int = 3) -> list[str]:
        """The text in lines that are no wider than given, the last of so many cut where there is more."""
        rows: list[str] = []
        for word in text.split():
            longer = f"{rows[-1]} {word}" if rows else word
            fits = bool(rows) and self.wide(longer, size, bold=bold) <= width
            if fits or len(rows) == most:
                rows[-1] = longer
            else:
                rows.append(word)
        return [self.cut(row, size, width, bold=bold) for row in rows]

    def balanced(self, text: str, size: float, width: float) -> list[str]:
        """The text in as few lines as fit, of about the same width."""
        rows = self.wrapped(text, size, width)
        for share in NARROWER:
            narrow = self.wrapped(text, size, width * share)
            if len(narrow) > len(rows) or any(row.endswith("…") for row in narrow):
                break
            rows = narrow
        return rows

    def write(self, text: str, size: float, colour: str, *, bold: bool = False) -> None:
        """A paragraph under what stands there, of the sheet's whole width."""
        for row in self.wrapped(text, size, self.inner, bold=bold):
            self.words.append(Words(row, self.size.margin, self.down, size, colour, bold))
            self.down += size * LEADING

    def put(self, words: Words) -> None:
        """A line of text at its own place."""
        self.words.append(words)

    def finished(self, left: float, top: float, width: float, height: float) -> Axes:
        """The axes of the plot at that place, no frame around them; the sheet has its height and its texts."""
        whole = math.ceil(self.down + self.size.margin * 0.8)
        self.figure.set_size_inches(self.size.width / DPI, whole / DPI)
        self.figure.set_facecolor(self.theme.paper)
        for words in self.words:
            self._set(words, whole)
        across, up = self.size.width, whole
        axes = self.figure.add_axes((left / across, 1 - (top + height) / up, width / across, height / up))
        axes.set_facecolor("none")
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0, labelsize=self.size.text * POINTS, labelcolor=self.theme.quiet)
        return axes

    def _set(self, words: Words, whole: float) -> None:
        weight = "bold" if words.bold else "normal"
        self.figure.text(
            words.across / self.size.width, 1 - words.down / whole, legible(words.text), size=words.size * POINTS,
            color=words.colour, weight=weight, ha=words.side, va="top",
            bbox={"facecolor": self.theme.paper, "linewidth": 0, "pad": 0} if words.clear else None,
        )  # fmt: skip


def legible(text: str) -> str:
    """The text with a box in the place of letters that the font does not have."""
    return "".join(letter if letter == "\n" or _font(False).get_char_index(ord(letter)) else BOX for letter in text)


@cache
def _font(bold: bool) -> FT2Font:
    return get_font(findfont(FontProperties(family=FONT, weight="bold" if bold else "normal")))


@cache
def _advance(letter: str, bold: bool) -> float:
    """The width of a letter in units of the font's size, which whoever else uses the font sets as they need."""
    font = _font(bold)
    font.set_size(100, 72)
    return float(font.load_char(ord(letter), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / 100


def png(sheet: Sheet) -> bytes:
    """The picture as PNG of 64 colours, a third of the size of all; the same bytes each time."""
    sheet.figure.set_dpi(DPI * sheet.size.density)
    sheet.canvas.draw()  # type: ignore[no-untyped-call]
    pixels = sheet.canvas.buffer_rgba()  # type: ignore[no-untyped-call]
    full = Image.frombuffer("RGBA", sheet.canvas.get_width_height(physical=True), pixels)
    small = full.convert("RGB").quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    small.putpalette(_exact(small.getpalette() or [], sheet.theme))
    drawn = io.BytesIO()
    small.save(drawn, "PNG", compress_level=6)
    return drawn.getvalue()


def _exact(palette: list[int], theme: Theme) -> list[int]:
    """The palette with the theme's own colours as they are, where rounding had moved them a little."""
    entries = [palette[n : n + 3] for n in range(0, len(palette), 3)]
    for colour in (theme.paper, theme.ink, theme.quiet, theme.aside, *theme.lines):
        wanted = [int(colour[n : n + 2], 16) for n in (1, 3, 5)]
        near = min(entries, key=lambda entry: _apart(entry, wanted))
        if _apart(near, wanted) <= ROUNDING:
            near[:] = wanted
    return [part for entry in entries for part in entry]


def _apart(one: Sequence[int], other: Sequence[int]) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))
