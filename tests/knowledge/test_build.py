"""Building: all or nothing, the same file for the same text, and the last good one serves through every fault."""

from __future__ import annotations

import os
import pickle
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge import build as building
from knowledge import english, shelf
from knowledge.base import KnowledgeBase
from knowledge.build import build, current
from knowledge.errors import BuildFailed, KnowledgeError, KnowledgeProblems, UnknownCollection
from knowledge.fields import fields_page
from knowledge.problem import Problem
from tests.knowledge.folder import SAMPLE, Folder

FIGURES = "observations/articles/homicide.csv"
MORE = "observations/dossier/homicide.csv"


class TestABuild:
    def test_it_counts_what_it_holds(self, tmp_path: Path) -> None:
        built = build([SAMPLE], tmp_path / "new" / "home")
        assert built.counts["observation"] == 13
        assert {kind: built.counts[kind] for kind in ("indicator", "place", "source", "speaker", "break")} == {
            "indicator": 4, "place": 5, "source": 2, "speaker": 2, "break": 1,
        }  # fmt: skip
        assert built.counts["english"] > 100_000
        assert built.seconds > 0

    def test_it_is_named_by_its_hash_and_serves(self, tmp_path: Path) -> None:
        built = build([SAMPLE], tmp_path)
        assert built.path == tmp_path / f"{built.version[:16]}.sqlite" == current(tmp_path)
        with KnowledgeBase.open(built.path) as base:
            assert base.version == built.version
        assert sorted(p.suffix for p in tmp_path.iterdir()) == ["", ".sha256", ".sqlite"]

    def test_the_same_text_gives_the_same_file(self, tmp_path: Path) -> None:
        one, other = build([SAMPLE], tmp_path / "one"), build([SAMPLE], tmp_path / "other")
        assert one.path.read_bytes() == other.path.read_bytes()

    def test_its_seal_is_one_that_sha256sum_reads(self, tmp_path: Path) -> None:
        path = build([SAMPLE], tmp_path).path
        if shutil.which("sha256sum") is None:
            pytest.skip("sha256sum is not installed")
        subprocess.run(["sha256sum", "--check", "--strict", path.with_suffix(".sha256").name], cwd=tmp_path, check=True)

    def test_any_byte_and_any_name_make_another_version(self, folder: Folder, tmp_path: Path) -> None:
        versions = [build([folder.path], tmp_path).version]
        folder.append("places.csv", "\n")
        versions.append(build([folder.path], tmp_path).version)
        (folder.path / "observations/articles").rename(folder.path / "observations/press")
        versions.append(build([folder.path], tmp_path).version)
        assert len(set(versions)) == 3

    def test_the_version_does_not_depend_on_where_the_folder_lies(self, folder: Folder, tmp_path: Path) -> None:
        assert build([folder.path], tmp_path).version == build([SAMPLE], tmp_path).version


class TestBuildingAgain:
    def test_a_text_built_before_is_only_switched_to(self, folder: Folder, tmp_path: Path) -> None:
        first = build([folder.path], tmp_path)
        written = first.path.stat().st_mtime_ns
        folder.append("places.csv", "\n")
        second = build([folder.path], tmp_path)
        assert current(tmp_path) == second.path
        again = build([SAMPLE], tmp_path)
        assert current(tmp_path) == again.path == first.path
        assert first.path.stat().st_mtime_ns == written
        assert again.counts == first.counts

    @pytest.mark.parametrize("damage", [b"", b"x", b"\x00" * 4096])
    def test_a_damaged_file_is_built_anew(self, tmp_path: Path, damage: bytes) -> None:
        path = build([SAMPLE], tmp_path).path
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2] + damage)
        assert not shelf.sound(path)
        build([SAMPLE], tmp_path)
        assert shelf.sound(path)
        assert path.read_bytes() == whole

    def test_one_bit_is_enough_to_be_damaged(self, tmp_path: Path) -> None:
        path = build([SAMPLE], tmp_path).path
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        assert not shelf.sound(path)

    def test_a_file_without_its_seal_is_not_trusted(self, tmp_path: Path) -> None:
        path = build([SAMPLE], tmp_path).path
        path.with_suffix(".sha256").unlink()
        assert not shelf.sound(path)

    def test_readers_keep_what_they_opened(self, folder: Folder, tmp_path: Path) -> None:
        with KnowledgeBase.open(build([folder.path], tmp_path).path) as before:
            folder.replace(MORE, ",27,", ",28,")
            with KnowledgeBase.open(build([folder.path], tmp_path).path) as after:
                name = "homicide/london/2025-06..2025-08//met-police@2026-01"
                values = [str(o.value) for base in (before, after) if (o := base.observation(name))]
        assert values == ["27", "28"]


class TestCurrent:
    def test_nothing_built(self, tmp_path: Path) -> None:
        assert current(tmp_path) is None
        assert current(tmp_path / "nowhere") is None

    @pytest.mark.parametrize("content", [b"", b"../../etc/passwd", b"0123456789abcdef.sqlite", b"\xff", b"x.sqlite"])
    def test_a_pointer_that_leads_nowhere(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "x.sqlite").touch()
        (tmp_path / shelf.POINTER).write_bytes(content)
        assert current(tmp_path) is None


