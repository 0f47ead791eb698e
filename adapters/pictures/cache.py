"""Pictures that were made before: the newest in memory, more of them on disk, neither without bounds.

A picture's key is the hash of all that it shows, so no knowledge, however new, is ever answered with an old picture.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections import OrderedDict
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)

IN_MEMORY = 64
ON_DISK = 500
BEGIN, END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"


class Cache:
    """Pictures by key. What cannot be read or written is as if it had not been there."""

    def __init__(self, folder: Path, *, in_memory: int = IN_MEMORY, on_disk: int = ON_DISK) -> None:
        self._folder, self._in_memory, self._on_disk = folder, in_memory, on_disk
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def recall(self, key: str) -> bytes | None:
        """The picture from memory, without touching the disk."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def read(self, key: str) -> bytes | None:
        """The picture from disk, if it is whole."""
        try:
            picture = self._file(key).read_bytes()
        except OSError:
            return None
        return picture if picture.startswith(BEGIN) and picture.endswith(END) else None

    def write(self, key: str, picture: bytes) -> None:
        """Write a picture to the disk; where there are more than the bound allows, the oldest go."""
        part = self._folder / f"{secrets.token_hex(8)}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(picture)
            part.replace(self._file(key))
            self._prune()
        except OSError as fault:
            log.warning("picture_not_kept", why=type(fault).__name__)
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)

    def keep(self, key: str, picture: bytes) -> None:
        """Keep a picture in memory, without touching the disk."""
        self._kept[key] = picture
        self._kept.move_to_end(key)
        while len(self._kept) > self._in_memory:
            self._kept.popitem(last=False)

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}.png"

    def _prune(self) -> None:
        """The oldest beyond the bound go; another process may have taken one first."""
        with os.scandir(self._folder) as entries:
            files = [(entry.stat().st_mtime, entry.path) for entry in entries if entry.is_file()]
        for _, path in sorted(files)[: max(0, len(files) - self._on_disk)]:
            Path(path).unlink(missing_ok=True)
