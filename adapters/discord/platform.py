"""The desk's way to Discord: replies are posted, completed, updated, looked up and deleted.

A question in a channel is answered by a message that replies to it; a command or a button by completing the response
that Discord has reserved for it, which may be written again without harm.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import aiohttp
import discord
import structlog

from adapters.desk.desk import Desk
from adapters.desk.event import Event, Gone, Outgoing, Passing, RateLimited
from adapters.discord import lines, render
from adapters.discord.incoming import NAME, OUTSIDE, interaction_of, root_of, written_in
from adapters.discord.interactions import Interactions
from adapters.discord.limits import LOOK_SECONDS, OPENING_SECONDS, READ_BACK, TOKEN_SECONDS
from adapters.discord.render import Message, Seat
from adapters.discord.working import Working

log = structlog.get_logger(__name__)

# After a refusal nothing is tried in that channel for so long: too many refusals get a whole host banned.
REFUSED_SECONDS = 60.0
MOST_REFUSALS = 10_000
INVALID_WEBHOOK_TOKEN = 50027
CANNOT_REPLY_HERE = frozenset({50083, 160002})


class _Name:
    """What Discord calls an interaction's first response. The library asks for a number, and would quote a text."""

    def __str__(self) -> str:
        return "@original"


ORIGINAL = cast(int, _Name())


