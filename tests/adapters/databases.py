"""Each database, empty, for the tests of the state and of the desk; states on it that are closed at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from adapters.state.state import State

BOTH = ("sqlite", "postgresql")


@pytest.fixture(params=BOTH)
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables, of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'state.sqlite'}"
    return str(request.getfixturevalue("postgres").database())


@contextmanager
def opening(open_one: Callable[[], State]) -> Iterator[Callable[[], State]]:
    """Opens a database once more, as another process would."""
    states: list[State] = []

    def open_it() -> State:
        states.append(open_one())
        return states[-1]

    yield open_it
    for state in states:
        state.close()
