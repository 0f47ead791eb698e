"""What must never be written anywhere: tokens, passwords in addresses, and the secrets of this installation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields

from adapters.settings import Secret, Settings

HIDDEN = "[hidden]"
LEAST_SECRET_CHARACTERS = 6

# Slack's tokens; a bearer's token; Discord's bot token; the password or the whole user part of an address; the address
# that Slack gives for one reply or one webhook; a value that its name calls a secret.
_TOKENS = re.compile(r"\bx(?:ox[a-z](?:\.xox[a-z])?|app)-[A-Za-z0-9._%+/=-]+", re.IGNORECASE)
_BEARER = re.compile(r"\b(Bearer|Bot|Basic)(\s+|%20)[A-Za-z0-9._~+/=-]{16,}", re.IGNORECASE)
_DISCORD = re.compile(r"\b[A-Za-z0-9_-]{23,28}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{27,}")
_USER_OF_ADDRESS = re.compile(r"\b([a-z][a-z0-9+.-]*://)[^\s/?#\"']*@", re.IGNORECASE)
_SLACK_HOOK = re.compile(r"\b(hooks\.slack\.com/)[^\s\"'<>]+", re.IGNORECASE)
_DISCORD_HOOK = re.compile(r"\b(/(?:webhooks|interactions)/\d+/)[A-Za-z0-9_.-]+", re.IGNORECASE)
_NAMED = re.compile(
    r"(?i)\b((?:access_|refresh_|client_|signing_|api_|bot_|app_)?(?:token|secret|password|passwd|apikey|key)"
    r"[\"']?\s*[=:]\s*[\"']?)(?!\[hidden\])[^\s\"'&,;}\])]{6,}"
)
_SIGNATURE = re.compile(r"\bv0=[0-9a-f]{64}\b")


class Redactor:
    """Takes out of any text what looks like a secret, and every secret that is known by its value."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted({text for text in secrets if len(text) >= LEAST_SECRET_CHARACTERS}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, text: str) -> str:
        """The text without secrets."""
        if self._known:
            text = self._known.sub(HIDDEN, text)
        text = _TOKENS.sub(HIDDEN, text)
        text = _BEARER.sub(rf"\1\2{HIDDEN}", text)
        text = _DISCORD.sub(HIDDEN, text)
        text = _USER_OF_ADDRESS.sub(rf"\1{HIDDEN}@", text)
        text = _SLACK_HOOK.sub(rf"\1{HIDDEN}", text)
        text = _DISCORD_HOOK.sub(rf"\1{HIDDEN}", text)
        text = _SIGNATURE.sub(f"v0={HIDDEN}", text)
        return _NAMED.sub(rf"\1{HIDDEN}", text)


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Every secret of an installation, in the clear, and the password within an address."""
    values = (getattr(settings, field.name) for field in fields(settings))
    whole = [value.reveal() for value in values if isinstance(value, Secret)]
    passwords = [match[1] for text in whole if (match := re.match(r"[^:/?#]+://[^:/?#]*:([^/?#]*)@", text))]
    return (*whole, *passwords)