class DiscordPlatform:
    """The platform `discord`. It can send from `open` on; before that, a reply waits."""

    name = NAME

    def __init__(self, client: discord.Client, clock: Callable[[], float], give_up: Callable[[str], None]) -> None:
        self.interactions = Interactions()
        self.working = Working(self._channel)
        self._client, self._clock, self._give_up = client, clock, give_up
        self._open = asyncio.Event()
        self._desk: Desk | None = None
        self._refused: dict[int, float] = {}

    def open(self, desk: Desk) -> None:
        """Discord knows us: send from now on."""
        self._desk = desk
        self._open.set()

    async def send(self, out: Outgoing) -> str:
        """Complete a response, update our message, or post one; its id."""
        await self._open.wait()
        event = out.event
        self.working.end(event)
        with self._faults(event):
            message = render.answer(
                out.reply, seat_of(event, plain=await self.plain(event.team, event.channel, event.user))
            )
            if interaction_of(event) is not None:
                return await self._complete(event, message)
            if out.posted is not None:
                return await self._update(out, out.posted, message)
            return await self._post(out, message)

    async def find_sent(self, out: Outgoing) -> str | None:
        """Our message that replies to the question, among the newest after it.

        A response to an interaction is never looked up: completing it once more does no harm.
        """
        await self._open.wait()
        event = out.event
        if interaction_of(event) is not None:
            return None
        question = discord.Object(int(event.message))
        with self._faults(event):
            async for message in self._channel(event).history(limit=READ_BACK, after=question):
                if self._is_ours(message) and _answers(message, out):
                    return str(message.id)
        return None

    async def delete(self, event: Event, posted: str) -> None:
        """Delete our message; nothing happens where it is gone."""
        await self._open.wait()
        with self._faults(event):
            try:
                await self._channel(event).get_partial_message(int(posted)).delete()
            except (discord.NotFound, discord.Forbidden) as fault:
                if interaction_of(event) is not None:
                    await self._delete_pressed(event)
                elif fault.status != 404:
                    raise

    async def _delete_pressed(self, event: Event) -> None:
        """Where only the user has installed us, a press of the message's own button lets us."""
        try:
            await (await self._webhook(event)).delete_message(ORIGINAL)
        except discord.NotFound:
            return

    async def plain(self, team: str, channel: str, user: str) -> bool:
        """Whether the channel or the user wants plain text; no answer waits long to know it."""
        if self._desk is None:
            return False
        if (await self._desk.preferences(NAME, team, channel, within=LOOK_SECONDS)).plain:
            return True
        return (await self._desk.preferences(NAME, OUTSIDE, own_channel(user), within=LOOK_SECONDS)).plain

    async def _complete(self, event: Event, message: Message) -> str:
        webhook = await self._webhook(event)
        return str((await webhook.edit_message(ORIGINAL, **message.editing())).id)

    async def _webhook(self, event: Event) -> discord.Webhook:
        if self._age(event) > TOKEN_SECONDS or not event.ticket:
            raise Gone("the interaction is over")
        application = self._client.application_id
        if application is None:
            raise Passing("not logged in")
        await self.interactions.opened(event)
        return discord.Webhook.partial(application, event.ticket, client=self._client)

    def _age(self, event: Event) -> float:
        """Seconds since somebody used the command or the button."""
        return self._clock() - discord.utils.snowflake_time(interaction_of(event) or 0).timestamp()

    async def _post(self, out: Outgoing, message: Message) -> str:
        event = out.event
        channel = self._channel(event)
        question = discord.MessageReference(
            message_id=int(event.message), channel_id=channel.id, fail_if_not_exists=False
        )
        told: dict[str, Any] = {"reference": question, "mention_author": False, "nonce": out.key}
        if message.content is not None:
            told |= {"content": message.content, "suppress_embeds": True}
        return str((await channel.send(view=message.view, **told)).id)

    async def _update(self, out: Outgoing, posted: str, message: Message) -> str:
        ours = self._channel(out.event).get_partial_message(int(posted))
        try:
            await ours.edit(**message.editing())
        except discord.HTTPException as fault:
            # A card stays a card: plain text is wanted only since.
            if fault.status != 400 or message.content is None:
                raise
            await ours.edit(**render.answer(out.reply, seat_of(out.event)).editing())
        return posted

    def _channel(self, event: Event) -> discord.PartialMessageable:
        guild = None if event.team == OUTSIDE else int(event.team)
        return self._client.get_partial_messageable(written_in(event), guild_id=guild)

    def _is_ours(self, message: discord.Message) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id

    @contextmanager
    def _faults(self, event: Event) -> Iterator[None]:
        """What Discord refuses, as the desk understands it."""
        inside = interaction_of(event) is None
        if self._client.is_closed():
            raise Passing("the client is closed")
        if inside and self._refused.get(written_in(event), 0.0) > self._clock():
            raise Gone("refused here a moment ago")
        try:
            yield
        except discord.RateLimited as limited:
            raise RateLimited(limited.retry_after) from None
        except discord.HTTPException as fault:
            if fault.status == 403 and inside:
                self._note_refusal(written_in(event))
            if fault.status == 404 and not inside and self._age(event) < OPENING_SECONDS:
                # Another process took the question, and may not have acknowledged it yet.
                raise Passing(f"not acknowledged yet: {fault.code}") from None
            raise self._named(fault) from None
        except (aiohttp.ClientError, OSError, TimeoutError) as fault:
            raise Passing(type(fault).__name__) from None

    def _note_refusal(self, channel: int) -> None:
        now = self._clock()
        if len(self._refused) >= MOST_REFUSALS:
            self._refused = {key: until for key, until in self._refused.items() if until > now}
        self._refused[channel] = now + REFUSED_SECONDS

    def _named(self, fault: discord.HTTPException) -> Exception:
        said = f"{fault.status} {fault.code}"
        if fault.status == 429:
            return RateLimited(_seconds(fault))
        if fault.status >= 500:
            return Passing(said)
        if fault.status in {403, 404} or fault.code in {INVALID_WEBHOOK_TOKEN, *CANNOT_REPLY_HERE}:
            return Gone(said)
        if fault.status == 401:
            self._give_up(lines.refused_token())
            return Passing(said)
        return fault


def seat_of(event: Event, *, plain: bool = False) -> Seat:
    """Where the reply to an event is shown."""
    ephemeral = event.private and bool(event.thread)
    return Seat(ephemeral, root_of(event), event.user if event.kind == "share" else "", plain)


def own_channel(user: str) -> str:
    """Under which channel a user's own settings are kept."""
    return f"user {user}"


def _answers(message: discord.Message, out: Outgoing) -> bool:
    replies_to = message.reference.message_id if message.reference else None
    return str(message.nonce) == out.key or str(replies_to) == out.event.message


def _seconds(fault: discord.HTTPException) -> float:
    try:
        return float(fault.response.headers.get("Retry-After", ""))
    except ValueError:
        return 1.0
