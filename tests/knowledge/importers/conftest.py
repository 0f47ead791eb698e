from __future__ import annotations

import os
from pathlib import Path

import pytest

from knowledge.importers.official import OfficialFile, open_official


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder of real official files."""
    named = os.environ.get("BEATBOOK_SOURCES_DIR", "")
    if not Path(named).is_dir() or not named:
        pytest.skip("BEATBOOK_SOURCES_DIR names no folder of official files")
    return Path(named)


@pytest.fixture(scope="session")
def by_digest(sources: Path) -> dict[str, OfficialFile]:
    """The real files by their digest, read on first use."""
    files = (open_official(path) for path in sorted(sources.rglob("*")) if path.suffix in (".csv", ".xlsx"))
    return {file.sha256: file for file in files}
