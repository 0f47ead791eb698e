"""What people do on Discord, as the desk's events. Pure: values of discord.py in, an event or nothing out.

A talk in a channel is everybody's, and is known by the message that it began with; our buttons carry that message's id,
so that a reply to our answer finds its talk. In a thread the thread is the talk, and its channel's settings hold. In
private the talk is the user's; what is private and has no thread is a direct message, the rest is private among others.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import discord

from adapters.desk.event import Event, Kind
from adapters.discord.buttons import root_in

NAME = "discord"
# Direct messages, and group chats: outside every server.
OUTSIDE = "@me"
INTERACTION = "i"
# Before the id of a thread, for a message that began a talk has ids of the same kind.
THREAD = "t"


def team_of(guild: int | None) -> str:
    """The workspace: a server, or the one place outside all servers."""
    return OUTSIDE if guild is None else str(guild)


def question_in(message: discord.Message, me: int, asked_on: date) -> Event | None:
    """The question that a message puts to us: in a direct message, or where it mentions us or replies to us."""
    if message.author.bot or message.webhook_id or message.is_system():
        return None
    if message.guild is not None and all(user.id != me for user in message.mentions):
        return None
    return _event(message, "ask", str(message.id), _unaddressed(message.content, me), asked_on, _talk(message, me))


def rewritten(message: discord.Message, me: int, asked_on: date) -> Event | None:
    """The same question in other words; nothing where only a preview was added."""
    asked = question_in(message, me, asked_on)
    if asked is None or message.edited_at is None:
        return None
    key = f"{message.id} {message.edited_at.isoformat()}"
    return _event(message, "edit", key, asked.text, asked_on, asked.thread)


def deleted(message: int, channel: int, known: object, guild: int | None, asked_on: date) -> Event:
    """A message that was deleted, `known` its channel where we know it; whose it was does not matter."""
    at, thread = spot_of(known, channel)
    return Event(
        NAME, team_of(guild), f"{message} deleted", "delete", at, thread, "", str(message), "",
        private=guild is None, asked_on=asked_on,
    )  # fmt: skip


def asked_by(
    interaction: discord.Interaction[Any], text: str, asked_on: date, *, ephemeral: bool, root: str = "",
    kind: Kind = "ask", about: int | None = None,
) -> Event:  # fmt: skip
    """What a command or a button asks, or does to the message that it is about.

    The reply is written with the interaction's token, its ticket.
    """
    channel, thread = spot_of(interaction.channel, interaction.channel_id or 0)
    key, alone = f"{INTERACTION}{interaction.id}", is_alone(interaction)
    return Event(
        NAME, team_of(interaction.guild_id), key, kind, channel,
        "" if alone else thread or root or str(interaction.id), str(interaction.user.id),
        key if about is None else str(about), text,
        private=ephemeral or alone, asked_on=asked_on, ticket=interaction.token,
    )  # fmt: skip


def is_alone(interaction: discord.Interaction[Any]) -> bool:
    """Whether it happened where nobody else is: in a direct message to us, not in a chat that others are in."""
    return interaction.guild_id is None and not interaction.context.private_channel


def spot_of(channel: object, id: int) -> tuple[str, str]:  # noqa: A002
    """The channel whose settings hold, and the thread under it; no thread where the channel is none, or unknown."""
    if isinstance(channel, discord.Thread):
        return str(channel.parent_id), f"{THREAD}{channel.id}"
    return str(id), ""


def written_in(event: Event) -> int:
    """The id of the channel that an event's answer is posted in."""
    return int(event.thread[1:] if event.thread.startswith(THREAD) else event.channel)


def root_of(event: Event) -> str:
    """The message that an event's talk began with; empty where the talk is known without it."""
    return "" if event.thread.startswith(THREAD) else event.thread


def interaction_of(event: Event) -> int | None:
    """The id of the interaction that an event came with; None for one that came as a message."""
    return int(event.key[1:]) if event.key.startswith(INTERACTION) else None


def _event(message: discord.Message, kind: Kind, key: str, text: str, asked_on: date, thread: str) -> Event:
    guild = message.guild.id if message.guild else None
    channel, _ = spot_of(message.channel, message.channel.id)
    return Event(
        NAME, team_of(guild), key, kind, channel, thread, str(message.author.id), str(message.id), text,
        private=guild is None, asked_on=asked_on,
    )  # fmt: skip


def _unaddressed(content: str, me: int) -> str:
    """The words without the mention of us."""
    return " ".join(re.sub(rf"<@!?{me}>", " ", content).split())


def _talk(message: discord.Message, me: int) -> str:
    if message.guild is None:
        return ""
    if thread := spot_of(message.channel, message.channel.id)[1]:
        return thread
    replied = message.reference.resolved if message.reference else None
    if isinstance(replied, discord.Message) and replied.author.id == me:
        return root_in(replied.components) or str(replied.id)
    return str(message.id)
