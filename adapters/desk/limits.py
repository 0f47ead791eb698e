"""The desk's limits, all in one place, and the clock that it is handed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much, how often and how long. Times are seconds."""

    most_open: int = 100
    claim_at_once: int = 25
    claim_every: float = 0.01
    most_tries: int = 2
    gather: float = 0.005
    most_gathered: int = 50
    take: float = 2.5
    # The State must be opened with the same.
    lease: float = 30.0
    # To a database that takes several writers at once; one of them is for intake.
    threads: int = 3
    look_again: float = 1.0
    # Longer than a platform client's own time-out: what a killed process had sent has arrived by then, or never will.
    settle: float = 12.0
    send: float = 10.0
    most_retries: int = 7
    first_wait: float = 0.5
    longest_wait: float = 30.0
    # After so long nobody waits for a reply any more.
    give_up: float = 3600.0
    channel_burst: int = 5
    channel_rate: float = 1.0
    # Retention is counted in hours: what is too old need not go to the minute.
    expire_every: float = 3600.0
    fold_every: float = 0.5
    shed_every: float = 60.0
    most_shed_lines: int = 50
