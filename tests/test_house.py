"""The house keeps its measures: sizes, names, walls, settings, and documents that tell the truth."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any, get_type_hints

import pytest

from adapters.cli import app
from adapters.contract import reply_schema
from adapters.settings import READERS, Secret, Settings, variables

TOP = Path(__file__).resolve().parent.parent
ROOMS = ("bot", "knowledge", "adapters")

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 60
LINES_OF_NINE_IN_TEN = 30
LINES_OF_THE_MEDIAN = 10

VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "constants"}
READERS_OF_THE_ENVIRONMENT = {"adapters/cli.py", "adapters/settings.py"}
MAY_TIME_THEMSELVES = {"knowledge/build.py"}
ENVIRONMENT = {"os.environ", "os.environb", "os.getenv", "os.putenv"}
CLOCKS = {
    "time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.monotonic", "time.strftime", "time.ctime",
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today",
}  # fmt: skip
STOPWATCHES = {"time.perf_counter", "time.perf_counter_ns", "time.process_time"}
CHANCE = {"random", "secrets", "uuid"}

DOCUMENTS = (
    "README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/curating.md", "docs/discord.md", "docs/operating.md",
    "docs/slack.md",
)  # fmt: skip
INDEX_ADDRESS = re.compile(
    r"https?://[^\s\"']*(?:/simple/|/packages/[0-9a-f]{2}/[0-9a-f]{2}/)|files\.pythonhosted\.org"
    r"|--(?:(?:extra-)?index-url|find-links)[= ]"
)
MACHINE_PATH = re.compile(r"(?<![\w.:/~$}\])])/(?:home|Users|root|work|opt|mnt)/\w")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules(room: str) -> tuple[Path, ...]:
    return tuple(sorted((TOP / room).rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def shown(path: Path) -> str:
    return path.relative_to(TOP).as_posix()


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def length(function: Function) -> int:
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1


def dotted(node: ast.AST) -> str:
    """`a.b.c` for an attribute chain of names, else nothing."""
    if isinstance(node, ast.Attribute):
        head = dotted(node.value)
        return f"{head}.{node.attr}" if head else ""
    return node.id if isinstance(node, ast.Name) else ""


def real_names(path: Path) -> dict[str, str]:
    """What each imported name stands for: `from time import time as now` gives now -> time.time."""
    names: dict[str, str] = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.asname: alias.name for alias in node.names if alias.asname}
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


def uses(path: Path) -> Iterator[tuple[int, str]]:
    """Every name that the module uses, in full, with its line."""
    names = real_names(path)
    for node in ast.walk(tree(path)):
        head, _, rest = dotted(node).partition(".")
        if head:
            yield getattr(node, "lineno", 0), f"{names.get(head, head)}.{rest}".rstrip(".")


def found(path: Path, forbidden: set[str]) -> list[str]:
    """Where the module uses a forbidden name: `datetime.now` also as `datetime.datetime.now`."""
    return [
        f"{shown(path)}:{line} {name}"
        for line, name in uses(path)
        if any(name == bad or name.endswith(f".{bad}") for bad in forbidden)
    ]


def tracked() -> tuple[Path, ...]:
    """Every file that is, or is about to be, in the repository."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=TOP, capture_output=True, check=True, text=True).stdout
    return tuple(path for name in listed.split("\0") if name and (path := TOP / name).is_file())


def documents() -> str:
    return "\n".join((TOP / name).read_text(encoding="utf-8") for name in DOCUMENTS)


def code_of(text: str) -> str:
    """What stands in code spans and blocks."""
    return "\n".join(block or span for block, span in re.findall(r"```\w*\n(.*?)```|`([^`\n]+)`", text, re.DOTALL))


@pytest.mark.parametrize("room", ROOMS)
def test_functions_are_short(room: str) -> None:
    sizes = sorted((length(f), f"{shown(path)}:{f.lineno} {f.name}") for path in modules(room) for f in functions(path))
    assert sizes, f"{room} has no functions"
    assert [row for row in sizes if row[0] > MOST_LINES_OF_A_FUNCTION] == []
    assert median(size for size, _ in sizes) <= LINES_OF_THE_MEDIAN
    long = [row for row in sizes if row[0] > LINES_OF_NINE_IN_TEN]
    assert len(long) <= len(sizes) / 10, long


@pytest.mark.parametrize("room", ROOMS)
def test_files_are_short(room: str) -> None:
    sizes = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules(room)}
    assert {name: size for name, size in sizes.items() if size > MOST_LINES_OF_A_FILE} == {}


@pytest.mark.parametrize("room", ROOMS)
def test_signatures_are_annotated(room: str) -> None:
    bare = []
    for path in modules(room):
        for function in functions(path):
            given = function.args
            every = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
            untyped = [arg.arg for arg in every if arg.annotation is None and arg.arg not in {"self", "cls"}]
            if untyped or function.returns is None:
                bare.append(f"{shown(path)}:{function.lineno} {function.name} {untyped}")
    assert bare == []


@pytest.mark.parametrize("room", ROOMS)
def test_names_say_what_is_inside(room: str) -> None:
    named = {part for path in modules(room) for part in path.relative_to(TOP).with_suffix("").parts}
    assert named & VAGUE_NAMES == set()


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_may_live_there(room: str) -> None:
    said = (TOP / room / "README.md").read_text(encoding="utf-8").strip().splitlines()
    assert 3 <= len(said) <= 8


