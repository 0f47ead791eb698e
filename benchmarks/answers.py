"""How long an answer takes, warm and cold, and how much memory, beside a bare baseline in the same run."""

from __future__ import annotations

import argparse
import gc
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from time import perf_counter

import yaml

from bot.bot import Bot
from bot.when.asked import compile_forms
from knowledge.base import KnowledgeBase
from knowledge.build import build

QUESTIONS = Path("tests/questions/articles.yaml")
COLD_RUNS = 15
BOTS = 3
THINGS = (
    "burglary", "robbery", "shoplifting", "theft from the person", "bicycle theft", "vehicle offences", "rape",
    "violence with injury", "drug offences", "public order offences", "sexual offences", "all crime",
)  # fmt: skip
PLACES = ("London", "Camden", "Barnet", "Westminster", "Croydon", "Lambeth", "Brent", "Sutton")
OVER_MANY = (
    *(f"which borough had the most {thing} in {year}" for thing in THINGS for year in range(2016, 2026)),
    *(f"highest {thing} rate by borough {year}" for thing in THINGS for year in range(2018, 2026)),
    *(f"{thing} trend in {place}" for thing in THINGS for place in PLACES),
    *(f"which month had the most {thing} in {place}" for thing in THINGS for place in PLACES),
)
ASKED_ON = date(2026, 11, 22)
HEAVY = ("pandas", "numpy", "slack_bolt", "discord", "sqlalchemy", "matplotlib", "openpyxl")


def questions() -> list[str]:
    """Every distinct question of the tests."""
    items = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    return list(dict.fromkeys(question for item in items for question in item["asks"]))


def milliseconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000


def as_served(knowledge: Path) -> Bot:
    """A bot as an answering process has it soon after its start: see `adapters.desk.answerer`."""
    compile_forms()
    bot = Bot(KnowledgeBase.open(knowledge))
    list(bot.warm(ASKED_ON))
    gc.freeze()
    return bot


def best_of(knowledge: Path, asked: Sequence[str]) -> tuple[float, float]:
    """p50 and p99 in milliseconds of distinct questions, each asked once of a bot as served that answered others.

    The best of several such bots for each: where other programs use the machine, their work is in the rest.
    """
    rounds = []
    for _ in range(BOTS):
        bot = as_served(knowledge)
        for question in questions()[:50]:
            bot.ask(question, ASKED_ON)
        rounds.append([milliseconds(lambda q=question: bot.ask(q, ASKED_ON)) for question in asked])  # type: ignore[misc]  # noqa: B023
    times = sorted(map(min, zip(*rounds, strict=True)))
    return statistics.median(times), times[int(len(times) * 0.99)]


def cold(home: Path) -> tuple[float, float, int]:
    """Median milliseconds of a whole `ask` process and of the bare imports; peak memory of `ask` in MiB."""
    beatbook = Path(sys.executable).with_name("beatbook")
    environment = {**os.environ, "BEATBOOK_HOME": str(home)}
    ask = [str(beatbook), "ask", "homicides in London in 2025"]
    bare = [sys.executable, "-c", "import pydantic, rapidfuzz"]

    def median(command: list[str]) -> float:
        run = lambda: subprocess.run(command, env=environment, check=True, capture_output=True)  # noqa: E731, S603
        return statistics.median(milliseconds(run) for _ in range(COLD_RUNS))

    took, baseline = median(ask), median(bare)
    return took, baseline, _peak(environment)


def _peak(environment: dict[str, str]) -> int:
    """The high-water mark of memory in MiB, read inside the process: a child inherits its parent's otherwise."""
    code = (
        "import sys; from adapters.cli import app\n"
        "try: app(['ask', 'homicides in London in 2025'])\n"
        "except SystemExit: pass\n"
        "print([line for line in open('/proc/self/status') if line.startswith('VmHWM')][0], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)  # noqa: S603
    return int(done.stderr.split()[-2]) // 1024


def heavy_imports(home: Path) -> list[str]:
    """Heavy packages that `ask` imports: there should be none."""
    code = (
        "import sys; from adapters.cli import app\n"
        "try: app(['ask', 'homicides in London in 2025'])\n"
        "except SystemExit: pass\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        env={**os.environ, "BEATBOOK_HOME": str(home)},
        check=True,
        capture_output=True,
        text=True,
    )
    return [name for name in HEAVY if f"'{name}'" in done.stderr.splitlines()[-1]]


def report() -> str:
    """The figures as a table."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        built = build((Path(str(files("knowledge") / "data")),), home / "knowledge")
        opened = statistics.median(milliseconds(lambda: KnowledgeBase.open(built.path).close()) for _ in range(20))
        p50, p99 = best_of(built.path, questions()[50:])
        many50, many99 = best_of(built.path, OVER_MANY)
        took, baseline, peak = cold(home)
        heavy = ", ".join(heavy_imports(home)) or "none"
    return "\n".join(
        (
            f"| what (of answers, the best of {BOTS} bots for each) | measured | bound |",
            "| --- | --- | --- |",
            f"| warm answer, p50 | {p50:.2f} ms | 1 ms |",
            f"| warm answer, p99 | {p99:.2f} ms | 5 ms |",
            f"| rank of all boroughs, trend over all months, p50 | {many50:.2f} ms | |",
            f"| rank of all boroughs, trend over all months, p99 | {many99:.2f} ms | 20 ms |",
            f"| cold `beatbook ask`, bare imports | {took / baseline:.1f} × ({took:.0f} / {baseline:.0f} ms) | 4 × |",
            f"| peak memory of `beatbook ask` | {peak} MiB | 80 MB |",
            f"| opening the built knowledge | {opened:.2f} ms | 50 ms |",
            f"| heavy imports on the path of `ask` | {heavy} | none |",
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/performance.md too")
    table = report()
    print(table)
    if parser.parse_args().write:
        machine = f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        text = (
            f"# Performance\n\nMeasured by `make bench WRITE=1` on {date.today().isoformat()} ({machine}).\n\n{table}\n"
        )
        Path("docs/performance.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
