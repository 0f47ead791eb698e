"""What a platform is to the process that serves it: made, opened, paused, closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from adapters.desk.desk import Desk
from adapters.desk.event import Platform
from adapters.http.metrics import Metrics
from adapters.http.surface import Page, Webhook
from adapters.wiring import House


@dataclass(frozen=True, slots=True)
class Tools:
    """What a platform is made with. `give_up` ends the process: where a token is dead, no trying again helps."""

    clock: Callable[[], float]
    metrics: Metrics
    give_up: Callable[[str], None]


class Guest(Protocol):
    """One platform, from the start of the process to its end."""

    @property
    def platform(self) -> Platform:
        """What the desk sends through."""
        ...

    @property
    def webhooks(self) -> Sequence[Webhook | Page]:
        """The paths on which the platform calls us, none where we call it; and pages for whoever installs the bot."""
        ...

    async def open(self, desk: Desk) -> None:
        """Take events from now on. `await desk.take(event)` first; only then acknowledge."""
        ...

    def lacking(self) -> str:
        """Why no events can come in just now, for the operator; empty where they can."""
        ...

    async def pause(self) -> None:
        """Take no events any more; sending goes on. Also called where `open` failed or was never reached."""
        ...

    async def close(self) -> None:
        """End whatever is left."""
        ...


# Raises SettingsError where a setting is missing.
Factory = Callable[[House, Tools], Guest]
