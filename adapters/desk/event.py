"""What platforms hand in and what they are handed: the values and the protocol between a platform and the desk."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Literal, Protocol

from bot.reply import Reply

# `share` and `remove` are what the asker wants done with a reply: their text is its reference.
Kind = Literal["ask", "edit", "delete", "action", "share", "remove"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that somebody did on a platform.

    `key` is what a platform's redelivery repeats, unique within the team. `message` is the id of the question's own
    message, which edits and deletions name again; `thread` is empty outside threads; `asked_on` is London's date.
    `ticket` is what the reply is written with, where a platform gives such a thing: a secret, gone when the row closes.
    """

    platform: str
    team: str
    key: str
    kind: Kind
    channel: str
    thread: str
    user: str
    message: str
    text: str
    private: bool
    asked_on: date
    ticket: str = field(default="", repr=False)


def talk_key(event: Event) -> str:
    """The key of the talk an event belongs to: the one place where such keys are made.

    A thread's talk is everybody's in the thread; a private one, and one outside threads, is the user's alone. Keys are
    never equal across teams: the parts are quoted, so that no id can pretend to be two.
    """
    whose = ("user", event.user) if event.private or not event.thread else ("thread", event.thread)
    return json.dumps((event.platform, event.team, event.channel, *whose), separators=(",", ":"))


def send_key(event: Event, purpose: str = "reply") -> str:
    """The idempotency key of a message about an event: 25 characters, the most that Discord's nonce may have."""
    parts = json.dumps((event.platform, event.team, event.key, purpose), separators=(",", ":"))
    return sha256(parts.encode()).hexdigest()[:25]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A reply on its way. `key` goes into the message's metadata or nonce; `posted` is our message to update."""

    event: Event
    reply: Reply
    key: str
    posted: str | None = None


class SendFault(Exception):
    """A message was not sent, or nobody knows whether it was."""


class RateLimited(SendFault):
    """The platform asks to wait before any call of this kind for this team."""

    def __init__(self, after_seconds: float) -> None:
        super().__init__(f"rate limited for {after_seconds:g} s")
        self.after_seconds = after_seconds


class Passing(SendFault):
    """A fault that may be gone in a moment: 5xx, a timeout, a broken connection. The message may have arrived."""


class Gone(SendFault):
    """Nothing can be sent there any more: channel archived, kicked, token dead, message deleted. Never retried."""


class Platform(Protocol):
    """What the desk needs of a platform. Every method may raise RateLimited, Passing or Gone."""

    name: str

    async def send(self, out: Outgoing) -> str:
        """Post the reply, or update `out.posted`; the id of our message."""
        ...

    async def find_sent(self, out: Outgoing) -> str | None:
        """The id of our message that carries `out.key`, looked up once; None where there is none."""
        ...

    async def delete(self, event: Event, posted: str) -> None:
        """Delete our message `posted`, an answer to `event`; nothing happens where it is gone."""
        ...
