"""The command as a user runs it: exit codes, one-line errors, every outcome, replay."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adapters.cli import app

HOMICIDES = "homicides in London in 2025"


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the bundled knowledge built in it."""
    folder = tmp_path_factory.mktemp("home")
    assert run("build", home=folder).exit_code == 0
    return folder


def run(*words: str, home: Path, typed: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(words), input=typed, env={"BEATBOOK_HOME": str(home)})


def test_ask_gives_figure_period_and_source(home: Path) -> None:
    done = run("ask", HOMICIDES, home=home)
    assert done.exit_code == 0
    first, *rest = done.stdout.splitlines()
    assert first == "97 homicides · London (Metropolitan Police area) · 2025"
    assert any(line.startswith("Source: ") and "Metropolitan Police" in line for line in rest)


def test_every_outcome_is_a_success(home: Path) -> None:
    for question in (HOMICIDES, "crime rate in London", "homicides in Aberdeen in 2025", "did chelsea win", "hello"):
        assert run("ask", question, home=home).exit_code == 0


def test_why_shows_every_stage(home: Path) -> None:
    shown = run("ask", "--why", HOMICIDES, home=home).stdout
    for stage in ("question", "words", "slot indicator", "slot place", "slot period", "resolved", "found", "outcome"):
        assert any(line.startswith(stage) for line in shown.splitlines()), stage


def test_replay_gives_the_same_reply(home: Path) -> None:
    reply = json.loads(run("ask", "--json", "--now", "2026-01-20", "murders last year", home=home).stdout)
    again = json.loads(run("replay", "--json", reply["ref"], home=home).stdout)
    assert again == reply


def test_what_was_asked_in_vain_is_counted(tmp_path: Path) -> None:
    assert run("build", home=tmp_path).exit_code == 0
    run("ask", "Homicides  with umbrellas", home=tmp_path)
    run("chat", home=tmp_path, typed="homicides with umbrellas\nburglary in pubs\nhomicides in London\n")
    assert run("unanswered", home=tmp_path).stdout.splitlines() == [
        "2\thomicides with umbrellas\tHomicides",
        "1\tburglary in pubs\tBurglary offences",
    ]


def test_replay_of_a_follow_up(home: Path) -> None:
    line = {"id": "1", "question": "and in 2024?", "history": [{"role": "user", "text": HOMICIDES}]}
    reply = json.loads(run("ask", "--batch", home=home, typed=json.dumps(line)).stdout)
    assert reply["figures"][0]["value"] == 109
    again = json.loads(run("replay", "--json", reply["ref"], home=home).stdout)
    assert {**again, "id": "1"} == reply


def test_replay_of_what_was_said_in_the_chat(home: Path) -> None:
    said = run("chat", home=home, typed=f"{HOMICIDES}\nand in 2024?\n/why\n").stdout
    ref = re.findall(r"^ref +(\S+)$", said, re.MULTILINE)[-1]
    assert run("replay", ref, home=home).stdout.startswith("109 homicides")


def test_an_unknown_reference_is_one_line(home: Path) -> None:
    done = run("replay", "zzzzz-zzzzz", home=home)
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)


BROKEN = (
    "nonsense",
    "[1]",
    "null",
    '{"id": 1}',
    '{"id": "x", "question": 5}',
    '{"id":"y","question":"q","now":"soon"}',
)


def test_batch_survives_broken_lines(home: Path) -> None:
    lines = [*BROKEN, "", json.dumps({"id": "last", "question": HOMICIDES})]
    done = run("ask", "--batch", home=home, typed="\n".join(lines))
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert [r["outcome"] for r in replies] == ["error"] * len(BROKEN) + ["answer"]
    assert [r["id"] for r in replies[-4:]] == ["1", "x", "y", "last"]


def test_batch_survives_bytes_that_are_no_text(home: Path) -> None:
    typed = b"\xff\xfe\x00\n" + json.dumps({"id": "a", "question": HOMICIDES}).encode() + b"\n"
    done = run("ask", "--batch", home=home, typed=typed)
    assert [json.loads(line)["outcome"] for line in done.stdout.splitlines()] == ["error", "answer"]


def test_batch_reads_a_file_with_a_mark_at_its_start(home: Path) -> None:
    typed = "\ufeff" + json.dumps({"id": "a", "question": HOMICIDES})
    assert json.loads(run("ask", "--batch", home=home, typed=typed.encode()).stdout)["outcome"] == "answer"


def test_its_version(home: Path) -> None:
    assert re.fullmatch(r"beatbook \d+\.\d+\.\d+\n", run("--version", home=home).stdout)


def test_nothing_built_is_exit_3(tmp_path: Path) -> None:
    done = run("ask", HOMICIDES, home=tmp_path)
    assert done.exit_code == 3
    assert "beatbook build" in done.stderr


@pytest.mark.parametrize(
    "words", [("ask",), ("ask", "--now", "soon", "x"), ("ask", "--collections", "nope", "x"), ("ask", "--batch", "x")]
)
def test_wrong_usage_is_exit_2(home: Path, words: tuple[str, ...]) -> None:
    assert run(*words, home=home).exit_code == 2


