"""The commands on what is known: list it, compare two states of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapters.cli_faults import PROBLEMS, one_line_errors
from adapters.cli_options import collections_option, day_of, named, now_option
from adapters.wiring import House

if TYPE_CHECKING:
    from knowledge.base import KnowledgeBase


@click.command(epilog="Example: beatbook topics --collections articles")
@click.option("--stale", is_flag=True, help="List instead the datasets whose next release is overdue.")
@now_option
@collections_option
def topics(stale: bool, now: str | None, collections: str | None) -> None:
    """List what can be asked, with the number of figures held and an example of each."""
    with one_line_errors():
        knowledge = House.furnished().bot(named(collections)).knowledge
        for line in _stale(knowledge, day_of(now)) if stale else _held(knowledge):
            click.echo(line)


def _held(knowledge: KnowledgeBase) -> Iterator[str]:
    for indicator in knowledge.indicators():
        if count := knowledge.held().get(indicator.id):
            yield f"{indicator.label} ({count})  {indicator.example}".rstrip()


def _stale(knowledge: KnowledgeBase, on: date) -> Iterator[str]:
    """Each dataset past its due date, the longest overdue first, with the topics that it counts."""
    from bot.freshness import standings
    from bot.sentences import dating
    from bot.wording import day_words, month_words

    overdue = [s for s in standings(knowledge) if s.is_overdue(on)]
    for s in sorted(overdue, key=lambda s: s.release.next_due):
        days = (on - s.due).days if s.due else 0
        labels = [knowledge.indicator(i).label for i in s.indicators]
        yield dating.past_due(s.release.id, month_words(s.last), day_words(s.release.next_due), days, labels)
    if not overdue:
        yield dating.nothing_past_due()


@click.command(epilog="Exit code 0: every reply is the same; 1: some differ. Example: beatbook diff old.sqlite")
@click.argument("old", type=click.Path(exists=True, path_type=Path))
@click.argument("new", type=click.Path(exists=True, path_type=Path), required=False)
@click.option(
    "--questions", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Ask these too, one a line."
)
@now_option
@collections_option
def diff(old: Path, new: Path | None, questions: Path | None, now: str | None, collections: str | None) -> None:
    """Show which replies change from OLD to NEW (default: what serves here), and why.

    Each is a compiled file, the folder of one, a folder of knowledge text, or a folder of releases. Every indicator is
    asked for at one place of each kind: the latest, the period that was the latest in OLD, and the year before.
    """
    from adapters.comparing import listed_questions, opened
    from bot.differences import differences

    with one_line_errors():
        house, names = House.furnished(), named(collections)
        with opened(old, house, names) as before, opened(new, house, names) as after:
            found, asked = differences(before, after, listed_questions(questions), day_of(now))
    for one in found:
        click.echo(f"{one.question}\n  old  {one.old}\n  new  {one.new}\n  why  {one.why}")
    counted = Counter(one.why for one in found)
    parts = [f"{asked - len(found)} as before", *(f"{number} {why}" for why, number in counted.items())]
    click.echo(f"{asked} questions: {', '.join(parts)}")
    raise click.exceptions.Exit(PROBLEMS if found else 0)
