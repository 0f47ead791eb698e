"""Whose token speaks in which workspace: the one of the settings, or the one that an installation left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.faults import DEAD_TOKEN, as_desk_faults, error_of


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are in a workspace."""

    token: str
    team: str
    enterprise: str | None
    user: str
    bot: str


class Workspaces(Protocol):
    """Our identities."""

    async def identity(self, team: str | None, enterprise: str | None = None) -> Identity | None:
        """Who we are there, None where we are not installed; raises RateLimited, Passing or Gone."""
        ...

    async def forget(self, team: str | None, enterprise: str | None) -> None:
        """The token is dead: keep nothing of it."""
        ...


class OneWorkspace:
    """The workspace whose token stands in the settings. Who it is, Slack is asked once."""

    def __init__(self, token: str, client: AsyncWebClient, give_up: Callable[[str], None]) -> None:
        self._token, self._client, self._give_up = token, client, give_up
        self._identity: Identity | None = None

    async def identity(self, team: str | None, enterprise: str | None = None) -> Identity | None:  # noqa: ARG002
        """The one identity; where the token is dead, the process ends."""
        if self._identity is None:
            with as_desk_faults():
                try:
                    said = await self._client.auth_test(token=self._token)
                except SlackApiError as fault:
                    if error_of(fault) in DEAD_TOKEN:
                        self._give_up(f"Slack does not take BEATBOOK_SLACK_BOT_TOKEN: {error_of(fault)}")
                    raise
            self._identity = Identity(
                self._token, said["team_id"], said.get("enterprise_id"), said["user_id"], said.get("bot_id") or ""
            )
        return self._identity

    async def forget(self, team: str | None, enterprise: str | None) -> None:  # noqa: ARG002
        """The token is the settings': Slack is asked anew."""
        self._identity = None


class Authorized(AsyncAuthorize):
    """Who we are, as Bolt asks for it with each event."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,  # noqa: ARG002 - Bolt names its arguments
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,  # noqa: ARG002
        actor_enterprise_id: str | None = None,  # noqa: ARG002
        actor_team_id: str | None = None,  # noqa: ARG002
        actor_user_id: str | None = None,  # noqa: ARG002
    ) -> AuthorizeResult | None:
        """The identity; None where the app is not installed."""
        found = await self._workspaces.identity(team_id, enterprise_id)
        if found is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id or found.enterprise, team_id=team_id or found.team, bot_user_id=found.user,
            bot_id=found.bot, bot_token=found.token,
        )  # fmt: skip
