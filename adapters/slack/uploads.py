"""Files for whoever pressed a button: under the answer where everybody sees that, else in their own conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.desk.event import Event
from adapters.slack import lines
from adapters.slack.events import is_direct
from adapters.slack.faults import NOT_A_MEMBER, error_of

_PASSING = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file, with the title it is shown under; `alt` says what a picture shows."""

    name: str
    content: bytes
    title: str
    alt: str = ""


async def upload(client: AsyncWebClient, click: Event, files: Sequence[Upload], comment: str) -> str:
    """Send the files where the click belongs; what its presser must be told, empty where they see it anyhow."""
    try:
        if (not click.private or is_direct(click.channel)) and await _is_sent(client, click, files, comment):
            return ""
        channel = (await client.conversations_open(users=[click.user]))["channel"]["id"]
        await _send(client, channel, "", files, comment)
    except _PASSING as fault:
        why = error_of(fault) if isinstance(fault, SlackApiError) else ""
        log.warning("file_not_sent", why=why or type(fault).__name__)
        return lines.MAY_NOT_SEND if why == "missing_scope" else lines.NOT_SENT
    return lines.SENT_TO_YOU


async def _is_sent(client: AsyncWebClient, click: Event, files: Sequence[Upload], comment: str) -> bool:
    """Under the answer; false where we are no member of the channel, as an answer to a command may be in any."""
    try:
        await _send(client, click.channel, click.thread, files, comment)
    except SlackApiError as fault:
        if error_of(fault) not in NOT_A_MEMBER:
            raise
        return False
    return True


async def _send(client: AsyncWebClient, channel: str, thread: str, files: Sequence[Upload], comment: str) -> None:
    await client.files_upload_v2(
        file_uploads=[
            {"filename": one.name, "content": one.content, "title": one.title, "alt_txt": one.alt or None}
            for one in files
        ],
        channel=channel,
        thread_ts=thread or None,
        initial_comment=comment,
    )
