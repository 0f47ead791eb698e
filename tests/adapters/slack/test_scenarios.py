"""Everything people do with the bot, over real servers, in both of Slack's ways."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.bot import Bot
from tests.adapters.scenarios import SCENARIOS, Stage
from tests.adapters.slack.between import Between
from tests.adapters.slack.conftest import Charted
from tests.adapters.slack.stage import SlackStage
from tests.adapters.slack.standing import MODES, Mode, channel, on_slack

pytestmark = [pytest.mark.servers, pytest.mark.usefixtures("local_slack")]

Played = Callable[[Awaitable[None]], None]


@pytest.fixture(scope="module", params=MODES)
def standing(request: pytest.FixtureRequest, bot: Bot, short_for_all: Path) -> Iterator[tuple[Between, asyncio.Runner]]:
    """One workspace for all scenarios: each has a channel of its own."""
    mode: Mode = request.param
    ends = AsyncExitStack()
    with asyncio.Runner() as runner:
        opening = on_slack(short_for_all, mode, Charted(bot), channels=len(SCENARIOS))
        between, _ = runner.run(ends.enter_async_context(opening))
        try:
            yield between, runner
        finally:
            runner.run(ends.aclose())


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_on_slack(scenario: Callable[[Stage], Awaitable[None]], standing: tuple[Between, asyncio.Runner]) -> None:
    between, runner = standing

    async def played() -> None:
        async with asyncio.timeout(60):
            await scenario(SlackStage(between, channel(SCENARIOS.index(scenario))))

    runner.run(played())
