"""What every listener needs: the desk, the addresses for private answers, the day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext

from adapters.desk.desk import Desk
from adapters.slack.response_urls import ResponseUrls
from adapters.wiring import LONDON

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Station:
    """One process's place between Slack's library and the desk."""

    desk: Desk
    urls: ResponseUrls
    clock: Callable[[], float]

    def today(self) -> date:
        """The day on which a question that comes now is asked."""
        return datetime.fromtimestamp(self.clock(), LONDON).date()


def team_of(context: AsyncBoltContext) -> str:
    """The workspace of an event; an installation for a whole organisation may name that alone."""
    return context.team_id or context.enterprise_id or ""
