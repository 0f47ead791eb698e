"""The life of an answering process. It loads little, so that it is there soon when another has died."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

from adapters.contract import reply_json
from bot.bot import Bot
from bot.conversation import Talk
from knowledge.base import KnowledgeBase

READY = b"ready\n"


def serve(knowledge: str, collections: Sequence[str] | None) -> None:
    """A member's whole life: open the knowledge, answer line by line until the input ends."""
    # The desk ends its members when it has drained; a signal to the whole group must not forestall it.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    with contextlib.suppress(BrokenPipeError):
        _serve(_own_output(), knowledge, collections)


def _serve(answers: BinaryIO, knowledge: str, collections: Sequence[str] | None) -> None:
    bot = Bot(KnowledgeBase.open(Path(knowledge), collections))
    answers.write(READY)
    for line in sys.stdin.buffer:
        text, asked_on, talk = json.loads(line)
        reply, after = bot.ask(text, date.fromisoformat(asked_on), read_talk(talk))
        answers.write(json.dumps((reply_json(reply), after.to_json())).encode() + b"\n")


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
