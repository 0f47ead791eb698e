"""The buttons that send a file: the figures as tables, the chart as a picture. Nothing waits for them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient as Client

from adapters.desk.event import Event
from adapters.files.figures import figures_csv, figures_xlsx
from adapters.pictures.alt import alt_text
from adapters.pictures.lines import NO_PICTURE
from adapters.pictures.pictures import Pictures
from adapters.pictures.subject import drawable
from adapters.slack import events, limits, lines, render
from adapters.slack.fitting import cut
from adapters.slack.pressed import at_once, reply_behind, tell
from adapters.slack.station import Payload, Station, team_of
from adapters.slack.uploads import Upload, upload
from bot.details import headline
from bot.reply import Reply

# What is said beside files, and the files.
Sent = tuple[str, list[Upload]]
Makes = Callable[[Reply], Awaitable[Sent]]


class Attaching:
    """The listeners of these buttons."""

    def __init__(self, station: Station, pictures: Pictures) -> None:
        self._station, self._pictures = station, pictures
        self._under_way: set[tuple[str, ...]] = set()

    def register(self, app: AsyncApp) -> None:
        """Listen."""
        app.action(render.FIGURES)(ack=at_once, lazy=[self.listed])
        app.action(render.PICTURE)(ack=at_once, lazy=[self.drawn])

    async def listed(self, body: Payload, context: AsyncBoltContext, respond: AsyncRespond, client: Client) -> None:
        """The figures behind an answer, as CSV and as a workbook."""

        async def made(reply: Reply) -> Sent:
            return lines.THE_FIGURES, await asyncio.to_thread(figures_of, reply)

        await self._answer(made, body, context, respond, client)

    async def drawn(self, body: Payload, context: AsyncBoltContext, respond: AsyncRespond, client: Client) -> None:
        """The chart of an answer, as a picture that can be kept."""

        async def made(reply: Reply) -> Sent:
            series = drawable(reply)
            picture = await self._pictures.png(series, "chat", "light")
            name = f"beatbook-{reply.ref}.png"
            return lines.THE_PICTURE, [Upload(name, picture, _title(reply), alt_text(series))] if picture else []

        await self._answer(made, body, context, respond, client)

    async def _answer(
        self, made: Makes, body: Payload, context: AsyncBoltContext, respond: AsyncRespond, client: Client
    ) -> None:
        """Make the files and send them; whoever presses again meanwhile gets them once."""
        click = events.clicked(body, team_of(context), self._station.today())
        pressed = (click.team, click.message, click.user, body["actions"][0]["action_id"])
        if pressed in self._under_way:
            return
        self._under_way.add(pressed)
        try:
            reply = await reply_behind(self._station, body, context, respond)
            if reply is not None and (said := await _sent(client, click, *await made(reply))):
                await tell(respond, said)
        finally:
            self._under_way.discard(pressed)


async def _sent(client: Client, click: Event, comment: str, files: list[Upload]) -> str:
    return await upload(client, click, files, comment) if files else NO_PICTURE


def figures_of(reply: Reply) -> list[Upload]:
    """The figures of a reply as files."""
    name = f"beatbook-{reply.ref}"
    return [
        Upload(f"{name}.csv", figures_csv(reply), _title(reply)),
        Upload(f"{name}.xlsx", figures_xlsx(reply), _title(reply)),
    ]


def _title(reply: Reply) -> str:
    return cut(headline(reply), limits.FILE_TITLE)
