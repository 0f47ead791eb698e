"""Text into records: what is read without a word, what is a problem, and that any file is text or problems."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.csvtext import read_csv
from knowledge.files import TextFile
from knowledge.model import Break, Caveat, Phrase, Speaker
from knowledge.problem import Problem
from knowledge.read import read, read_files
from knowledge.records import KnowledgeText
from knowledge.schema import ObservationRow
from knowledge.yamltext import line_of, plain, read_yaml
from tests.knowledge.folder import SAMPLE, Folder

FIGURES = "observations/articles/homicide.csv"
YAML = "indicators/homicide.yaml"


def read_well(path: Path) -> KnowledgeText:
    text, problems = read([path])
    assert problems == []
    return text


class TestTheSample:
    def test_it_is_read_without_problems(self) -> None:
        text = read_well(SAMPLE)
        assert {e.record.id for e in text.indicators} == {
            "homicide", "homicide-solve-rate", "theft", "theft-from-person",
        }  # fmt: skip
        assert text.collections == ("articles", "dossier")
        assert len(text.observations) == 13

    def test_an_indicator(self) -> None:
        homicide = next(e for e in read_well(SAMPLE).indicators if e.record.id == "homicide")
        assert homicide.record.label == "Homicides"
        assert homicide.record.units == (("count", "homicides"), ("rate", "homicides per 100,000 residents"))
        assert homicide.record.default_place == "london"
        assert homicide.record.published_by[1].url is None
        assert homicide.lines["polarity"] == 4
        assert [homicide.record.unit(measure) for measure in ("count", "share")] == ["homicides", ""]

    def test_a_figure_with_all_that_it_leaves_unsaid(self) -> None:
        first = read_well(SAMPLE).observations[0].record
        assert first.id == "homicide/london/2025//met-police@2026-01"
        assert (first.value, first.display, first.unit) == (Decimal(97), "97", "homicides")
        assert (first.qualifier, first.status, first.series) == ("exact", "published", "met-2026")
        assert (first.period.id, first.reported_period, first.pinned) == ("2025", "last year", "the announced total")
        assert (first.compared_with, first.statement, first.doubt, first.baseline) == (None, None, None, None)

    def test_a_figure_with_breakdown_and_caveats(self) -> None:
        by_id = {str(e.record.id): e.record for e in read_well(SAMPLE).observations}
        young = by_id["homicide/london/2025/under-25/met-police@2026-01"]
        assert young.caveats == (
            Caveat("provisional", "Early figures."),
            Caveat("age", "Age when the offence was recorded."),
        )
        # Dimensions stand in one order, however they were written.
        knife = by_id["homicide/london/2025/under-25+knife/mark-rowley@2026-01"]
        assert knife.breakdown == (("victim_age", "under-25"), ("weapon", "knife"))

    @pytest.mark.parametrize(
        ("id", "display", "unit"),
        [
            ("homicide.change_pct/london/2025//met-police@2026-01", "11%", "%"),
            ("homicide.rate/london/2025//met-police@2026-01", "1.07", "homicides per 100,000 residents"),
            ("homicide.rank_or_record/london+vs-paris/undated//met-police@2026-01", "", ""),
            ("homicide-solve-rate.money/met-police/fy2026-27//met-police@2026-01", "£15m", "GBP"),
            ("theft-from-person/london/2024//met-police@2025-02", "8,749", "offences"),
        ],
    )
    def test_display_and_unit_are_made_where_none_is_written(self, id: str, display: str, unit: str) -> None:  # noqa: A002
        by_id = {str(e.record.id): e.record for e in read_well(SAMPLE).observations}
        assert (by_id[id].display, by_id[id].unit) == (display, unit)

    def test_a_variant_ends_the_id(self) -> None:
        ids = [e.record.id for e in read_well(SAMPLE).observations]
        assert "homicide/london/2014//met-police@2026-01~old-series" in ids

    def test_phrases_of_every_slot(self) -> None:
        text = read_well(SAMPLE)
        phrases = {worded.phrase for worded in text.phrases}
        assert phrases >= {
            Phrase(("people", "that", "were", "killed"), "indicator", "homicide"),
            Phrase(("victims",), "context", "homicide"),
            Phrase(("greater", "london"), "place", "london"),
            Phrase(("camden",), "place", "camden"),  # from its label: it has no aliases
            Phrase(("the", "commissioner"), "speaker", "mark-rowley"),
            Phrase(("how", "many"), "measures", "count"),
            Phrase(("with", "a", "knife"), "breakdowns", "weapon=knife"),
        }
        assert text.breakdowns == {"victim_age=under-25": "victims under 25", "weapon=knife": "knife-enabled"}

    def test_a_break_of_all_indicators_names_them(self) -> None:
        (broken,) = read_well(SAMPLE).breaks
        assert isinstance(broken.record, Break)
        assert sorted(broken.record.indicators) == ["homicide", "homicide-solve-rate", "theft", "theft-from-person"]

    def test_a_newsroom_adds_its_own_folder(self, tmp_path: Path) -> None:
        own = tmp_path / "own"
        (own / "language").mkdir(parents=True)
        (own / "speakers.csv").write_text("id,name,body,phrases\nthe-mayor,The Mayor,,the mayor\n")
        (own / "language" / "measures.yaml").write_text('count: ["how often"]\n')
        text, problems = read([SAMPLE, own])
        assert problems == []
        assert Speaker("the-mayor", "The Mayor", None) in [e.record for e in text.speakers]  # type: ignore[arg-type]
        counts = {worded.phrase.words for worded in text.phrases if worded.phrase.value == "count"}
        assert {("how", "many"), ("how", "often")} <= counts


class TestWhatSpreadsheetsDo:
    """Read without a word: marks and ends of lines that a spreadsheet adds."""

    def same(self, folder: Folder, content: bytes) -> bool:
        folder.write(FIGURES, content)
        before = [e.record for e in read_well(SAMPLE).observations]
        return [e.record for e in read_well(folder.path).observations] == before

    @pytest.fixture
    def content(self) -> bytes:
        return (SAMPLE / FIGURES).read_bytes()

    def test_a_byte_order_mark(self, folder: Folder, content: bytes) -> None:
        assert self.same(folder, b"\xef\xbb\xbf" + content)

    def test_line_ends_of_windows_and_of_old_macs(self, folder: Folder, content: bytes) -> None:
        assert self.same(folder, content.replace(b"\n", b"\r\n"))
        assert self.same(folder, content.replace(b"\n", b"\r"))

    def test_blank_lines_and_rows_of_commas(self, folder: Folder, content: bytes) -> None:
        assert self.same(folder, content + b"\n   \n" + b"," * 29 + b"\n\n")

    def test_empty_columns_at_the_end(self, folder: Folder, content: bytes) -> None:
        assert self.same(folder, content.replace(b"\n", b",,\n"))

    def test_spaces_around_cells(self, folder: Folder, content: bytes) -> None:
        assert self.same(folder, content.replace(b",london,", " , london\u00a0,".encode()))

    def test_every_cell_in_quotes(self, folder: Folder) -> None:
        quoted = '"id","publisher","title","author","published","url","kind","licence","checked"\n'
        folder.replace("sources.csv", "id,publisher,title,author,published,url,kind,licence,checked\n", quoted)
        assert folder.problems() == []

    def test_yaml_with_a_byte_order_mark_and_crlf(self, folder: Folder) -> None:
        content = (SAMPLE / YAML).read_bytes().replace(b"\n", b"\r\n")
        folder.write(YAML, b"\xef\xbb\xbf" + content)
        assert read_well(folder.path).indicators[0].record == read_well(SAMPLE).indicators[0].record


# One change to a cell of the first figure (london, count, 97, 2025 …): the field, what is said, and the remedy.
CELLS = {
    "thousands": (",97,", ',"1,097",', "value", "thousands separators", "Write 1097 here"),
    "spaced thousands": (",97,", ",1 097,", "value", "thousands separators", "Write 1097 here"),
    "a per cent": (",97,", ",-97%,", "value", "more than a number", "Write -97 here"),
    "a typographic minus": (",97,", ",−97,", "value", "more than a number", "Write -97 here"),
    "pounds": (",97,", ",£97,", "value", "more than a number", "Write 97 here"),
    "a plus": (",97,", ",+97,", "value", "more than a number", "Write 97 here"),
    "not applicable": (",97,", ",n/a,", "value", "'n/a' is no value", "Leave the cell empty"),
    "a dash": (",97,", ",–,", "value", "is no value", "Leave the cell empty"),
    "a short form": (",97,", ",1.2E+05,", "value", "spreadsheet's short form", "all its digits"),
    "words": (",97,", ",ninety-seven,", "value", "no number", "plain digits"),
    "foreign digits": (",97,", ",٩٧,", "value", "no number", "plain digits"),
    "a formula": (",97,", ",=96+1,", "value", "a formula", "the value that it gives"),
    "an error": (",97,", ",#REF!,", "value", "an error of a spreadsheet", "leave the cell empty"),
    "a date turned about": ("2026-01-12", "12/01/2026", "published", "turned about", "Write 2026-01-12"),
    "an American date": ("2026-01-12", "01/13/2026", "published", "turned about", "Write 2026-01-13"),
    "a spreadsheet's month": ("2026-01-12", "Jan-26", "published", "spreadsheet's date", "Write 2026-01; set"),
    "a day that is none": ("2026-01-12", "2026-02-30", "published", "there is no day", "Check the year"),
    "no date": ("2026-01-12", "yesterday", "published", "no date", "Write it as 2025-03-31"),
    "no publication": ("2026-01-12", "", "published", "missing", "Write it, such as published: 2026-01-12"),
    "a month for a period": (",2025,last year", ",Jun-25,last year", "period", "spreadsheet's date", "Write 2025-06"),
    "a day for a period": (",2025,last year", ",31/03/2025,x", "period", "turned about", "Write 2025-03-31"),
    "no period": (",2025,last year", ",,last year", "period", "missing", "Write it, such as period"),
    "an impossible period": (",2025,last year", ",2025-q5,last year", "period", "'2025-q5' is no period", ""),
    "a long quotation": ("last year", "a b c d e f g h i", "reported_period", "8 words", "Keep only"),
    "a capital in an id": (",london,", ",London,", "place", "'London' is no id", "such as london"),
    "an id of spaces": (",london,", ",greater london,", "place", "no id", "such as greater-london"),
    "a long id": (",london,", f",{'l' * 65},", "place", "65 characters", "Keep it to 64"),
    "an id that became a date": ("T-1,", "1-Jan,", "fact", "what a spreadsheet makes of an id", "format to text"),
    "an id that became a number": ("T-1,", "1.23E+12,", "fact", "what a spreadsheet makes of an id", "format to text"),
    "an unknown measure": (",count,", ",cuont,", "measure", "'cuont' is not allowed", "Did you mean 'count'?"),
    "unknown evidence": ("management_information", "info", "evidence", "not allowed", "Known are: news_report"),
    "no evidence": ("police_management_information", "", "evidence", "missing", "Write it, such as evidence"),
    "no source": (",met-2026,gazette", ",,gazette", "source", "missing", "Write it, such as source"),
    "an unknown dimension": ("london,,,", "london,,wepon=knife,", "breakdown", "'wepon'", "Did you mean 'weapon'?"),
    "a breakdown of one word": ("london,,,", "london,,knife,", "breakdown", "no breakdown", "dimension=value"),
    "a breakdown without value": ("london,,,", "london,,weapon=,", "breakdown", "empty", "Write the id"),
    "a dimension twice": ("london,,,", "london,,weapon=a;weapon=b,", "breakdown", "twice", "one value"),
    "a line break": ("the announced total", '"the announced\ntotal"', "pinned", "line break", "on one line"),
    "an unseen character": ("the announced", "the\u200b announced", "pinned", "cannot be seen", "Type the cell anew"),
    "text turned round": ("the announced", "the\u202e announced", "pinned", "cannot be seen", "Type the cell anew"),
    "a reason too long": ("the announced total", "long " * 401, "pinned", "2,004 characters", "under 2,000"),
    "a caveat without kind": ("total,,,", "total,,Early.,", "caveats", "'Early.' is no caveat", "kind: text"),
    "an unknown kind": ("total,,,", "total,,provisonal: x,", "caveats", "no kind of caveat", "mean 'provisional'?"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "field", "what", "remedy"), CELLS.values(), ids=list(CELLS))
def test_a_cell_gone_wrong_has_a_remedy(folder: Folder, old: str, new: str, field: str, what: str, remedy: str) -> None:
    folder.replace(FIGURES, old, new)
    _, problems = read([folder.path])
    (problem,) = problems
    assert problem.file == str(folder.path / FIGURES)
    assert (problem.line, problem.field) == (2, field)
    assert what in problem.what
    assert remedy in problem.remedy
    assert "\n" not in str(problem)


NAMELESS = "place,measure,period,evidence,attributed_to,source,published,,\na,b,c,d,e,f,g,,x\n"
HEADER = "fact,place,compared_with,breakdown"
ROWS = {
    "a column missing": (HEADER, "fact,was,compared_with,breakdown", "place", "missing", "Add 'place'"),
    "a column misspelt": ("locator,published", "locater,published", "locater", "is no column", "mean 'locator'?"),
    "a column unknown": ("locator,published", "zzz,published", "zzz", "is no column", "Remove it"),
    "a column twice": ("locator,published", "caveats,published", "caveats", "stands twice", "Keep one"),
    "semicolons": (None, "fact;place;measure\nT-1;london;count\n", "header", "separated by ';'", "with commas"),
    "a row too long": ("T-1,london", "T-1,x,london", "row", "31 cells, the header 30", "in quotes"),
    "a row too short": ("T-1,london,", "london,", "row", "29 cells, the header 30", "Add the missing cells"),
    "a cell too far": (None, NAMELESS, "row", "'x' stands under no heading", "Name its column"),
    "a quote that does not close": ("T-8,", 'T-8,"', "row", "cannot be read as CSV", "Close every quote"),
    "text behind a quote": ("T-8,london", 'T-8,"london" town', "row", "cannot be read as CSV", "Close every quote"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "field", "what", "remedy"), ROWS.values(), ids=list(ROWS))
def test_rows_and_headers_gone_wrong_have_a_remedy(
    folder: Folder, old: str | None, new: str, field: str, what: str, remedy: str
) -> None:
    if old is None:
        folder.write(FIGURES, new)
    else:
        folder.replace(FIGURES, old, new)
    _, problems = read([folder.path])
    found = next(p for p in problems if p.field == field)
    assert what in found.what
    assert remedy in found.remedy


def test_a_file_of_broken_rows_is_not_read_for_ever(folder: Folder) -> None:
    folder.append(FIGURES, 'x"",""x\n"x"x\n' * 500)
    _, problems = read([folder.path])
    assert 20 <= len(problems) < 600


def test_a_file_of_wrong_rows_is_not_told_for_ever(folder: Folder) -> None:
    folder.append(FIGURES, "too short\n" * 5_000)
    _, problems = read([folder.path])
    assert len(problems) == 1_000


@pytest.mark.parametrize(
    ("breakdown", "label"),
    [
        ("victim_sex=female", "female victims"),
        ("ethnicity_as_recorded=mixed", "ethnicity recorded as mixed"),
        ("domestic=yes", "domestic"),
        ("domestic=no", "not domestic"),
        ("location_type=public-transport", "public transport"),
    ],
)
def test_a_breakdown_without_a_label_is_given_one(folder: Folder, breakdown: str, label: str) -> None:
    folder.append("language/breakdowns.yaml", f"{breakdown}: [some words]\n")
    assert read_well(folder.path).breakdowns[breakdown] == label


@pytest.mark.parametrize(
    ("value", "display"),
    [("8749", "£8,749"), ("15000000", "£15m"), ("1500000", "£1.5m"), ("15030000", "£15,030,000"), ("4e", ""),
     ("3600000000", "£3.6bn"), ("8.50", "£8.50")],
)  # fmt: skip
def test_money_is_shown_as_newspapers_do(folder: Folder, value: str, display: str) -> None:
    folder.replace("observations/dossier/homicide-solve-rate.csv", "15000000", value)
    text, _ = read([folder.path])
    assert [e.record.display for e in text.observations if e.record.measure == "money"] == (
        [display] if display else []
    )


def test_rows_after_a_broken_one_are_read(folder: Folder) -> None:
    folder.replace(FIGURES, "T-2,", 'T-2,"')
    folder.replace(FIGURES, ",97,", ",n/a,")
    folder.replace(FIGURES, "T-6,london,,,rate,,1.07", "T-6,london,,,rate,,1.0.7")
    _, problems = read([folder.path])
    assert [(p.line, p.field) for p in problems] == [(2, "value"), (3, "row"), (7, "value")]


FILES = {
    "Latin-1": (FIGURES, "fact,place\nT-1,caf\xe9\n".encode("latin-1"), 2, "not UTF-8", "Save it as UTF-8"),
    "UTF-16": (FIGURES, "fact,place\n".encode("utf-16"), 1, "UTF-16", "Save it as UTF-8"),
    "UTF-16 without a mark": (FIGURES, "fact,place\n".encode("utf-16-le"), 1, "UTF-16", "Save it as UTF-8"),
    "a workbook": (FIGURES, b"PK\x03\x04....", 1, "Excel workbook", "Save it as CSV UTF-8"),
    "twice encoded": (FIGURES, "fact,place\nT-1,Â£5\n".encode(), 2, "wrong encoding", "Restore the file"),
    "a lost character": (FIGURES, "fact,place\nT-1,\ufffd5\n".encode(), 2, "lost", "Restore the file"),
    "nothing": (FIGURES, b"", 1, "the file is empty", "Begin with: place,measure,period"),
    "nothing in YAML": (YAML, b"# later\n", 1, "the file is empty", "key: value"),
    "a list": (YAML, b"- a\n", 1, "no mapping", "key: value"),
    "an anchor": (YAML, b"label: &a Homicides\n", 1, "'&a' is an anchor", "Write the value out"),
    "an alias": (YAML, b"label: &a x\ntheme: *a\n", 2, "'*a' refers to another place", "Write the value out"),
    "a tag": (YAML, b"label: !!python/name:os.system x\n", 1, "is a tag", "Remove it"),
    "a key twice": (YAML, b"label: a\ntheme: violence\nlabel: b\n", 3, "line 1 already", "Keep one"),
    "two documents": (YAML, b"label: a\n---\nlabel: b\n", 2, "second document", "one file for each"),
    "a list as key": (YAML, b"? [a]\n: b\n", 1, "used as a key", "plain key"),
    "deep nesting": (YAML, b"label: " + b"[" * 21 + b"]" * 21, 1, "more than 20 deep", "Nest less"),
    "very deep nesting": (YAML, b"[" * 50_000, 1, "more than 20 deep", "Nest less"),
    "a large YAML": (YAML, b"#" * (1 << 20) + b"#", 1, "more than 1,048,576 bytes", "Split it"),
    "a colon in text": (YAML, b"label: Theft: all\n", 1, "not YAML", "in quotes"),
    "a tab": (YAML, b"units:\n\tcount: x\n", 2, "not YAML", "indentation"),
    "a control character": (YAML, b"label: a\n# \x07\n", 2, "cannot be read", "Remove it"),
    "a bad name": ("indicators/Knife_Crime.yaml", b"label: x", 1, "'Knife_Crime' is no id", "such as knife-crime"),
    "a stray file": ("indicators/homicide.yml", b"", 1, "not a place", "Rename it to homicide.yaml"),
    "a stray workbook": ("observations/x/y.xlsx", b"", 1, "not a place", "Save its sheet as CSV"),
    "a file out of place": ("homicide.yaml", b"", 1, "not a place", "Move it to indicators/"),
}


@pytest.mark.parametrize(("file", "content", "line", "what", "remedy"), FILES.values(), ids=list(FILES))
def test_a_file_gone_wrong_has_a_remedy(
    folder: Folder, file: str, content: bytes, line: int, what: str, remedy: str
) -> None:
    folder.write(file, content)
    _, problems = read([folder.path])
    assert any(
        p.file == str(folder.path / file) and p.line == line and what in p.what and remedy in p.remedy for p in problems
    ), "\n".join(map(str, problems))


FIELDS = {
    "a field of spaces": ("label: Homicides", 'label: " "', 1, "label", "it is empty", "Write it"),
    "a field unseen": ("label: Homicides", "label: Homi\u200bcides", 1, "label", "cannot be seen", "Type it anew"),
    "a strange address": ('"https://www.met.police.uk', '"https://[www', 12, "published_by[1].url", "no web", "https"),
    "a field unknown": ("theme: violence", "themes: violence", 3, "themes", "no field 'themes'", "mean 'theme'?"),
    "a theme unknown": ("theme: violence", "theme: violent", 3, "theme", "not allowed", "Did you mean 'violence'?"),
    "a field empty": ("label: Homicides", "label:", 1, "label", "missing", "such as label: Homicides"),
    "text for a list": ("[homicide-solve-rate]", "x", 6, "confusable_with", "no list", "'- '"),
    "a list for text": ("label: Homicides", "label: [a]", 1, "label", "text belongs", "Write plain text"),
    "text for a mapping": ("theme:", "units: x\nthemes:", 3, "units", "no mapping", "key: value"),
    "a measure unknown": ("{count:", "{cuont:", 5, "units.cuont", "'cuont' is not allowed", "Did you mean 'count'?"),
    "an item within": ("{name: Metropolitan Police", "{nam: Met", 12, "published_by[1].nam", "no field", "mean 'name'"),
    "an address": ('"https://www.met', '"www.met', 12, "published_by[1].url", "no web address", "from https://"),
    "a pattern": ("(homicide|murder|killing)[s]", "Homicide", 8, "phrases[1]", "'H'", "Write 'homicide'"),
    "a later pattern": ("[people|victims] [who", "[people|victims [who", 9, "phrases[2]", "'['", "Balance"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "field", "what", "remedy"), FIELDS.values(), ids=list(FIELDS))
def test_a_field_gone_wrong_has_a_remedy(
    folder: Folder, old: str, new: str, line: int, field: str, what: str, remedy: str
) -> None:
    folder.replace(YAML, old, new)
    _, problems = read([folder.path])
    found = next(p for p in problems if p.file.endswith(YAML) and p.field == field)
    assert found.line == line
    assert what in found.what
    assert remedy in found.remedy


BREAKDOWNS = {
    "no pair": ("weapon", "weapon: [knife]\n", "no breakdown"),
    "two pairs": ("weapon=knife;victim_age=x", "weapon=knife;victim_age=x: [knife]\n", "not one breakdown"),
    "no phrases": ("weapon=knife.phrases", "weapon=knife: {label: knife-enabled}\n", "missing"),
    "no list": ("weapon=knife.phrases", "weapon=knife: knife\n", "no list"),
    "another field": ("weapon=knife.lable", "weapon=knife: {lable: x, phrases: [knife]}\n", "no field 'lable'"),
}


@pytest.mark.parametrize(("field", "content", "what"), BREAKDOWNS.values(), ids=list(BREAKDOWNS))
def test_a_breakdown_gone_wrong_has_a_remedy(folder: Folder, field: str, content: str, what: str) -> None:
    folder.write("language/breakdowns.yaml", content)
    _, problems = read([folder.path])
    assert [(p.line, p.field, what in p.what) for p in problems] == [(1, field, True)]


def test_a_language_file_has_lists_of_patterns(folder: Folder) -> None:
    folder.write("language/silent.yaml", "- a\n")
    folder.write("language/measures.yaml", "count: [how many, How Often]\nrate: rates\nshare: []\n")
    _, problems = read([folder.path])
    assert [(p.line, p.field) for p in problems] == [(1, "count[2]"), (2, "rate"), (3, "share"), (1, "file")]


def test_faults_of_all_files_are_told_at_once(folder: Folder) -> None:
    folder.replace(FIGURES, ",97,", ",n/a,")
    folder.replace(YAML, "theme: violence", "theme: violins")
    folder.write("places.csv", "id,label\n")
    _, problems = read([folder.path])
    assert {Path(p.file).name for p in problems} == {"homicide.csv", "homicide.yaml", "places.csv"}


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    _, problems = read([tmp_path / "nowhere"])
    assert [p.field for p in problems] == ["folder"]


def test_a_file_that_leads_out_of_the_folder_is_not_read(folder: Folder, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text("label: secret\n")
    (folder.path / "indicators" / "secret.yaml").symlink_to(outside)
    _, problems = read([folder.path])
    assert [p.what for p in problems] == ["it cannot be read: it leads out of the folder"]


def test_hidden_files_and_notes_are_passed_over(folder: Folder) -> None:
    for name in (".DS_Store", "indicators/.homicide.yaml.swp", "README.md", "observations/articles/notes.md", ".git/x"):
        folder.write(name, "x")
    read_well(folder.path)


def test_a_problem_is_one_line_whatever_it_quotes() -> None:
    problem = Problem("a\n.yaml", 3, "la\u202ebel", "bad \x1b[31m", "Mend it")
    assert str(problem) == "a·.yaml:3: la·bel: bad ·[31m. Mend it."


class TestYaml:
    def test_every_plain_value_is_the_text_that_was_written(self) -> None:
        tree, problems = read_yaml(b"a: on\nb: no\nc: 1.10\nd: 2025-03-31\ne: ~\nf: 0o17\ng:\n'h': \"x\"\n", "f")
        assert problems == []
        assert tree is not None
        assert plain(tree) == {
            "a": "on", "b": "no", "c": "1.10", "d": "2025-03-31", "e": "~", "f": "0o17", "g": "", "h": "x",
        }  # fmt: skip

    def test_lines_are_known_down_to_the_item(self) -> None:
        tree, _ = read_yaml(b"a:\n  b: 1\n  c:\n    - x\n    - y\n", "f")
        assert tree is not None
        paths = ((), ("a",), ("a", "b"), ("a", "c", 1), ("a", "c", 7), ("z",))
        assert [line_of(tree, path) for path in paths] == [1, 1, 2, 5, 3, 1]

    def test_several_faults_of_one_file_are_told_together(self) -> None:
        _, problems = read_yaml(b"a: &x 1\na: 2\nb: *x\nc: !t 3\nd: [\n", "f")
        assert [p.line for p in problems] == [1, 2, 3, 4, 6]


NOISE = st.binary(max_size=400) | st.text(alphabet='ab,;"\n\r\t=12./-£é\x00\u200b', max_size=400).map(str.encode)
COLUMNS = list(ObservationRow.model_fields)


@given(NOISE)
def test_bytes_are_rows_or_problems(data: bytes) -> None:
    rows, problems = read_csv(data, "f.csv", COLUMNS, ["place"])
    assert all(p.file == "f.csv" and p.line >= 1 and p.field and p.what and p.remedy for p in problems)
    assert rows == [] or not any(p.field == "header" for p in problems)


@given(NOISE)
def test_bytes_are_yaml_or_problems(data: bytes) -> None:
    tree, problems = read_yaml(data, "f.yaml")
    if tree is not None:
        plain(tree)
    assert all(p.line >= 1 and p.field and p.what and p.remedy for p in problems)


CELL = st.text(alphabet='ab-019.,;"=/|:% £é\n', max_size=12) | st.sampled_from(
    ["london", "count", "97", "2025", "2026-01-12", "weapon=knife", "n/a", "31/03/2025", "fy2025-26", "#REF!", "1e5"]
)


@given(st.lists(st.lists(CELL, min_size=6, max_size=6), max_size=4), st.sampled_from(["\n", "\r\n"]))
def test_cells_are_figures_or_problems(rows: list[list[str]], end: str) -> None:
    header = "place,measure,value,period,breakdown,published,evidence,attributed_to,source"
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    lines = [header, *(f"{row},press_statement,met-police,met-2026" for row in quoted)]
    data = end.join(lines).encode()
    file = TextFile("observations", "articles/homicide", "f.csv", 0, "observations/articles/homicide.csv", data)
    text, problems = read_files([file])
    assert all(p.line >= 2 and p.field and p.what and p.remedy for p in problems)
    assert len(text.observations) + len({p.line for p in problems}) == len(rows)
