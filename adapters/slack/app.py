"""Slack as a guest of the serving process: Bolt's app, wired to the desk, behind sockets or behind the gate."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs

import structlog
from aiohttp import ClientSession, ClientTimeout, web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from adapters.desk.desk import Desk
from adapters.desk.event import Platform, SendFault
from adapters.guest import Tools
from adapters.http.surface import Page, Webhook
from adapters.pictures.pictures import Pictures
from adapters.settings import SettingsError, Trouble
from adapters.slack.asking import Asking
from adapters.slack.attaching import Attaching
from adapters.slack.clicks import Clicks
from adapters.slack.install import Leaving, ManyWorkspaces, async_engine, pages
from adapters.slack.limits import Waits
from adapters.slack.platform import SlackPlatform
from adapters.slack.response_urls import ResponseUrls
from adapters.slack.scopes import COMMAND, SCOPES
from adapters.slack.sockets import Sockets
from adapters.slack.station import Station
from adapters.slack.views import Views
from adapters.slack.workspaces import Authorized, OneWorkspace, Workspaces
from adapters.state.database import url_beside
from adapters.state.errors import StateError
from adapters.wiring import House

API = "https://slack.com/api/"
PATH = "/slack/events"
HANDS_TRIES = 2
# The gate has checked what Bolt would check with it; without any, Bolt would look into the environment.
UNUSED = "-"
log = structlog.get_logger(__name__)


class SlackGuest:
    """One Slack app: one workspace by its token, or many by OAuth; Socket Mode with an app token, else signed HTTP."""

    def __init__(self, house: House, tools: Tools, waits: Waits | None = None) -> None:
        """Raises SettingsError where a token is missing. Must be made within the event loop."""
        self._said = said = house.settings
        _complain(lacking_settings(house))
        self._tools, self._waits = tools, waits or Waits()
        self._api = said.slack_api_url or API
        self._urls = ResponseUrls(tools.clock)
        self._pictures = Pictures(house.pictures)
        self._client = self._new_client()
        token = said.slack_bot_token.reveal() if said.slack_bot_token else ""
        self._many = None if token else self._by_oauth(house)
        self._workspaces: Workspaces = self._many or OneWorkspace(token, self._hands(), tools.give_up)
        self._platform = SlackPlatform(self._workspaces, self._client, self._urls, self._waits)
        self._sockets: Sockets | None = None
        self._asking: Asking | None = None
        self._app: AsyncApp | None = None

    @property
    def platform(self) -> Platform:
        """What the desk sends through."""
        return self._platform

    @property
    def webhooks(self) -> Sequence[Webhook | Page]:
        """Where Slack calls us, where there is no socket; and where people install the app."""
        said = self._said
        gated = () if said.slack_app_token or said.slack_signing_secret is None else (
            Webhook(PATH, (said.slack_signing_secret.reveal(),), self._called),
        )  # fmt: skip
        if self._many is None:
            return gated
        return (*gated, *pages(self._many.flow(self._api.removesuffix("api/") + "oauth/v2/authorize", SCOPES)))

    async def open(self, desk: Desk) -> None:
        """Take events from now on."""
        self._client.session = ClientSession(timeout=ClientTimeout(total=self._waits.call))
        if self._many is not None:
            await self._many.open()
        self._app = self._bolt(desk)
        if self._said.slack_app_token:
            # Its own client: asking for a connection takes the app's token, never the bot's.
            token = self._said.slack_app_token.reveal()
            client = self._new_client(token)
            self._sockets = Sockets(self._app, token, client, self._waits, self._tools.give_up)
            await self._sockets.open()

    def lacking(self) -> str:
        """Why nothing can come in just now."""
        if self._app is None:
            return "not open yet"
        return self._sockets.lacking() if self._sockets else ""

    async def pause(self) -> None:
        """Take no more."""
        if self._sockets is not None:
            await self._sockets.close()
        if self._asking is not None:
            await self._asking.close()

    async def close(self) -> None:
        """End what is left."""
        await self._pictures.stop()
        if self._client.session is not None:
            await self._client.session.close()
        if self._many is not None:
            await self._many.close()

    def _bolt(self, desk: Desk) -> AsyncApp:
        """Bolt's app. It is done with an event before it answers, so that no event is acknowledged without its row."""
        app = AsyncApp(
            name="beatbook", process_before_response=True, signing_secret=UNUSED,
            client=self._hands(), authorize=Authorized(self._workspaces),  # type: ignore[arg-type]  # it takes either kind
            request_verification_enabled=False,
        )  # fmt: skip
        app.error(_failed)
        station = Station(desk, self._urls, self._tools.clock)
        self._asking = Asking(station)
        # Bolt tries its listeners one after the other: what comes most often stands first.
        self._asking.register(app, COMMAND)
        Clicks(station).register(app)
        Views(station).register(app)
        Attaching(station, self._pictures).register(app)
        Leaving(desk, self._many).register(app)
        return app

    async def _called(self, request: web.Request) -> web.StreamResponse:
        """A request that passed the gate: signed by Slack, and yet perhaps not what Bolt can read."""
        if self._app is None:
            return web.Response(status=503)
        if not is_readable(await request.read(), request.content_type):
            return web.Response(status=400)
        return await to_aiohttp_response(await self._app.async_dispatch(await to_bolt_request(request)))

    def _by_oauth(self, house: House) -> ManyWorkspaces:
        said = house.settings
        address = said.database_url.reveal() if said.database_url else url_beside(said.home)
        secret = said.slack_client_secret.reveal() if said.slack_client_secret else ""
        engine = async_engine(address)
        return ManyWorkspaces(said.slack_client_id or "", secret, engine, self._hands(), self._tools.clock)

    def _new_client(self, token: str | None = None) -> AsyncWebClient:
        """A client that tries nothing again: what the desk sends with must not, and sockets have their own patience."""
        return AsyncWebClient(token=token, base_url=self._api, timeout=int(self._waits.call), retry_handlers=[])

    def _hands(self) -> AsyncWebClient:
        """The client for pages, forms and looks, which the desk does not try again."""
        again: list[Any] = [
            AsyncConnectionErrorRetryHandler(max_retry_count=HANDS_TRIES),
            AsyncRateLimitErrorRetryHandler(max_retry_count=HANDS_TRIES),
            AsyncServerErrorRetryHandler(max_retry_count=HANDS_TRIES),
        ]
        return AsyncWebClient(base_url=self._api, timeout=int(self._waits.call), retry_handlers=again)


