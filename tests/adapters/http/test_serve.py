"""`serve`: a whole process on a real database, from the first request to its end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from adapters.berth import berth
from adapters.serve import PLATFORMS, CannotServe, Serving, serve
from adapters.settings import Secret
from adapters.wiring import NothingBuilt
from knowledge.build import build
from tests.adapters.http.serving import house_in
from tests.adapters.http.standing import PATH, sealed
from tests.knowledge.folder import SAMPLE

TOP = Path(__file__).parents[3]
BOOT = "from tests.adapters.http.serving import main; main()"
QUESTION = "homicides 2025"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a small knowledge built."""
    build((SAMPLE,), tmp_path / "home" / "knowledge")
    return tmp_path / "home"


@dataclass
class Running:
    """A serving process, and what it wrote."""

    process: subprocess.Popen[str]
    log: Path
    home: Path

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    @property
    def sent(self) -> list[dict[str, str]]:
        file = self.home / "sent.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def until(self, event: str, seconds: float = 20.0) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := [record for record in self.records if record["event"] == event]:
                return found[-1]
            assert self.process.poll() is None or event == "stopped", self.log.read_text()
            time.sleep(0.02)
        raise AssertionError(self.log.read_text())

    def ask(self, key: str, text: str = QUESTION, *, again: bool = False) -> str:
        """What is answered; `again` is a delivery anew, which is another request than the first."""
        body = json.dumps({"key": key, "text": text, "again": again}).encode()
        headers = sealed(body, f"{time.time():.0f}")
        return self.get(PATH, body, headers)[1]

    def get(self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> tuple[int, str]:
        url = f"http://127.0.0.1:{self.until('serving')['port']}{path}"
        try:
            with urllib.request.urlopen(urllib.request.Request(url, body, headers or {})) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()

    def end(self, sign: int = signal.SIGTERM) -> tuple[int, float]:
        """The exit code, and the seconds that it took."""
        began = time.monotonic()
        self.process.send_signal(sign)
        return self.process.wait(20), time.monotonic() - began


@contextmanager
def running(home: Path, manner: str = "well", ending: float = 10.0) -> Iterator[Running]:
    home.mkdir(exist_ok=True)
    log = home / "log.jsonl"
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-c", BOOT, str(home), manner, str(ending)], stderr=stream, text=True, cwd=TOP
        )
    try:
        yield Running(process, log, home)
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_process_serves_and_ends_in_peace(home: Path, sign: int) -> None:
    with running(home) as at:
        assert at.get("/readyz") == (200, '{"ready": true, "reasons": {}}')
        assert at.get("/healthz")[0] == 200
        assert [at.ask("Ev1"), at.ask("Ev1", again=True)] == ["new", "known"]
        deadline = time.monotonic() + 10
        while not at.sent and time.monotonic() < deadline:
            time.sleep(0.02)
        metrics = at.get("/metrics")[1]
        code, took = at.end(sign)
        assert (code, [message["outcome"] for message in at.sent]) == (0, ["answer"])
        assert took < 5
        assert 'beatbook_questions_total{outcome="answer"} 1.0' in metrics
        assert "beatbook_ready 1.0" in metrics
        assert at.until("stopping")["why"] == signal.Signals(sign).name
        assert at.records[-1]["event"] == "stopped"
        assert "homicides" not in at.log.read_text()


def test_what_was_taken_is_answered_before_the_end_or_after_it(home: Path) -> None:
    with running(home, "slow") as at:
        assert [at.ask(f"Ev{number}") for number in range(8)] == ["new"] * 8
        code, took = at.end()
        assert code == 0
        assert took < 10
    with running(home) as at:
        deadline = time.monotonic() + 60
        while len(at.sent) < 8 and time.monotonic() < deadline:
            time.sleep(0.05)
        at.end()
        assert len({message["key"] for message in at.sent}) == len(at.sent) == 8


def test_a_platform_that_hangs_delays_the_end_but_does_not_prevent_it(home: Path) -> None:
    with running(home, "hangs") as at:
        at.until("serving")
        code, took = at.end()
        assert code == 0
        assert took < 5
        not_closed = [record["what"] for record in at.records if record["event"] == "not_closed"]
        assert not_closed == ["pause paper", "close paper"]


def test_a_loop_that_is_blocked_is_ended_from_outside(home: Path) -> None:
    with running(home, "blocks", ending=1.0) as at:
        at.until("serving")
        code, took = at.end()
        assert code == 1
        assert took < 3
        assert at.records[-1]["why"] == "out of time"


def test_whoever_asks_twice_is_in_a_hurry(home: Path) -> None:
    with running(home, "hangs") as at:
        at.until("serving")
        at.process.send_signal(signal.SIGINT)
        at.until("stopping")
        code, took = at.end(signal.SIGINT)
        assert code == 1
        assert took < 1


def test_a_dead_token_ends_the_process(home: Path) -> None:
    with running(home, "dead") as at:
        assert at.process.wait(20) == 1
        assert at.until("given_up")["why"] == "the token [hidden] is dead"


@pytest.mark.parametrize(
    ("names", "line"),
    [
        ([], "name the platforms to serve, as in: beatbook serve slack discord"),
        (["telegram"], "no platform is called “telegram” (known: slack)"),
        (["slack", "te\nle\x1b[31mgram"], "no platform is called “tele[31mgram” (known: slack)"),
    ],
)
def test_an_unknown_platform_is_one_line(tmp_path: Path, names: list[str], line: str) -> None:
    def never(*_: object) -> Any:
        raise AssertionError

    with pytest.raises(CannotServe) as refused:
        serve(house_in(tmp_path), names, Serving(platforms={"slack": never}))
    assert str(refused.value).startswith(line)
    assert "\n" not in str(refused.value)
    assert list(tmp_path.iterdir()) == [], "nothing was begun"


def test_nothing_is_served_that_is_not_built(tmp_path: Path) -> None:
    with pytest.raises(NothingBuilt):
        serve(house_in(tmp_path), ["slack"], Serving(platforms={"slack": lambda *_: None}))  # type: ignore[dict-item]


def test_a_database_that_cannot_be_had_is_one_line_without_its_password(home: Path) -> None:
    url = Secret("postgresql://desk:canarycanary@127.0.0.1:9/beatbook")
    code = (
        "import sys; from pathlib import Path; from adapters.serve import *; from adapters.settings import *; "
        "from adapters.wiring import House\n"
        "house = House(Settings(home=Path(sys.argv[1]), database_url=Secret(sys.argv[2])))\n"
        "try: serve(house, ['slack'], Serving(platforms={'slack': None}))\n"
        "except CannotServe as fault: print(fault)"
    )
    command = [sys.executable, "-c", code, str(home), url.reveal()]
    ended = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=True, timeout=60)
    assert ended.stdout.count("\n") == 1, ended.stderr
    assert "canarycanary" not in ended.stdout + ended.stderr


def test_the_table_of_platforms_is_filled_by_platforms() -> None:
    assert set(PLATFORMS) <= {"slack", "discord"}


def test_a_name_is_had_by_one_living_process_and_kept_for_the_next(tmp_path: Path) -> None:
    with berth(tmp_path) as first, berth(tmp_path) as second:
        assert first != second
    with berth(tmp_path) as again:
        assert again == first
