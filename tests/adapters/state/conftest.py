"""What the tests of the state share: each database, fresh; a state on it; a clock that is set by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from adapters.desk.event import Event, Kind
from adapters.state.state import State
from tests.adapters.databases import BOTH, bare_url, opening
from tests.adapters.postgres import postgres

__all__ = ["bare_url", "postgres"]


class Hand:
    """A clock whose hand is moved."""

    def __init__(self) -> None:
        self.seconds = 1_800_000_000.0

    def __call__(self) -> float:
        return self.seconds


def event(
    number: int = 1,
    *,
    team: str = "T1",
    user: str = "U1",
    thread: str = "",
    kind: Kind = "ask",
    message: str = "",
    text: str = "burglary in Camden",
    platform: Literal["slack", "discord"] = "slack",
    ticket: str = "",
) -> Event:
    return Event(
        platform=platform,
        team=team,
        key=f"{kind}-{number}",
        kind=kind,
        channel="C1",
        thread=thread,
        user=user,
        message=message or f"m{number}",
        text=text,
        private=False,
        asked_on=date(2026, 1, 20),
        ticket=ticket,
    )


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without rows, of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'state.sqlite'}"
    return str(request.getfixturevalue("postgres").emptied())


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def opened(url: str, hand: Hand) -> Iterator[Callable[[], State]]:
    """Opens the database once more, as another process would."""
    with opening(lambda: State.open(url, hand)) as open_it:
        yield open_it


@pytest.fixture
def state(opened: Callable[[], State]) -> State:
    return opened()
