"""Text that both databases take: PostgreSQL refuses NUL, and neither driver encodes half a surrogate pair."""

from __future__ import annotations

import re
from hashlib import sha256

MOST_CHARACTERS = 4000
MOST_BYTES_OF_AN_ID = 255

_REFUSED = re.compile("[\x00\ud800-\udfff]")


def storable(text: str, most: int = MOST_CHARACTERS) -> str:
    """The text without NUL and lone surrogates, cut after `most` characters."""
    return _REFUSED.sub("", text)[:most]


def storable_id(name: str, most: int = MOST_BYTES_OF_AN_ID) -> str:
    """An id as an index holds it: the id, or the hash of one that is too long, so that two never become equal."""
    clean = _REFUSED.sub("", name)
    if clean == name and len(name.encode()) <= most:
        return name
    return f"sha256:{sha256(name.encode(errors='surrogatepass')).hexdigest()}"
