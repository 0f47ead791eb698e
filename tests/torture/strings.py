"""Ask what nobody should: random, broken and hostile texts, by the hundred thousand, in processes side by side.

`python -m tests.torture.strings --number 200000`: no exception, none slow, nothing echoed that pings or links, no
figure without an indicator, and the same reply in a second process with other hashes
(one text in eight).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time

from adapters.contract import reply_json
from bot.bot import Bot
from bot.reply import Reply
from knowledge.base import KnowledgeBase
from knowledge.build import build
from tests.torture.texts import Made, Texts, wrong_in

ASKED_ON = date(2026, 11, 22)
# Processor time of one reply, the second attempt counting where the first was slower.
SLOWEST_SECONDS = 0.05
CHUNK = 250
# The second process asks one chunk in so many again.
AGAIN = 8


@dataclass(frozen=True)
class Part:
    """The numbers [start, stop) of the texts."""

    start: int
    stop: int
    every: int = 1

    def chunks(self) -> Iterator[range]:
        for start in range(self.start, self.stop, CHUNK * self.every):
            yield range(start, min(start + CHUNK, self.stop))


def asked(bot: Bot, text: str) -> tuple[Reply, float]:
    """The reply to a text, and the seconds of processor time that it took: the lesser of two where one was slow."""
    began = process_time()
    reply, _ = bot.ask(text, ASKED_ON)
    if (took := process_time() - began) > SLOWEST_SECONDS:
        began = process_time()
        bot.ask(text, ASKED_ON)
        took = min(took, process_time() - began)
    return reply, took


def faults(bot: Bot, made: Made) -> tuple[list[str], str]:
    """What is wrong with the reply to a text, and the reply as JSON."""
    reply, took = asked(bot, made.text)
    slow = [f"took {took * 1000:.0f} ms"] if took > SLOWEST_SECONDS else []
    return [*slow, *wrong_in(reply, made)], reply_json(reply)


def ask_all(bot: Bot, texts: Texts, part: Part) -> Iterator[str]:
    """A line a fault and a line a chunk: the chunk's number and the digest of its replies."""
    for chunk in part.chunks():
        digest = hashlib.sha256()
        for number in chunk:
            made = texts.made(number)
            try:
                found, written = faults(bot, made)
            except Exception as fault:  # noqa: BLE001 - reported with the text that caused it
                found, written = [f"{type(fault).__name__}: {fault}"], ""
            digest.update(written.encode())
            yield from (f"fault {number} {made.kind}: {what}: {made.text[:200]!a}" for what in found)
        yield f"chunk {chunk.start} {digest.hexdigest()[:16]}"


def _part(knowledge: Path, part: Part) -> None:
    base = KnowledgeBase.open(knowledge)
    for line in ask_all(Bot(base), Texts.of(base), part):
        print(line)


def _round(knowledge: Path, number: int, seed: int, every: int) -> list[str]:
    """The lines of all parts, one process a core."""
    many = os.cpu_count() or 1
    stride = CHUNK * AGAIN
    edges = [*(number * n // many // stride * stride for n in range(many)), number]
    command = [sys.executable, "-m", "tests.torture.strings", "--knowledge", str(knowledge), "--every", str(every)]
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    running = [
        subprocess.Popen(
            [*command, "--part", str(start), str(stop)], env=environment, stdout=subprocess.PIPE, text=True
        )
        for start, stop in pairwise(edges)
    ]
    lines = [line for process in running for line in process.communicate()[0].splitlines()]
    if any(process.returncode for process in running):
        raise SystemExit("strings: a process failed")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=200_000)
    parser.add_argument("--knowledge", type=Path)
    parser.add_argument("--part", type=int, nargs=2)
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    if given.part:
        _part(given.knowledge, Part(given.part[0], given.part[1], given.every))
        return
    began = perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        built = build((Path(str(files("knowledge") / "data")),), Path(folder))
        first, second = (_round(built.path, given.number, seed, every) for seed, every in ((1, 1), (2, AGAIN)))
    wrong = [line for line in first if line.startswith("fault")]
    others = sorted(set(second) - set(first))
    print("\n".join([*wrong[:40], *(f"differs: {line}" for line in others[:10])]))
    print(f"strings: {given.number:,} texts, {len(wrong)} faults, {len(others)} differ, {perf_counter() - began:.0f} s")
    raise SystemExit(1 if wrong or others else 0)


if __name__ == "__main__":
    main()
