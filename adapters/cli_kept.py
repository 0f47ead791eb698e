"""The commands on what an installation keeps: forget it, read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import click

from adapters.cli_faults import PROBLEMS, one_line_errors, stop
from adapters.wiring import House

if TYPE_CHECKING:
    from adapters.state.state import State


@contextmanager
def _state() -> Iterator[State]:
    """The installation's state; a fault of the database is one line."""
    from adapters.serve import open_state
    from adapters.state.errors import StateError

    with one_line_errors():
        try:
            with closing(open_state(House.furnished())) as state:
                yield state
        except StateError as fault:
            stop(str(fault), PROBLEMS)


@click.command(epilog="Examples: beatbook forget slack T123 --user U456; beatbook forget terminal")
@click.argument("platform", type=click.Choice(("slack", "discord", "terminal")))
@click.argument("team", required=False)
@click.option("--user", help="Forget this person only (default: the whole workspace).")
def forget(platform: str, team: str | None, user: str | None) -> None:
    """Delete every row kept of the workspace TEAM on PLATFORM, or of one person in it; of the terminal, all."""
    if (platform == "terminal") != (team is None) or (user and team is None):
        raise click.UsageError("name the workspace, as in: beatbook forget slack T123 (only the terminal has none)")
    if team is None:
        from adapters import journal

        with one_line_errors():
            click.echo(f"{journal.forget(House.furnished().settings.home)} questions deleted")
        return
    with _state() as state:
        click.echo(f"{state.forget(platform, team, user)} rows deleted")


@click.command(epilog="The curator's list: questions without their askers, the most frequent first.")
def unanswered() -> None:
    """List what was asked in vain: how often, the words, the nearest topic."""
    from adapters import journal

    with _state() as state:
        told = [(asked.text, asked.count, asked.nearest) for asked in state.list_unanswered()]
    with one_line_errors():
        told += journal.unanswered(House.furnished().journal)
    nearest = {text: near for text, _, near in told}
    counts = Counter[str]()
    for text, count, _ in told:
        counts[text] += count
    for text, count in counts.most_common():
        click.echo(f"{count}\t{text}\t{nearest[text]}")


@click.command(epilog="The newest first.")
def feedback() -> None:
    """List what people thought of replies: reference, verdict, reason."""
    with _state() as state:
        for given in state.list_feedback():
            click.echo(f"{given.ref}\t{given.verdict}\t{given.reason}")
