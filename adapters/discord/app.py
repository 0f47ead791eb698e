"""Discord as a guest of the process: logged in and connected for as long as it serves."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing

import aiohttp
import discord
import structlog

from adapters.desk.desk import Desk
from adapters.desk.event import Platform
from adapters.discord import lines
from adapters.discord.client import Client, Notes
from adapters.guest import Guest, Tools
from adapters.http.surface import Webhook
from adapters.pictures.pictures import Pictures
from adapters.settings import Secret, SettingsError, Trouble
from adapters.state.database import url_beside
from adapters.state.state import State
from adapters.wiring import House

log = structlog.get_logger(__name__)

FIRST_WAIT, LONGEST_WAIT = 2.0, 120.0
AUTHENTICATION_FAILED = 4004
ENDED = "The connection to Discord has ended by itself"
UNAUTHORIZED = 401
PASSING = (
    discord.HTTPException, discord.RateLimited, discord.GatewayNotFound, aiohttp.ClientError, OSError, TimeoutError,
)  # fmt: skip


def guest(house: House, tools: Tools) -> Guest:
    """Discord, as the installation sets it; raises SettingsError where there is no token."""
    token, shards, pictures = token_of(house), house.settings.discord_shards, Pictures(house.pictures)
    client = Client(
        tools.clock,
        tools.give_up,
        notes_in(house, tools.clock),
        pictures,
        shard_ids=list(shards.ids) if shards else None,
        shard_count=shards.total if shards else None,
    )
    return DiscordGuest(client, token, tools.give_up, pictures)


def token_of(house: House) -> Secret:
    """The bot's token; raises SettingsError."""
    if (token := house.settings.discord_token) is None:
        remedy = "paste the bot's token from the Developer Portal; docs/discord.md tells how"
        raise SettingsError((Trouble("BEATBOOK_DISCORD_TOKEN", "is not set", remedy),))
    return token


def notes_in(house: House, clock: Callable[[], float]) -> Notes:
    """The installation's state, opened for a moment: where it stands what Discord was told."""
    url = house.settings.database_url
    return lambda: closing(State.open(url.reveal() if url else url_beside(house.settings.home), clock))


class DiscordGuest:
    """Keeps the client logged in. A refused token ends the process; everything else is tried again."""

    def __init__(
        self,
        client: Client,
        token: Secret,
        give_up: Callable[[str], None],
        pictures: Pictures | None = None,
        first_wait: float = FIRST_WAIT,
    ) -> None:
        self._client, self._token, self._give_up, self._first_wait = client, token, give_up, first_wait
        self._pictures = pictures
        self._life: asyncio.Task[None] | None = None
        # What is still to be sent at the end needs the client: it is closed last, whatever ends its connection.
        self._open = contextlib.AsyncExitStack()

    @property
    def platform(self) -> Platform:
        """What the desk sends through."""
        return self._client.platform

    @property
    def webhooks(self) -> Sequence[Webhook]:
        """None: we call Discord."""
        return ()

    async def open(self, desk: Desk) -> None:
        """Log in and connect, in the background: an outage of Discord must not keep the other platforms waiting."""
        self._client.serve(desk)
        if self._pictures is not None:
            self._open.push_async_callback(self._pictures.stop)
        await self._open.enter_async_context(self._client)
        self._life = asyncio.create_task(self._live(), name="discord")

    def lacking(self) -> str:
        """Which connection is missing."""
        if not self._client.is_ready():
            return "not connected to Discord"
        away = [str(number) for number, shard in self._client.shards.items() if shard.is_closed()]
        return f"shards not connected to Discord: {', '.join(away)}" if away else ""

    async def pause(self) -> None:
        """Take nothing more; whoever uses a command is told."""
        self._client.reception.paused = True

    async def close(self) -> None:
        """Log out."""
        if self._life is not None:
            self._life.cancel()
            await asyncio.gather(self._life, return_exceptions=True)
        with contextlib.suppress(*PASSING):
            await self._open.aclose()

    async def _live(self) -> None:
        try:
            await self._through_outages(lambda: self._client.login(self._token.reveal()))
            await self._through_outages(self._client.connect)
            self._give_up(ENDED)
        except discord.LoginFailure:
            self._give_up(lines.refused_token())
        except discord.ConnectionClosed as closed:
            refused = closed.code == AUTHENTICATION_FAILED
            self._give_up(
                lines.refused_token() if refused else f"Discord closed the connection for good: {closed.code}"
            )
        except Exception as fault:
            log.exception("discord_ended")
            self._give_up(f"Discord cannot be served: {type(fault).__name__}")

    async def _through_outages(self, step: Callable[[], Awaitable[None]]) -> None:
        """The step, as often as Discord cannot be reached; raises LoginFailure where it refuses the token."""
        wait = self._first_wait
        while True:
            try:
                return await step()
            except discord.LoginFailure:
                raise
            except PASSING as fault:
                if refuses_token(fault):
                    raise discord.LoginFailure(str(fault)) from fault
                if self._client.is_closed():
                    raise
                log.warning("discord_not_reached", why=type(fault).__name__, again_in=wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)


def refuses_token(fault: BaseException) -> bool:
    """Whether Discord says that the token is none, by itself or as the reason of another fault."""
    said = fault if isinstance(fault, discord.HTTPException) else fault.__cause__
    return isinstance(fault, discord.LoginFailure) or (
        isinstance(said, discord.HTTPException) and said.status == UNAUTHORIZED
    )
