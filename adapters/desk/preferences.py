"""What a channel, or its whole workspace, has set: kept as JSON, read with forbearance."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import structlog
from pydantic import TypeAdapter, ValidationError

MOST_CHANNELS = 10_000
Channel = tuple[str, str, str]
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a channel, or its whole workspace, has set."""

    # The id of the place that is read where a question names none; "" is London.
    place: str = ""
    # Whether the replies to slash commands are for the asker alone.
    private: bool = True
    # () is all.
    collections: tuple[str, ...] = ()
    # Plain text instead of cards, where a platform has both.
    plain: bool = False


def to_data(preferences: Preferences) -> dict[str, Any]:
    """Preferences as an object of JSON."""
    return asdict(preferences)


def from_data(data: dict[str, Any]) -> Preferences:
    """Preferences from an object of JSON; the defaults where another version has left something unreadable."""
    try:
        return _shape().validate_python(data)
    except ValidationError as fault:
        log.warning("preferences_unreadable", fields=[".".join(map(str, wrong["loc"])) for wrong in fault.errors()])
        return Preferences()


@cache
def _shape() -> TypeAdapter[Preferences]:
    return TypeAdapter(Preferences)


class Remembered:
    """The last preferences that were read of each channel: what is still known while the database is away."""

    def __init__(self) -> None:
        self._last: OrderedDict[Channel, Preferences] = OrderedDict()

    def note(self, channel: Channel, data: dict[str, Any]) -> Preferences:
        """Preferences as they were read just now."""
        read = self._last[channel] = from_data(data)
        self._last.move_to_end(channel)
        if len(self._last) > MOST_CHANNELS:
            self._last.popitem(last=False)
        return read

    def last(self, channel: Channel) -> Preferences:
        """What a channel had set when it was last read; else the defaults."""
        return self._last.get(channel, Preferences())