# Thirty changes that are faults, in eleven files: what is written, and for what.
THIRTY = [
    (FIGURES, ",97,", ",n/a,"),
    (FIGURES, ",109,", ',"1,090",'),
    (FIGURES, ",-11,", ",-14,"),
    (FIGURES, "under-25,count,,18", "under-52,count,,18"),
    (FIGURES, ",10,,,nearly", ",10,,,almost"),
    (FIGURES, ",1.07,", ",-1.07,"),
    (FIGURES, "london,paris", "london,rome"),
    (FIGURES, "T-8,london", "T-8,Greater London"),
    (MORE, ",6,", ",6.5,"),
    (MORE, "2026-01-12,\n", "12/01/2026,\n"),
    ("observations/dossier/homicide-solve-rate.csv", ",95,95%", ",195,195%"),
    ("observations/dossier/homicide-solve-rate.csv", ",fy2026-27,", ",fy2026-28,"),
    ("observations/dossier/theft-from-person.csv", ",2024,", ",2026,"),
    ("observations/dossier/theft-from-person.csv", "met-police,met-2026", "met-police,met-2062"),
    ("indicators/homicide.yaml", "theme: violence", "theme: violins"),
    ("indicators/homicide.yaml", "label: Homicides", "labels: Homicides"),
    ("indicators/homicide.yaml", "(homicide|", "(Homicide|"),
    ("indicators/homicide-solve-rate.yaml", "about: homicide", "about: homicides"),
    ("indicators/homicide-solve-rate.yaml", "[homicide|murder] (solve", "[homicide|murder] ((solve"),
    ("indicators/theft.yaml", "stolen", "2012"),
    ("indicators/theft.yaml", "[theft-from-person]", "[theft-of-person]"),
    ("indicators/theft-from-person.yaml", "label: Thefts from the person", "label: *thefts"),
    ("breaks/cris-to-connect.yaml", "on: 2024-02-28", "on: 28/02/2024"),
    ("language/measures.yaml", '"rate[s]"', '"how many"'),
    ("language/measures.yaml", "number[s] of", "number[s of"),
    ("language/breakdowns.yaml", "weapon=knife", "wepon=knife"),
    ("places.csv", "force,london", "force,lundon"),
    ("places.csv", ",city,,paris", ",village,,paris"),
    ("speakers.csv", "rowley;rowley", "Rowley;rowley"),
    ("sources.csv", "https://news.met.police.uk/", "news.met.police.uk"),
    ("sources.csv", ",2026-01,", ",Jan-26,"),
]


