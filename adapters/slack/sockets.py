"""Socket Mode: two connections to Slack, each replaced when it goes deaf, all ended when the token is dead."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress

import structlog
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.faults import DEAD_TOKEN, error_of
from adapters.slack.limits import SOCKETS, Waits

log = structlog.get_logger(__name__)


class Socket(SocketModeClient):
    """slack_sdk's client, which asks for connections for ever; with a dead token this one stops."""

    def __init__(self, token: str, client: AsyncWebClient, waits: Waits, give_up: Callable[[str], None]) -> None:
        super().__init__(
            app_token=token, web_client=client, ping_interval=waits.ping, logger=logging.getLogger("beatbook.socket")
        )  # fmt: skip
        self._give_up = give_up
        self.is_refused = False

    async def issue_new_wss_url(self) -> str:
        """The address of a new connection."""
        try:
            return await super().issue_new_wss_url()
        except SlackApiError as fault:
            if error_of(fault) in DEAD_TOKEN:
                self.closed = self.is_refused = True
                self._give_up(f"Slack does not take BEATBOOK_SLACK_APP_TOKEN: {error_of(fault)}")
            raise

    async def is_whole(self) -> bool:
        """Whether it is connected, and everything that keeps it so is at work."""
        tasks = (self.message_processor, self.message_receiver, self.current_session_monitor)
        return await self.is_connected() and not any(task is None or task.done() for task in tasks)


class Sockets:
    """The connections and their watchdog."""

    def __init__(
        self,
        app: AsyncApp,
        token: str,
        client: AsyncWebClient,
        waits: Waits,
        give_up: Callable[[str], None],
        count: int = SOCKETS,
    ) -> None:
        self._app, self._token, self._client, self._waits, self._give_up = app, token, client, waits, give_up
        self._open: dict[int, Socket] = {}
        self._whole: set[int] = set()
        self._count = count
        self._tasks: list[asyncio.Task[None]] = []
        self._working = 0

    async def open(self) -> None:
        """Connect, and stay connected. The first connection is waited for, as far as it comes soon."""
        self._tasks = [asyncio.create_task(self._keep(n), name=f"socket {n}") for n in range(self._count)]
        with suppress(TimeoutError):
            async with asyncio.timeout(self._waits.call):
                # The library tells nobody when it is connected.
                while not self._whole and not all(task.done() for task in self._tasks):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)

    def lacking(self) -> str:
        """Why nothing can come in; empty where one connection is whole."""
        return "" if self._whole else "no socket to Slack is open"

    async def close(self) -> None:
        """Let what was begun be acknowledged, as far as there is time, and close."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._waits.closing):
                while self._working:  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._whole.clear()

    async def _keep(self, number: int) -> None:
        """One connection after the other: each as long as it is whole."""
        while True:
            socket = Socket(self._token, self._client, self._waits, self._give_up)
            socket.socket_mode_request_listeners.append(self._taken)
            connecting = asyncio.create_task(_connect(socket))
            try:
                await self._watch(number, socket)
            finally:
                self._whole.discard(number)
                connecting.cancel()
                await _ended(connecting, socket, self._waits.closing)
            if socket.is_refused:
                return
            log.warning("socket_replaced", number=number)

    async def _watch(self, number: int, socket: Socket) -> None:
        """Return when the connection was not whole for too long."""
        whole_at = time.monotonic()
        while not socket.closed:
            if await socket.is_whole():
                whole_at = time.monotonic()
                self._whole.add(number)
            else:
                self._whole.discard(number)
                if time.monotonic() - whole_at > self._waits.deaf:
                    return
            await asyncio.sleep(min(self._waits.look, 0.25 if number not in self._whole else self._waits.look))

    async def _taken(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """One envelope: acknowledged when the listeners are done with it, not where they failed."""
        self._working += 1
        try:
            answer = await run_async_bolt_app(self._app, request)
            await send_async_response(client, request, answer, time.time())
        finally:
            self._working -= 1


async def _connect(socket: Socket) -> None:
    """Connect; what cannot be had now is tried again until the watchdog loses patience."""
    while not socket.closed:
        try:
            await socket.connect()  # type: ignore[no-untyped-call]
        except Exception as fault:  # noqa: BLE001 - the library raises whatever its transport raised
            log.info("not_connected", why=type(fault).__name__)
            await asyncio.sleep(socket.ping_interval)
        else:
            return


async def _ended(connecting: asyncio.Task[None], socket: Socket, seconds: float) -> None:
    """The end of a connection, which may hang: it is not waited for long."""
    with suppress(Exception):
        async with asyncio.timeout(seconds):
            await asyncio.gather(connecting, return_exceptions=True)
            await socket.close()  # type: ignore[no-untyped-call]
