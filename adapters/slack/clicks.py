"""The buttons under our messages. What changes something is taken first; what only shows something comes after."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook import WebhookResponse

from adapters.slack import events, forms, lines, render
from adapters.slack.pressed import at_once, reply_behind, tell
from adapters.slack.render import Message
from adapters.slack.station import Payload, Station, team_of
from adapters.slack.trend import trend, without_chart
from adapters.state.errors import StateError

log = structlog.get_logger(__name__)


class Clicks:
    """The listeners of the buttons."""

    def __init__(self, station: Station) -> None:
        self._station = station

    def register(self, app: AsyncApp) -> None:
        """Listen."""
        app.action(re.compile(rf"{render.CHOICE}_[0-9]+"))(self.chosen)
        app.action(render.SHARE)(self.shared)
        app.action(render.REMOVE)(self.removed)
        app.action(render.FEEDBACK)(ack=at_once, lazy=[self.judged])
        app.action(render.TREND)(ack=at_once, lazy=[self.drawn])
        app.action(render.SOURCE)(ack=at_once, lazy=[self.sourced])
        app.action(render.COPY)(ack=at_once, lazy=[self.copied])
        app.view(forms.REASON)(self.reasoned)

    async def chosen(self, body: Payload, ack: AsyncAck, context: AsyncBoltContext) -> None:
        """One reading of an unclear question, asked in full."""
        click = events.clicked(body, team_of(context), self._station.today())
        self._station.urls.keep(click.key, body.get("response_url"))
        await self._station.desk.take(click)
        await ack()

    async def shared(self, body: Payload, ack: AsyncAck, context: AsyncBoltContext, respond: AsyncRespond) -> None:
        """The asker shows a private answer to everybody; the same button a second time changes nothing."""
        click = events.shared(body, team_of(context), self._station.today())
        self._station.urls.keep(click.key, body.get("response_url"))
        is_theirs = await self._station.desk.share(click, click.text)
        await ack()
        if not is_theirs:
            await tell(respond, lines.NOT_YOURS_TO_SHARE)

    async def removed(self, body: Payload, ack: AsyncAck, context: AsyncBoltContext, respond: AsyncRespond) -> None:
        """The asker takes an answer away."""
        click = events.clicked(body, team_of(context), self._station.today())
        is_theirs = await self._station.desk.remove(click, click.text)
        await ack()
        if not is_theirs:
            await tell(respond, lines.NOT_YOURS_TO_REMOVE)

    async def judged(
        self, body: Payload, context: AsyncBoltContext, respond: AsyncRespond, client: AsyncWebClient
    ) -> None:
        """Useful: thanks. Not right: noted as well, and asked why."""
        verdict, _, ref = str(body["actions"][0].get("value") or "").partition(" ")
        user = body["user"]["id"]
        desk, team = self._station.desk, team_of(context)
        try:
            if verdict == render.GOOD:
                await desk.feedback(events.NAME, team, ref, "good", "", user)
                await tell(respond, lines.THANKS)
            elif verdict == render.BAD:
                await desk.feedback(events.NAME, team, ref, "bad", "", user)
                await client.views_open(trigger_id=body["trigger_id"], view=forms.reason(ref))
        except StateError:
            await tell(respond, lines.AWAY)
        except SlackApiError as fault:
            log.info("no_form", why=str(fault.response.get("error")))
            await tell(respond, lines.THANKS)

    async def reasoned(self, view: Payload, body: Payload, ack: AsyncAck, context: AsyncBoltContext) -> None:
        """Why an answer is not right."""
        said = forms.reason_in(view)
        await self._station.desk.feedback(
            events.NAME, team_of(context), view["private_metadata"], "bad", said, body["user"]["id"]
        )
        await ack(response_action="update", view=forms.note(lines.THANKS_TITLE, lines.THANKS))

    async def drawn(self, body: Payload, context: AsyncBoltContext, respond: AsyncRespond) -> None:
        """The series of an answer, as a sentence, a chart and a table."""
        reply = await reply_behind(self._station, body, context, respond)
        if reply is None:
            return
        said = trend(reply)
        answer = await _show_message(respond, said)
        if answer.status_code != HTTPStatus.OK:
            log.error("chart_refused", status=answer.status_code)
            await _show_message(respond, without_chart(said))

    async def sourced(
        self, body: Payload, context: AsyncBoltContext, respond: AsyncRespond, client: AsyncWebClient
    ) -> None:
        """Where a figure comes from, in full."""
        reply = await reply_behind(self._station, body, context, respond)
        if reply is not None:
            await _show(client, body, respond, forms.source(reply))

    async def copied(
        self, body: Payload, context: AsyncBoltContext, respond: AsyncRespond, client: AsyncWebClient
    ) -> None:
        """The sentence and its citation, to be copied."""
        reply = await reply_behind(self._station, body, context, respond)
        if reply is not None:
            await _show(client, body, respond, forms.copied(reply))


async def _show_message(respond: AsyncRespond, said: Message) -> WebhookResponse:
    return await respond(
        text=said.text, blocks=list(said.blocks), response_type="ephemeral", replace_original=False
    )  # fmt: skip


async def _show(client: AsyncWebClient, body: Payload, respond: AsyncRespond, view: dict[str, Any]) -> None:
    """A page over the conversation; where it came too late to open, the same for the presser's eyes."""
    try:
        await client.views_open(trigger_id=body["trigger_id"], view=view)
    except SlackApiError as fault:
        log.info("no_page", why=str(fault.response.get("error")))
        await respond(
            text=forms.text_of(view), blocks=forms.without_inputs(view), response_type="ephemeral",
            replace_original=False,
        )  # fmt: skip
