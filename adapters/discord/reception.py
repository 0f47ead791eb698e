"""Where people on Discord are received: questions go to the desk, and every fault ends in one calm sentence."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import discord
import structlog

from adapters.desk.desk import Desk
from adapters.desk.event import Event, Kind, Outgoing, SendFault, send_key
from adapters.discord import lines
from adapters.discord.incoming import NAME, asked_by, is_alone, spot_of, team_of
from adapters.discord.interactions import UNKNOWN_INTERACTION
from adapters.discord.limits import KEPT_SECONDS, LOOK_SECONDS, TAKE_SECONDS
from adapters.discord.platform import DiscordPlatform
from adapters.discord.render import Message
from adapters.state.errors import StateError, Unavailable
from adapters.wiring import LONDON
from bot.reply import Reply

log = structlog.get_logger(__name__)

Interaction = discord.Interaction[Any]
ALREADY_ACKNOWLEDGED = 40060


class Reception:
    """What messages, commands and buttons have in common. It takes questions from `open` until `pause`."""

    def __init__(self, platform: DiscordPlatform, clock: Callable[[], float]) -> None:
        self.platform, self._clock = platform, clock
        self._desk: Desk | None = None
        # Messages whose questions are being committed: one that is deleted meanwhile is found here alone.
        self._taking: set[str] = set()
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
        if self.paused:
            return
        if event.kind == "ask":
            self.platform.working.begin(event)
        if not await self._is_kept(event) and event.kind == "ask":
            await self._answer_without_row(event)

    async def has_question(self, event: Event) -> bool:
        """Whether an event is about a message that is a question of ours; of what is too old nothing is kept."""
        message = int(event.message)
        if self._clock() - discord.utils.snowflake_time(message).timestamp() > KEPT_SECONDS:
            return False
        if event.message in self._taking:
            return True
        try:
            return await self.desk.has_question(event.platform, event.team, event.channel, event.message)
        except StateError as fault:
            log.warning("question_not_looked_up", why=type(fault).__name__)
            return False

    async def ask(
        self, interaction: Interaction, text: str, *, kind: Kind = "ask", root: str = "", ephemeral: bool | None = None
    ) -> None:
        """Ask for whoever used a command or a button: kept first, then acknowledged, then answered by the desk."""
        if self.paused:
            await self.say(interaction, lines.restarting())
            return
        alone = await self.answers_alone(interaction) if ephemeral is None else ephemeral
        event = asked_by(interaction, text, self.today(), ephemeral=alone, root=root, kind=kind)
        async with self.platform.interactions.opening(event):
            kept = await self._is_kept(event, within=TAKE_SECONDS)
            await interaction.response.defer(thinking=True, ephemeral=alone)
        if not kept:
            await self._answer_without_row(event)

    async def answers_alone(self, interaction: Interaction) -> bool:
        """Whether the answer to a command is for its asker alone; where there is nobody else, nothing is hidden.

        It must be known before Discord is told anything: a database that is slow to tell is not waited for.
        """
        if is_alone(interaction):
            return False
        return (await self.desk.preferences(NAME, *self.where(interaction), within=LOOK_SECONDS)).private

    async def plain(self, interaction: Interaction) -> bool:
        """Whether this user, here, wants plain text."""
        return await self.platform.plain(*self.where(interaction), str(interaction.user.id))

    def where(self, interaction: Interaction) -> tuple[str, str]:
        """The team and the channel whose settings hold."""
        return team_of(interaction.guild_id), spot_of(interaction.channel, interaction.channel_id or 0)[0]

    async def promptly(self, interaction: Interaction, ref: str) -> Reply | None:
        """The reply with a reference, looked up before the acknowledgement; raises StateError where that takes long."""
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                return await self.desk.reply(NAME, team_of(interaction.guild_id), ref)
        except TimeoutError:
            raise Unavailable("the database did not answer in time") from None

    async def begin(self, interaction: Interaction, *, in_place: bool) -> None:
        """Acknowledge before anything is looked up: what is shown comes, for this user alone, with `show`."""
        if in_place:
            await interaction.response.defer()
        else:
            await interaction.response.defer(thinking=True, ephemeral=True)

    async def show(self, interaction: Interaction, message: Message) -> None:
        """What was begun, shown."""
        await interaction.edit_original_response(**message.editing())

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

    async def _is_kept(self, event: Event, within: float | None = None) -> bool:
        self._taking.add(event.message)
        try:
            async with asyncio.timeout(within):
                if not await self.desk.take(event):
                    self.platform.working.end(event)
        except (StateError, TimeoutError) as fault:
            log.warning("not_taken", why=type(fault).__name__)
            return False
        finally:
            self._taking.discard(event.message)
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
