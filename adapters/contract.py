"""The JSON of a reply and of a batch line: the one shape that commands, pages and logs share."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from bot.reply import Reply


class Turn(BaseModel):
    """An earlier turn of a talk; what the bot said is context only."""

    model_config = ConfigDict(extra="ignore")
    role: Literal["user", "bot"]
    text: str


class BatchQuestion(BaseModel):
    """One line of `ask --batch`. Fields that are not known are ignored."""

    model_config = ConfigDict(extra="ignore")
    id: str | int | None = None
    question: str = Field(max_length=20_000)
    now: date | None = None
    history: list[Turn] = Field(default_factory=list, max_length=100)


@cache
def _replies() -> TypeAdapter[Reply]:
    return TypeAdapter(Reply)


def reply_json(reply: Reply) -> str:
    """A reply as one line of JSON."""
    return _replies().dump_json(reply).decode()


def read_reply(text: str) -> Reply:
    """A reply back from its JSON; raises pydantic's ValidationError on any other shape."""
    return _replies().validate_json(text)


def reply_schema() -> dict[str, Any]:
    """The JSON Schema of a reply."""
    return {"title": "Reply", **_replies().json_schema(mode="serialization")}


def schema_text() -> str:
    """The JSON Schema as it stands in docs/reply.schema.json."""
    return json.dumps(reply_schema(), indent=2, ensure_ascii=False) + "\n"
