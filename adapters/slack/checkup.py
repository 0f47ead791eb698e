"""`beatbook doctor slack`: whether the tokens are taken, what they may do, and whether a socket can be had."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.settings import SettingsError
from adapters.slack.app import API, PATH, lacking_settings
from adapters.slack.faults import error_of
from adapters.slack.scopes import SCOPES
from adapters.wiring import House

SECONDS = 10
# What was looked at, whether it is well, what is to be said.
Looked = tuple[str, bool, str]


def look_over(house: House) -> list[Looked]:
    """What was looked at, whether it is well, and what is to be said; raises SettingsError where a token is missing."""
    if troubles := lacking_settings(house):
        raise SettingsError(troubles)

    async def look() -> list[Looked]:
        return [looked async for looked in _looked(house)]

    return asyncio.run(look())


async def _looked(house: House) -> AsyncIterator[Looked]:
    said = house.settings
    client = AsyncWebClient(base_url=said.slack_api_url or API, timeout=SECONDS)
    if said.slack_bot_token:
        yield await _bot(client, said.slack_bot_token.reveal())
    else:
        yield "workspaces", True, "many: each is looked at when it installs the app"
    if said.slack_app_token:
        yield await _socket(client, said.slack_app_token.reveal())
    else:
        yield "transport", True, f"signed HTTP at {said.http_host}:{said.http_port}{PATH}"


async def _bot(client: AsyncWebClient, token: str) -> Looked:
    """Whether Slack takes the bot's token, and with which scopes."""
    try:
        who = await client.auth_test(token=token)
    except (SlackClientError, OSError, TimeoutError) as fault:
        return "bot", False, f"BEATBOOK_SLACK_BOT_TOKEN: {_why(fault)}; install the app and copy it anew"
    granted = {scope.strip() for scope in str(who.headers.get("x-oauth-scopes") or "").split(",")} - {""}
    lacking = sorted(set(SCOPES) - granted) if granted else []
    if lacking:
        remedy = "add them under OAuth & Permissions, or from manifest.json, and install the app anew"
        return "bot", False, f"the app lacks scopes: {', '.join(lacking)}; {remedy}"
    return "bot", True, f"{who.get('user')} in {who.get('team')}"


async def _socket(client: AsyncWebClient, token: str) -> Looked:
    """Whether Slack gives out a connection."""
    try:
        await client.apps_connections_open(app_token=token)
    except (SlackClientError, OSError, TimeoutError) as fault:
        remedy = "make an app-level token with connections:write, and switch Socket Mode on"
        return "socket", False, f"BEATBOOK_SLACK_APP_TOKEN: {_why(fault)}; {remedy}"
    return "socket", True, "Socket Mode gives out connections"


def _why(fault: BaseException) -> str:
    return error_of(fault) or "no answer" if isinstance(fault, SlackApiError) else f"no answer ({type(fault).__name__})"
