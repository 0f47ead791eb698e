"""A knowledge folder of a test's own: a copy of the sample, to be spoilt."""

from __future__ import annotations

import shutil
from pathlib import Path

from knowledge.check import problems_in
from knowledge.problem import Problem

SAMPLE = Path(__file__).parent / "sample"


class Folder:
    def __init__(self, path: Path) -> None:
        shutil.copytree(SAMPLE, path)
        self.path = path

    def replace(self, file: str, old: str, new: str) -> None:
        text = (self.path / file).read_text("utf-8")
        assert old in text, f"{old!r} is not in {file}"
        self.write(file, text.replace(old, new, 1))

    def write(self, file: str, content: str | bytes) -> None:
        path = self.path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def append(self, file: str, text: str) -> None:
        self.write(file, (self.path / file).read_text("utf-8") + text)

    def problems(self) -> list[Problem]:
        return problems_in([self.path])

    def only_problem(self) -> Problem:
        problems = self.problems()
        assert len(problems) == 1, "\n".join(map(str, problems))
        return problems[0]
