"""One app in many workspaces: installed by OAuth, its tokens kept in the installation's own database and renewed.

The tables are those of slack_sdk's stores. Whoever uninstalls the app or takes its token back takes all rows with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store.models.bot import Bot
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from adapters.desk.desk import Desk
from adapters.desk.event import Passing, SendFault
from adapters.http.surface import Page
from adapters.slack.events import NAME
from adapters.slack.faults import as_desk_faults
from adapters.slack.station import Payload
from adapters.slack.workspaces import Identity
from adapters.state.errors import Unavailable

INSTALL, CALLBACK = "/slack/install", "/slack/oauth_redirect"
MINUTES_BEFORE_EXPIRY = 120
STATE_SECONDS = 600
CACHED_SECONDS = 60.0
log = structlog.get_logger(__name__)


def async_engine(address: str) -> AsyncEngine:
    """An engine of asyncio on the database that the state is in."""
    url = make_url(address)
    driver = "sqlite+aiosqlite" if url.drivername.startswith("sqlite") else "postgresql+psycopg"
    patience = {"timeout": 5} if driver.startswith("sqlite") else {"connect_timeout": 2}
    return create_async_engine(url.set(drivername=driver), connect_args=patience, pool_pre_ping=True)


class ManyWorkspaces:
    """The workspaces that installed the app."""

    def __init__(
        self, client_id: str, client_secret: str, engine: AsyncEngine, client: AsyncWebClient, now: Callable[[], float]
    ) -> None:
        self._engine, self._client, self._now = engine, client, now
        self._client_id, self._client_secret = client_id, client_secret
        self.store = AsyncSQLAlchemyInstallationStore(client_id, engine)
        self._states = AsyncSQLAlchemyOAuthStateStore(STATE_SECONDS, engine)
        self._rotator = AsyncTokenRotator(client_id=client_id, client_secret=client_secret, client=client)
        self._renewing = asyncio.Lock()
        self._known: dict[tuple[str | None, str | None], tuple[Identity, float]] = {}

    async def open(self) -> None:
        """Make the tables that are not there."""
        await self.store.create_tables()  # type: ignore[no-untyped-call]
        await self._states.create_tables()  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        """Let the database go."""
        await self._engine.dispose()

    async def identity(self, team: str | None, enterprise: str | None = None) -> Identity | None:
        """The bot of a workspace, its token renewed where it ends soon."""
        known, until = self._known.get((team, enterprise), (None, 0.0))
        if known and self._now() < until:
            return known
        try:
            bot = await self._renewed(team, enterprise)
        except SQLAlchemyError as fault:
            raise Passing(f"the installations cannot be read: {type(fault).__name__}") from fault
        if bot is None:
            return None
        identity = Identity(bot.bot_token, bot.team_id or "", bot.enterprise_id, bot.bot_user_id, bot.bot_id)
        self._known[team, enterprise] = identity, self._now() + CACHED_SECONDS
        return identity

    async def forget(self, team: str | None, enterprise: str | None) -> None:
        """Look the token up anew at the next call; it is deleted when Slack says that it was taken back."""
        self._known = {key: kept for key, kept in self._known.items() if key[0] != team}
        log.info("token_refused", enterprise=bool(enterprise))

    async def delete(self, team: str | None, enterprise: str | None) -> None:
        """Delete what was installed in a workspace or an organisation."""
        await self.forget(team, enterprise)
        await self.store.async_delete_all(enterprise_id=enterprise, team_id=team)

    def flow(self, authorize_url: str, scopes: tuple[str, ...]) -> AsyncOAuthFlow:
        """Bolt's walk through the installation."""
        settings = AsyncOAuthSettings(
            client_id=self._client_id, client_secret=self._client_secret, scopes=scopes, user_scopes=[],
            install_path=INSTALL, redirect_uri_path=CALLBACK, authorization_url=authorize_url,
            installation_store=self.store, installation_store_bot_only=True, state_store=self._states,
            state_expiration_seconds=STATE_SECONDS, token_rotation_expiration_minutes=MINUTES_BEFORE_EXPIRY,
        )  # fmt: skip
        return AsyncOAuthFlow(client=self._client, settings=settings)

    async def _found(self, team: str | None, enterprise: str | None) -> Bot | None:
        """The bot of a workspace; whose organisation is not named, its rows know."""
        bots = self.store.bots.c
        if team and not enterprise:
            async with self._engine.connect() as connection:
                row = (await connection.execute(select(bots.enterprise_id).where(bots.team_id == team))).first()
            enterprise = row[0] if row else None
        bot: Bot | None = await self.store.async_find_bot(enterprise_id=enterprise, team_id=team)
        if bot is None and (enterprise or team):
            bot = await self.store.async_find_bot(enterprise_id=enterprise or team, team_id=None)
        return bot

    async def _renewed(self, team: str | None, enterprise: str | None) -> Bot | None:
        """The bot, its token good for a while. A refresh token is good once: renewals go one after the other."""
        bot = await self._found(team, enterprise)
        if bot is None or not _ends_within(bot, MINUTES_BEFORE_EXPIRY, self._now()):
            return bot
        async with self._renewing:
            bot = await self._found(team, enterprise)
            return await self._rotated(bot, team, enterprise) if bot else None

    async def _rotated(self, bot: Bot, team: str | None, enterprise: str | None) -> Bot:
        """The bot with a new token. Where none can be had, what another process had meanwhile, or the old one."""
        try:
            with as_desk_faults():
                fresh = await self._rotator.perform_bot_token_rotation(
                    bot=bot, minutes_before_expiration=MINUTES_BEFORE_EXPIRY
                )
        except SendFault as fault:
            return await self._unrenewed(bot, team, enterprise, fault)
        if fresh is not None:
            await self.store.async_save_bot(fresh)
        return fresh or bot

    async def _unrenewed(self, bot: Bot, team: str | None, enterprise: str | None, why: SendFault) -> Bot:
        now = await self._found(team, enterprise)
        if now is not None and now.bot_refresh_token != bot.bot_refresh_token:
            return now
        log.warning("token_not_renewed", why=str(why))
        if _ends_within(bot, 0, self._now()):
            raise why
        return bot


