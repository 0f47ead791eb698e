"""After several failures in a row nobody waits for the database any more, but for one try now and then."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from adapters.state.errors import Unavailable

FAILURES = 3
PAUSE_SECONDS = 2.0


class Breaker:
    """Counts failures; open after three in a row, and half open every two seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = Lock()
        self._failures = 0
        self._again_at = 0.0

    def admit(self) -> None:
        """Raise Unavailable while the database is thought to be down; lets one caller through to find out."""
        with self._lock:
            now = self._monotonic()
            if self._failures < FAILURES:
                return
            if now < self._again_at:
                raise Unavailable("the database did not answer a moment ago", self._again_at - now)
            self._again_at = now + PAUSE_SECONDS

    def failed(self) -> None:
        """A call found the database unavailable."""
        with self._lock:
            self._failures += 1
            self._again_at = self._monotonic() + PAUSE_SECONDS

    def worked(self) -> None:
        """A call was answered."""
        self._failures = 0
