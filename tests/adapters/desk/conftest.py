"""Each database, fresh; states on it; a scripted platform."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from adapters.scripted.platform import Scripted
from adapters.state.state import State
from tests.adapters.desk.rig import QUICK
from tests.adapters.postgres import postgres

__all__ = ["postgres"]

BOTH = ("sqlite", "postgresql")


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'state.sqlite'}"
    return str(request.getfixturevalue("postgres").database())


@pytest.fixture
def opened(url: str) -> Iterator[Callable[[], State]]:
    """Opens the database once more, as another process would."""
    states: list[State] = []

    def open_it() -> State:
        states.append(State.open(url, time.time, QUICK.lease))
        return states[-1]

    yield open_it
    for state in states:
        state.close()


@pytest.fixture
def state(opened: Callable[[], State]) -> State:
    return opened()


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[Scripted]:
    made = Scripted(tmp_path / "platform.sqlite")
    yield made
    made.close()
