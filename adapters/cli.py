"""The command `beatbook`: the composition root and console script. Each command is a few lines."""

from __future__ import annotations

import sqlite3
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapters import cli_kept, cli_knowledge
from adapters.cli_faults import NOTHING_BUILT, PROBLEMS, USAGE, one_line_errors, so_many, stop
from adapters.cli_options import as_of_option, collections_option, day_of, json_option, looked_back, named, now_option
from adapters.wiring import House, NothingBuilt, today

if TYPE_CHECKING:
    from adapters.journal import Asked
    from adapters.pictures.looks import SizeName, ThemeName
    from bot.bot import Bot
    from bot.reply import Reply


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="beatbook", message="beatbook %(version)s")
def app() -> None:
    """Crime figures, each with its period and its source, or an honest “not held”."""


@app.command(epilog='Example: beatbook ask "how many homicides in London in 2025?"')
@click.argument("question", nargs=-1)
@json_option
@click.option("--batch", is_flag=True, help="Read one JSON question a line, write one reply a line.")
@click.option("--why", is_flag=True, help="Show every stage from question to reply.")
@click.option("--csv", "csv_file", metavar="FILE", help="Write the reply's figures as CSV too (-: instead, here).")
@click.option("--xlsx", "xlsx_file", metavar="FILE", help="Write the reply's figures as an Excel workbook too.")
@now_option
@as_of_option
@collections_option
def ask(
    question: tuple[str, ...],
    as_json: bool,
    batch: bool,
    why: bool,
    csv_file: str | None,
    xlsx_file: str | None,
    now: str | None,
    as_of: str | None,
    collections: str | None,
) -> None:
    """Answer one QUESTION in plain English, or a batch of them."""
    if not question and not batch:
        raise click.UsageError('give a question, as in: beatbook ask "burglary in Camden"')
    if batch and (question or csv_file or xlsx_file):
        raise click.UsageError("--batch reads its questions from standard input, without QUESTION, --csv and --xlsx")
    with one_line_errors():
        house = House.furnished()
        bot = house.bot(named(collections), as_of=looked_back(as_of))
        day = day_of(now or as_of)
        if batch:
            _ask_batch(house, bot, day)
        else:
            shown = None if csv_file == "-" else "json" if as_json else "why" if why else "text"
            reply = _ask_one(house, bot, " ".join(question), day, shown)
            if csv_file or xlsx_file:
                _write_figures(reply, csv_file, xlsx_file)


def _ask_one(house: House, bot: Bot, question: str, day: date, shown: str | None) -> Reply:
    """The reply to a question, noted for replay, and shown as `text`, with `why`, as `json`, or not at all."""
    from adapters import console
    from adapters.journal import Asked
    from bot.conversation import Talk

    stages = bot.stages(question, day)
    if shown == "json":
        from adapters.contract import reply_json

        click.echo(reply_json(stages.reply))
    elif shown:
        click.echo(console.why(stages, bot.knowledge) + "\n" if shown == "why" else "", nl=shown == "why")
        click.echo(console.render(stages.reply, colour=sys.stdout.isatty()))
    _note(house, [Asked.of(stages.reply, stages.question, Talk(), bot.knowledge)], stages.reply)
    return stages.reply


def _write_figures(reply: Reply, csv_file: str | None, xlsx_file: str | None) -> None:
    from adapters.files.writing import NotWritten, write_figures

    try:
        write_figures(reply, csv_file, xlsx_file, sys.stdout.buffer)
    except NotWritten as fault:
        stop(str(fault), PROBLEMS)


def _ask_batch(house: House, bot: Bot, day: date) -> None:
    from adapters.batch import answer_lines

    asked: list[Asked] = []
    for line in answer_lines(sys.stdin.buffer, bot, day, asked):
        click.echo(line)
    _note(house, asked)


def _note(house: House, asked: list[Asked], last: Reply | None = None) -> None:
    """Keep what was asked; the last of it, where a person asked it in vain, for the curator too."""
    from adapters import journal

    vain = [(asked[-1].question, last.nearest_topic)] if last and last.outcome == "abstain" else []
    try:
        journal.note(house.journal, asked, vain)
    except (sqlite3.Error, OSError) as fault:
        click.echo(f"beatbook: not kept for replay: {fault}", err=True)


