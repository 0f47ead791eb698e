"""The log: one JSON object a line, the request's id on each, no secret ever, and no text of a user above DEBUG.

What may stand in a record at INFO and above is closed by kind: numbers, and short texts under names of our own. What
other libraries write is cut before the first quotation, bracket or colon, and a fault is told by its type and the
lines it passed: their sentences quote what people wrote.
"""

from __future__ import annotations

import json
import logging
import secrets as chance
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.stdlib import ProcessorFormatter

from adapters.redaction import HIDDEN, Redactor

MOST_CHARACTERS = 300
MOST_DEEP = 3
MOST_ITEMS = 20
MOST_FRAMES = 12

# Under these names stand the words of people. They are for DEBUG, on one's own machine.
WORDS = frozenset({
    "text", "question", "message_text", "body", "blocks", "reply", "talk", "talk_after", "prompt", "query", "title",
    "content", "payload", "user_name", "channel_name", "line",
})  # fmt: skip
OURS = "beatbook", "adapters"
_QUOTES = frozenset("([{<'\"“‘`:\n\r")

Clock = Callable[[], float]
Record = MutableMapping[str, Any]
_OutOf = tuple[type[BaseException], BaseException, TracebackType | None]


def logging_to(stream: TextIO, clock: Clock, *, secrets: Iterable[str] = (), level: int = logging.INFO) -> None:
    """Send everything that is logged in this process, by us or by a library, to the stream."""
    shared = (merge_contextvars, structlog.stdlib.add_logger_name, structlog.stdlib.add_log_level)
    handler = _Quiet(stream)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=(
                ProcessorFormatter.remove_processors_meta,
                _Kept(level),
                _Stamped(clock),
                _Clean(Redactor(secrets)),
                structlog.processors.JSONRenderer(serializer=_line),
            ),
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.captureWarnings(True)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


@contextmanager
def request(id: str = "", **said: str | int) -> Iterator[str]:  # noqa: A002
    """Every record within bears this request's id: the one given, or a new one."""
    known = id or chance.token_hex(8)
    with bound_contextvars(request=known, **said):
        yield known


class _Quiet(logging.StreamHandler[TextIO]):
    """A record that cannot be written is dropped: the usual complaint would print its text to standard error."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        """Nothing."""


class _Kept:
    """Keeps what a record of its level may hold."""

    def __init__(self, level: int) -> None:
        self._all = level <= logging.DEBUG

    def __call__(self, _logger: object, _method: str, record: Record) -> Record:
        fault = _fault_of(record.pop("exc_info", None))
        record.pop("stack_info", None)
        name = record.get("logger") or ""
        if not self._all:
            if not str(name).startswith(OURS):
                record["event"] = _head(str(record.get("event", "")))
                record.pop("positional_args", None)
            for word in WORDS & record.keys():
                record[word] = HIDDEN
        if fault:
            record["fault"] = _told(fault, in_full=self._all)
        return record


class _Stamped:
    """Puts the time before everything else."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def __call__(self, _logger: object, _method: str, record: Record) -> Record:
        at = datetime.fromtimestamp(self._clock(), UTC).isoformat(timespec="milliseconds")
        return {"at": at.replace("+00:00", "Z"), **record}


class _Clean:
    """Only plain values, short and without secrets: an object's own description may hold anything."""

    def __init__(self, redacted: Redactor) -> None:
        self._redacted = redacted

    def __call__(self, _logger: object, _method: str, record: Record) -> Record:
        return {self._text(name): self._value(value, MOST_DEEP) for name, value in record.items()}

    def _value(self, value: object, deep: int) -> object:
        if value is None or isinstance(value, bool | float):
            return value
        if isinstance(value, int):
            return value if abs(value) < 2**63 else "a large number"
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Mapping) and deep:
            pairs = list(value.items())[:MOST_ITEMS]
            return {self._text(str(name)): self._value(inner, deep - 1) for name, inner in pairs}
        if isinstance(value, list | tuple) and deep:
            return [self._value(inner, deep - 1) for inner in value[:MOST_ITEMS]]
        return f"<{type(value).__name__}>"

    def _text(self, text: str) -> str:
        """Redacted before it is cut: half a token is a token that no pattern knows."""
        clean = self._redacted(text[: 10 * MOST_CHARACTERS])
        return clean if len(clean) <= MOST_CHARACTERS else f"{clean[:MOST_CHARACTERS]}…"


def _head(text: str) -> str:
    """What a library says before it begins to quote."""
    cut = next((place for place, letter in enumerate(text) if letter in _QUOTES), len(text))
    return text[:cut].strip() or "(no words)"


def _fault_of(exc_info: object) -> BaseException | None:
    if isinstance(exc_info, BaseException):
        return exc_info
    if isinstance(exc_info, tuple):
        return exc_info[1] if isinstance(exc_info[1], BaseException) else None
    return sys.exc_info()[1] if exc_info else None


def _told(fault: BaseException, *, in_full: bool) -> dict[str, object]:
    """A fault's type, the lines it passed, and what caused it; its own words at DEBUG only."""
    frames = traceback.extract_tb(fault.__traceback__)[-MOST_FRAMES:]
    told: dict[str, object] = {
        "type": type(fault).__qualname__,
        "at": [f"{'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if in_full:
        told["says"] = str(fault)
    cause = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    if cause:
        told["because_of"] = type(cause).__qualname__
    return told


def _line(record: Mapping[str, object], **_: object) -> str:
    """One line of ASCII: no record can break out of its line or steer a terminal."""
    return json.dumps(record, ensure_ascii=True, separators=(",", ":"))
