"""Why a request is turned away: a closed list of reasons, each counted, each one line in the log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import structlog
from aiohttp import web

Reason = Literal[
    "method", "path", "headers", "expectation", "encoding", "unsigned", "timestamp", "stale", "form", "signature",
    "replay", "too_large", "slow", "broken", "malformed", "crowded",
]  # fmt: skip
REASONS: tuple[Reason, ...] = get_args(Reason)

STATUS: Mapping[Reason, int] = {
    "method": 405,  # no POST
    "path": 404,  # nothing lives there
    "headers": 431,  # more bytes of headers than are taken
    "expectation": 417,
    "encoding": 415,  # a body that was compressed: the signature is over what is read
    "unsigned": 401,  # no timestamp or signature, or two of them
    "timestamp": 401,  # not ten digits
    "stale": 401,  # too old, or from the future
    "form": 401,  # no signature of version 0
    "signature": 401,  # a signature of something else
    "replay": 401,  # the same as one that was taken
    "too_large": 413,
    "slow": 408,
    "broken": 400,  # the body ended early
    "malformed": 400,  # no HTTP
    "crowded": 503,  # a connection closed for the sake of others; nothing is answered
}

# On every answer. The server's own name for itself would tell its versions.
HEADERS: Mapping[str, str] = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Server": "beatbook"}

LINES_AT_ONCE = 10
SECONDS_OF_A_LINE = 60.0

Counted = Callable[[Reason], None]


@dataclass(slots=True)
class _Spell:
    """What was refused for one reason since its last line."""

    began: float
    lines: int = 0
    untold: int = 0


class Refusals:
    """Counts what is turned away and tells it sparingly: who floods the door shall not flood the log.

    Ten lines of one reason a minute are written as they come; what exceeds them is counted into the next line.
    """

    def __init__(self, counted: Counted, monotonic: Callable[[], float]) -> None:
        self._counted, self._monotonic = counted, monotonic
        self._spells: dict[Reason, _Spell] = {}
        self._log = structlog.stdlib.get_logger("beatbook.http")

    def refuse(self, reason: Reason, **said: int) -> web.Response:
        """The answer to a request that is turned away: a status and nothing else."""
        self.count(reason, **said)
        refused = web.Response(status=STATUS[reason], headers=HEADERS)
        if reason == "method":
            refused.headers["Allow"] = "POST"
        refused.force_close()
        return refused

    def count(self, reason: Reason, **said: int) -> None:
        """Count a refusal; a line, where there is room for one."""
        self._counted(reason)
        now = self._monotonic()
        spell = self._spells.setdefault(reason, _Spell(now))
        spell.untold += 1
        if now - spell.began >= SECONDS_OF_A_LINE:
            spell.began, spell.lines = now, 0
        if spell.lines < LINES_AT_ONCE:
            spell.lines += 1
            self._tell(reason, spell, said)

    def tell_rest(self) -> None:
        """One line each for what was counted and not told: at the end."""
        for reason, spell in self._spells.items():
            if spell.untold:
                self._tell(reason, spell, {})

    def _tell(self, reason: Reason, spell: _Spell, said: Mapping[str, int]) -> None:
        self._log.warning("request_refused", reason=reason, count=spell.untold, **said)
        spell.untold = 0
