"""What `beatbook doctor discord` looks at: the token, the commands that Discord was told, where Beatbook may answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import discord

from adapters.discord import lines
from adapters.discord.app import PASSING, notes_in, refuses_token, token_of
from adapters.discord.client import Client
from adapters.discord.syncing import fingerprint, note_told, sync
from adapters.wiring import House

# View channels, send messages (in threads too), read the message history that a reply refers to.
PERMISSIONS = discord.Permissions(
    view_channel=True, send_messages=True, send_messages_in_threads=True, read_message_history=True
)
Looked = tuple[str, bool, str]


class CannotTell(Exception):
    """Why Discord was not told our commands: one line."""


def tell_commands(house: House) -> list[str]:
    """Tell Discord our commands now; their names. Raises SettingsError, CannotTell or StateError."""
    token = token_of(house).reveal()

    async def tell() -> list[str]:
        async with Client(lambda: 0.0, lambda _: None) as client:
            await client.login(token)
            told = await sync(client.tree)
            with notes_in(house, time.time)() as noted:
                note_told(noted, fingerprint(client.tree, client.application_id or 0))
            return told

    try:
        return asyncio.run(tell())
    except (discord.LoginFailure, *PASSING) as fault:
        why = f"Discord does not take the commands ({type(fault).__name__}); try again later"
        raise CannotTell(lines.refused_token() if refuses_token(fault) else why) from None


def look_over(house: House) -> list[Looked]:
    """What was looked at, whether it is well, and what is to be said; raises SettingsError where there is no token."""
    token = token_of(house).reveal()

    async def look() -> list[Looked]:
        client = Client(lambda: 0.0, lambda _: None)
        async with client:
            return [looked async for looked in examine(client, token)]

    return asyncio.run(look())


async def examine(client: Client, token: str) -> AsyncIterator[Looked]:
    """Each thing in turn, as far as the one before allows."""
    try:
        await client.login(token)
        async for looked in examine_application(client):
            yield looked
    except (discord.LoginFailure, *PASSING) as fault:
        yield _trouble(fault)


def _trouble(fault: Exception) -> Looked:
    if refuses_token(fault):
        return "token", False, lines.refused_token()
    if isinstance(fault, discord.HTTPException):
        return "discord", False, f"Discord does not answer as it should ({fault.status} {fault.code}); try again later"
    return "network", False, f"Discord cannot be reached ({type(fault).__name__}); is there a proxy or a firewall?"


async def examine_application(client: Client) -> AsyncIterator[Looked]:
    """The application behind a client that is logged in."""
    name = client.user.name if client.user else ""
    yield "token", True, f"accepted for the bot {name}"
    told, ours = {command.name for command in await client.tree.fetch_commands()}, _names(client)
    lacking = ", ".join(sorted(ours - told))
    yield "commands", not lacking, f"missing: {lacking}; run: beatbook discord sync" if lacking else "all are known"
    where = await client.application_info()
    servers = where.approximate_guild_count
    yield "servers", bool(servers), f"{servers} servers" if servers else f"in none yet; open {invitation(where.id)}"


def invitation(application: int) -> str:
    """The address that adds Beatbook to a server, with the least permissions."""
    return discord.utils.oauth_url(application, permissions=PERMISSIONS, scopes=("bot", "applications.commands"))


def _names(client: Client) -> set[str]:
    return {command.name for command in client.tree.get_commands()}
