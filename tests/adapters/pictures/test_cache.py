"""Pictures made before, what is asked of a renderer, and that whoever asks loads nothing that draws."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.pictures.cache import Cache
from adapters.pictures.request import read_request, request
from tests.adapters.pictures.samples import BROKEN, NATION, PLAIN, RANKED

PNG = b"\x89PNG\r\n\x1a\n" + b"%s" + b"IEND\xaeB`\x82"


def test_a_request_comes_back_as_it_was() -> None:
    for series in ((PLAIN, NATION), (BROKEN,), (RANKED,)):
        assert read_request(request(series, "page", "dark")) == (series, "page", "dark")


def test_the_cache_is_bounded_in_memory_and_on_disk(tmp_path: Path) -> None:
    cache = Cache(tmp_path, in_memory=2, on_disk=3)
    for number in range(6):
        cache.keep(f"{number}", PNG % b"%d" % number)
        cache.write(f"{number}", PNG % b"%d" % number)
        os.utime(tmp_path / f"{number}.png", (number, number))
    assert [cache.recall(f"{number}") is not None for number in range(6)] == [False] * 4 + [True] * 2
    assert sorted(file.name for file in tmp_path.iterdir()) == ["3.png", "4.png", "5.png"]
    assert cache.read("3") == PNG % b"3"


@pytest.mark.parametrize("content", [b"", PNG[:12], b"<html>", PNG % b"x" + b"more"])
def test_half_a_picture_is_none(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "key.png").write_bytes(content)
    assert Cache(tmp_path).read("key") is None


def test_whoever_asks_loads_nothing_that_draws() -> None:
    code = (
        "import sys, adapters.pictures.saving; print([m for m in ('matplotlib', 'numpy', 'PIL') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