class TestAFailedBuild:
    def test_thirty_faults_are_told_in_one_run_and_the_old_build_serves(self, folder: Folder, tmp_path: Path) -> None:
        before = build([folder.path], tmp_path / "home")
        for file, old, new in THIRTY:
            folder.replace(file, old, new)
        with pytest.raises(KnowledgeProblems) as raised:
            build([folder.path], tmp_path / "home")
        problems = raised.value.problems
        assert len(THIRTY) >= 30
        assert len(set(problems)) >= len(THIRTY), "\n".join(map(str, problems))
        assert all(p.line >= 1 and p.field and p.what and p.remedy for p in problems)
        assert {Path(p.file).relative_to(folder.path).as_posix() for p in problems} == {file for file, _, _ in THIRTY}
        assert current(tmp_path / "home") == before.path
        with KnowledgeBase.open(before.path) as base:
            assert base.held()["homicide"] == 10  # type: ignore[index]

    @pytest.mark.parametrize(("file", "old", "new"), THIRTY, ids=[f"{f}: {n}" for f, _, n in THIRTY])
    def test_each_of_them_alone_is_told_where_it_stands(self, folder: Folder, file: str, old: str, new: str) -> None:
        line = (folder.path / file).read_text("utf-8").partition(old)[0].count("\n") + 1
        folder.replace(file, old, new)
        assert any(p.file == str(folder.path / file) and p.line in (1, line) for p in folder.problems())

    def test_nothing_is_written(self, folder: Folder, tmp_path: Path) -> None:
        folder.replace(FIGURES, ",97,", ",n/a,")
        with pytest.raises(KnowledgeProblems, match="1 problem in the knowledge text"):
            build([folder.path], tmp_path / "home")
        assert not (tmp_path / "home").exists()

    def test_a_stray_file_fails_it(self, folder: Folder, tmp_path: Path) -> None:
        build([folder.path], tmp_path / "home")
        folder.write("indicators/x.yml", "")
        with pytest.raises(KnowledgeProblems):
            build([folder.path], tmp_path / "home")

    def test_a_write_that_fails_half_way_leaves_no_trace(
        self, folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        home = tmp_path / "home"
        before = build([folder.path], home)
        files = sorted(home.iterdir())
        folder.append("places.csv", "\n")

        def full(path: Path, *_: object) -> None:
            path.write_bytes(b"half of it")
            raise sqlite3.OperationalError("database or disk is full")

        monkeypatch.setattr(building, "compile_into", full)
        with pytest.raises(BuildFailed, match="disk is full"):
            build([folder.path], home)
        assert sorted(home.iterdir()) == files
        assert current(home) == before.path

    def test_a_place_that_cannot_be_written_is_said_with_a_remedy(self, tmp_path: Path) -> None:
        (tmp_path / "home").write_text("a file stands here")
        with pytest.raises(BuildFailed) as raised:
            build([SAMPLE], tmp_path / "home")
        assert raised.value.remedy == "Make room, or check permissions"

    def test_every_write_that_may_fail_leaves_the_old_build(
        self, folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The n-th flush to disk fails, for every n there is."""
        home = tmp_path / "home"
        before = build([folder.path], home).path
        folder.append("places.csv", "\n")
        for n in range(1, 20):
            flushes = Flushes(failing=n)
            monkeypatch.setattr(os, "fsync", flushes)
            try:
                after = build([folder.path], home).path
            except BuildFailed:
                assert current(home) in (before, *home.glob("*.sqlite"))
                assert shelf.sound(current(home) or home)
            else:
                assert flushes.count < n
                assert current(home) == after
                return
        pytest.fail("the build never came to its end")


class Flushes:
    """Stands in for os.fsync, and fails once."""

    def __init__(self, failing: int) -> None:
        self.count, self.failing = 0, failing

    def __call__(self, handle: int) -> None:
        assert handle > 0
        self.count += 1
        if self.count == self.failing:
            raise OSError(28, "No space left on device")


class TestEnglish:
    TYPING_ERRORS = (
        "londn", "homocide", "homicdes", "murdr", "burglry", "robery", "offnces", "vehical", "stabings", "polce",
        "knif",
    )  # fmt: skip
    WORDS = (
        "clowns", "trams", "pubs", "coats", "barriers", "burger", "mother", "form", "nights", "weight", "thrift",
        "offence", "defences", "organised", "analysed", "neighbourhood", "color", "metre", "centres", "cheque", "kerbs",
        "vesicles", "cafe",
    )  # fmt: skip

    def test_it_has_words_and_no_typing_errors(self) -> None:
        words = set(english.words())
        assert words.isdisjoint(self.TYPING_ERRORS)
        assert words.issuperset(self.WORDS)

    def test_its_words_are_spelt_as_in_questions(self) -> None:
        words = english.words()
        assert list(words) == sorted(words)
        assert all(word.isascii() and word.isalpha() and word.islower() for word in words)

    def test_a_list_that_cannot_be_read_has_a_remedy(self, monkeypatch: pytest.MonkeyPatch) -> None:
        english.words.cache_clear()
        monkeypatch.setattr(english, "_LIST", "spellchecker/resources/none.json.gz")
        with pytest.raises(BuildFailed, match="Install pyspellchecker"):
            english.words()

    def test_without_the_list_there_is_a_remedy(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(english, "DISTRIBUTION", "a-distribution-that-is-not-there")
        with pytest.raises(BuildFailed, match="Install a-distribution"):
            build([SAMPLE], tmp_path)


def test_a_compiled_file_has_no_pages_to_spare(tmp_path: Path) -> None:
    with sqlite3.connect(build([SAMPLE], tmp_path).path) as connection:
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_figures_are_found_by_an_index(tmp_path: Path) -> None:
    queries = (
        "SELECT * FROM figure WHERE indicator = 1 AND place = 2 AND measure = 3 ORDER BY key",
        "SELECT * FROM figure WHERE indicator = 1 ORDER BY key",
        "SELECT * FROM figure WHERE reported_as = 1 ORDER BY key",
        "SELECT rest FROM phrase WHERE first_word = 'x'",
        "SELECT word FROM word WHERE initial = 'x'",
        "SELECT 1 FROM english WHERE word = 'x'",
        "SELECT indicator FROM held WHERE place = 'x'",
        "SELECT key FROM name WHERE text = 'x'",
    )
    connection = sqlite3.connect(build([SAMPLE], tmp_path).path)
    for query in queries:
        plan: Sequence[tuple[int, int, int, str]] = connection.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()
        assert plan[0][3].startswith("SEARCH"), (query, plan)
    connection.close()


def test_errors_of_knowledge_are_of_one_family() -> None:
    problems = KnowledgeProblems(())
    assert isinstance(problems, KnowledgeError)
    assert str(problems) == "0 problems in the knowledge text. Mend them; until then the last good build stays in use."


def test_errors_travel_between_processes() -> None:
    problem = Problem("f.csv", 3, "value", "no number", "Write one")
    for error in (KnowledgeProblems([problem]), UnknownCollection(["a"], ["b"]), BuildFailed("It broke", "Mend it")):
        again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own error
        assert type(again) is type(error)
        assert (str(again), vars(again)) == (str(error), vars(error))


def test_the_page_of_fields_tells_of_every_field() -> None:
    page = fields_page()
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert len(rows) > 60
    for row in rows:
        name, needed, meaning, example = (cell.strip() for cell in row.replace("\\|", "¦").strip("|").split("|"))
        assert name.strip("`").isidentifier()
        assert needed
        assert meaning.endswith(".")
        assert example.startswith("`")
