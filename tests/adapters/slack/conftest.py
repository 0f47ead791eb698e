"""What the tests on Slack share: a folder with a short enough name for a socket file, and answers with series."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from adapters.contract import read_reply, reply_json
from adapters.desk.answering import Answered
from adapters.desk.scope import EVERYTHING, Scope
from bot.bot import Bot
from tests.adapters.desk.rig import Direct
from tests.adapters.scenarios import charted
from tests.adapters.slack.peers import LOCAL_SLACK, NoPeer, apart, installed


class Charted(Direct):
    """Answers in this process, each figure with a series."""

    async def answer(self, text: str, asked_on: date, talk: str | None, scope: Scope = EVERYTHING) -> Answered:
        answered = await super().answer(text, asked_on, talk, scope)
        return Answered(reply_json(charted(read_reply(answered.reply))), answered.talk)


@pytest.fixture
def charts(bot: Bot) -> Charted:
    return Charted(bot)


@pytest.fixture
def short() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bb-") as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def short_for_all() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bb-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def local_slack() -> None:
    """Skips with one line where the peer cannot run."""
    try:
        apart()
        installed(LOCAL_SLACK)
    except NoPeer as why:
        pytest.skip(str(why))
