"""Many at once, in threads and in processes: a row is one worker's, an event is new to one."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from adapters.state.row import Row
from adapters.state.state import State
from tests.adapters.state.conftest import Hand, event

TOP = Path(__file__).resolve().parents[3]
ROWS, TALKS, WORKERS = 300, 40, 4

CLAIMER = """
import json, random, sys
from adapters.state.state import State
url, name, seconds = sys.argv[1:]
state, turn, claimed = State.open(url, lambda: float(seconds)), random.Random(name), []
while rows := state.claim(name, turn.randint(1, 7)):
    claimed += [(row.talk_key, row.event.key) for row in rows]
state.close()
print(json.dumps(claimed))
"""


def fill(state: State) -> None:
    events = [event(n, user=f"U{n % TALKS}") for n in range(ROWS)]
    for start in range(0, ROWS, 50):
        assert all(state.take(events[start : start + 50]))


def check(claims: dict[str, list[tuple[str, str]]]) -> None:
    """Every row once; all rows of a talk in the same hands, and in their order."""
    times = Counter(key for rows in claims.values() for _, key in rows)
    assert times == {f"ask-{n}": 1 for n in range(ROWS)}
    hands: dict[str, set[str]] = defaultdict(set)
    for worker, rows in claims.items():
        orders: dict[str, list[int]] = defaultdict(list)
        for talk, key in rows:
            hands[talk].add(worker)
            orders[talk].append(int(key.removeprefix("ask-")))
        assert all(order == sorted(order) for order in orders.values())
    assert {talk: workers for talk, workers in hands.items() if len(workers) > 1} == {}


@pytest.mark.parametrize("seed", range(3))
def test_threads_never_get_the_same_row(opened: Callable[[], State], seed: int) -> None:
    states = [opened() for _ in range(2)]
    fill(states[0])
    start = Barrier(WORKERS)

    def work(number: int) -> list[Row]:
        turn = random.Random(f"{seed}{number}")  # noqa: S311
        start.wait()
        rows: list[Row] = []
        while some := states[number % 2].claim(f"w{number}", turn.randint(1, 7)):
            rows += some
        return rows

    with ThreadPoolExecutor(WORKERS) as pool:
        got = list(pool.map(work, range(WORKERS)))
    check({f"w{n}": [(row.talk_key, row.event.key) for row in rows] for n, rows in enumerate(got)})


def test_processes_never_get_the_same_row(url: str, state: State, hand: Hand) -> None:
    fill(state)
    command = [sys.executable, "-c", CLAIMER, url]
    running = {
        name: subprocess.Popen([*command, name, str(hand())], cwd=TOP, stdout=subprocess.PIPE, text=True)
        for name in ("a", "b")
    }
    check({name: json.loads(process.communicate()[0]) for name, process in running.items()})


def test_the_same_event_at_once_is_new_to_one(opened: Callable[[], State]) -> None:
    states = [opened() for _ in range(2)]
    start = Barrier(5)

    def take(number: int) -> list[bool]:
        taken = []
        for n in range(30):
            start.wait()
            taken += states[number % 2].take([event(n)])
        return taken

    with ThreadPoolExecutor(5) as pool:
        got = list(pool.map(take, range(5)))
    assert [sum(answers) for answers in zip(*got, strict=True)] == [1] * 30


def test_the_same_batch_in_another_order_is_no_deadlock(opened: Callable[[], State]) -> None:
    states = [opened() for _ in range(2)]
    start = Barrier(4)

    def take(number: int) -> int:
        new = 0
        for lot in range(10):
            events = [event(n) for n in range(lot * 50, lot * 50 + 50)]
            random.Random(f"{number}{lot}").shuffle(events)  # noqa: S311
            start.wait()
            new += sum(states[number % 2].take(events))
        return new

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, range(4))) == 500


def test_takers_claimers_and_senders_at_once(opened: Callable[[], State]) -> None:
    """200 events through every stage by several threads: each sent once, each talk at its last."""
    state, other = opened(), opened()
    sent: list[str] = []

    def take(number: int) -> None:
        for n in range(number * 100, number * 100 + 100, 5):
            state.take([event(k, user=f"U{k}") for k in range(n, n + 5)])

    def finish(name: str) -> None:
        mine = other if name == "b" else state
        until = time.monotonic() + 30
        while len(sent) < 200 and time.monotonic() < until:
            for row in mine.claim(name, 10):
                assert mine.answered(row, "{}", json.dumps(row.event.key), "r")
                assert mine.sent(row, f"p-{row.event.key}")
                sent.append(row.event.key)

    with ThreadPoolExecutor(5) as pool:
        for done in [*pool.map(lambda job: pool.submit(*job), [(take, 0), (take, 1), (finish, "a"), (finish, "b")])]:
            done.result()
    assert Counter(sent) == {f"ask-{n}": 1 for n in range(200)}
    assert state.depth() == 0
