"""`beatbook import`: the files that were named, and what is said of them that they do not say themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from knowledge.importers.dataset import Stamp
from knowledge.importers.importing import plan, written

__all__ = ["listed", "plan", "stamped", "written"]

FILES = (".csv", ".xlsx")
FROM_THE_PAGE = "as taken from the publisher's page, by hand"
A_COPY = "copy, not checked against the publisher's page"
_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")


def listed(paths: Iterable[Path]) -> list[Path]:
    """The files, and of folders the CSV files and workbooks in them."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in FILES) if path.is_dir() else [path]
        found += inside
    return found


def stamped(taken: date, *, copy: bool, released: str | None) -> Stamp:
    """When and whence the files were taken."""
    if released and not _MONTH.fullmatch(released):
        raise click.BadParameter(f"{released!r} is no month; write it as 2026-04", param_hint="--released")
    return Stamp(taken, A_COPY if copy else FROM_THE_PAGE, released)
