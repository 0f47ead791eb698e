"""Knowledge text into one compiled SQLite file, all or nothing.

The file is named by the hash of what it was made from, and becomes the one that serves only when it is whole. The same
text gives the same file, byte for byte, and a text that was built before is only switched to.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from knowledge import english, shelf
from knowledge.check import check, problems_in
from knowledge.compiling import compile_into
from knowledge.errors import BuildFailed, KnowledgeProblems
from knowledge.files import TextFile, digest, load
from knowledge.problem import Problem
from knowledge.read import read_files
from knowledge.shelf import current
from knowledge.tables import SCHEMA

__all__ = ["Built", "build", "current", "problems_in"]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: the compiled file, the content hash, how many of what, and how long it took.

    `counts` has a number for each of: indicator, place, source, speaker, break, observation, phrase, word, english.
    """

    path: Path
    version: str
    counts: Mapping[str, int]
    seconds: float


def build(folders: Sequence[Path], target: Path) -> Built:
    """Check and compile the folders, the bundled one first, and let the result serve from `target`.

    Raises KnowledgeProblems for faults of the text and BuildFailed where the file cannot be written; what served
    before then serves on.
    """
    began = perf_counter()
    files, problems = load(folders)
    version = digest(files, str(SCHEMA), english.version())
    path = shelf.file_of(target, version)
    try:
        if problems or not shelf.sound(path):
            _compile(files, problems, path, version)
        if current(target) != path:
            shelf.switch(path)
        counts = _counts(path)
    except (OSError, sqlite3.Error) as error:
        raise BuildFailed(f"The compiled file cannot be written: {error}", "Make room, or check permissions") from error
    return Built(path, version, counts, perf_counter() - began)


def _compile(files: Sequence[TextFile], problems: Sequence[Problem], path: Path, version: str) -> None:
    text, faults = read_files(files)
    if found := sorted({*problems, *faults, *check(text)}):
        raise KnowledgeProblems(found)
    path.parent.mkdir(parents=True, exist_ok=True)
    with shelf.replacing(path) as temporary:
        compile_into(temporary, text, english.words(), version)
        # Sealed first: a file without its seal is never taken for whole, a seal without its file harms nobody.
        shelf.seal(path, shelf.digest(temporary))


def _counts(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        counts: dict[str, int] = json.loads(
            connection.execute("SELECT value FROM meta WHERE key = 'counts'").fetchone()[0]
        )
    return counts
