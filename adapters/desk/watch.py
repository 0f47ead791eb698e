"""What the desk tells whoever counts: plain numbers, never a name of a user or a team."""

from __future__ import annotations


class Watch:
    """Counts nothing; whoever counts says how, as `adapters.http.metrics.Metrics` does."""

    def answered(self, outcome: str, seconds: float) -> None:
        """A question has its reply, found in so many seconds."""

    def replied(self, seconds: float) -> None:
        """A reply was sent, so many seconds after its row was taken up."""

    def acknowledged(self, platform: str, seconds: float) -> None:
        """An event was committed, so many seconds after it came in."""

    def shed(self) -> None:
        """A question was turned away because too many were waiting."""

    def parked(self) -> None:
        """A question was put aside: it killed its workers."""

    def retried(self, platform: str, why: str) -> None:
        """A message is sent once more: `rate_limited` or `passing`."""

    def lost(self, platform: str, why: str) -> None:
        """A reply reaches nobody: `gone` or `given_up`."""

    def worker_restarted(self) -> None:
        """An answering process died or hung and was replaced."""
