"""Laws over the whole knowledge: its periods are read as they are shown, near misses are refused, paraphrases agree."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from random import Random

import pytest
import yaml

from bot.bot import Bot
from bot.question import tokens
from bot.when.asked import read_periods
from knowledge.model import Indicator
from knowledge.period import Period
from tests.phrasings import QUESTIONS, TODAY

OTHERS = {
    "place": ("in Aberdeen", "in London, Ontario", "in Marseille in 2025"),
    "time": ("in London in 1957", "in London in fy 1961/62", "in London in March 1958"),
    "group": ("of men aged 40 to 49 with a gun in London in 2025",),
    "measure": ("in London in 2025 in pounds", "in London in 2025 every hour"),
}
MANY = 1_500
MOST_MISSED = 0.10
PARAPHRASES = yaml.safe_load((QUESTIONS / "paraphrases.yaml").read_text("utf-8"))


def _periods(whole: Bot) -> list[Period]:
    curated = {p for here in whole.knowledge.coverage().values() for p in here.periods}
    released = {p for release in whole.knowledge.releases() for p in release.periods}
    return sorted((p for p in curated | released if p.kind != "undated"), key=lambda p: p.id)


def test_every_period_is_read_as_it_is_shown(whole: Bot) -> None:
    lost = []
    for period in _periods(whole):
        asked = read_periods(tuple(token.text for token in tokens(f"homicides in {period.label}")), TODAY)
        if len(asked) != 1 or not any(reading.same(period) for reading in asked[0].readings[:1]):
            lost.append((period.label, [reading.label for one in asked for reading in one.readings]))
    assert lost == []


def _held(whole: Bot) -> list[Indicator]:
    held = whole.knowledge.held()
    return [indicator for indicator in whole.knowledge.indicators() if held.get(indicator.id)]


@pytest.mark.parametrize("kind", OTHERS)
def test_a_near_miss_is_refused_for_every_indicator(whole: Bot, kind: str) -> None:
    answered = []
    for indicator, other in product(_held(whole), OTHERS[kind]):
        reply, _ = whole.ask(f"{indicator.label} {other}", TODAY)
        if reply.figures:
            answered.append((f"{indicator.label} {other}", reply.text.splitlines()[0]))
    assert answered == []


@dataclass(frozen=True)
class Paraphrase:
    """A question in other words, and the same in the plainest."""

    question: str
    plain: str


def _paraphrases() -> list[Paraphrase]:
    chance = Random(6)  # noqa: S311 - the same questions every time
    said = [(i, name) for i, names in PARAPHRASES["names"].items() for name in names]
    every = list(product(PARAPHRASES["templates"], said, PARAPHRASES["places"], PARAPHRASES["times"]))
    return [
        Paraphrase(
            template.format(what=name, place=place, time=time), f"{indicator.replace('-', ' ')} in {place} in {time}"
        )
        for template, (indicator, name), place, time in chance.sample(every, MANY)
    ]


def test_paraphrases_get_the_figure_of_the_plain_question(whole: Bot) -> None:
    wrong: list[tuple[str, str, str]] = []
    missed: list[tuple[str, str, str]] = []
    answerable = 0
    for paraphrase in _paraphrases():
        plain, reply = (whole.ask(text, TODAY)[0] for text in (paraphrase.plain, paraphrase.question))
        answerable += bool(plain.figures)
        if reply.figures[:1] != plain.figures[:1]:
            (wrong if reply.figures else missed).append((paraphrase.question, reply.text[:90], plain.text[:60]))
    assert wrong == []
    assert len(missed) <= MOST_MISSED * answerable, missed
