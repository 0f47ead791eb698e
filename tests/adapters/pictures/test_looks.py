"""Colours: enough contrast for everyone, and lines that the colour-blind can tell apart."""

from __future__ import annotations

from itertools import combinations

import pytest

from adapters.pictures.looks import DASHES, MARKERS, THEMES, ThemeName
from adapters.pictures.subject import MOST_LINES

# Machado, Oliveira, Fernandes 2009, severity 1.0, for linear RGB.
SEEN_BY = {
    "everyone": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
WHITE = (0.95047, 1.0, 1.08883)
TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
Triple = tuple[float, float, float]


def linear(colour: str) -> Triple:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return r, g, b


def times(matrix: tuple[Triple, ...], colour: Triple) -> Triple:
    a, b, c = (sum(x * y for x, y in zip(row, colour, strict=True)) for row in matrix)
    return a, b, c


def contrast(one: str, other: str) -> float:
    light, dark = sorted((times(TO_XYZ, linear(c))[1] for c in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(colour: Triple) -> Triple:
    x, y, z = (max(0.0, part) / white for part, white in zip(times(TO_XYZ, colour), WHITE, strict=True))
    a, b, c = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)


def apart(one: str, other: str, eyes: str) -> float:
    first, second = (lab(times(SEEN_BY[eyes], linear(colour))) for colour in (one, other))
    return float(sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5)


@pytest.mark.parametrize("name", THEMES)
def test_words_and_lines_stand_out_from_the_paper(name: ThemeName) -> None:
    theme = THEMES[name]
    assert contrast(theme.ink, theme.paper) >= 7
    assert contrast(theme.quiet, theme.paper) >= 4.5
    assert [colour for colour in theme.lines if contrast(colour, theme.paper) < 3] == []
    assert contrast(theme.aside, theme.paper) >= 2.8


@pytest.mark.parametrize("eyes", SEEN_BY)
@pytest.mark.parametrize("name", THEMES)
def test_the_first_three_lines_are_told_apart_by_everyone(name: ThemeName, eyes: str) -> None:
    pairs = combinations((*THEMES[name].lines[:3],), 2)
    assert [(a, b, apart(a, b, eyes)) for a, b in pairs if apart(a, b, eyes) < 20] == []
    assert apart(THEMES[name].lines[0], THEMES[name].aside, eyes) >= 20


def test_no_line_is_told_by_its_colour_alone() -> None:
    for ways in (MARKERS, DASHES, *(theme.lines for theme in THEMES.values())):
        assert len(set(ways)) == len(ways) == MOST_LINES
