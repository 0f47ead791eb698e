"""The desk's way to Slack: posts, updates, deletes, and looks its own messages up by what it put into them."""

from __future__ import annotations

from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.desk.event import Event, Gone, Outgoing, Passing, RateLimited
from adapters.slack import lines, render
from adapters.slack.events import COMMAND, NAME, is_direct
from adapters.slack.faults import BAD_BLOCKS, DEAD_TOKEN, NOT_A_MEMBER, as_desk_faults, error_of, seconds_of
from adapters.slack.limits import Waits
from adapters.slack.mrkdwn import mention
from adapters.slack.render import Message
from adapters.slack.response_urls import ResponseUrls
from adapters.slack.workspaces import Workspaces

KEPT = "beatbook_reply"
# Of our own messages since the question, one page is read: ours is among them, or was never sent.
PAGE = 100
_NEVER_KEPT = "response "
log = structlog.get_logger(__name__)


class SlackPlatform:
    """The platform `slack`. What is for one person's eyes is sent at most once, all else exactly once."""

    name = NAME

    def __init__(self, workspaces: Workspaces, client: AsyncWebClient, urls: ResponseUrls, waits: Waits) -> None:
        """`client` must not try again by itself: a message that may have arrived is looked up before."""
        self._workspaces, self._client, self._urls, self._waits = workspaces, client, urls, waits

    async def send(self, out: Outgoing) -> str:
        """Post the reply, or update `out.posted`; the id of our message."""
        said = _message(out)
        if out.posted is not None:
            return await self._update(out, said)
        if is_for_one(out.event):
            return await self._tell_one(out.event, said)
        return await self._post(out, said)

    async def find_sent(self, out: Outgoing) -> str | None:
        """Our message by the key in its metadata; raises Gone for what is for one person: nobody can look that up."""
        event = out.event
        if is_for_one(event):
            raise Gone("nobody knows whether a private answer arrived")
        since = event.message if _is_time(event.message) else "0"
        about: dict[str, Any] = {"channel": event.channel, "oldest": since, "limit": PAGE, "include_all_metadata": True}
        if event.thread:
            about["ts"] = event.thread
        method = "conversations.replies" if event.thread else "conversations.history"
        found = await self._call(event, method, **about)
        ours = (one["ts"] for one in found.get("messages", []) if _key_of(one) == out.key)
        return next(ours, None)

    async def delete(self, event: Event, posted: str) -> None:
        """Delete our message; nothing happens where it is gone, or was for one person's eyes."""
        if posted.startswith(_NEVER_KEPT):
            return
        try:
            await self._call(event, "chat.delete", channel=event.channel, ts=posted)
        except Gone as gone:
            log.info("nothing_deleted", why=str(gone))

    async def _post(self, out: Outgoing, said: Message) -> str:
        event = out.event
        kept = {"event_type": KEPT, "event_payload": {"key": out.key}}
        where = {"channel": event.channel, **({"thread_ts": event.thread} if event.thread else {})}
        try:
            posted = await self._call(
                event, "chat.postMessage", said, **where, metadata=kept, unfurl_links=False, unfurl_media=False
            )
        except Gone as gone:
            if str(gone) not in NOT_A_MEMBER or (url := self._urls.use(event.key)) is None:
                raise
            return await self._answer_at(url, event, said)
        return str(posted["ts"])

    async def _update(self, out: Outgoing, said: Message) -> str:
        posted = str(out.posted)
        await self._call(out.event, "chat.update", said, channel=out.event.channel, ts=posted)
        return posted

    async def _tell_one(self, event: Event, said: Message) -> str:
        """To the asker alone: at the address that came with the question; where that is lost, as Slack's own kind."""
        if (url := self._urls.use(event.key)) is not None:
            return await self._answer_at(url, event, said)
        where = {"channel": event.channel, "user": event.user, **({"thread_ts": event.thread} if event.thread else {})}
        try:
            await self._call(event, "chat.postEphemeral", said, **where)
        except Passing as fault:
            raise Gone(str(fault)) from fault
        return _NEVER_KEPT + event.key

    async def _answer_at(self, url: str, event: Event, said: Message) -> str:
        seen_by = "ephemeral" if event.private else "in_channel"
        client = AsyncWebhookClient(
            url, timeout=int(self._waits.call), session=self._client.session, retry_handlers=[]
        )  # fmt: skip
        try:
            answer = await client.send(
                text=said.text, blocks=said.blocks, response_type=seen_by, replace_original=False,
                unfurl_links=False, unfurl_media=False,
            )  # fmt: skip
        except (aiohttp.ClientError, TimeoutError, OSError) as fault:
            raise Gone(f"{type(fault).__name__} at a response address") from fault
        if answer.status_code == 429:
            raise RateLimited(seconds_of(answer.headers))
        if answer.status_code != 200:
            raise Gone(f"{answer.status_code} at a response address")
        return _NEVER_KEPT + event.key

    async def _call(self, event: Event, method: str, said: Message | None = None, **arguments: Any) -> Any:
        identity = await self._workspaces.identity(event.team)
        if identity is None:
            raise Gone("not installed there")
        with as_desk_faults():
            try:
                return await self._say(method, identity.token, said, arguments)
            except SlackApiError as fault:
                if error_of(fault) in DEAD_TOKEN:
                    await self._workspaces.forget(event.team, identity.enterprise)
                raise

    async def _say(self, method: str, token: str, said: Message | None, arguments: dict[str, Any]) -> Any:
        """One call. Blocks that Slack refuses are a fault of ours: the words go out without them."""
        if said is None:
            return await self._client.api_call(method, params={"token": token, **arguments}, http_verb="POST")
        # `parse` none: no address in the words becomes a link. `mrkdwn` false: no star makes them bold.
        spoken = {"token": token, "text": said.text, "parse": "none", "link_names": False, "mrkdwn": False, **arguments}
        try:
            return await self._client.api_call(method, json={**spoken, "blocks": list(said.blocks)})
        except SlackApiError as fault:
            if error_of(fault) not in BAD_BLOCKS:
                raise
            log.error("blocks_refused", why=error_of(fault), method=method)
            return await self._client.api_call(method, json=spoken)


def is_for_one(event: Event) -> bool:
    """Whether the answer is shown to its asker alone, among others; a direct conversation has no others."""
    return event.private and not is_direct(event.channel)


def _message(out: Outgoing) -> Message:
    event = out.event
    note = ""
    if event.kind == "share":
        note = lines.shared_by(mention(event.user))
    elif event.key.startswith(COMMAND) and not event.private:
        note = lines.asked_by(mention(event.user))
    return render.message(out.reply, private=is_for_one(event), note=note)


def _key_of(message: dict[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    return str((metadata.get("event_payload") or {}).get("key", "")) if metadata.get("event_type") == KEPT else ""


def _is_time(message: str) -> bool:
    """Slack's messages are named by their time."""
    return message.replace(".", "", 1).isdecimal()
