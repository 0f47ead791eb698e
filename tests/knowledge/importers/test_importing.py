"""`beatbook import`: recognised by headings, written all or none, and the text that comes of it can be built."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from adapters.cli import app
from knowledge.base import KnowledgeBase
from knowledge.build import build
from knowledge.errors import ImportRefused
from knowledge.importers.importing import plan, written
from knowledge.period import parse_period
from tests.conftest import TEXT
from tests.knowledge.importers.samples import GENERATIONS, JULY_2026, STAMP, imported, write

APRIL = GENERATIONS["2026-04"]
# The bundled text without its figures: what a newsroom's folder stands beside.
BESIDE = ("indicators", "language", "places.csv", "speakers.csv", "sources.csv", "breaks")


def releases(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder / "releases").as_posix() for path in folder.rglob("releases/*/*"))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """The bundled words and places with two releases of a newsroom's own, the older with 3 where the newer has 2."""
    home = tmp_path_factory.mktemp("imported")
    files = [JULY_2026.write(home / "july.csv"), replace(APRIL, number=3).write(home / "april.csv")]
    written(plan(files, STAMP, []), home / "own")
    with KnowledgeBase.open(build([_words(home / "words"), home / "own"], home / "built").path) as opened:
        yield opened


def _words(home: Path) -> Path:
    for path in sorted(TEXT.rglob("*")):
        name = path.relative_to(TEXT)
        if path.is_file() and name.parts[0] in BESIDE:
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_bytes(path.read_bytes())
    return home


def test_what_is_written_can_be_built_and_asked(base: KnowledgeBase) -> None:
    (figure,) = next(base.figures("burglary", ["camden"], [parse_period("2025")]))
    assert (figure.value, figure.series, figure.source) == (48, *["met-crime-borough-2026-07"] * 2)
    assert base.source(figure.source).checked == "made by hand"
    assert base.observation(figure.id) == figure
    assert base.traces(figure)[0].file == "july.csv"
    assert base.held()[figure.indicator] == 2 * 24 * 33
    assert [release.id for release in base.releases()] == ["met-crime-borough-2026-07", "met-crime-borough-2026-04"]


@pytest.mark.parametrize(
    ("period", "values"), [("2025-06", [4, 6]), ("2026-06", [4]), ("2024-06", [6]), ("2024", []), ("2026-h1", [24])]
)
def test_the_newest_release_that_holds_the_period_comes_first(
    period: str, values: list[int], base: KnowledgeBase
) -> None:
    groups = base.figures("burglary", ["camden"], [parse_period(period)])
    assert [figure.value for (figure,) in groups] == values


def test_a_comparison_is_of_one_release(base: KnowledgeBase) -> None:
    periods = [parse_period("2025-06"), parse_period("2024-06")]
    (group,) = base.figures("burglary", ["camden", "brent"], periods)
    assert [figure.series for figure in group] == ["met-crime-borough-2026-04"] * 4
    assert [(figure.place, figure.period.id) for figure in group] == [
        ("camden", "2025-06"),
        ("camden", "2024-06"),
        ("brent", "2025-06"),
        ("brent", "2024-06"),
    ]


def test_a_release_takes_the_place_of_the_same_and_leaves_the_others(tmp_path: Path) -> None:
    own = tmp_path / "own"
    for name, sample in {"april": APRIL, "july": JULY_2026, "again": replace(JULY_2026, number=5)}.items():
        written(plan([sample.write(tmp_path / f"{name}.csv")], STAMP, [own] if own.is_dir() else []), own)
    assert [name for name in releases(own) if name.endswith("csv")] == [
        "met-crime-borough/2026-04.csv",
        "met-crime-borough/2026-07.csv",
    ]
    assert "again.csv" in (own / "releases/met-crime-borough/2026-07.yaml").read_text("utf-8")


def test_the_report_says_what_was_revised(tmp_path: Path) -> None:
    own = tmp_path / "own"
    written(plan([APRIL.write(tmp_path / "april.csv")], STAMP, []), own)
    july = replace(JULY_2026, offences=APRIL.offences, cells={("SHOPLIFTING", "Camden", "202505"): "9"})
    (report,) = plan([july.write(tmp_path / "july.csv")], STAMP, [own])
    revised = [line.strip() for line in report.lines()]
    assert "figures since 2026-04" in "\n".join(revised)
    assert "shoplifting in camden, May 2025: 2 → 9" in "\n".join(revised)


def test_the_same_file_twice_is_one(tmp_path: Path) -> None:
    assert len(imported(JULY_2026.write(tmp_path / "a.csv"), JULY_2026.write(tmp_path / "b.csv"))) == 1


def test_two_files_of_one_month_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"would both be met-crime-borough-2026-07"):
        imported(JULY_2026.write(tmp_path / "a.csv"), replace(JULY_2026, number=5).write(tmp_path / "b.csv"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"a,b\n1,2\n", "is no dataset that is known by its headings: a, b"),
        (b"", "cannot be read as CSV"),
        (b"\xff\xfe\x00x", "cannot be read as CSV"),
        (b'a,b\n"1,2\n', "cannot be read as CSV|no dataset"),
        (b"a,b\n1,2,3,4\n", "cannot be read as CSV"),
        (b"PK\x03\x04 and no workbook", "is no workbook that can be read"),
    ],
)
def test_what_is_no_dataset_is_refused_in_one_line(content: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "what.csv"
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match=reason) as refused:
        imported(path)
    assert len(str(refused.value).splitlines()) == 1


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with a folder of its own."""
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setenv("BEATBOOK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("BEATBOOK_KNOWLEDGE_DIR", str(own))
    return own


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["import", *arguments])
    return result.exit_code, result.output


def test_the_command_writes_into_the_newsrooms_folder(at_home: Path, tmp_path: Path) -> None:
    code, said = run(str(JULY_2026.write(tmp_path / "july.csv")), "--copy", "--taken", "2026-08-12")
    assert code == 0
    assert "met-crime-borough, release of 2026-07" in said
    manifest = (at_home / "releases/met-crime-borough/2026-07.yaml").read_text("utf-8")
    assert "taken: '2026-08-12'" in manifest
    assert "copy, not checked against the publisher's page" in manifest


def test_a_dry_run_writes_nothing(at_home: Path, tmp_path: Path) -> None:
    code, said = run(str(JULY_2026.write(tmp_path / "july.csv")), "--dry-run")
    assert (code, list(at_home.iterdir())) == (0, [])
    assert "release of 2026-07" in said


def test_one_refused_file_and_nothing_of_the_others_is_written(at_home: Path, tmp_path: Path) -> None:
    bad = write(tmp_path / "bad.csv", [["a", "b"], ["1", "2"]])
    code, said = run(str(JULY_2026.write(tmp_path / "july.csv")), str(bad))
    assert (code, list(at_home.iterdir())) == (1, [])
    assert "bad.csv is no dataset that is known" in said


@pytest.mark.parametrize("options", [("--released", "July"), ("--taken", "12/08/2026")])
def test_a_wrong_option_is_wrong_usage(options: tuple[str, str], at_home: Path, tmp_path: Path) -> None:
    code, _ = run(str(JULY_2026.write(tmp_path / "july.csv")), *options)
    assert (code, list(at_home.iterdir())) == (2, [])
