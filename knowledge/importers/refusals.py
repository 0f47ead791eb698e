"""Reasons to refuse, gathered, so that whoever gave a file mends all of it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from knowledge.errors import ImportRefused, ImportsRefused

T = TypeVar("T")


@dataclass(slots=True)
class Refusals:
    """What was refused so far."""

    reasons: list[ImportRefused] = field(default_factory=list)

    def attempt(self, work: Callable[[], T]) -> T | None:
        """What comes of the work; None where it was refused, and why is kept."""
        try:
            return work()
        except ImportRefused as reason:
            self.reasons += reason.reasons if isinstance(reason, ImportsRefused) else [reason]
            return None

    def settle(self) -> None:
        """Raise the reason, or all of them; nothing happens where there is none."""
        if len(self.reasons) > 1:
            raise ImportsRefused(self.reasons)
        if self.reasons:
            raise self.reasons[0]


def refuse_all(checks: Iterable[Callable[[], object]]) -> None:
    """Make every check, and raise all that they refuse."""
    refusals = Refusals()
    for check in checks:
        refusals.attempt(check)
    refusals.settle()
