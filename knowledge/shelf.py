"""The folder of compiled files: which one serves, whether it is whole, and switching to another at once."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

POINTER = "current"
_FILE = re.compile(r"[0-9a-f]{16}\.sqlite")
_DIGEST = re.compile(r"([0-9a-f]{64})  [0-9a-f]{16}\.sqlite\n?")


def file_of(target: Path, version: str) -> Path:
    """Where the compiled file of a content hash stands."""
    return target / f"{version[:16]}.sqlite"


def current(target: Path) -> Path | None:
    """The compiled file that serves; None where nothing was built, or the file is gone."""
    try:
        name = (target / POINTER).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    path = target / name
    return path if _FILE.fullmatch(name) and path.is_file() else None


def switch(path: Path) -> None:
    """Make the compiled file the one that serves, for everyone who asks from now on."""
    with replacing(path.with_name(POINTER)) as temporary:
        temporary.write_text(f"{path.name}\n", "ascii")


def sound(path: Path) -> bool:
    """Whether the file is, to the bit, the one that was built. Reads it whole: a few milliseconds for its megabytes."""
    try:
        found = _DIGEST.fullmatch(_digest_file(path).read_text("ascii"))
        return bool(found) and found is not None and digest(path) == found[1]
    except (OSError, UnicodeDecodeError):
        return False


def seal(path: Path, content: str) -> None:
    """Note the digest of the compiled file beside it, in the form that `sha256sum -c` reads."""
    with replacing(_digest_file(path)) as temporary:
        temporary.write_text(f"{content}  {path.name}\n", "ascii")


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, as hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary file that takes the place of `path` at the end, at once and for good; nothing changes on an error."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        _sync(temporary)
        # mkstemp lets nobody else read; whoever serves may run as another user.
        temporary.chmod(0o644)
        temporary.replace(path)
        _sync(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _digest_file(path: Path) -> Path:
    return path.with_suffix(".sha256")


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":  # pragma: no cover - Windows flushes folders by itself
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
