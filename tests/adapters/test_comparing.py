"""`beatbook diff`: which replies change between two states of the knowledge, and why."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from adapters.cli import app
from bot.bot import Bot
from bot.differences import Difference, differences, stated
from knowledge.base import KnowledgeBase
from tests.conftest import TEXT
from tests.phrasings import TODAY

# Each builds the whole knowledge anew, which takes as long as what needs servers.
pytestmark = pytest.mark.servers
IN_MAY, IN_AUGUST = date(2026, 5, 31), date(2026, 8, 31)
BURGLARY = "burglary offences in London"


@pytest.fixture(scope="module")
def found(built: Path) -> dict[str, Difference]:
    """What the Met's file of July 2026 changed, question by question."""
    with KnowledgeBase.open(built, as_of=IN_MAY) as old, KnowledgeBase.open(built, as_of=IN_AUGUST) as new:
        return {one.question: one for one in differences(Bot(old), Bot(new), ["Shoplifting in Hackney"], TODAY)[0]}


def test_a_later_latest_is_a_new_period(found: dict[str, Difference]) -> None:
    one = found[BURGLARY]
    assert one.why == "new period"
    assert one.old.endswith("year ending March 2026 (Metropolitan Police, April 2026)")
    assert one.new.endswith("year ending June 2026 (Metropolitan Police, July 2026)")


def test_another_figure_for_the_same_period_is_a_revision(found: dict[str, Difference]) -> None:
    one = found[f"{BURGLARY} in year ending March 2026"]
    assert one.why == "revision"
    assert one.old.split(" (")[0] != one.new.split(" (")[0]


def test_the_same_figure_from_a_newer_file_is_a_new_release(found: dict[str, Difference]) -> None:
    same = [one for one in found.values() if one.why == "new release"]
    assert same
    assert all(one.old.rsplit(" (", 1)[0] == one.new.rsplit(" (", 1)[0] for one in same)


def test_what_is_asked_besides_is_answered_too(found: dict[str, Difference]) -> None:
    assert found["Shoplifting in Hackney"].why == "new period"


def test_what_no_release_touched_is_not_told(found: dict[str, Difference]) -> None:
    assert not {q for q in found if q.startswith(("police officers", "knife crime"))}


def test_what_comes_and_what_goes(built: Path, whole: Bot) -> None:
    with KnowledgeBase.open(built, ("articles",)) as few:
        gone, _ = differences(whole, Bot(few), ["burglaries in Camden in June 2026"], TODAY)
        come, _ = differences(Bot(few), whole, ["burglaries in Camden in June 2026"], TODAY)
    assert (gone[0].why, come[0].why) == ("no longer held", "now held")
    assert gone[0].new.startswith("Not held")


def test_the_questions_stand_for_every_indicator_and_kind_of_place(whole: Bot) -> None:
    asked = set(stated(whole, whole, TODAY))
    assert {BURGLARY, "burglary offences in Enfield", "burglary offences in England and Wales"} <= asked
    labels = {whole.knowledge.indicator(i).label.lower() for i in whole.knowledge.held()}
    assert not {label for label in labels if not any(q.lower().startswith(label) for q in asked)}


@pytest.fixture
def at_home(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation that serves the bundled knowledge."""
    home = tmp_path / "home" / "knowledge"
    home.mkdir(parents=True)
    (home / built.name).symlink_to(built)
    (home / "current").write_text(built.name)
    monkeypatch.setenv("BEATBOOK_HOME", str(tmp_path / "home"))
    return home


def diff(*arguments: Path | str) -> tuple[int, Sequence[str]]:
    result = CliRunner().invoke(app, ["diff", "--now", "2026-11-22", *map(str, arguments)])
    return result.exit_code, result.output.strip().split("\n")


def test_the_same_knowledge_has_no_difference(at_home: Path, built: Path) -> None:
    code, said = diff(built)
    assert (code, len(said)) == (0, 1)
    assert said[0].endswith("as before")
    assert diff(at_home, built) == (0, said)


def test_a_folder_of_releases_takes_the_place_of_the_installations(at_home: Path, tmp_path: Path) -> None:
    older = tmp_path / "releases"
    shutil.copytree(TEXT / "releases" / "mopac-perceptions", older / "mopac-perceptions")
    code, said = diff(older)
    assert (code, at_home.is_dir()) == (1, True)
    assert "  why  now held" in said
    assert "now held" in said[-1]


def test_what_is_no_knowledge_is_wrong_usage(at_home: Path, tmp_path: Path) -> None:
    code, said = diff(tmp_path)
    assert (code, at_home.is_dir()) == (2, True)
    assert "is neither knowledge text, nor built knowledge, nor a folder of releases" in " ".join(said)


def test_questions_of_a_file(at_home: Path, built: Path, tmp_path: Path) -> None:
    asked = tmp_path / "questions.txt"
    asked.write_text("# ours\n\nburglaries in Hackney\n", "utf-8")
    plain, more = diff(built)[1][0], diff("--questions", asked, built)[1][0]
    assert at_home.is_dir()
    assert int(more.split()[0]) == int(plain.split()[0]) + 1
