"""What listeners of buttons and pages do first: acknowledge, find the reply it is about, tell where there is none."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck, AsyncBoltContext, AsyncRespond

from adapters.slack import events, lines
from adapters.slack.station import Payload, Station, team_of
from adapters.state.errors import StateError
from bot.reply import Reply


async def at_once(ack: AsyncAck) -> None:
    """Acknowledge, and show or send afterwards."""
    await ack()


async def tell(respond: AsyncRespond, line: str) -> None:
    """One line, for the eyes of whoever pressed the button."""
    await respond(text=line, response_type="ephemeral", replace_original=False)


async def reply_behind(
    station: Station, body: Payload, context: AsyncBoltContext, respond: AsyncRespond
) -> Reply | None:
    """The reply of the button; where there is none any more, its presser is told."""
    ref = str(body["actions"][0].get("value") or "")
    try:
        reply = await station.desk.reply(events.NAME, team_of(context), ref)
    except StateError:
        await tell(respond, lines.AWAY)
        return None
    if reply is None:
        await tell(respond, lines.EXPIRED)
    return reply
