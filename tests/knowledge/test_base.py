"""Look-ups in a compiled file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest

from knowledge import base as base_module
from knowledge import compiled as compiled_module
from knowledge import phrasebook as phrasebook_module
from knowledge.base import KnowledgeBase
from knowledge.build import Built
from knowledge.compiling import compile_into
from knowledge.errors import Damaged, KnowledgeError, NotBuilt, OtherSchema, UnknownCollection
from knowledge.model import Observation, Phrase
from knowledge.read import read
from knowledge.records import Entry, KnowledgeText
from tests.knowledge.folder import SAMPLE

TOTAL = "homicide/london/2025//met-police@2026-01"


@pytest.fixture(scope="session")
def text() -> KnowledgeText:
    return read([SAMPLE])[0]


def nothing_in(base: KnowledgeBase, word: str) -> bool:
    found = (
        lambda first: base.phrasebook.begun(first).phrases,
        base.phrasebook.vocabulary,
        base.at_place,
        base.observations,
        base.reported_as,
    )
    return not any(look_up(word) for look_up in found)


class TestRoundTrip:
    """What was read from the text is what the compiled file gives back."""

    def test_figures(self, base: KnowledgeBase, text: KnowledgeText) -> None:
        for written in (entry.record for entry in text.observations):
            found = base.observation(written.id)
            assert found == written
            assert found is not None
            for field in fields(Observation):
                assert type(getattr(found, field.name)) is type(getattr(written, field.name)), field.name
        assert sum(base.held().values()) == len(text.observations)

    def test_records(self, base: KnowledgeBase, text: KnowledgeText) -> None:
        assert list(base.indicators()) == sorted((e.record for e in text.indicators), key=lambda i: i.id)
        assert list(base.breaks()) == [e.record for e in text.breaks]
        for entry in text.indicators:
            assert base.indicator(entry.record.id) == entry.record
        for place in text.places:
            assert base.place(place.record.id) == place.record
        for source in text.sources:
            assert base.source(source.record.id) == source.record
        for speaker in text.speakers:
            assert base.speaker(speaker.record.id) == speaker.record

    def test_phrases(self, base: KnowledgeBase, text: KnowledgeText) -> None:
        written = {worded.phrase for worded in text.phrases}
        openings = {(*p.words, "", "")[:3] for p in written}
        found = {p for opening in openings for held in base.phrasebook.begun(*opening).phrases.values() for p in held}
        assert found == written


class TestLookUps:
    def test_phrases_by_their_first_words(self, base: KnowledgeBase) -> None:
        for words in (("people", "killed"), ("people", "who", "were", "killed")):
            assert base.phrasebook.begun(*words[:3]).phrases == {words: (Phrase(words, "indicator", "homicide"),)}
        assert base.phrasebook.begun("people", "killed").phrases is base.phrasebook.begun("people", "killed").phrases
        assert (
            base.phrasebook.begun("people", "kill").phrases
            == base.phrasebook.begun("people").phrases
            == base.phrasebook.begun("zebra").phrases
            == {}
        )

    def test_a_word_alone_is_found_whatever_follows(self, base: KnowledgeBase) -> None:
        assert set(base.phrasebook.begun("theft", "zebra").phrases) == {("theft",)}

    def test_one_phrase_may_mean_several_values(self, base: KnowledgeBase) -> None:
        values = {p.value for p in base.phrasebook.begun("theft").phrases[("theft",)]}
        assert values == {"theft", "theft-from-person"}

    def test_vocabulary_by_letter(self, base: KnowledgeBase) -> None:
        words = base.phrasebook.vocabulary("k")
        assert words == tuple(sorted(words))
        assert {"killed", "killing", "killings", "knife", "knives"} == set(words)
        assert base.phrasebook.vocabulary("z") == ()

    @pytest.mark.parametrize("word", ["clowns", "trams", "barriers", "offence", "mother"])
    def test_english_words(self, base: KnowledgeBase, word: str) -> None:
        assert base.phrasebook.is_english(word)

    @pytest.mark.parametrize("word", ["londn", "homocide", "robery", "", "x" * 10_000, "a\x00b", "\ud800", "'; --"])
    def test_what_is_no_english_word(self, base: KnowledgeBase, word: str) -> None:
        assert not base.phrasebook.is_english(word)

    @pytest.mark.parametrize("id", ["", "zzz", "\ud800", "x' OR 1=1 --"])
    def test_unknown_ids(self, base: KnowledgeBase, id: str) -> None:  # noqa: A002
        for look_up in (base.indicator, base.place, base.source, base.speaker):
            with pytest.raises(KeyError):
                look_up(id)
        assert nothing_in(base, id)
        assert base.observation(id) is None

    def test_labels_of_breakdowns(self, base: KnowledgeBase) -> None:
        assert base.breakdown_label("victim_age", "under-25") == "victims under 25"
        assert base.breakdown_label("weapon", "knife") == "knife-enabled"
        with pytest.raises(KeyError):
            base.breakdown_label("weapon", "spoon")

    def test_figures_by_place_and_measure(self, base: KnowledgeBase) -> None:
        assert len(base.observations("homicide")) == 10
        assert len(base.observations("homicide", place="london")) == 9
        assert len(base.observations("homicide", measure="count")) == 7
        assert [o.value for o in base.observations("homicide", place="london", measure="rate")] == [Decimal("1.07")]
        assert base.observations("homicide", place="paris") == ()
        assert base.observations("theft") == ()

    def test_figures_stand_in_the_order_of_time(self, base: KnowledgeBase) -> None:
        counts = base.observations("homicide", place="london", measure="count")
        ends = [o.period.end or date.min for o in counts]
        assert ends == sorted(ends)
        assert [o.value for o in counts if not o.breakdown] == [Decimal(v) for v in ("95", "109", "27", "97")]

    @pytest.mark.parametrize(
        "id", [TOTAL[:-1], "homicide/london", "a/b/c/d/e", "////", f"{TOTAL}~x", "homicide.x/london////"]
    )
    def test_ids_of_no_figure(self, base: KnowledgeBase, id: str) -> None:  # noqa: A002
        assert base.observation(id) is None

    def test_figures_that_an_article_calls_by_another_name(self, base: KnowledgeBase) -> None:
        assert [o.id for o in base.reported_as("homicide-solve-rate")] == [
            "homicide/london/2014//met-police@2026-01~old-series"
        ]
        assert base.reported_as("homicide") == ()

    def test_what_is_held(self, base: KnowledgeBase) -> None:
        assert dict(base.held()) == {"homicide": 10, "homicide-solve-rate": 2, "theft-from-person": 1}
        assert base.at_place("london") == (("homicide", 9), ("theft-from-person", 1))
        assert base.at_place("camden") == (("homicide", 1),)
        assert base.at_place("paris") == ()


class TestCollections:
    def test_all_are_on_unless_chosen(self, base: KnowledgeBase) -> None:
        assert base.collections == ("articles", "dossier")

    def test_one_alone(self, compiled: Built) -> None:
        with KnowledgeBase.open(compiled.path, ["articles"]) as base:
            assert base.collections == ("articles",)
            assert dict(base.held()) == {"homicide": 8}
            assert {o.collection for o in base.observations("homicide")} == {"articles"}
            assert base.observations("theft-from-person") == ()
            assert base.observation("homicide/camden/ye-2025-03//met-police@2026-01") is None
            assert base.observation(TOTAL) is not None
            assert base.at_place("camden") == ()
            assert base.indicator("theft-from-person").label == "Thefts from the person"

    def test_several_and_none(self, compiled: Built) -> None:
        with KnowledgeBase.open(compiled.path, ["dossier", "articles", "dossier"]) as base:
            assert base.collections == ("articles", "dossier")
            assert len(base.observations("homicide")) == 10
        with KnowledgeBase.open(compiled.path, ()) as base:
            assert dict(base.held()) == {}
            assert base.observations("homicide") == base.reported_as("homicide-solve-rate") == ()

    def test_an_unknown_one_is_refused_with_the_known(self, compiled: Built) -> None:
        with pytest.raises(UnknownCollection) as raised:
            KnowledgeBase.open(compiled.path, ["articles", "atricles"])
        assert str(raised.value) == "Unknown collection: atricles. Choose from: articles, dossier."


class TestOpening:
    def test_it_is_quick(self, compiled: Built) -> None:
        """Under 5 ms, for nothing is parsed or scanned; the middle of twenty, since other processes run as well."""
        times = []
        for _ in range(20):
            began = perf_counter()
            base = KnowledgeBase.open(compiled.path)
            times.append(perf_counter() - began)
            base.close()
        assert median(times) < 0.005

    def test_a_file_in_a_folder_with_a_strange_name(self, compiled: Built, tmp_path: Path) -> None:
        path = tmp_path / "a ?mode=rw&b#c %41" / "k.sqlite"
        path.parent.mkdir()
        path.write_bytes(compiled.path.read_bytes())
        with KnowledgeBase.open(path) as base:
            assert base.version == compiled.version

    def test_nothing_can_be_written(self, base: KnowledgeBase, compiled: Built) -> None:
        before = compiled.path.read_bytes()
        for sql in ("DELETE FROM figure", "CREATE TABLE x (y)", "PRAGMA user_version=9", "VACUUM"):
            with pytest.raises(KnowledgeError):
                base._file.rows(sql)
        assert compiled.path.read_bytes() == before

    def test_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(NotBuilt, match="Run 'beatbook build'"):
            KnowledgeBase.open(tmp_path / "none.sqlite")
        with pytest.raises(NotBuilt):
            KnowledgeBase.open(tmp_path)

    @pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + b"\xff" * 200])
    def test_a_file_of_another_kind(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "k.sqlite"
        path.write_bytes(content)
        with pytest.raises(Damaged, match="no compiled knowledge"):
            KnowledgeBase.open(path)

    def test_a_file_of_another_version(self, compiled: Built, tmp_path: Path) -> None:
        path = tmp_path / "k.sqlite"
        path.write_bytes(compiled.path.read_bytes())
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA user_version=99")
        connection.close()
        with pytest.raises(OtherSchema, match="tables of version 99, this Beatbook reads 6"):
            KnowledgeBase.open(path)

    def test_a_file_cut_short(self, compiled: Built, tmp_path: Path) -> None:
        path = tmp_path / "k.sqlite"
        path.write_bytes(compiled.path.read_bytes()[:8192])
        with pytest.raises(Damaged, match="Run 'beatbook build'"), KnowledgeBase.open(path) as base:
            base.observations("homicide")

    def test_a_file_that_lacks_a_name(self, compiled: Built, tmp_path: Path) -> None:
        path = tmp_path / "k.sqlite"
        path.write_bytes(compiled.path.read_bytes())
        connection = sqlite3.connect(path)
        with connection:
            connection.execute("DELETE FROM name WHERE text = 'met-2026'")
        connection.close()
        with KnowledgeBase.open(path) as base, pytest.raises(Damaged, match="lacks names"):
            base.observations("homicide")

    def test_after_closing_only_memory_answers(self, compiled: Built) -> None:
        base = KnowledgeBase.open(compiled.path)
        kept = base.observations("homicide")
        base.close()
        assert base.observations("homicide") is kept
        with pytest.raises(sqlite3.ProgrammingError):
            base.observations("theft-from-person")


def test_threads_share_one_base(compiled: Built) -> None:
    def look_around(n: int) -> tuple[object, ...]:
        places = ("london", "camden", None)
        return (
            base.observations("homicide", place=places[n % 3]),
            base.phrasebook.begun("people", "killed").phrases,
            base.phrasebook.vocabulary("k"),
            base.indicators(),
            base.phrasebook.is_english("trams"),
            base.held(),
        )

    with KnowledgeBase.open(compiled.path) as base, ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(look_around, range(300)))
        alone = [look_around(n) for n in range(3)]
    assert all(found == alone[n % 3] for n, found in enumerate(seen))


def test_memory_is_bounded(compiled: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base_module, "MOST_FIGURES_KEPT", 28)
    monkeypatch.setattr(phrasebook_module, "MOST_KEPT_WORDS", 5)
    monkeypatch.setattr(compiled_module, "MOST_KEPT", 5)
    with KnowledgeBase.open(compiled.path) as base:
        for word in map("z{}".format, range(500)):
            assert nothing_in(base, word)
        for _ in range(3):
            base.reported_as("homicide-solve-rate")
            for place in ("london", "camden", None):
                for measure in ("count", "rate", "change_pct", "rank_or_record", "share", None):
                    for indicator in ("homicide", "homicide-solve-rate", "theft-from-person"):
                        base.observations(indicator, place=place, measure=measure)
                    assert 0 <= base._figures_kept <= 28
        assert len(base.phrasebook._begun) <= 5
        assert len(base.phrasebook._vocabulary) == 0
        assert 0 < sum(map(len, base._figures.values())) <= 28
        assert base.observation(TOTAL) is not None


def test_twenty_thousand_figures_are_found_as_quickly_as_ten(tmp_path: Path, text: KnowledgeText) -> None:
    first = text.observations[0]
    many = tuple(
        Entry(replace(first.record, id=f"homicide/p{n}/2025//met-police@2026-01", place=f"p{n}"), "f", n)  # type: ignore[arg-type]
        for n in range(20_000)
    )
    path = tmp_path / "many.sqlite"
    compile_into(path, replace(text, observations=text.observations + many), (), "v")
    assert path.stat().st_size < 4_000_000
    with KnowledgeBase.open(path) as base:
        plans: list[str] = []
        base._file._connection.set_trace_callback(plans.append)
        (found,) = base.observations("homicide", place="p200")
        base._file._connection.set_trace_callback(None)
        assert found.place == "p200"
        for sql in plans:
            steps = base._file.rows(f"EXPLAIN QUERY PLAN {sql}")
            assert not [step for *_, step in steps if step.startswith("SCAN")], (sql, steps)
        assert base.held()["homicide"] == 20_010  # type: ignore[index]


LIGHT = ("base", "compiled", "display", "errors", "ids", "model", "period", "problem", "shelf", "tables", "unpacking")
HEAVY = ("pydantic", "yaml", "pandas", "spellchecker", "knowledge.schema", "knowledge.read", "knowledge.build")


def test_the_path_of_an_answer_loads_nothing_heavy() -> None:
    code = (
        f"import sys; {'; '.join(f'import knowledge.{name}' for name in LIGHT)}; "
        f"sys.exit(str([m for m in {HEAVY} if m in sys.modules]))"
    )
    top = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=top, capture_output=True, text=True, check=False)
    assert done.stderr == "[]\n"