def _ends_within(bot: Bot, minutes: int, now: float) -> bool:
    """Whether a bot's token ends so soon; one without an end never does."""
    return bot.bot_token_expires_at is not None and bot.bot_token_expires_at <= now + minutes * 60


def pages(flow: AsyncOAuthFlow) -> tuple[Page, ...]:
    """The two pages of the installation, for whoever is sent there."""

    async def install(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await flow.handle_installation(await to_bolt_request(request)))

    async def callback(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await flow.handle_callback(await to_bolt_request(request)))

    return Page(INSTALL, install), Page(CALLBACK, callback)


class Leaving:
    """The listeners for the end of an installation."""

    def __init__(self, desk: Desk, workspaces: ManyWorkspaces | None) -> None:
        self._desk, self._workspaces = desk, workspaces

    def register(self, app: AsyncApp) -> None:
        """Listen."""
        app.event("app_uninstalled")(self.uninstalled)
        app.event("tokens_revoked")(self.revoked)

    async def uninstalled(self, context: AsyncBoltContext) -> None:
        """The workspace took the app away: nothing of it is kept."""
        await self._forget(context)

    async def revoked(self, event: Payload, context: AsyncBoltContext) -> None:
        """Tokens were taken back: ours, or a person's, of which we hold none."""
        tokens = event.get("tokens") or {}
        if tokens.get("bot"):
            await self._forget(context)
        for user in tokens.get("oauth") or ():
            await self._desk.forget(NAME, context.team_id or context.enterprise_id or "", user)

    async def _forget(self, context: AsyncBoltContext) -> None:
        team = context.team_id or context.enterprise_id or ""
        rows = await self._desk.forget(NAME, team)
        if self._workspaces is not None:
            try:
                await self._workspaces.delete(context.team_id, context.enterprise_id)
            except SQLAlchemyError as fault:
                raise Unavailable("the installations cannot be deleted now") from fault
        log.info("workspace_forgotten", rows=rows)
