"""What people do on Discord, as the desk's events. Pure: values of discord.py in, an event or nothing out.

A talk in a channel is everybody's, and is known by the message that it began with; our buttons carry that message's id,
so that a reply to our answer finds its talk. In a thread the thread is the talk. In private the talk is the user's.
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


def team_of(guild: int | None) -> str:
    """The workspace: a server, or the one place outside all servers."""
    return OUTSIDE if guild is None else str(guild)


def question_in(message: discord.Message, me: int, asked_on: date) -> Event | None:
    """The question that a message puts to us: in a direct message, or where it mentions us or replies to us."""
    if message.author.bot or message.webhook_id or message.is_system():
        return None
    if message.guild is not None and all(user.id != me for user in message.mentions):
        return None
    return _event(message, "ask", str(message.id), _unaddressed(message.content, me), asked_on, _thread(message, me))


def rewritten(message: discord.Message, me: int, asked_on: date) -> Event | None:
    """The same question in other words; nothing where only a preview was added."""
    asked = question_in(message, me, asked_on)
    if asked is None or message.edited_at is None:
        return None
    key = f"{message.id} {message.edited_at.isoformat()}"
    return _event(message, "edit", key, asked.text, asked_on, asked.thread)


def deleted(message: int, channel: int, guild: int | None, asked_on: date) -> Event:
    """A question that was deleted; whose it was does not matter."""
    team = team_of(guild)
    return Event(
        NAME, team, f"{message} deleted", "delete", str(channel), "", "", str(message), "",
        private=guild is None, asked_on=asked_on,
    )  # fmt: skip


def asked_by(
    interaction: discord.Interaction[Any], text: str, asked_on: date, *, ephemeral: bool, root: str = "",
    kind: Kind = "ask", about: int | None = None,
) -> Event:  # fmt: skip
    """What a command or a button asks.

    Its `message` is the interaction's token, with which the reply is written; or the message that it is about.
    """
    channel = interaction.channel
    private = ephemeral or interaction.guild_id is None
    inside = str(channel.id) if isinstance(channel, discord.Thread) else root or str(interaction.id)
    return Event(
        NAME, team_of(interaction.guild_id), f"{INTERACTION}{interaction.id}", kind, str(interaction.channel_id),
        "" if private else inside, str(interaction.user.id), interaction.token if about is None else str(about), text,
        private=private, asked_on=asked_on,
    )  # fmt: skip


def interaction_of(event: Event) -> int | None:
    """The id of the interaction that an event came with; None for one that came as a message."""
    return int(event.key[1:]) if event.key.startswith(INTERACTION) else None


def _event(message: discord.Message, kind: Kind, key: str, text: str, asked_on: date, thread: str) -> Event:
    guild = message.guild.id if message.guild else None
    return Event(
        NAME, team_of(guild), key, kind, str(message.channel.id), thread, str(message.author.id), str(message.id), text,
        private=guild is None, asked_on=asked_on,
    )  # fmt: skip


def _unaddressed(content: str, me: int) -> str:
    """The words without the mention of us."""
    return " ".join(re.sub(rf"<@!?{me}>", " ", content).split())


def _thread(message: discord.Message, me: int) -> str:
    if message.guild is None:
        return ""
    if isinstance(message.channel, discord.Thread):
        return str(message.channel.id)
    replied = message.reference.resolved if message.reference else None
    if isinstance(replied, discord.Message) and replied.author.id == me:
        return root_in(replied.components) or str(replied.id)
    return str(message.id)
