"""Sentences on how fresh figures are: up to when they run, who publishes them how often, what is due."""

from __future__ import annotations


def runs_to(name: str, until: str, source: str) -> str:
    return f"{name}: to {until} ({source})."


def coming(rhythm: str, due: str, *, over: bool) -> str:
    """ "Published monthly; the next was due on 10 August 2026 and is not held yet." """
    if not due:
        return "It is published at no fixed time."
    return f"Published {rhythm}; {next_release(due, over=over)}."


def next_release(due: str, *, over: bool) -> str:
    return f"the next was due on {due} and is not held yet" if over else f"the next is due on {due}"


def out_of_date(until: str, due: str) -> str:
    return f"These figures run to {until}; the next release was due on {due} and is not held yet."


def no_release(name: str, latest: str) -> str:
    return f"{name}: no regular release is held; the latest figure is {latest}."


def more(number: int) -> str:
    return f"… and {number} more."


def past_due(release: str, until: str, due: str, days: int, topics: list[str]) -> str:
    """A line of `beatbook topics --stale`."""
    return f"{release}: to {until}; the next was due on {due}, {days:,} days ago  ({', '.join(topics)})"


def nothing_past_due() -> str:
    return "nothing is past its due date"
