from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.build import Built, build
from tests.knowledge.folder import SAMPLE, Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A copy of the sample that a test may spoil."""
    return Folder(tmp_path / "text")


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sample, compiled once."""
    return build([SAMPLE], tmp_path_factory.mktemp("built"))


@pytest.fixture
def base(compiled: Built) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(compiled.path) as opened:
        yield opened
