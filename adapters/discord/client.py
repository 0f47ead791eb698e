"""The client: discord.py's own, with the least intents, whose events go to the reception."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any, cast

import discord
import structlog
from discord.ext import commands

from adapters.desk.desk import Desk
from adapters.discord import incoming
from adapters.discord.buttons import Mark, Press
from adapters.discord.commands import Tree, furnish
from adapters.discord.extras import Drawing, Extras
from adapters.discord.incoming import NAME
from adapters.discord.platform import DiscordPlatform
from adapters.discord.presses import Presses
from adapters.discord.reason import Reasons
from adapters.discord.reception import Interaction, Reception
from adapters.discord.syncing import Noted, fingerprint, is_told, note_told, sync
from adapters.state.errors import StateError

log = structlog.get_logger(__name__)

# discord.py waits for shorter rate limits by itself; 30 seconds is the least it takes.
LONGEST_LIMIT = 30.0
Notes = Callable[[], AbstractContextManager[Noted]]


def intents() -> discord.Intents:
    """The least: which servers there are, and the messages that mention us or are for us alone. None is privileged."""
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


class Client(commands.AutoShardedBot):
    """Beatbook on Discord: with a desk to `serve`, given before the log-in, it answers."""

    def __init__(
        self,
        clock: Callable[[], float],
        give_up: Callable[[str], None],
        notes: Notes | None = None,
        drawing: Drawing | None = None,
        *,
        shard_ids: list[int] | None = None,
        shard_count: int | None = None,
    ) -> None:
        of_all: dict[str, Any] = {"shard_ids": shard_ids, "shard_count": shard_count} if shard_ids else {}
        super().__init__(
            commands.when_mentioned,
            tree_cls=Tree,
            help_command=None,
            intents=intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_ratelimit_timeout=LONGEST_LIMIT,
            **of_all,
        )
        self.platform = DiscordPlatform(self, clock, give_up)
        self.reception = Reception(self.platform, clock)
        self._reasons = Reasons(self.reception)
        self._presses = Presses(self.reception, Extras(self.reception, drawing), self._reasons)
        self._notes = notes if not shard_ids or 0 in shard_ids else None
        furnish(cast(Tree, self.tree), self.reception)

    @property
    def me(self) -> int:
        """Our own id; 0 before the log-in."""
        return self.user.id if self.user else 0

    def serve(self, desk: Desk) -> None:
        """Serve this desk."""
        self.reception.open(desk)

    async def setup_hook(self) -> None:
        """Logged in: take presses, let replies out, and tell Discord our commands where they have changed."""
        self.add_dynamic_items(Press)
        if self.reception.is_open:
            self.platform.open(self.reception.desk)
        if self._notes is not None:
            await self._tell_commands(self._notes)

    async def pressed(self, interaction: Interaction, mark: Mark) -> None:
        """One of our buttons was pressed."""
        try:
            await self._presses.press(interaction, mark)
        except Exception as fault:  # noqa: BLE001 - the one handler: told, and logged with its reference
            await self.reception.mishap(interaction, fault)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Take a form that was sent in; all else has its own way here."""
        if interaction.type is discord.InteractionType.modal_submit:
            try:
                await self._reasons.sent_in(interaction)
            except Exception as fault:  # noqa: BLE001 - as above
                await self.reception.mishap(interaction, fault)

    async def on_message(self, message: discord.Message, /) -> None:
        """Take it where it is a question."""
        event = incoming.question_in(message, self.me, self.reception.today())
        if event is not None:
            await self.reception.take(event)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Take a question's new words."""
        event = incoming.rewritten(payload.message, self.me, self.reception.today())
        if event is not None:
            await self.reception.take(event)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Take our answer to a deleted question away."""
        await self._deleted((payload.message_id,), payload.channel_id, payload.guild_id)

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Take our answers to deleted questions away."""
        await self._deleted(sorted(payload.message_ids), payload.channel_id, payload.guild_id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget a server that no longer wants us."""
        gone = await self.reception.desk.forget(NAME, str(guild.id))
        log.info("server_left", rows=gone)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """A fault of ours in an event that nobody waits for."""
        del args, kwargs
        log.error("event_failed", method=event_method, exc_info=sys.exception())

    async def _deleted(self, messages: Iterable[int], channel: int, guild: int | None) -> None:
        """Every deletion in every channel comes in: only those of questions concern us."""
        for message in messages:
            event = incoming.deleted(message, channel, self.get_channel(channel), guild, self.reception.today())
            if await self.reception.has_question(event):
                await self.reception.take(event)

    async def _tell_commands(self, notes: Notes) -> None:
        mark = fingerprint(self.tree, self.application_id or 0)
        try:
            if not await asyncio.to_thread(_is_told, notes, mark):
                await sync(self.tree)
                await asyncio.to_thread(_note_told, notes, mark)
        except (StateError, discord.HTTPException, discord.RateLimited) as fault:
            log.warning("commands_not_told", why=type(fault).__name__)


def _is_told(notes: Notes, mark: str) -> bool:
    with notes() as noted:
        return is_told(noted, mark)


def _note_told(notes: Notes, mark: str) -> None:
    with notes() as noted:
        note_told(noted, mark)