def is_readable(body: bytes, kind: str) -> bool:
    """Whether a body holds one object, as JSON, or a form, whose payload is one: else Bolt makes it a fault."""
    try:
        text = body.decode()
        if kind == "application/json" or text.startswith("{"):
            said = json.loads(text)
        else:
            form = parse_qs(text, strict_parsing=True)
            said = json.loads(form["payload"][0]) if "payload" in form else form
    except ValueError:
        return False
    return isinstance(said, dict)


async def _failed(error: Exception) -> BoltResponse:
    """A listener that failed: not acknowledged, so that Slack delivers it again."""
    if isinstance(error, StateError | SendFault):
        log.warning("not_taken", why=type(error).__name__)
        return BoltResponse(status=503)
    log.error("listener_failed", exc_info=error)
    return BoltResponse(status=500)


def lacking_settings(house: House) -> tuple[Trouble, ...]:
    """What is missing, each with its remedy."""
    said = house.settings
    troubles = []
    if said.slack_bot_token is None and not (said.slack_client_id and said.slack_client_secret):
        remedy = "set it; for many workspaces set BEATBOOK_SLACK_CLIENT_ID and BEATBOOK_SLACK_CLIENT_SECRET instead"
        troubles.append(Trouble("BEATBOOK_SLACK_BOT_TOKEN", "is not set", remedy))
    if said.slack_app_token is None and said.slack_signing_secret is None:
        remedy = "set it for Socket Mode; for HTTP set BEATBOOK_SLACK_SIGNING_SECRET instead"
        troubles.append(Trouble("BEATBOOK_SLACK_APP_TOKEN", "is not set", remedy))
    return tuple(troubles)


def _complain(troubles: tuple[Trouble, ...]) -> None:
    if troubles:
        raise SettingsError(troubles)
