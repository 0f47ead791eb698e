"""The life of an answering process. It loads little, so that it is there soon when another has died."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import sys
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from select import select
from typing import BinaryIO

from adapters.contract import reply_json
from adapters.desk.scope import Scope
from bot.bot import Bot
from bot.conversation import Talk
from bot.reply import Reply
from bot.when.asked import compile_forms
from knowledge.base import KnowledgeBase
from knowledge.model import PlaceId

READY = b"ready\n"
MOST_PARTS = 8
NICE = 5


def serve(knowledge: str, collections: Sequence[str] | None) -> None:
    """A member's whole life: open the knowledge, answer line by line until the input ends."""
    # The desk ends its members when it has drained; a signal to the whole group must not forestall it.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    with contextlib.suppress(BrokenPipeError):
        _serve(_own_output(), knowledge, collections)


def _serve(answers: BinaryIO, knowledge: str, collections: Sequence[str] | None) -> None:
    # Taking a question in comes before answering it.
    os.nice(NICE)
    compile_forms()
    bots = Bots(Path(knowledge), collections)
    answers.write(READY)
    for line in _lines(sys.stdin.buffer, bots.warm()):
        text, asked_on, talk, place, chosen = json.loads(line)
        reply, after = bots.ask(text, date.fromisoformat(asked_on), read_talk(talk), Scope(place, tuple(chosen)))
        answers.write(json.dumps((reply_json(reply), after.to_json())).encode() + b"\n")


def _lines(questions: BinaryIO, meanwhile: Iterator[object]) -> Iterator[bytes]:
    """The questions as they come, one at a time; until one is there, a step of what can be done meanwhile."""
    while True:
        while not select([questions], [], [], 0)[0] and next(meanwhile, None):
            pass
        if not (line := questions.readline()):
            return
        yield line


class Bots:
    """A bot on all the collections that the installation has switched on, and one on each part that a channel chose."""

    def __init__(self, knowledge: Path, collections: Sequence[str] | None, most: int = MOST_PARTS) -> None:
        self._path, self._most = knowledge, most
        self._whole = Bot(KnowledgeBase.open(knowledge, collections))
        self._parts: OrderedDict[tuple[str, ...], Bot] = OrderedDict()

    def warm(self) -> Iterator[object]:
        """Load step by step what questions need; what is there then stays, and the collector need not look at it."""
        yield from self._whole.warm(datetime.now(UTC).date())
        gc.freeze()

    def ask(self, text: str, asked_on: date, talk: Talk | None, scope: Scope) -> tuple[Reply, Talk]:
        """The reply within a scope, and the talk after it."""
        bot = self._on(scope.collections)
        return bot.ask(text, asked_on, talk, known_place(scope.place, bot.knowledge))

    def _on(self, chosen: tuple[str, ...]) -> Bot:
        """The bot on the chosen collections; of those that are not switched on here, it knows nothing."""
        every = self._whole.knowledge.collections
        names = tuple(name for name in every if name in chosen)
        if not chosen or names == every:
            return self._whole
        if names not in self._parts:
            self._parts[names] = Bot(KnowledgeBase.open(self._path, names))
        self._parts.move_to_end(names)
        if len(self._parts) > self._most:
            _, least_used = self._parts.popitem(last=False)
            least_used.knowledge.close()
        return self._parts[names]


def known_place(place: str, knowledge: KnowledgeBase) -> PlaceId | None:
    """The place that a channel has set; none where it is no longer one that the knowledge has."""
    try:
        return knowledge.place(place).id if place else None
    except KeyError:
        return None


def read_talk(kept: str | None) -> Talk | None:
    """A talk as it was kept; none where an older Beatbook wrote it in another shape."""
    try:
        return Talk.from_json(kept) if kept else None
    except (ValueError, KeyError, TypeError):
        return None


def _own_output() -> BinaryIO:
    """The pipe to the desk; whatever else is printed goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return answers
