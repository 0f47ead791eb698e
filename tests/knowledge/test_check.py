"""Checks across files. Each fault is one change to the sample, which has none, and is told as one problem."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from knowledge.check import problems_in
from tests.knowledge.folder import SAMPLE, Folder

FIGURES = "observations/articles/homicide.csv"
MORE = "observations/dossier/homicide.csv"
SOLVED = "observations/dossier/homicide-solve-rate.csv"
HOMICIDE = "indicators/homicide.yaml"
THEFT = "indicators/theft.yaml"
BREAK = "breaks/cris-to-connect.yaml"
RECORD = "rank_or_record,rate,,,,,lower than Paris"
CHANGE = "T-3,london,,,change_pct,count,-11"


class Fault(NamedTuple):
    """A change to a file of the sample, and the problem it makes."""

    file: str
    old: str
    new: str
    line: int
    field: str
    what: str
    remedy: str


def before_phrases(field: str) -> tuple[str, str]:
    return "phrases:", f"{field}\nphrases:"


LINKS = {
    "a place": Fault(FIGURES, "T-1,london", "T-1,lodnon", 2, "place", "no place 'lodnon'", "mean 'london'"),
    "a place compared": Fault(FIGURES, ",paris,", ",rome,", 8, "compared_with", "no place 'rome'", "Add a row 'rome'"),
    "a source": Fault(FIGURES, "met-2026,gazette", "met-2025,gazette", 2, "source", "no source", "mean 'met-2026'"),
    "an article": Fault(FIGURES, ",gazette,", ",gazete,", 2, "reported_in", "no source 'gazete'", "mean 'gazette'"),
    "a speaker": Fault(FIGURES, "met-police,,met", "met-polise,,met", 2, "attributed_to", "no speaker", "'met-police'"),
    "a quoter": Fault(FIGURES, "met-police,mark-rowley", "met-police,mr", 8, "quoted_by", "no speaker 'mr'", "Add"),
    "another name": Fault(FIGURES, "homicide-solve-rate", "zzz", 9, "reported_as", "no indicator", "zzz.yaml"),
    "a breakdown": Fault(FIGURES, "under-25", "under-52", 5, "breakdown", "'victim_age=under-52'", "=under-25"),
    "a default place": Fault(HOMICIDE, *before_phrases("place: rome"), 7, "place", "no place 'rome'", "places.csv"),
    "an about": Fault(HOMICIDE, *before_phrases("about: thef"), 7, "about", "no indicator", "mean 'theft'"),
    "a narrower": Fault(HOMICIDE, *before_phrases("narrower: [zzz]"), 7, "narrower", "no indicator", "zzz.yaml"),
    "evidence": Fault(HOMICIDE, *before_phrases("evidence_for: [zzz]"), 7, "evidence_for", "no indicator", "zzz.yaml"),
    "a confusable": Fault(HOMICIDE, "[homicide-s", "[homicides-s", 6, "confusable_with", "no indicator", "mean"),
    "a parent": Fault("places.csv", "force,london", "force,lundon", 4, "parent", "no place", "mean 'london'"),
    "a body": Fault("speakers.csv", ",met-police,[sir]", ",zz,[sir]", 3, "body", "no speaker 'zz'", "speakers.csv"),
    "a break's place": Fault(BREAK, "[london, met", "[lundon, met", 2, "places", "no place 'lundon'", "mean 'london'"),
    "a break's indicator": Fault(BREAK, ": all", ": [zzz]", 3, "indicators", "no indicator 'zzz'", "Write"),
    "a break's source": Fault(BREAK, "source: met", "source: themet", 5, "source", "no source", "mean 'met-2026'"),
    "a circle": Fault("places.csv", "nation,,", "nation,england-and-wales,", 2, "parent", "back to itself", "circle"),
}

SINGLE = {
    "no words for a statement": Fault(FIGURES, RECORD, "statement,,,,,,", 8, "statement", "without its words", "Write"),
    "a statement with a value": Fault(
        FIGURES, RECORD, "statement,,5,,x,,y", 8, "value", "has a value", "Leave it empty"
    ),
    "neither": Fault(FIGURES, RECORD, "rank_or_record,rate,,,,,", 8, "value", "neither a value nor", "Write one"),
    "no unit": Fault(SOLVED, "share,count,95,95%,%", "count,,95,,", 2, "unit", "without a unit", "'units'"),
    "a negative count": Fault(FIGURES, ",109,", ",-109,", 3, "value", "a count of -109", "change_abs"),
    "a fractional count": Fault(MORE, ",6,", ",6.5,", 2, "value", "a count of 6.5", "whole number"),
    "a great share": Fault(SOLVED, "95,95%", "150,150%", 2, "value", "a share of 150%", "from 0 to 100"),
    "a great fall": Fault(FIGURES, CHANGE, "T-3,camden,,,change_pct,count,-111", 4, "value", "a fall of 111%", "check"),
    "a negative rate": Fault(FIGURES, ",1.07,", ",-1.07,", 7, "value", "a rate of -1.07", "without the minus"),
    "negative money": Fault(SOLVED, ",15000000,", ",-15000000,", 3, "value", "a money of", "without the minus"),
    "no times": Fault(MORE, "camden,count,,6", "camden,ratio,count,0", 2, "value", "a ratio of 0", "how many times"),
    "another display": Fault(SOLVED, "95,95%", "95,59%", 2, "display", "'59%' is not the value 95", "agree"),
    "a scaled display": Fault(SOLVED, "15000000,,", "15000000,£51m,", 3, "display", "'£51m' is not", "agree"),
    "a change of nothing": Fault(FIGURES, "change_pct,count", "change_pct,", 4, "of", "change_pct of nothing", "count"),
    "no baseline": Fault(FIGURES, ",2025,,2024,", ",2025,,,", 4, "baseline", "without a baseline", "unknown_base"),
    "a later baseline": Fault(FIGURES, ",2025,,2024,", ",2025,,2026,", 4, "baseline", "2026 is not before", "over"),
    "too early": Fault(
        FIGURES, "2026-01-12,,,the", "2025-12-30,,,the", 2, "published", "before the period", "Check both"
    ),
    "with itself": Fault(FIGURES, "london,paris", "london,london", 8, "compared_with", "with itself", "other place"),
    "no example": Fault(HOMICIDE, "example: How", "#", 1, "example", "no example", "Write a question"),
}
SUMS = {
    "a percentage": Fault(FIGURES, ",-11,", ",-13,", 4, "value", "-13% disagrees with 109", "give -11.01%"),
    "a rise for a fall": Fault(FIGURES, ",-11,", ",11,", 4, "value", "11% disagrees", "Check the three"),
    "too precise": Fault(FIGURES, ",-11,", ",-11.5,", 4, "value", "-11.5% disagrees", "Check the three"),
    "a difference": Fault(
        FIGURES, "change_pct,count,-11", "change_abs,count,-11", 4, "value", "-11 disagrees", "-12.00"
    ),
    "nearly, and beyond": Fault(FIGURES, ",-11,,,,", ",-10,,,nearly,", 4, "value", "-10% disagrees", "Check the three"),
    "a part": Fault(
        FIGURES, ",18,", ",118,", 5, "value", "a part of 118 is more than its whole of 97", "Check the two"
    ),
}
MURDER = "'murder' and 1 more means 'homicide' already"
WORDS = {
    "an indicator's": Fault(THEFT, '"stolen"', '"murder[s]"', 7, "phrases[2]", MURDER, "'narrower'"),
    "a speaker's": Fault("speakers.csv", ";rowley", ";the met", 3, "phrases[2]", "'the met' means", "Take it"),
    "a measure's": Fault("language/measures.yaml", "rate[s]", "how many", 2, "rate[1]", "means 'count'", "Take it"),
    "a number": Fault(THEFT, "stolen", "999", 7, "phrases[2]", "'999' would be taken for a number", "Use words"),
    "a year": Fault(THEFT, "stolen", "thefts of 2012", 7, "phrases[2]", "'thefts of 2012' would be", "Use words"),
}
KINDS = {"unknown": LINKS, "figure": SINGLE, "sums": SUMS, "phrase": WORDS}
FAULTS = {f"{kind}: {name}": fault for kind, faults in KINDS.items() for name, fault in faults.items()}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_one_problem_with_its_place_and_remedy(folder: Folder, fault: Fault) -> None:
    folder.replace(fault.file, fault.old, fault.new)
    problem = folder.only_problem()
    assert problem.file == str(folder.path / fault.file)
    assert (problem.line, problem.field) == (fault.line, fault.field)
    assert fault.what in problem.what
    assert fault.remedy in problem.remedy


def test_the_sample_has_no_problems() -> None:
    assert problems_in([SAMPLE]) == []


SOUND = {
    "a change that rounds": (FIGURES, ",-11,", ",-11.0,"),
    "a change of another definition": (FIGURES, "2025,,2024,,,,", "2025,,2024,,another count,,"),
    "a change in numbers": (FIGURES, "change_pct,count,-11", "change_abs,count,-12"),
    "nearly": (FIGURES, ",-11,,,,", ",-12,,,nearly,"),
    "over": (FIGURES, ",-11,,,,", ",-10,,,over,"),
    "about": (FIGURES, ",-11,,,,", ",-10,,,about,"),
    "a change against another place": (FIGURES, "T-3,london,,,change_pct,count,-11,,,,,2025,,2024",
                                       "T-3,london,paris,,change_pct,count,-11,,,,,2025,,"),
    "a baseline in words": (FIGURES, "2025,,2024,,", "2025,,,the year before,"),
    "a period that begins with its baseline": (FIGURES, "2025,,2024,,", "2024-01..2025-12,,2024,,"),
    "published in the month in which it ends": (FIGURES, "2026-01-12,,,the", "2025-12,,,the"),
    "a budget set in advance": (SOLVED, "fy2026-27", "fy2029-30"),
    "a display in words": (SOLVED, "95,95%", "95,nineteen in twenty"),
    "a baseline of unknown date": (FIGURES, "2025,,2024,,", "2025,,undated,,"),
    "a phrase of what it is about": ("indicators/homicide-solve-rate.yaml", "phrases:", 'phrases:\n  - "homicide"'),
    "a phrase of what is narrower": ("indicators/theft-from-person.yaml", "phrases:", 'phrases:\n  - "stolen"'),
    "a context shared": ("indicators/homicide-solve-rate.yaml", '["solved"]', '["solved", "victim[s]"]'),
    "a number among words": (THEFT, '"stolen"', '"top 10 thefts"'),
    "an unknown base": (FIGURES, "london,paris,,rank_or_record,rate,,", "london,,,change_pct,rate,-5,"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new"), SOUND.values(), ids=list(SOUND))
def test_what_is_sound_is_no_problem(folder: Folder, file: str, old: str, new: str) -> None:
    folder.replace(file, old, new)
    assert folder.problems() == []


def test_figures_of_unknown_periods_are_not_set_against_each_other(folder: Folder) -> None:
    text = (folder.path / FIGURES).read_text("utf-8")
    folder.write(FIGURES, text.replace(",2025,", ",undated,").replace(",18,", ",118,").replace(",10,,", ",110,,"))
    assert folder.problems() == []


@pytest.mark.parametrize("notes", [",,,Wrong.,,", ",,,,conflict: Others say 12%.,", "superseded,,,,,"])
def test_a_change_that_is_known_to_disagree_is_let_pass(folder: Folder, notes: str) -> None:
    lines = (folder.path / FIGURES).read_text("utf-8").split("\n")
    assert lines[3].endswith(",,,,,")
    lines[3] = lines[3].replace(",-11,", ",-13,").removesuffix(",,,,,") + notes
    folder.write(FIGURES, "\n".join(lines))
    assert folder.problems() == []


def test_a_figure_twice_is_told_where_it_stands_first(folder: Folder) -> None:
    folder.replace(FIGURES, ",2024,,,,,,police", ",2025,,,,,,police")
    problem = folder.only_problem()
    assert (problem.line, problem.field) == (3, "id")
    assert f"{FIGURES}:2 already" in problem.what
    assert "'variant'" in problem.remedy


@pytest.mark.parametrize("file", ["places.csv", "sources.csv", "speakers.csv", BREAK, THEFT])
def test_an_id_of_another_folder_is_not_given_again(folder: Folder, file: str) -> None:
    again = {p.field for p in problems_in([SAMPLE, folder.path]) if p.file == str(folder.path / file)}
    assert "id" in again


def test_figures_of_no_indicator_are_told_once_a_file(folder: Folder) -> None:
    (folder.path / MORE).rename(folder.path / "observations/dossier/homicides.csv")
    unknown = [p for p in folder.problems() if "no indicator" in p.what]
    assert [(p.line, p.field) for p in unknown] == [(1, "file name")]
    assert "Did you mean 'homicide'?" in unknown[0].remedy


def test_an_unknown_id_of_many_rows_is_told_once(folder: Folder) -> None:
    text = (folder.path / FIGURES).read_text("utf-8")
    folder.write(FIGURES, text.replace(",gazette,", ",gazete,"))
    problem = folder.only_problem()
    assert problem.line == 2
    assert "(here and in 7 more rows)" in problem.what


def test_words_of_an_indicator_that_could_not_be_read_are_compared_all_the_same(folder: Folder) -> None:
    folder.replace(THEFT, "narrower: [theft-from-person]\n", "")
    folder.replace("indicators/theft-from-person.yaml", "label:", "lable:")
    assert not any("means" in p.what for p in folder.problems())


def test_whatever_is_read_is_checked_though_other_files_are_broken(folder: Folder) -> None:
    folder.write("sources.csv", b"\xff\xfe")
    folder.replace(FIGURES, ",1.07,", ",-1.07,")
    assert any(p.what == "a rate of -1.07" for p in folder.problems())


def test_two_places_may_share_a_name(folder: Folder) -> None:
    """Which Richmond is meant, the bot asks."""
    folder.replace("places.csv", ",city,,paris", ",city,,ldn")
    assert folder.problems() == []
