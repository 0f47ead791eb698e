"""Nothing is compared across a break without its warning, and no percentage is computed on a small base."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from bot.bot import Bot
from bot.reply import Figure, PeriodShown, Reply
from knowledge.base import KnowledgeBase

ASKED_ON = date(2026, 8, 15)
PLACES = ("London", "Camden", "Westminster", "Sutton")
THINGS = ("burglary", "robbery", "homicide", "violence with injury", "rape", "shoplifting")
FORMS = (
    "{thing} in {place}: 2025 v 2023",
    "{thing} in {place}: 2025 v 2024",
    "{thing} in {place} year to June 2026 v year to June 2025",
    "has {thing} in {place} gone up since 2019",
    "{thing} trend in {place}",
    "{thing} in {place} over the last five years",
    "which year had the most {thing} in {place}",
    "is {thing} in {place} at a record high",
    "in which month of 2024 was {thing} in {place} lowest",
    "average {thing} per month in {place} over the last 3 years",
    "{thing} in {place} in 2025",
    "{thing} in {place} in May 2026",
    "{thing} in {place} in 2022 and 2021 percent change",
)
SMALLEST_BASE = 30


@pytest.fixture(scope="module")
def everything(knowledge: KnowledgeBase) -> Bot:
    """A bot on all collections."""
    return Bot(knowledge)


def _stretches(reply: Reply) -> Iterator[tuple[str, str]]:
    """From when until when the reply compares: a change with its base, a series from end to end."""
    for figure in reply.figures:
        if figure.derived and figure.baseline:
            yield _start(figure.baseline), _end(figure.period)
    for series in reply.series:
        if series.kind == "over_time":
            yield series.points[0].start or "", series.points[-1].end or ""


def _start(period: PeriodShown) -> str:
    return period.start or period.end or ""


def _end(period: PeriodShown) -> str:
    return period.end or ""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("thing", THINGS)
def test_no_break_is_crossed_in_silence(everything: Bot, thing: str, form: str) -> None:
    for place in PLACES:
        reply, _ = everything.ask(form.format(thing=thing, place=place), ASKED_ON)
        for figure in reply.figures[:1]:
            for broken in everything.knowledge.breaks():
                concerned = figure.indicator in broken.indicators and figure.place_id in broken.places
                crossed = any(start < broken.on.isoformat() <= end for start, end in _stretches(reply))
                assert not (concerned and crossed) or broken.warning in reply.caveats, reply.text


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("thing", THINGS)
def test_no_percentage_on_a_small_base(everything: Bot, thing: str, form: str) -> None:
    for place in PLACES:
        reply, _ = everything.ask(form.format(thing=thing, place=place), ASKED_ON)
        by_id = {figure.observation: figure for figure in reply.figures}
        for figure in reply.figures:
            assert _base(figure, by_id) >= SMALLEST_BASE, reply.text


def _base(figure: Figure, by_id: dict[str | None, Figure]) -> float:
    """The base of a computed percentage; what is no such thing has one that is large enough."""
    if figure.measure not in {"change_pct", "share"} or figure.derived is None:
        return SMALLEST_BASE
    return float(by_id[figure.derived.inputs[-1]].value or 0)
