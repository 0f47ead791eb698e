"""What the desk tells whoever counts: plain numbers, never a name of a user or a team."""

from __future__ import annotations

from typing import Protocol


class Watch(Protocol):
    """Whoever counts; `adapters.http.metrics.Metrics` is one."""

    def answered(self, outcome: str, seconds: float) -> None:
        """A question has its reply, found in so many seconds."""
        ...

    def replied(self, seconds: float) -> None:
        """A reply was sent, so many seconds after its row was taken up."""
        ...

    def acknowledged(self, platform: str, seconds: float) -> None:
        """An event was committed, so many seconds after it came in."""
        ...

    def shed(self) -> None:
        """A question was turned away because too many were waiting."""
        ...

    def parked(self) -> None:
        """A question was put aside: it killed its workers."""
        ...

    def retried(self, platform: str, why: str) -> None:
        """A message is sent once more: `rate_limited` or `passing`."""
        ...

    def lost(self, platform: str, why: str) -> None:
        """A reply reaches nobody: `gone` or `given_up`."""
        ...

    def worker_restarted(self) -> None:
        """An answering process died or hung and was replaced."""
        ...


class Nobody:
    """Counts nothing."""

    def answered(self, outcome: str, seconds: float) -> None:
        """Nothing."""

    def replied(self, seconds: float) -> None:
        """Nothing."""

    def acknowledged(self, platform: str, seconds: float) -> None:
        """Nothing."""

    def shed(self) -> None:
        """Nothing."""

    def parked(self) -> None:
        """Nothing."""

    def retried(self, platform: str, why: str) -> None:
        """Nothing."""

    def lost(self, platform: str, why: str) -> None:
        """Nothing."""

    def worker_restarted(self) -> None:
        """Nothing."""
