"""The disk is full, the file read-only, the server frozen, stopped or demoted: said soon and narrowly, healed soon."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event as hooks
from sqlalchemy.exc import DBAPIError

from adapters.desk.event import Event
from adapters.state.breaker import Breaker
from adapters.state.database import file_of, url_beside
from adapters.state.errors import Damaged, Full, ReadOnly, StateError, Unavailable, named
from adapters.state.state import State
from tests.adapters.postgres import Server
from tests.adapters.state.conftest import Hand, event

MEBIBYTE = 1 << 20
SAID_WITHIN = 3.0
HEALED_WITHIN = 5.0


def seconds_of(call: Callable[[], object], fault: type[StateError]) -> float:
    began = time.monotonic()
    with pytest.raises(fault):
        call()
    return time.monotonic() - began


def seconds_to_heal(call: Callable[[], object]) -> float:
    began = time.monotonic()
    while time.monotonic() < began + 20:
        try:
            call()
        except StateError:
            time.sleep(0.05)
            continue
        return time.monotonic() - began
    raise AssertionError("not healed in 20 s")


# The disk.


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "beatbook", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here: only root may")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_refuses_and_recovers(small_disk: Path, hand: Hand) -> None:
    state = State.open(f"sqlite:///{small_disk / 'state.sqlite'}", hand)
    assert state.take([event(0)]) == [True]
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"." * (shutil.disk_usage(small_disk).free - MEBIBYTE))
    taken = ["ask-0"]

    def batch(lot: int) -> list[Event]:
        return [event(lot * 10 + k, text="x" * 3000) for k in range(10)]

    def take(lot: int) -> None:
        state.take(batch(lot))
        taken.extend(one.key for one in batch(lot))

    def fill() -> None:
        for lot in range(1, 2000):
            take(lot)

    assert seconds_of(fill, Full) < SAID_WITHIN
    assert len(taken) > 20
    ready = state.ready()
    assert not ready.ok
    assert "disk" in ready.why
    assert seconds_of(lambda: take(5000), Full) < SAID_WITHIN
    ballast.unlink()
    assert seconds_to_heal(lambda: take(5000)) < HEALED_WITHIN
    assert sorted(row.event.key for row in state.claim("w", 10_000)) == sorted(taken)
    with state._reader.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    state.close()


def test_too_little_disk_is_not_ready(small_disk: Path) -> None:
    state = State.open(f"sqlite:///{small_disk / 'state.sqlite'}")
    assert "64 MiB needed" in state.ready().why
    state.close()


def test_a_full_disk_at_the_start(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(b"." * (shutil.disk_usage(small_disk).free))
    with pytest.raises((Full, Unavailable)):
        State.open(f"sqlite:///{small_disk / 'state.sqlite'}")
    (small_disk / "ballast").unlink()
    State.open(f"sqlite:///{small_disk / 'state.sqlite'}").close()


# The file.


def test_a_read_only_file(tmp_path: Path) -> None:
    file = tmp_path / "state.sqlite"
    State.open(f"sqlite:///{file}").close()
    state = State.open(f"sqlite:///file:{file}?mode=ro&uri=true")
    assert seconds_of(lambda: state.take([event(1)]), ReadOnly) < 1
    assert state.ready().why.startswith("ReadOnly")
    assert state.setting("slack", "T1") == {}
    state.close()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").write_bytes(b"no database at all" * 1000)
    with pytest.raises(Damaged):
        State.open(f"sqlite:///{tmp_path / 'state.sqlite'}")


def test_a_file_locked_by_another_process_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.state.database._PRAGMAS", ("busy_timeout=300", "synchronous=FULL"))
    url = f"sqlite:///{tmp_path / 'state.sqlite'}"
    state, other = State.open(url), State.open(url)
    with other._engine.begin():
        assert 0.2 < seconds_of(lambda: state.take([event(1)]), Unavailable) < SAID_WITHIN
    assert state.take([event(1)]) == [True]
    state.close()
    other.close()


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    url = url_beside(tmp_path / "new home é")
    state = State.open(url)
    state.take([event(1)])
    file = file_of(state._engine)
    assert file is not None
    assert {path.stat().st_mode & 0o777 for path in file.parent.iterdir()} == {0o600}
    assert len(list(file.parent.iterdir())) == 3
    state.close()


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "mysql://x/y", "postgresql+asyncpg://x/y", "no address", "sqlite+x:///y"]
)
def test_addresses_that_cannot_be_used(url: str) -> None:
    with pytest.raises(StateError):
        State.open(url)


# The server.


@pytest.fixture
def served(postgres: Server) -> Iterator[State]:
    state = State.open(postgres.emptied())
    yield state
    state.close()


def test_a_frozen_server(postgres: Server, served: State) -> None:
    assert served.take([event(1)]) == [True]
    postgres.freeze()
    try:
        waits = [seconds_of(lambda: served.take([event(2)]), Unavailable) for _ in range(4)]
        assert max(waits) < SAID_WITHIN
        assert waits[-1] < 0.1, "the breaker is open: nobody waits any more"
        assert not served.ready().ok
    finally:
        postgres.thaw()
    assert seconds_to_heal(lambda: served.take([event(3)])) < HEALED_WITHIN
    assert served.take([event(1), event(3)]) == [False, False]
    assert served.ready().ok


def test_a_server_that_freezes_within_a_call(postgres: Server, served: State) -> None:
    def freeze_then_ask() -> None:
        with served._engine.begin() as connection:
            connection.exec_driver_sql("SELECT 1")
            postgres.freeze()
            connection.exec_driver_sql("SELECT 1")

    try:
        assert seconds_of(lambda: served._write(lambda _: freeze_then_ask()), Unavailable) < SAID_WITHIN
    finally:
        postgres.thaw()
    assert seconds_to_heal(lambda: served.take([event(1)])) < HEALED_WITHIN


def test_a_server_that_is_killed_and_comes_back(postgres: Server, served: State) -> None:
    assert served.take([event(1)]) == [True]
    postgres.stop()
    try:
        waits = [seconds_of(lambda: served.take([event(2)]), Unavailable) for _ in range(8)]
        assert max(waits) < SAID_WITHIN
        assert not served.ready().ok
        with pytest.raises(Unavailable):
            State.open(postgres.emptied_address())
    finally:
        postgres.start()
    assert seconds_to_heal(lambda: served.take([event(2)])) < HEALED_WITHIN
    assert served.take([event(1), event(2)]) == [False, False]


def test_a_demoted_server(postgres: Server, served: State) -> None:
    """New connections go where writes are taken: the old one must not be kept."""
    database = postgres.emptied_address().rpartition("/")[2]
    postgres.execute(f"ALTER DATABASE {database} SET default_transaction_read_only = on")
    served._engine.dispose()
    try:
        assert served.ready().why.startswith("ReadOnly")
        assert seconds_of(lambda: served.take([event(1)]), ReadOnly) < SAID_WITHIN
        assert served.talk("none") is None
    finally:
        postgres.execute(f"ALTER DATABASE {database} RESET default_transaction_read_only")
    with pytest.raises(ReadOnly):
        served.take([event(1)])
    assert served.take([event(1)]) == [True]


def test_a_slow_statement_ends(served: State) -> None:
    assert (
        seconds_of(lambda: served._read(lambda c: c.exec_driver_sql("SELECT pg_sleep(20)")), Unavailable) < SAID_WITHIN
    )
    assert served.take([event(1)]) == [True]


def test_more_callers_than_connections(served: State) -> None:
    held = [served._engine.connect() for _ in range(5)]
    assert seconds_of(lambda: served.take([event(1)]), Unavailable) < SAID_WITHIN
    for connection in held:
        connection.close()
    assert served.take([event(1)]) == [True]


def test_no_password_and_no_text_is_told(postgres: Server) -> None:
    with pytest.raises(StateError) as told:
        State.open(f"postgresql://nobody:canary@127.0.0.1:{postgres.port}/nothing")
    assert "canary" not in f"{told.value} {told.value.__cause__}"


# The breaker.


def test_the_breaker_lets_one_through_now_and_then() -> None:
    hand = Hand()
    breaker = Breaker(hand)
    for _ in range(3):
        breaker.admit()
        breaker.failed()
    with pytest.raises(Unavailable) as told:
        breaker.admit()
    assert 0 < told.value.retry_after <= 2
    hand.seconds += 2
    breaker.admit()
    with pytest.raises(Unavailable):
        breaker.admit()
    breaker.worked()
    breaker.admit()


# Faults of other kinds.


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unavailable):
        State.open(url_beside(tmp_path / "file" / "home"))


def test_two_that_clash_try_again(served: State) -> None:
    clashes = [psycopg.errors.SerializationFailure(), psycopg.errors.DeadlockDetected()]

    def clash(*_: object) -> None:
        if clashes:
            raise clashes.pop()

    hooks.listen(served._engine, "do_execute", clash)
    assert served.take([event(1)]) == [True]
    clashes += [psycopg.errors.DeadlockDetected() for _ in range(10)]
    with pytest.raises(Unavailable):
        served.take([event(2)])
    assert len(clashes) == 6
    hooks.remove(served._engine, "do_execute", clash)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (psycopg.errors.DiskFull("no space\nDETAIL: canary"), Full),
        (psycopg.errors.ReadOnlySqlTransaction(), ReadOnly),
        (psycopg.errors.TooManyConnections(), Unavailable),
        (psycopg.errors.AdminShutdown(), Unavailable),
        (psycopg.errors.LockNotAvailable(), Unavailable),
        (psycopg.OperationalError("gone"), Unavailable),
        (psycopg.errors.UniqueViolation("canary"), StateError),
        (sqlite3.OperationalError("no such table: canary"), StateError),
    ],
)
def test_faults_of_drivers_have_narrow_names(fault: Exception, kind: type[StateError]) -> None:
    told = named(DBAPIError("INSERT", {"text": "canary"}, fault, hide_parameters=True))
    assert type(told) is kind
    assert isinstance(fault, sqlite3.Error) or "canary" not in str(told)


def test_other_threads_are_waited_for_only_so_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.state.state.BUSY_SECONDS", 0.2)
    state = State.open(f"sqlite:///{tmp_path / 'state.sqlite'}")
    with state._turn():
        assert seconds_of(lambda: state.take([event(1)]), Unavailable) < 1
    assert state.take([event(1)]) == [True]
    state.close()
