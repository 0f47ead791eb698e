"""The name under which a living process holds rows: kept over restarts, and never had by two at once."""

from __future__ import annotations

import fcntl
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path


@contextmanager
def berth(home: Path) -> Iterator[str]:
    """The first name of this home that no living process has; the next process here after this one gets it again.

    So what a killed process held is taken up at once by the one that is started in its place.
    """
    home.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        file = (home / f"worker-{number}.lock").open("a+", encoding="ascii")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            continue
        with file:
            file.seek(0)
            name = file.read().strip()
            if not name:
                name = secrets.token_hex(8)
                file.write(name)
                file.flush()
            yield name
            return