def test_collections_restrict_what_is_answered(home: Path) -> None:
    done = run("ask", "--collections", "articles", HOMICIDES, home=home)
    assert "97 homicides" in done.stdout


def test_chat_reads_piped_lines(home: Path) -> None:
    typed = f"{HOMICIDES}\nand in 2024?\n/why\n/sources\n/copy\n/help\n/nonsense\n/new\n/quit\nnever read\n"
    done = run("chat", home=home, typed=typed)
    assert done.exit_code == 0
    assert "97 homicides" in done.stdout
    assert "109 homicides" in done.stdout
    assert "carried" in done.stdout
    assert "never read" not in done.stdout


def test_a_number_picks_a_choice(home: Path) -> None:
    done = run("chat", home=home, typed="crime rate in London\n1\n")
    assert "\nSource: " in done.stdout


def test_topics_lists_what_is_held(home: Path) -> None:
    assert "Homicides (" in run("topics", home=home).stdout


def test_check_of_the_bundled_knowledge(home: Path) -> None:
    done = run("check", home=home)
    assert (done.exit_code, done.stdout) == (0, "no problems\n")


def test_doctor(home: Path, tmp_path: Path) -> None:
    assert run("doctor", home=home).exit_code == 0
    bare = run("doctor", home=tmp_path)
    assert bare.exit_code == 1
    assert "BAD  knowledge" in bare.stdout


def test_a_faulty_folder_builds_nothing_and_the_old_build_serves(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "observations" / "desk").mkdir(parents=True)
    assert run("build", home=tmp_path / "home").exit_code == 0
    (own / "observations" / "desk" / "homicide.csv").write_text("place,value\nlondon,many\n")
    environment = {"BEATBOOK_HOME": str(tmp_path / "home"), "BEATBOOK_KNOWLEDGE_DIR": str(own)}
    done = CliRunner().invoke(app, ["build"], env=environment)
    assert done.exit_code == 1
    assert "homicide.csv" in done.stdout
    assert run("ask", HOMICIDES, home=tmp_path / "home").exit_code == 0


def test_figures_are_written_as_files_beside_the_answer(home: Path, tmp_path: Path) -> None:
    done = run("ask", HOMICIDES, "--csv", str(tmp_path / "a.csv"), "--xlsx", str(tmp_path / "a.xlsx"), home=home)
    assert done.exit_code == 0
    assert done.stdout.startswith("97 homicides")
    assert b"Metropolitan Police" in (tmp_path / "a.csv").read_bytes()
    assert (tmp_path / "a.xlsx").read_bytes().startswith(b"PK")


def test_csv_for_a_pipe_is_csv_alone(home: Path) -> None:
    done = run("ask", HOMICIDES, "--csv", "-", home=home)
    assert done.stdout.startswith('"role","figure","place","period","value"')
    assert done.exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ask", "did chelsea win", "--csv", "-"), "gives no figures, so no file was written"),
        (("ask", HOMICIDES, "--xlsx", "no/such/folder/a.xlsx"), "no/such/folder/a.xlsx was not written"),
        (("chart", "did chelsea win", "-o", "a.png"), "no series to draw"),
    ],
    ids=["no figures", "no folder", "no series"],
)
def test_a_file_that_is_not_written_is_one_line_and_exit_1(home: Path, words: tuple[str, ...], said: str) -> None:
    done = run(*words, home=home)
    assert done.exit_code == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_files_are_for_one_question(home: Path) -> None:
    assert run("ask", "--batch", "--csv", "-", home=home).exit_code == 2


def test_chart_in_the_chat_says_where_there_is_nothing_to_draw(home: Path) -> None:
    shown = run("chat", home=home, typed="/chart\ndid chelsea win\n/chart\n").stdout
    assert "Nothing has been asked yet." in shown
    assert "no series to draw" in shown


def test_forget_the_terminal(tmp_path: Path, home: Path) -> None:
    (tmp_path / "knowledge").symlink_to(home / "knowledge")
    ref = json.loads(run("ask", "--json", HOMICIDES, home=tmp_path).stdout)["ref"]
    (tmp_path / "history").write_text("what I typed", encoding="utf-8")
    assert run("forget", "terminal", home=tmp_path).stdout == "1 questions deleted\n"
    assert run("replay", ref, home=tmp_path).exit_code == 1
    assert not any(HOMICIDES.encode() in path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert not (tmp_path / "history").exists()
    assert run("forget", "terminal", home=tmp_path).stdout == "0 questions deleted\n"


MISUSED = (("myspace", "T1"), ("slack",), ("terminal", "T1"), ("terminal", "--user", "U1"), ())


@pytest.mark.parametrize("words", MISUSED, ids=" ".join)
def test_forget_takes_no_unknown_platform(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = run("forget", *words, home=tmp_path)
    assert done.exit_code == 2
    assert not (tmp_path / "state.sqlite").exists()


def test_forget_a_workspace(tmp_path: Path) -> None:
    assert run("forget", "slack", "T1", "--user", "U1", home=tmp_path).stdout == "0 rows deleted\n"
