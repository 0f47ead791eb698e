"""Everywhere a question can be asked: mention, direct message, thread, command, shortcuts. Taken first, then answered.

Bolt hands a listener what its arguments are called. It acknowledges when the listener is done, and not where that
raised: then Slack delivers the event again.
"""

from __future__ import annotations

import asyncio

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.desk.event import Event
from adapters.slack import events, lines, render
from adapters.slack.pressed import tell
from adapters.slack.station import Payload, Station, team_of
from adapters.state.errors import StateError

MOST_STATUSES = 50
log = structlog.get_logger(__name__)


class Asking:
    """The listeners that take questions."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._statuses: set[asyncio.Task[None]] = set()

    def register(self, app: AsyncApp, command: str) -> None:
        """Listen."""
        app.event("app_mention")(self.written)
        app.event({"type": "message", "subtype": None})(self.written)
        app.event({"type": "message", "subtype": "message_changed"})(self.edited)
        app.event({"type": "message", "subtype": "message_deleted"})(self.deleted)
        # Whatever else happens in a channel is taken notice of by doing nothing.
        app.event("message")(self.nothing)
        app.command(command, matchers=[_is_question])(self.commanded)
        app.message_shortcut("look_up")(self.looked_up)

    async def written(self, event: Payload, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        """A mention, a direct message, or a message in a thread of ours."""
        ours = context.bot_user_id or ""
        asked = events.posted(event, team_of(context), ours, self._station.today())
        if asked is None or not await self._is_for_us(event, asked, ours):
            return
        if await self._station.desk.take(asked):
            self._show_status(client, asked)

    async def edited(self, event: Payload, context: AsyncBoltContext) -> None:
        """A question was rewritten."""
        await self._take_if_known(
            events.edited(event, team_of(context), context.bot_user_id or "", self._station.today())
        )

    async def deleted(self, event: Payload, context: AsyncBoltContext) -> None:
        """A question was deleted."""
        await self._take_if_known(
            events.deleted(event, team_of(context), context.bot_user_id or "", self._station.today())
        )

    async def nothing(self) -> None:
        """Not for us."""

    async def commanded(self, command: Payload, ack: AsyncAck, context: AsyncBoltContext) -> None:
        """The command: Slack does not deliver it again, so that it is answered even where nothing can be kept."""
        station, team = self._station, team_of(context)
        wanted = await station.desk.preferences(events.NAME, team, command["channel_id"])
        asked = events.commanded(command, team, wanted.private, station.today())
        station.urls.keep(asked.key, command.get("response_url"))
        try:
            await station.desk.take(asked)
        except StateError:
            await self._answer_at_once(asked, ack)
        else:
            await ack()

    async def looked_up(
        self, shortcut: Payload, ack: AsyncAck, context: AsyncBoltContext, respond: AsyncRespond
    ) -> None:
        """The shortcut on a message, answered for who chose it."""
        asked = events.looked_up(shortcut, team_of(context), self._station.today())
        if asked is None:
            await ack()
            await tell(respond, lines.NO_TEXT)
            return
        self._station.urls.keep(asked.key, shortcut.get("response_url"))
        await self._station.desk.take(asked)
        await ack()

    async def _answer_at_once(self, asked: Event, ack: AsyncAck) -> None:
        reply = await self._station.desk.answer_without_row(asked)
        if reply is None:
            await ack(text=lines.AWAY, response_type="ephemeral")
            return
        said = render.message(reply, private=True)
        await ack(text=said.text, blocks=list(said.blocks), response_type="ephemeral")

    async def _is_for_us(self, event: Payload, asked: Event, ours: str) -> bool:
        """A mention and a direct message are; in a thread, what is said under a question to us or under our answer."""
        if event.get("type") == "app_mention" or events.is_direct(asked.channel):
            return True
        if event.get("parent_user_id") == ours:
            return True
        return await self._station.desk.has_question(asked.platform, asked.team, asked.channel, asked.thread)

    async def _take_if_known(self, event: Event | None) -> None:
        """Of what people change and delete, only our questions are any business of ours."""
        if event is None:
            return
        desk = self._station.desk
        if await desk.has_question(event.platform, event.team, event.channel, event.message):
            await desk.take(event)

    def _show_status(self, client: AsyncWebClient, asked: Event) -> None:
        """Show that we are at work, beside the work; nothing waits for it, nothing depends on it."""
        if len(self._statuses) >= MOST_STATUSES:
            return
        task = asyncio.create_task(_set_status(client, asked), name="status")
        self._statuses.add(task)
        task.add_done_callback(self._statuses.discard)

    async def close(self) -> None:
        """End what is still being shown."""
        for task in self._statuses:
            task.cancel()
        await asyncio.gather(*self._statuses, return_exceptions=True)


async def _is_question(command: Payload) -> bool:
    return not events.wants_settings(command)


async def _set_status(client: AsyncWebClient, asked: Event) -> None:
    try:
        await client.assistant_threads_setStatus(
            channel_id=asked.channel, thread_ts=asked.thread, status=lines.STATUS
        )  # fmt: skip
    except (SlackClientError, OSError, TimeoutError) as fault:
        log.debug("no_status", why=type(fault).__name__)
