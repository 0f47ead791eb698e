"""What Slack reports → the desk's events. Pure; None for what is no business of ours."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from adapters.desk.event import Event, Kind
from adapters.slack import limits
from adapters.slack.mrkdwn import plain

NAME = "slack"
COMMAND, SHORTCUT, CLICK, FORM = "command ", "shortcut ", "click ", "form "
HELP, SETTINGS = "help", "settings"
SLACKBOT = "USLACKBOT"
_NAMED = re.compile(r"<@[A-Z0-9]+")
Payload = dict[str, Any]


def is_direct(channel: str) -> bool:
    """Whether a conversation is one person's with us."""
    return channel.startswith("D")


def posted(event: Payload, team: str, ours: str, day: date) -> Event | None:
    """A message that a person wrote: a mention, a direct message, or one in a thread.

    A mention comes twice, as itself and as a message of its channel: here the second is left out. What a person says in
    a thread to another person is not for us.
    """
    if not _is_a_persons(event, ours) or event.get("subtype"):
        return None
    is_mention = event.get("type") == "app_mention"
    direct = is_direct(event["channel"])
    if not is_mention and not direct and (not event.get("thread_ts") or _names_somebody(event.get("text") or "")):
        return None
    return _of_message(event, event["channel"], team, "ask", day, f"ask {event['channel']} {event['ts']}")


def _names_somebody(text: str) -> bool:
    """Whether a message in a thread is addressed: to us, then it comes as a mention too, or to somebody else."""
    return _NAMED.search(text) is not None


def edited(event: Payload, team: str, ours: str, day: date) -> Event | None:
    """A question that was rewritten; one that was deleted under its answers comes this way too."""
    after, before = event.get("message") or {}, event.get("previous_message") or {}
    if after.get("subtype") == "tombstone":
        return _deleted(before or after, event, team, ours, day)
    if not _is_a_persons(after, ours) or after.get("subtype") or after.get("text") == before.get("text"):
        return None
    when = (after.get("edited") or {}).get("ts") or event.get("event_ts") or event["ts"]
    return _of_message(after, event["channel"], team, "edit", day, f"edit {event['channel']} {after['ts']} {when}")


def deleted(event: Payload, team: str, ours: str, day: date) -> Event | None:
    """A question that was deleted."""
    before = {**(event.get("previous_message") or {}), "ts": event.get("deleted_ts")}
    return _deleted(before, event, team, ours, day)


def _deleted(before: Payload, event: Payload, team: str, ours: str, day: date) -> Event | None:
    if not before.get("ts") or not _is_a_persons({"user": "U", **before}, ours):
        return None
    return _of_message(
        {**before, "text": ""}, event["channel"], team, "delete", day, f"delete {event['channel']} {before['ts']}"
    )


def _is_a_persons(message: Payload, ours: str) -> bool:
    user = message.get("user")
    return bool(user) and user not in {ours, SLACKBOT} and not message.get("bot_id") and not message.get("bot_profile")


def _of_message(message: Payload, channel: str, team: str, kind: Kind, day: date, key: str) -> Event:
    """A thread's root names its own thread, so that the talk is the thread's from the first answer on."""
    thread = message.get("thread_ts") or message["ts"]
    text = plain(message.get("text") or "")[: limits.QUESTION]
    user = message.get("user") or ""
    return Event(NAME, team, key, kind, channel, thread, user, message["ts"], text, is_direct(channel), day)


def wants_settings(command: Payload) -> bool:
    """Whether a command asks for the settings, and no question."""
    return str(command.get("text") or "").strip().lower() == SETTINGS


def commanded(command: Payload, team: str, private: bool, day: date) -> Event:
    """The command with its words; without any it asks for help."""
    channel, key = command["channel_id"], COMMAND + command["trigger_id"]
    text = plain(command.get("text") or "")[: limits.QUESTION] or HELP
    private = private or is_direct(channel)
    return Event(NAME, team, key, "ask", channel, "", command["user_id"], key, text, private, day)


def looked_up(shortcut: Payload, team: str, day: date) -> Event | None:
    """The shortcut on somebody's message: what it says, asked by who chose it, and for them alone."""
    text = plain(shortcut["message"].get("text") or "")[: limits.QUESTION]
    if not text:
        return None
    channel, key = shortcut["channel"]["id"], SHORTCUT + shortcut["trigger_id"]
    thread = shortcut["message"].get("thread_ts") or ""
    if is_direct(channel):
        thread = thread or shortcut["message"]["ts"]
    return Event(NAME, team, key, "ask", channel, thread, shortcut["user"]["id"], key, text, True, day)


def filled_in(view: Payload, team: str, user: str, channel: str, question: str, day: date) -> Event:
    """The form of the global shortcut, answered in the direct conversation with its user."""
    key = FORM + view["id"]
    return Event(NAME, team, key, "ask", channel, "", user, key, question[: limits.QUESTION], True, day)


def clicked(body: Payload, team: str, day: date) -> Event:
    """A button under one of our messages. A reply to it goes where the message stands, and is as private."""
    action, container, user = body["actions"][0], body.get("container") or {}, body["user"]["id"]
    message, channel = body.get("message") or {}, body["channel"]["id"]
    at = container.get("message_ts") or message.get("ts") or ""
    hidden = bool(container.get("is_ephemeral") or message.get("subtype") == "ephemeral")
    thread = container.get("thread_ts") or message.get("thread_ts") or ("" if hidden else at)
    key = f"{CLICK}{at} {action.get('action_ts') or body.get('trigger_id')} {user}"
    text = str(action.get("value") or "")[: limits.QUESTION]
    return Event(NAME, team, key, "action", channel, thread, user, at, text, hidden or is_direct(channel), day)


def shared(body: Payload, team: str, day: date) -> Event:
    """The button that shows a private answer to everybody: pressed twice, it is the same event."""
    click = clicked(body, team, day)
    return replace(click, key=f"share {click.text} {click.message} {click.user}")
