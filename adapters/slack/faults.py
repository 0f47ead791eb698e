"""What Slack answers to a call, as the desk's three kinds of failure: wait, try again, or nobody can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError, SlackTokenRotationError

from adapters.desk.event import Gone, Passing, RateLimited

# What is said of a token that no waiting brings back.
DEAD_TOKEN = frozenset({
    "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "no_permission",
    "not_allowed_token_type", "app_uninstalled", "team_access_not_granted",
})  # fmt: skip
NOT_A_MEMBER = frozenset({"not_in_channel", "channel_not_found"})
BAD_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"})
_PASSING = frozenset({
    "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "rollup_error",
})  # fmt: skip
_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
DEFAULT_WAIT = 30.0


@contextmanager
def as_desk_faults() -> Iterator[None]:
    """Raises RateLimited, Passing or Gone in the place of what slack_sdk and aiohttp raise."""
    try:
        yield
    except SlackApiError as fault:
        raise named(fault) from fault
    except SlackTokenRotationError as fault:
        raise named(fault.api_error) from fault
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as fault:
        raise Passing(f"{type(fault).__name__}: {fault}") from fault


def named(fault: SlackApiError) -> RateLimited | Passing | Gone:
    """The desk's fault for one of Slack's."""
    status, error = status_of(fault), error_of(fault)
    if status == 429 or error in _LIMITED:
        return RateLimited(wait_of(fault))
    if status >= 500 or error in _PASSING or not error:
        return Passing(f"{status} {error}".strip())
    return Gone(error)


def error_of(fault: SlackApiError) -> str:
    """Slack's own word for the failure; empty where it gave none."""
    data = getattr(fault.response, "data", None)
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def status_of(fault: SlackApiError) -> int:
    """The HTTP status; slack_sdk hands a broken body on as aiohttp's response."""
    answer = fault.response
    return int(getattr(answer, "status_code", 0) or getattr(answer, "status", 0) or 0)


def wait_of(fault: SlackApiError) -> float:
    """How long Slack asks to wait, in seconds."""
    return seconds_of(getattr(fault.response, "headers", None))


def seconds_of(headers: object) -> float:
    """The Retry-After of an answer's headers, whatever their case."""
    said = {str(name).lower(): value for name, value in headers.items()} if hasattr(headers, "items") else {}
    try:
        return max(float(said["retry-after"]), 0.0)
    except (KeyError, TypeError, ValueError):
        return DEFAULT_WAIT
