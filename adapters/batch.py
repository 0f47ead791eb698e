"""`ask --batch`: one JSON question a line in, one JSON reply a line out; a broken line costs only itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from adapters.contract import BatchQuestion, reply_json
from adapters.journal import Asked
from bot.bot import Bot
from bot.conversation import Talk
from bot.reply import Reply

MARK = "\ufeff".encode()


def answer_lines(lines: Iterable[bytes], bot: Bot, today: date, asked: list[Asked]) -> Iterator[str]:
    """A reply for every line that is not blank; what was asked is added to `asked`."""
    for number, line in enumerate(lines, 1):
        if line := line.removeprefix(MARK).strip():
            yield reply_json(_answer(line, number, bot, today, asked))


def _answer(line: bytes, number: int, bot: Bot, today: date, asked: list[Asked]) -> Reply:
    try:
        item = BatchQuestion.model_validate_json(line)
    except ValidationError as error:
        return _broken(line, number, error, today)
    on, talk = item.now or today, Talk()
    for turn in item.history:
        if turn.role == "user":
            _, talk = bot.ask(turn.text, on, talk)
    reply, _ = bot.ask(item.question, on, talk)
    asked.append(Asked.of(reply, item.question, talk, bot.knowledge))
    return replace(reply, id=None if item.id is None else str(item.id))


def _broken(line: bytes, number: int, error: ValidationError, today: date) -> Reply:
    wrong = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'line'}: {e['msg']}" for e in error.errors())
    text = f'Line {number}: {wrong}. Write {{"id": "…", "question": "…"}} on one line.'
    return Reply(outcome="error", text=text, id=_id_of(line), asked_on=today.isoformat())


def _id_of(line: bytes) -> str | None:
    try:
        item: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    found = item.get("id") if isinstance(item, dict) else None
    return str(found) if isinstance(found, str | int) else None
