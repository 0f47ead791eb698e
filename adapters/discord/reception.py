"""Where people on Discord are received: questions go to the desk, and every fault ends in one calm sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import discord
import structlog

from adapters.desk.desk import Desk
from adapters.desk.event import Event, Kind, Outgoing, SendFault, send_key
from adapters.discord import lines
from adapters.discord.incoming import NAME, asked_by, team_of
from adapters.discord.platform import DiscordPlatform
from adapters.state.errors import StateError
from adapters.wiring import LONDON
from bot.reply import Reply

log = structlog.get_logger(__name__)

Interaction = discord.Interaction[Any]
UNKNOWN_INTERACTION = 10062
ALREADY_ACKNOWLEDGED = 40060


class Reception:
    """What messages, commands and buttons have in common. It takes questions from `open` until `pause`."""

    def __init__(self, platform: DiscordPlatform, clock: Callable[[], float]) -> None:
        self.platform, self._clock = platform, clock
        self._desk: Desk | None = None
        self.paused = False

    def open(self, desk: Desk) -> None:
        """Take questions for this desk."""
        self._desk = desk

    @property
    def is_open(self) -> bool:
        """Whether there is a desk to take questions."""
        return self._desk is not None

    @property
    def desk(self) -> Desk:
        """The desk; nothing is received before it is there."""
        if self._desk is None:
            raise RuntimeError("no desk is open")
        return self._desk

    def today(self) -> date:
        """The date in London."""
        return datetime.fromtimestamp(self._clock(), LONDON).date()

    async def take(self, event: Event) -> None:
        """Hand over what came as a message; where the database is away, answer without it."""
        if not self.paused and not await self._is_kept(event) and event.kind == "ask":
            await self._answer_without_row(event)

    async def ask(
        self, interaction: Interaction, text: str, *, kind: Kind = "ask", root: str = "", ephemeral: bool | None = None
    ) -> None:
        """Ask for whoever used a command or a button: kept first, then acknowledged, then answered by the desk."""
        if self.paused:
            await self.say(interaction, lines.restarting())
            return
        alone = await self.answers_alone(interaction) if ephemeral is None else ephemeral
        event = asked_by(interaction, text, self.today(), ephemeral=alone, root=root, kind=kind)
        async with self.platform.interactions.opening(event, interaction.token):
            kept = await self._is_kept(event)
            await interaction.response.defer(thinking=True, ephemeral=alone)
        if not kept:
            await self._answer_without_row(event)

    async def answers_alone(self, interaction: Interaction) -> bool:
        """Whether the answer to a command is for its asker alone; outside servers there is nobody to hide it from."""
        if interaction.guild_id is None:
            return False
        where = team_of(interaction.guild_id), str(interaction.channel_id)
        return (await self.desk.preferences(NAME, *where)).private

    async def plain(self, interaction: Interaction) -> bool:
        """Whether this user, here, wants plain text."""
        where = team_of(interaction.guild_id), str(interaction.channel_id)
        return await self.platform.plain(*where, str(interaction.user.id))

    async def say(self, interaction: Interaction, line: str) -> None:
        """One line to this user alone."""
        if interaction.response.is_done():
            await interaction.followup.send(line, ephemeral=True)
        else:
            await interaction.response.send_message(line, ephemeral=True)

    async def mishap(self, interaction: Interaction, fault: Exception) -> None:
        """The one end of every fault of an interaction: a sentence with a reference, and the same one in the log."""
        if isinstance(fault, discord.HTTPException) and fault.code in {UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED}:
            log.info("interaction_over", code=fault.code)
            return
        ref, away = reference_of(interaction), isinstance(fault, StateError)
        if away:
            log.warning("interaction_without_state", ref=ref, why=type(fault).__name__)
        else:
            log.error("interaction_failed", ref=ref, exc_info=fault)
        try:
            await self.say(interaction, lines.away() if away else lines.mishap(ref))
        except discord.HTTPException as silence:
            log.info("mishap_not_told", ref=ref, code=silence.code)

    async def _is_kept(self, event: Event) -> bool:
        try:
            await self.desk.take(event)
        except StateError as fault:
            log.warning("not_taken", why=type(fault).__name__)
            return False
        return True

    async def _answer_without_row(self, event: Event) -> None:
        reply = await self.desk.answer_without_row(event) or Reply("error", lines.away())
        try:
            await self.platform.send(Outgoing(event, reply, send_key(event)))
        except SendFault as fault:
            log.warning("not_answered", why=str(fault))


def reference_of(interaction: Interaction) -> str:
    """Eight characters by which a fault is found in the log."""
    return f"{interaction.id:x}"[-8:]
