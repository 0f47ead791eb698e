"""Each database, fresh; states on it; a scripted platform."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from adapters.scripted.platform import Scripted
from adapters.state.state import State
from tests.adapters.databases import bare_url, opening
from tests.adapters.desk.rig import QUICK
from tests.adapters.postgres import postgres

__all__ = ["bare_url", "postgres"]


@pytest.fixture
def opened(bare_url: str) -> Iterator[Callable[[], State]]:
    """Opens the database once more, as another process would."""
    with opening(lambda: State.open(bare_url, time.time, QUICK.lease)) as open_it:
        yield open_it


@pytest.fixture
def state(opened: Callable[[], State]) -> State:
    return opened()


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[Scripted]:
    made = Scripted(tmp_path / "platform.sqlite")
    yield made
    made.close()
