"""Questions made of indicator, place, period and operation: their answers are what pandas makes of the raw files."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from bot.bot import Bot
from bot.reply import Reply
from knowledge.base import KnowledgeBase
from tests.bot.raw_crime import SMALLEST_BASE, Months, RawCrime, rounded

ASKED_ON = date(2026, 8, 15)
MANY = 2_000
SEED = 8
BOROUGHS = (
    "Barnet", "Bexley", "Brent", "Camden", "Croydon", "Ealing", "Greenwich", "Hackney", "Haringey", "Harrow",
    "Hillingdon", "Islington", "Kingston upon Thames", "Lambeth", "Lewisham", "Merton", "Newham", "Southwark",
    "Sutton", "Tower Hamlets", "Wandsworth", "Westminster",
)  # fmt: skip
OFFENCES: dict[str, tuple[str, ...]] = {
    "burglary": ("BURGLARY",),
    "robbery": ("ROBBERY",),
    "shoplifting": ("THEFT", "SHOPLIFTING"),
    "theft from the person": ("THEFT", "THEFT FROM THE PERSON"),
    "bicycle theft": ("THEFT", "BICYCLE THEFT"),
    "vehicle offences": ("VEHICLE OFFENCES",),
    "theft from vehicles": ("VEHICLE OFFENCES", "THEFT FROM A VEHICLE"),
    "violence with injury": ("VIOLENCE AGAINST THE PERSON", "VIOLENCE WITH INJURY"),
    "rape": ("SEXUAL OFFENCES", "RAPE"),
    "sexual offences": ("SEXUAL OFFENCES",),
    "drug offences": ("DRUG OFFENCES",),
    "public order offences": ("PUBLIC ORDER OFFENCES",),
}
SPANS = ("January to June", "April to June", "October to December")
STARTS = {"January to June": ("01", "06"), "April to June": ("04", "06"), "October to December": ("10", "12")}


@dataclass(frozen=True)
class Asked:
    """A question, and what it must give: the value of the headline, and the places that lead in order."""

    question: str
    value: Decimal | None
    leaders: tuple[str, ...] = ()


@dataclass(frozen=True)
class Making:
    """What questions are made from."""

    raw: RawCrime
    chance: Random

    def offence(self) -> tuple[str, tuple[str, ...]]:
        return self.chance.choice(list(OFFENCES.items()))

    def place(self) -> str:
        return self.chance.choice(BOROUGHS)

    def period(self) -> tuple[str, Months, int]:
        """Words for a period, its months, and the year in which it ends."""
        year = self.chance.randrange(2012, 2026)
        match self.chance.randrange(4):
            case 0:
                return f"{year}", (f"{year}01", f"{year}12"), year
            case 1:
                return f"FY {year - 1}/{year % 100:02}", (f"{year - 1}04", f"{year}03"), year
            case 2:
                span = self.chance.choice(SPANS)
                first, last = STARTS[span]
                return f"{span} {year}", (f"{year}{first}", f"{year}{last}"), year
        return f"year ending June {year}", (f"{year - 1}07", f"{year}06"), year


def _level(of: Making) -> Asked:
    (name, offence), place, (when, months, _) = of.offence(), of.place(), of.period()
    release = of.raw.release(months)
    value = Decimal(of.raw.count(offence, place, months, release)) if release else None
    return Asked(f"{name} in {place} in {when}", value)


def _london(of: Making) -> Asked:
    (name, offence), (when, months, _) = of.offence(), of.period()
    release = of.raw.release(months)
    value = Decimal(of.raw.count(offence, "London", months, release)) if release else None
    return Asked(f"how much {name} in London, {when}", value)


def _change(of: Making) -> Asked:
    (name, offence), place = of.offence(), of.place()
    late, early = sorted((of.chance.sample(range(2011, 2026), 2)), reverse=True)
    stretches: tuple[Months, Months] = (f"{late}01", f"{late}12"), (f"{early}01", f"{early}12")
    release = of.raw.release(*stretches)
    assert release
    after, before = (Decimal(of.raw.count(offence, place, months, release)) for months in stretches)
    change = rounded((after - before) / before * 100, 1) if before >= SMALLEST_BASE else after - before
    return Asked(f"{name} in {place}: {early} v {late} change", change)


def _rank(of: Making) -> Asked:
    (name, offence), (when, months, _) = of.offence(), of.period()
    most = of.chance.random() < 0.7
    release = of.raw.release(months)
    question = f"which three boroughs had the {'most' if most else 'fewest'} {name} in {when}"
    if release is None:
        return Asked(question, None)
    counts = of.raw.by_borough(offence, months, release)
    held = [(count, place) for place, count in counts.items() if place != "Unknown" and "Airports" not in place]
    ordered = sorted(held, key=lambda one: (-one[0] if most else one[0], one[1]))
    distinct = len({count for count, _ in ordered[:4]}) == 4
    return Asked(question, Decimal(ordered[0][0]), tuple(place for _, place in ordered[:3]) if distinct else ())


def _average(of: Making) -> Asked:
    (name, offence), place, year = of.offence(), of.place(), of.chance.randrange(2011, 2026)
    months = (f"{year}01", f"{year}12")
    release = of.raw.release(months)
    assert release
    value = rounded(Decimal(of.raw.count(offence, place, months, release)) / 12, 1)
    return Asked(f"average {name} per month in {place} in {year}", value)


def _sum(of: Making) -> Asked:
    (name, offence), places, (when, months, _) = of.offence(), of.chance.sample(BOROUGHS, 2), of.period()
    release = of.raw.release(months)
    value = Decimal(sum(of.raw.count(offence, p, months, release) for p in places)) if release else None
    return Asked(f"{name} in {places[0]} and {places[1]} combined, {when}", value)


def _share(of: Making) -> Asked:
    (name, offence), place, year = of.offence(), of.place(), of.chance.randrange(2011, 2026)
    months = (f"{year}01", f"{year}12")
    release = of.raw.release(months)
    assert release
    part, whole = (Decimal(of.raw.count(offence, where, months, release)) for where in (place, "London"))
    return Asked(f"what share of London's {name} was in {place} in {year}", rounded(part / whole * 100, 1))


def _rate(of: Making) -> Asked:
    (name, offence), place, year = of.offence(), of.place(), of.chance.randrange(2011, 2026)
    months = (f"{year}01", f"{year}12")
    release = of.raw.release(months)
    assert release
    count = Decimal(of.raw.count(offence, place, months, release))
    people = of.raw.population[place, min(year, 2024)]
    value = rounded(count * 1000 / people, 2) if count >= SMALLEST_BASE else count
    return Asked(f"{name} per 1,000 residents in {place} in {year}", value)


MAKERS: tuple[Callable[[Making], Asked], ...] = (_level, _london, _change, _rank, _average, _sum, _share, _rate)


@pytest.fixture(scope="module")
def raw() -> RawCrime:
    """The real files."""
    named = os.environ.get("BEATBOOK_SOURCES_DIR", "")
    if not named or not Path(named).is_dir():
        pytest.skip("BEATBOOK_SOURCES_DIR names no folder of official files")
    return RawCrime(Path(named))


def _wrong(asked: Asked, reply: Reply) -> str:
    """Why a reply is not the one expected; nothing where it is."""
    if asked.value is None:
        return "" if reply.outcome == "abstain" else "answered what is not held"
    if not reply.figures:
        return f"{reply.outcome} for {asked.value}"
    value = Decimal(str(reply.figures[0].value))
    leaders = tuple(f.place for f in reply.figures if f.role in {"headline", "comparison"})
    if asked.leaders and leaders != asked.leaders:
        return f"{leaders} for {asked.leaders}"
    return "" if value == asked.value else f"{value} for {asked.value}"


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__.strip("_"))
def test_agrees_with_the_raw_files(raw: RawCrime, knowledge: KnowledgeBase, make: Callable[[Making], Asked]) -> None:
    if make is _rate and not knowledge.series("population"):
        pytest.skip("no population estimates are held")
    bot, of = Bot(knowledge), Making(raw, Random(f"{SEED} {make.__name__}"))  # noqa: S311 - the same questions every time
    asked = [make(of) for _ in range(MANY // len(MAKERS))]
    wrong = [(a.question, why) for a in asked if (why := _wrong(a, bot.ask(a.question, ASKED_ON)[0]))]
    assert wrong == []