@app.command(epilog='Example: beatbook chart "homicides in London since 2015" -o homicides.png')
@click.argument("question", nargs=-1, required=True)
@click.option("-o", "--output", "file", metavar="FILE", required=True, help="The PNG file to write.")
@click.option("--size", type=click.Choice(["page", "chat", "phone"]), default="page", help="1,200, 800 or 400 pixels.")
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light", help="The paper's colour.")
@now_option
@collections_option
def chart(
    question: tuple[str, ...], file: str, size: SizeName, theme: ThemeName, now: str | None, collections: str | None
) -> None:
    """Draw the series behind the reply to QUESTION as a picture, and say in words what it shows."""
    from adapters.pictures.saving import NotSaved

    with one_line_errors():
        house = House.furnished()
        reply = _ask_one(house, house.bot(named(collections)), " ".join(question), day_of(now), None)
        try:
            click.echo(_draw(house, reply, Path(file), size, theme))
        except NotSaved as fault:
            stop(str(fault), PROBLEMS)


def _draw(house: House, reply: Reply, file: Path, size: SizeName = "page", theme: ThemeName = "light") -> str:
    """What the saved picture says; what is logged on the way goes to standard error. Raises NotSaved."""
    import time

    from adapters.logs import logging_to
    from adapters.pictures.saving import save

    logging_to(sys.stderr, time.time)
    return save(reply, file, house.pictures, size, theme)


@app.command(epilog="In the chat: /help lists what it can do; Ctrl-D ends it.")
@now_option
@as_of_option
@collections_option
def chat(now: str | None, as_of: str | None, collections: str | None) -> None:
    """Talk in the terminal: follow-ups, choices by number, /why, /sources. Reads piped lines too."""
    from adapters import console
    from adapters.journal import Asked

    with one_line_errors():
        house = House.furnished()
        bot = house.bot(named(collections), as_of=looked_back(as_of))
        day = day_of(now or as_of) if now or as_of else None
        talking = console.Chat(
            bot,
            today=lambda: day or today(),
            draw=lambda reply: _draw(house, reply, Path(f"beatbook-{reply.ref}.png")),
            keep=lambda said, before: _note(
                house, [Asked.of(said.reply, said.question, before, bot.knowledge)], said.reply
            ),
            colour=sys.stdout.isatty(),
        )
        if sys.stdin.isatty():
            click.echo("Beatbook. Ask for a crime figure; /help for help, Ctrl-D to end.")
            console.run(talking, console.typed_lines(house.settings.home / "history"), sys.stdout)
        else:
            console.run(talking, iter(sys.stdin), sys.stdout)


@app.command(epilog="Example: beatbook check ~/newsroom-figures")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
def check(folders: tuple[Path, ...]) -> None:
    """Report every problem in the knowledge text at once: file, line, field, remedy.

    FOLDERS are checked together, the first being the ground for the rest; without any, the installation's own.
    """
    from knowledge.check import problems_in

    with one_line_errors():
        found = problems_in(folders or House.furnished().texts)
    for problem in found:
        click.echo(str(problem))
    if found:
        stop(so_many(len(found)), PROBLEMS)
    click.echo("no problems")


@app.command(epilog="The old build serves until the new one is whole.")
def build() -> None:
    """Compile the knowledge text into the one file that answers are read from."""
    from knowledge.build import build as compiled
    from knowledge.errors import KnowledgeProblems

    with one_line_errors():
        house = House.furnished()
        try:
            built = compiled(house.texts, house.built)
        except KnowledgeProblems as found:
            click.echo("\n".join(str(problem) for problem in found.problems))
            stop(f"{so_many(len(found.problems))}; nothing was built, the old knowledge serves", PROBLEMS)
        click.echo(f"knowledge {built.version[:16]}: {built.counts['observation']} figures in {built.seconds:.1f} s")


