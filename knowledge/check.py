"""Checks across the files of the knowledge text: everything that one file alone cannot show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from knowledge.checks.figures import figures
from knowledge.checks.links import links
from knowledge.checks.releases import releases
from knowledge.checks.sums import sums
from knowledge.checks.wording import wording
from knowledge.problem import Problem
from knowledge.read import read
from knowledge.records import KnowledgeText

_CHECKS = (links, figures, releases, sums, wording)


def check(text: KnowledgeText) -> list[Problem]:
    """Every problem between the records, by file and line."""
    return sorted(problem for one in _CHECKS for problem in one(text))


def problems_in(folders: Sequence[Path]) -> list[Problem]:
    """Every problem of the folders: of their text, and between what could be read of it."""
    text, problems = read(folders)
    return sorted({*problems, *check(text)})
