"""What goes wrong in a command: one line on standard error, and an exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from adapters.settings import SettingsError
from adapters.wiring import NothingBuilt
from knowledge.errors import ImportRefused, KnowledgeError

PROBLEMS, USAGE, NOTHING_BUILT = 1, 2, 3


@contextmanager
def one_line_errors() -> Iterator[None]:
    """A fault of the installation or of the call is one line on standard error, and an exit code."""
    try:
        yield
    except NothingBuilt as nothing:
        stop(str(nothing), NOTHING_BUILT)
    except SettingsError as wrong:
        stop(str(wrong), USAGE)
    except KnowledgeError as broken:
        stop(str(broken), PROBLEMS if isinstance(broken, ImportRefused) else USAGE)


def stop(message: str, code: int) -> NoReturn:
    """End the command with its message, every line under our name, and an exit code."""
    click.echo("\n".join(f"beatbook: {line}" for line in message.split("\n")), err=True)
    raise click.exceptions.Exit(code)


def so_many(problems: int) -> str:
    """ "1 problem", "30 problems"."""
    return f"{problems} problem{'s' * (problems != 1)}"
