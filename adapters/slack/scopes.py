"""What the app is called and what it may do: the same in the manifest, in the installation and in the documents."""

from __future__ import annotations

COMMAND = "/crime"
# Why each is needed stands in docs/slack.md.
SCOPES = (
    "app_mentions:read", "assistant:write", "channels:history", "chat:write", "commands", "files:write",
    "groups:history", "im:history", "im:write", "users:read",
)  # fmt: skip
EVENTS = (
    "app_home_opened", "app_mention", "app_uninstalled", "message.channels", "message.groups", "message.im",
    "tokens_revoked",
)  # fmt: skip