@pytest.mark.parametrize("room", [*ROOMS, "tests"])
def test_every_folder_is_a_package_that_imports_nothing(room: str) -> None:
    folders = {path.parent for path in modules(room)}
    assert [shown(folder) for folder in folders if not (folder / "__init__.py").is_file()] == []
    opening = {folder / "__init__.py": tree(folder / "__init__.py") for folder in folders}
    assert [shown(path) for path, body in opening.items() if any(map(is_import, ast.walk(body)))] == []


def test_only_the_composition_root_reads_the_environment() -> None:
    rooms = [path for room in ROOMS for path in modules(room) if shown(path) not in READERS_OF_THE_ENVIRONMENT]
    assert [use for path in rooms for use in found(path, ENVIRONMENT)] == []


@pytest.mark.parametrize("room", ["bot", "knowledge"])
def test_time_is_an_argument(room: str) -> None:
    for path in modules(room):
        allowed = STOPWATCHES if shown(path) in MAY_TIME_THEMSELVES else set()
        assert found(path, (CLOCKS | STOPWATCHES) - allowed) == []


def test_nothing_is_left_to_chance() -> None:
    assert [use for path in modules("bot") for use in uses(path) if use[1].partition(".")[0] in CHANCE] == []


@pytest.mark.parametrize("room", ROOMS)
def test_importing_a_module_does_nothing(room: str) -> None:
    """A module's own statements are definitions, constants and docstrings; no bare call, no `if __name__`."""
    allowed = (
        ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign,
    )  # fmt: skip
    doing = []
    for path in modules(room):
        for node in tree(path).body:
            docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            if not (isinstance(node, allowed) or docstring or is_typing_only(node) or joins_the_app(path, node)):
                doing.append(f"{shown(path)}:{node.lineno} {type(node).__name__}")
    assert doing == []


def is_import(node: ast.AST) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def is_typing_only(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and dotted(node.test).endswith("TYPE_CHECKING")


def joins_the_app(path: Path, node: ast.stmt) -> bool:
    """`app.command()(…)` declares commands: the composition root may."""
    call = node.value if isinstance(node, ast.Expr) else None
    return shown(path).startswith("adapters/cli") and isinstance(call, ast.Call)


def test_secrets_do_not_print() -> None:
    names = [name for name, hint in get_type_hints(Settings).items() if hint == Secret | None]
    assert set(names) == {
        "database_url",
        "slack_bot_token",
        "slack_app_token",
        "slack_signing_secret",
        "slack_client_secret",
        "discord_token",
    }
    beginning = {"database_url": "postgresql://", "slack_bot_token": "xoxb-", "slack_app_token": "xapp-"}
    values: dict[str, Any] = {name: READERS[name](f"{beginning.get(name, '')}canary") for name in names}
    settings = Settings(**values)
    said = asdict(settings)
    assert "canary" not in f"{settings} {settings!r} {said} {json.dumps(said, default=str)}"
    assert all(getattr(settings, name).reveal().endswith("canary") for name in names)


def test_the_example_of_settings_is_complete() -> None:
    text = (TOP / ".env.example").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^#(BEATBOOK_\w+)=", text, re.MULTILINE)) == sorted(variables())
    assert [line for line in text.splitlines() if line and not line.startswith("#")] == []


def test_settings_in_documents_exist() -> None:
    assert set(re.findall(r"\bBEATBOOK_[A-Z_]*[A-Z]\b", documents())) <= set(variables())


def test_commands_in_documents_exist() -> None:
    named = set(re.findall(r"\bbeatbook ([a-z]+)\b", code_of(documents())))
    commands = app.commands
    assert named, "the documents name no command"
    assert named - set(commands) == set()


def test_make_targets_in_documents_exist() -> None:
    named = set(re.findall(r"\bmake ([a-z]+)\b", code_of(documents())))
    targets = set(re.findall(r"^([a-z]+):", (TOP / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert named, "the documents name no target"
    assert named - targets == set()


def test_links_in_documents_lead_somewhere() -> None:
    for name in DOCUMENTS:
        text = (TOP / name).read_text(encoding="utf-8")
        links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link]
        assert [link for link in links if not (TOP / name).parent.joinpath(link).exists()] == [], name


def test_the_schema_of_a_reply_is_up_to_date() -> None:
    written = json.loads((TOP / "docs" / "reply.schema.json").read_text(encoding="utf-8"))
    assert written == reply_schema()


def test_no_file_names_a_package_index_or_a_machine() -> None:
    wrong = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", errors="replace")
        for pattern in (INDEX_ADDRESS, MACHINE_PATH):
            wrong += [f"{shown(path)}: {match[0]}" for match in pattern.finditer(text)]
    assert wrong == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-build.lock", "requirements-dev.lock"])
def test_locks_are_hashed(lock: str) -> None:
    entries = re.split(r"\n(?=\w)", (TOP / lock).read_text(encoding="utf-8").strip())
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry or "==" not in entry] == []


def test_locks_agree() -> None:
    runtime, build, every = (
        set(re.findall(r"^\S+==\S+", (TOP / f"requirements{name}.lock").read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("", "-build", "-dev")
    )
    assert runtime | build <= every
