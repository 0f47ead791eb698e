"""Telling Discord our commands: by the operator's command, or at start when they have changed since it was told."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, Protocol

import structlog
from discord import app_commands

from adapters.discord.incoming import NAME

log = structlog.get_logger(__name__)
# Under this channel of no workspace stands what Discord was told.
TOLD = "commands"


class Noted(Protocol):
    """Whoever keeps notes across restarts: the state."""

    def setting(self, platform: str, team: str, channel: str = "") -> dict[str, Any]:
        """What is noted there."""
        ...

    def set_setting(self, platform: str, team: str, channel: str, data: dict[str, Any], by: str) -> None:
        """Note it."""
        ...


def fingerprint(tree: app_commands.CommandTree[Any], application: int) -> str:
    """The same for the same commands of the same application, whatever process asks."""
    told = sorted((command.to_dict(tree) for command in tree.get_commands()), key=lambda one: str(one["name"]))
    text = json.dumps([application, told], sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()


def is_told(noted: Noted, mark: str) -> bool:
    """Whether Discord was told exactly these commands."""
    return noted.setting(NAME, "", TOLD).get("fingerprint") == mark


def note_told(noted: Noted, mark: str) -> None:
    """Remember what Discord was told."""
    noted.set_setting(NAME, "", TOLD, {"fingerprint": mark}, "")


async def sync(tree: app_commands.CommandTree[Any]) -> list[str]:
    """Tell Discord all commands, for everywhere; their names. A server with copies of its own would show each twice."""
    told = await tree.sync()
    log.info("commands_told", number=len(told))
    return [command.name for command in told]
