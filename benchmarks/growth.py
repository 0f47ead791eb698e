"""How an answer's time grows with the knowledge: a hundred times the figures and phrases, beside rankers and SQLite.

Everything is made up but the language: the words that carry nothing, and those for measures. The rankers are given the
same phrases and questions, and only find the likeliest phrase; they answer nothing.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from random import Random
from time import process_time

import numpy as np
from rapidfuzz import fuzz, process

from bot.bot import Bot
from knowledge.base import KnowledgeBase
from knowledge.compiling import compile_into
from knowledge.ids import observation_id
from knowledge.model import (
    Indicator,
    IndicatorId,
    Observation,
    Phrase,
    Place,
    PlaceId,
    Source,
    SourceId,
    Speaker,
    SpeakerId,
)
from knowledge.period import calendar_year
from knowledge.read import read
from knowledge.records import Entry, KnowledgeText, Wording

PAGE = Path("docs/performance.md")
ASKED_ON = date(2026, 11, 22)
SMALL, LARGE = 10, 1_000
PLACES, YEARS, PHRASES = 50, range(2006, 2026), 100
FIRST_WORDS = 200
ASKED, WARM = 400, 100
BOUND = 2
KEPT_SLOTS = {"silent", "measures"}
Row = tuple[str, ...]


@dataclass(frozen=True)
class Grown:
    """A made-up knowledge: how many indicators, and where it is compiled."""

    indicators: int
    path: Path

    @property
    def figures(self) -> int:
        return self.indicators * PLACES * len(YEARS)

    def phrases(self) -> list[tuple[str, str]]:
        """Each phrase, and the indicator it names."""
        return [(said, f"i{n}") for n in range(self.indicators) for said in _phrases(n)]


def word(number: int) -> str:
    """A word that no language has, another for every number."""
    syllables = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
    said = ""
    for _ in range(3):
        number, n = divmod(number, len(syllables))
        said += syllables[n]
    return f"{said}x"


def _phrases(number: int) -> Iterator[str]:
    """The phrases of an indicator: first words that others have too, and second words of its own."""
    for n in range(PHRASES):
        yield f"{word((number * 7 + n // 10) % FIRST_WORDS)} {word(1_000 + number * 10 + n % 10)}"


def _place(number: int) -> str:
    return word(300_000 + number)


def grown(indicators: int, folder: Path) -> Grown:
    """The knowledge of so many indicators, compiled."""
    path = folder / f"{indicators}.sqlite"
    compile_into(path, KnowledgeText(
        indicators=tuple(_entry(_indicator(n)) for n in range(indicators)),
        places=tuple(_entry(Place(PlaceId(_place(n)), _place(n).title(), None, "town", None)) for n in range(PLACES)),
        sources=(_entry(_source()),),
        speakers=(_entry(Speaker(SpeakerId("office"), "Office", None)),),
        observations=tuple(_entry(o) for n in range(indicators) for o in _observations(n)),
        phrases=tuple(_wordings(indicators)),
        collections=("grown",),
    ), (), str(indicators))  # fmt: skip
    return Grown(indicators, path)


def _entry(record: object) -> Entry:  # type: ignore[type-arg]
    return Entry(record, "", 1)


def _indicator(number: int) -> Indicator:
    name = next(_phrases(number))
    return Indicator(
        IndicatorId(f"i{number}"), name, "", "theme", "neutral", (("count", "offences"),), PlaceId(_place(0)),
        None, None, (), (), (), (), "",
    )  # fmt: skip


def _source() -> Source:
    return Source(SourceId("source"), "Office", "Figures", None, "2026-07", None, "file", "open", "")


def _observations(number: int) -> Iterator[Observation]:
    for n in range(PLACES):
        for year in YEARS:
            yield _observation(f"i{number}", _place(n), year, 1_000 + number + n + year)


def _observation(indicator: str, place: str, year: int, value: int) -> Observation:
    period = calendar_year(year)
    name = observation_id(
        indicator=indicator, measure="count", place=place, compared_with=None, period=period.id, breakdown=(),
        attributed_to="office", published="2026-07", variant=None,
    )  # fmt: skip
    return Observation(
        id=name, collection="grown", indicator=IndicatorId(indicator), place=PlaceId(place), compared_with=None,
        breakdown=(), measure="count", of=None, value=Decimal(value), display=f"{value:,}", unit="offences",
        qualifier="exact", statement=None, period=period, reported_period=None, baseline=None, reported_baseline=None,
        definition="", reported_as=None, evidence="official_statistic", attributed_to=SpeakerId("office"),
        quoted_by=None, source=SourceId("source"), reported_in=None, locator="", published="2026-07",
        status="published", series="", pinned=None, doubt=None, caveats=(),
    )  # fmt: skip


def _wordings(indicators: int) -> Iterator[Wording]:
    text, _ = read((Path(str(files("knowledge") / "data")),))
    yield from (worded for worded in text.phrases if worded.phrase.slot in KEPT_SLOTS)
    made = [(said, "indicator", f"i{n}") for n in range(indicators) for said in _phrases(n)]
    made += [(_place(n), "place", _place(n)) for n in range(PLACES)]
    yield from (Wording(Phrase(tuple(said.split()), slot, value), "", 1, "") for said, slot, value in made)


def questions(of: Grown, ending: str = "") -> list[str]:
    """Questions that have an answer; with an ending that nothing explains, none."""
    chance = Random(of.indicators)  # noqa: S311
    phrases = of.phrases()
    return [
        f"how many {chance.choice(phrases)[0]} in {_place(chance.randrange(PLACES))} in {chance.choice(YEARS)}{ending}"
        for _ in range(ASKED)
    ]


def median(work: Callable[[str], object], asked: Sequence[str]) -> float:
    """p50 in milliseconds of processor time, others using the machine too; the first questions only warm up."""
    times = []
    for question in asked:
        began = process_time()
        work(question)
        times.append((process_time() - began) * 1000)
    return statistics.median(times[WARM:])


def answering(of: Grown, ending: str, outcome: str) -> float:
    """p50 of replies, every one of which must have the outcome."""
    with KnowledgeBase.open(of.path) as knowledge:
        bot = Bot(knowledge)

        def ask(question: str) -> None:
            got = bot.ask(question, ASKED_ON)[0].outcome
            if got != outcome:
                raise SystemExit(f"growth: {question!r} gives {got}, not {outcome}")

        return median(ask, questions(of, ending))


def token_set(of: Grown) -> float:
    """p50 of the likeliest phrase by token_set_ratio."""
    said = [phrase for phrase, _ in of.phrases()]
    return median(lambda question: process.extractOne(question, said, scorer=fuzz.token_set_ratio), questions(of))


def char_tfidf(of: Grown) -> float:
    """p50 of the likeliest phrase by TF-IDF over three to five characters."""
    said = [phrase for phrase, _ in of.phrases()]
    found: dict[str, list[int]] = defaultdict(list)
    for n, phrase in enumerate(said):
        for gram in _grams(phrase):
            found[gram].append(n)
    weight = {gram: np.log(1 + len(said) / len(at)) for gram, at in found.items()}
    where = {gram: np.array(at) for gram, at in found.items()}
    length = np.sqrt([sum(weight[gram] ** 2 for gram in _grams(phrase)) for phrase in said])

    def likeliest(question: str) -> int:
        scores = np.zeros(len(said))
        for gram, times in Counter(_grams(question)).items():
            if gram in where:
                scores[where[gram]] += times * weight[gram] ** 2
        return int(np.argmax(scores / length))

    return median(likeliest, questions(of))


def _grams(text: str) -> set[str]:
    return {text[n : n + size] for size in (3, 4, 5) for n in range(len(text) - size + 1)}


def bare(of: Grown) -> float:
    """p50 of one look-up of one figure by its numbers, nothing read and nothing said."""
    with closing(sqlite3.connect(of.path)) as connection:
        figures = connection.execute("SELECT indicator, place, measure FROM figure LIMIT 5000").fetchall()
        chosen = iter(Random(1).sample(figures, ASKED))  # noqa: S311
        sql = "SELECT value FROM figure WHERE indicator = ? AND place = ? AND measure = ? LIMIT 1"
        return median(lambda _: connection.execute(sql, next(chosen)).fetchall(), questions(of))


WORK: tuple[tuple[str, Callable[[Grown], float], str], ...] = (
    ("an answer, p50", lambda of: answering(of, "", "answer"), f"{BOUND} ×"),
    ("not understood, with questions to offer, p50", lambda of: answering(of, " with bzumbrellas", "abstain"), "–"),
    ("token_set_ratio over the phrases, p50", token_set, "–"),
    ("char TF-IDF over the phrases, p50", char_tfidf, "–"),
    ("a bare look-up in SQLite, p50", bare, "–"),
)


def report() -> str:
    """Each p50 of a small and a large knowledge, and how many times the one is the other."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = (grown(number, Path(folder)) for number in (SMALL, LARGE))
        told = [f"{of.figures:,} figures, {of.indicators * PHRASES:,} phrases" for of in (small, large)]
        rows: list[Row] = [("growth", *told, "times", "bound"), ("---",) * 5]
        for name, measure, bound in WORK:
            one, other = measure(small), measure(large)
            rows.append((name, f"{one:.3f} ms", f"{other:.3f} ms", f"{other / one:.1f} ×", bound))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md too")
    chosen, table = parser.parse_args(), report()
    print(table)
    if chosen.write:
        before = PAGE.read_text(encoding="utf-8").rstrip()
        PAGE.write_text(f"{before}\n\n{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
