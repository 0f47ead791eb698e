"""The files of a knowledge folder: found, named and held as bytes, once, so that what is hashed is what is read."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.problem import Problem, shown
from knowledge.textfile import LARGEST_CSV

_PLACES = {
    "indicator": re.compile(r"indicators/([^/]+)\.yaml"),
    "break": re.compile(r"breaks/([^/]+)\.yaml"),
    "language": re.compile(r"language/([^/]+)\.yaml"),
    "observations": re.compile(r"observations/([^/]+/[^/]+)\.csv"),
    "release": re.compile(r"releases/([^/]+/[^/]+)\.yaml"),
    "snapshot": re.compile(r"releases/([^/]+/[^/]+)\.csv"),
    "sources": re.compile(r"(sources)\.csv"),
    "speakers": re.compile(r"(speakers)\.csv"),
    "places": re.compile(r"(places)\.csv"),
}
_IGNORED = re.compile(r"(?:.*/)?(?:\..*|.*\.md|Thumbs\.db|desktop\.ini)|(?:.*/)?\..*/.*")
_WORKBOOKS = (".xlsx", ".xls", ".ods", ".numbers")


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file of the text: what it is, its name within its kind, where it stands, and its bytes."""

    kind: str
    name: str
    file: str
    folder: int
    relative: str
    data: bytes


def load(folders: Sequence[Path]) -> tuple[list[TextFile], list[Problem]]:
    """Every file of the folders in a fixed order, and what does not belong there."""
    files: list[TextFile] = []
    problems: list[Problem] = []
    for number, folder in enumerate(folders):
        if not folder.is_dir():
            problems.append(Problem(folder.as_posix(), 1, "folder", "there is no such folder", "Check its name"))
        for path in _paths(folder):
            found = _loaded(number, folder, path)
            if isinstance(found, TextFile):
                files.append(found)
            else:
                problems.append(found)
    return files, problems


def digest(files: Iterable[TextFile], *stamps: str) -> str:
    """SHA-256 over the files' names and bytes and over the stamps, as hex."""
    total = hashlib.sha256("\n".join(stamps).encode())
    for file in files:
        total.update(f"\n{file.folder}:{file.relative}:{len(file.data)}\n".encode())
        total.update(file.data)
    return total.hexdigest()


def _paths(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(root, name)
            if not _IGNORED.fullmatch(path.relative_to(folder).as_posix()):
                yield path


def _loaded(number: int, folder: Path, path: Path) -> TextFile | Problem:
    relative, file = path.relative_to(folder).as_posix(), path.as_posix()
    for kind, pattern in _PLACES.items():
        if found := pattern.fullmatch(relative):
            try:
                data = _read(folder, path)
            except OSError as error:
                return Problem(
                    file, 1, "file", f"it cannot be read: {error.strerror or error}", "Check its permissions"
                )
            return TextFile(kind, found[1], file, number, relative, data)
    return Problem(file, 1, "file", f"{shown(relative)} is not a place where knowledge is read", _moved(path))


def _read(folder: Path, path: Path) -> bytes:
    if not path.resolve().is_relative_to(folder.resolve()):
        raise OSError(0, "it leads out of the folder")
    with path.open("rb") as stream:
        return stream.read(LARGEST_CSV + 1)


def _moved(path: Path) -> str:
    if path.suffix == ".yml":
        return f"Rename it to {path.stem}.yaml"
    if path.suffix.lower() in _WORKBOOKS:
        return "Save its sheet as CSV UTF-8, and take the workbook away"
    return "Move it to indicators/, breaks/, language/, releases/ or observations/<collection>/, or take it away"