@app.command("import", epilog="Example: beatbook import ~/Downloads/crime --dry-run")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Report only; write nothing.")
@click.option("--released", metavar="YYYY-MM", help="When the files were published (default: as they tell).")
@click.option("--taken", metavar="YYYY-MM-DD", help="When they were taken from their page (default: today).")
@click.option("--copy", is_flag=True, help="They are somebody's copy, not taken from the publisher's page.")
def import_(paths: tuple[Path, ...], dry_run: bool, released: str | None, taken: str | None, copy: bool) -> None:
    """Turn publishers' files at PATHS (files or folders) into knowledge text, all of them or none.

    A file is recognised by its headings, not its name. The text goes to the newsroom's own folder, else to the bundled
    one; each release takes the place of the same release, older ones stay.
    """
    from adapters import importing

    with one_line_errors():
        house = House.furnished()
        files = importing.listed(paths)
        stamp = importing.stamped(day_of(taken, "--taken"), copy=copy, released=released)
        with click.progressbar(files, label="Reading", file=sys.stderr) as bar:
            reports = importing.plan(bar, stamp, house.texts)
        for report in reports:
            click.echo("\n".join(report.lines()))
        if not dry_run:
            written = importing.written(reports, house.texts[-1])
            click.echo(f"{len(written)} releases written to {house.texts[-1]}; run: beatbook build")


@app.command(epilog="Example: beatbook replay b7k2a-0m3xq")
@click.argument("ref")
@json_option
def replay(ref: str, as_json: bool) -> None:
    """Give the reply with the reference REF again, from the same knowledge as then."""
    from adapters import console, contract, journal
    from bot.conversation import Talk

    with one_line_errors():
        house = House.furnished()
        asked = journal.recall(house.journal, ref.strip().lower())
        if asked is None:
            stop(f"no reply with the reference {ref!r} is kept here", PROBLEMS)
        try:
            bot = house.bot(named(asked.collections), asked.knowledge_version)
        except NothingBuilt:
            stop(f"the knowledge {asked.knowledge_version[:16]} of that reply is no longer here", NOTHING_BUILT)
        reply, _ = bot.ask(asked.question, asked.asked_on, Talk.from_json(asked.talk) if asked.talk else None)
        click.echo(contract.reply_json(reply) if as_json else console.render(reply, colour=sys.stdout.isatty()))


@app.command(epilog="Example: beatbook serve slack discord")
@click.argument("platforms", nargs=-1)
def serve(platforms: tuple[str, ...]) -> None:
    """Answer on the chat PLATFORMS named, until stopped (SIGTERM or Ctrl-C)."""
    from adapters.serve import CannotServe
    from adapters.serve import serve as served

    with one_line_errors():
        try:
            code = served(House.furnished(), platforms)
        except CannotServe as fault:
            stop(str(fault), USAGE)
    raise click.exceptions.Exit(code)


@app.command(epilog="Exit code 0: all is well. Example: beatbook doctor slack")
@click.argument("platforms", nargs=-1, type=click.Choice(["slack", "discord"]))
def doctor(platforms: tuple[str, ...]) -> None:
    """Look over this installation: Python, settings, folders, knowledge, one question; and the PLATFORMS named."""
    from adapters.doctor import findings

    worst = 0
    for finding in findings(platforms):
        click.echo(str(finding))
        worst = max(worst, 0 if finding.well else PROBLEMS)
    raise click.exceptions.Exit(worst)


@app.group()
def discord() -> None:
    """What only Discord needs."""


@discord.command(epilog="`beatbook serve discord` does it by itself where the commands have changed.")
def sync() -> None:
    """Tell Discord the commands, for all servers and users."""
    from adapters.discord.checkup import CannotTell, tell_commands
    from adapters.state.errors import StateError

    with one_line_errors():
        try:
            told = tell_commands(House.furnished())
        except (CannotTell, StateError) as fault:
            stop(str(fault), PROBLEMS)
    click.echo(f"told Discord: {', '.join(told)}")


app.add_command(cli_knowledge.topics)
app.add_command(cli_knowledge.diff)
app.add_command(cli_kept.forget)
app.add_command(cli_kept.unanswered)
app.add_command(cli_kept.feedback)


def main() -> None:
    """The console script."""
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None
