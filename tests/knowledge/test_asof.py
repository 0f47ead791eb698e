"""Knowledge as of a day: nothing published later is seen, and what is counted agrees with what is seen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from adapters.cli import app
from bot.bot import Bot
from knowledge.asof import was_public
from knowledge.base import KnowledgeBase

FOREVER, BEFORE_ALL = date(2200, 1, 1), date(1900, 1, 1)
APRIL = date(2026, 4, 30)
# A date as it is written, the last day on which it may have been, and the day before.
SURELY = [
    ("2026-01-12", date(2026, 1, 12), date(2026, 1, 11)),
    ("2026-04", date(2026, 4, 30), date(2026, 4, 29)),
    ("2024-02", date(2024, 2, 29), date(2024, 2, 28)),
    ("2018", date(2018, 12, 31), date(2018, 12, 30)),
]


@pytest.mark.parametrize(("written", "on", "before"), SURELY)
def test_a_vague_date_counts_from_its_last_day(written: str, on: date, before: date) -> None:
    assert was_public(written, on)
    assert not was_public(written, before)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_day_is_public_from_then_on(published: date, on: date) -> None:
    assert was_public(published.isoformat(), on) == (published <= on)


def test_in_the_far_future_everything_is_seen(built: Path, knowledge: KnowledgeBase) -> None:
    with KnowledgeBase.open(built, as_of=FOREVER) as later:
        assert later.version == f"{knowledge.version}@2200-01-01"
        assert later.held() == knowledge.held()
        assert later.held_by_place() == knowledge.held_by_place()
        assert later.at_place("camden") == knowledge.at_place("camden")
        assert later.held_by_source() == knowledge.held_by_source()
        assert later.coverage() == knowledge.coverage()
        assert later.observations("homicide") == knowledge.observations("homicide")
        assert later.carried() == knowledge.carried()


def test_before_all_nothing_is_held(built: Path) -> None:
    with KnowledgeBase.open(built, as_of=BEFORE_ALL) as before:
        assert (dict(before.held()), before.releases(), dict(before.coverage())) == ({}, (), {})
        assert before.indicator("burglary").label == "Burglary offences"


@pytest.mark.parametrize("day", [date(2019, 6, 1), date(2023, 2, 1), date(2025, 12, 31), APRIL])
def test_nothing_later_is_seen(built: Path, day: date) -> None:
    with KnowledgeBase.open(built, as_of=day) as then:
        assert all(was_public(release.released, day) for release in then.releases())
        for indicator in then.held():
            assert all(was_public(o.published, day) for o in then.observations(indicator))
            assert all(was_public(s.release.released, day) for s in then.series(indicator, place="london"))


def test_collections_and_a_day_together(built: Path) -> None:
    with KnowledgeBase.open(built, ("met-crime-borough",), APRIL) as then:
        assert [release.id for release in then.releases()][:1] == ["met-crime-borough-2026-04"]
        assert then.observations("homicide") == ()


def test_the_reply_of_that_day(built: Path, whole: Bot) -> None:
    question, line = "burglaries in Camden in March 2026", "As of 30 April 2026: what was published later is left out."
    with KnowledgeBase.open(built, as_of=APRIL) as knowledge:
        then, _ = Bot(knowledge).ask(question, APRIL)
    now, _ = whole.ask(question, APRIL)
    assert (then.figures[0].value, then.citations[0].published) == (162, "2026-04")
    assert now.citations[0].published == "2026-07"
    assert then.assumed[-1] == line == then.text.split("\n")[-1]
    assert not any("As of" in one for one in now.assumed)
    assert then.ref != now.ref


def test_the_commands(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / built.name).symlink_to(built)
    (tmp_path / "knowledge" / "current").write_text(built.name)
    monkeypatch.setenv("BEATBOOK_HOME", str(tmp_path))
    asked = CliRunner().invoke(app, ["ask", "--why", "--as-of", "2026-04-30", "burglaries in Camden last month"])
    assert "As of 30 April 2026" in asked.output
    assert "Camden · March 2026" in asked.output
    ref = next(line.split()[-1] for line in asked.output.split("\n") if line.startswith("ref "))
    again = CliRunner().invoke(app, ["replay", ref])
    assert again.output.strip() in asked.output
    talked = CliRunner().invoke(app, ["chat", "--as-of", "2026-04-30"], input="burglaries in Camden\n")
    assert "year ending March 2026" in talked.output
    wrong = CliRunner().invoke(app, ["ask", "--as-of", "April", "burglaries"])
    assert (wrong.exit_code, "'April' is no date" in wrong.output) == (2, True)
