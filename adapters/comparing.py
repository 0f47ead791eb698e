"""`beatbook diff`: two states of the knowledge, each compiled or as text, opened side by side."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from adapters.wiring import House
from bot.bot import Bot
from knowledge.base import KnowledgeBase
from knowledge.build import build
from knowledge.shelf import current

RELEASES = "releases"


@contextmanager
def opened(state: Path | None, house: House, collections: Sequence[str] | None) -> Iterator[Bot]:
    """A bot on a state; on what serves here where it is None. Raises NothingBuilt or KnowledgeError.

    A state is a compiled file, a folder of knowledge text, or a folder of releases, which then takes the place of the
    installation's own.
    """
    if state is None:
        with house.bot(collections).knowledge as knowledge:
            yield Bot(knowledge)
        return
    with TemporaryDirectory(prefix="beatbook-") as aside:
        compiled = state if state.is_file() else _compiled(state, house, Path(aside))
        with KnowledgeBase.open(compiled, collections or house.settings.collections) as knowledge:
            yield Bot(knowledge)


def _compiled(folder: Path, house: House, aside: Path) -> Path:
    """The compiled file of a folder."""
    if (folder / "indicators").is_dir():
        return build((folder,), aside / "built").path
    if built := current(folder):
        return built
    if not any(folder.glob("*/*.yaml")):
        what = f"{folder} is neither knowledge text, nor built knowledge, nor a folder of releases"
        raise click.BadParameter(what, param_hint="OLD and NEW")
    texts = [_without_releases(text, aside / str(n)) for n, text in enumerate(house.texts)]
    shutil.copytree(folder, texts[0] / RELEASES)
    return build(texts, aside / "built").path


def _without_releases(text: Path, copy: Path) -> Path:
    return shutil.copytree(text, copy, ignore=lambda at, _: {RELEASES} if Path(at) == text else set())


def listed_questions(file: Path | None) -> list[str]:
    """The questions of a file, one a line; lines that begin with # are notes."""
    lines = file.read_text("utf-8-sig", errors="replace").splitlines() if file else []
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
