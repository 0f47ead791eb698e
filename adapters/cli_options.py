"""Options that several commands share, and what is made of their words."""

from __future__ import annotations

from datetime import date

import click

from adapters.wiring import today

collections_option = click.option(
    "--collections", metavar="A,B", help="Answer from these collections only (default: all)."
)
now_option = click.option("--now", metavar="YYYY-MM-DD", help="Answer as on this day (default: today in London).")
as_of_option = click.option(
    "--as-of", metavar="YYYY-MM-DD", help="Use only what was published by this day; “last month” is read on it too."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print the reply as one line of JSON.")


def named(collections: str | None) -> tuple[str, ...] | None:
    """The collections of a list by comma; None where it is left out."""
    return tuple(name.strip() for name in collections.split(",") if name.strip()) if collections else None


def day_of(written: str | None, option: str = "--now") -> date:
    """The day of an option; today where it is left out."""
    if written is None:
        return today()
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise click.BadParameter(f"{written!r} is no date; write it as 2026-01-20", param_hint=option) from None


def looked_back(as_of: str | None) -> date | None:
    """The day of `--as-of`, where it is given."""
    return day_of(as_of, "--as-of") if as_of else None
