"""What the state hands out: plain values, never a live row of a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from adapters.desk.event import Event

Stage = Literal["received", "answering", "sending", "sent", "shed", "parked", "gone"]


@dataclass(frozen=True, slots=True)
class Row:
    """An event as the inbox holds it, and how far it has come.

    `reply` and `talk_after` are JSON, held from `answered` on; `posted` is the id of our message. `received_at` is in
    milliseconds. Whoever holds the row (`owner`, until `lease_until`) works on it; nobody holds a closed one.
    """

    event: Event
    talk_key: str
    state: Stage
    attempts: int
    owner: str
    lease_until: int
    reply: str | None
    talk_after: str | None
    posted: str | None
    ref: str | None
    received_at: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether the state can take events, and if not, why: a line for the operator, without any text of a user."""

    ok: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand where a question was put: its talk as JSON, and what its channel or its workspace has set."""

    talk: str | None
    setting: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and how it ended, for its own asker. `asked_on` is London's date."""

    text: str
    ref: str
    outcome: str
    asked_on: date


@dataclass(frozen=True, slots=True)
class Feedback:
    """One reader's verdict on the reply with a reference. `at` is in milliseconds."""

    platform: str
    team: str
    ref: str
    verdict: str
    reason: str
    at: int


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that could not be answered, without who asked it. Times are in milliseconds."""

    text: str
    count: int
    nearest: str
    first_seen: int
    last_seen: int
