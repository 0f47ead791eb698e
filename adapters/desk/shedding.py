"""Too many questions: each user is told so once a minute, and otherwise nothing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from adapters.desk.event import Event

MOST_USERS = 10_000


class Told:
    """Which users have been told lately."""

    def __init__(self, every: float, now: Callable[[], float]) -> None:
        self._every, self._now = every, now
        self._last: OrderedDict[tuple[str, str, str], float] = OrderedDict()

    def is_due(self, event: Event) -> bool:
        """Whether the event's user is to be told now; they then count as told."""
        user, now = (event.platform, event.team, event.user), self._now()
        if now - self._last.get(user, -self._every) < self._every:
            return False
        self._last[user] = now
        self._last.move_to_end(user)
        if len(self._last) > MOST_USERS:
            self._last.popitem(last=False)
        return True
