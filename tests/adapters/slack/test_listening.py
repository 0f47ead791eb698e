"""Which events of Slack are questions, and what of them the desk is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.slack import events
from adapters.slack.scopes import COMMAND, EVENTS, SCOPES
from tests.phrasings import TODAY

TOP = Path(__file__).resolve().parents[3]
TEAM, OURS = "T1", "U0BOT"
MESSAGE = {"type": "message", "user": "U1", "text": "homicides in London", "channel": "C1", "ts": "1790000000.000100"}
Payload = dict[str, Any]

SILENT: dict[str, Payload] = {
    "a bot": {**MESSAGE, "channel": "D1", "bot_id": "B1"},
    "an app's user": {**MESSAGE, "channel": "D1", "bot_profile": {"id": "B1"}},
    "ourselves": {**MESSAGE, "channel": "D1", "user": OURS},
    "Slackbot": {**MESSAGE, "channel": "D1", "user": "USLACKBOT"},
    "nobody": {key: value for key, value in MESSAGE.items() if key != "user"},
    "a subtype": {**MESSAGE, "channel": "D1", "subtype": "channel_join"},
    "a channel, untagged": MESSAGE,
    "a mention, as its channel's message": {**MESSAGE, "thread_ts": "1.2", "text": f"<@{OURS}> homicides"},
    "a thread, to somebody else": {**MESSAGE, "thread_ts": "1.2", "text": "<@U7> what do you think?"},
}


@pytest.mark.parametrize("what", SILENT, ids=str)
def test_silent_on(what: str) -> None:
    assert events.posted(SILENT[what], TEAM, OURS, TODAY) is None


def test_a_mention_opens_a_thread() -> None:
    asked = events.posted({**MESSAGE, "type": "app_mention", "text": f"<@{OURS}> a &amp; b"}, TEAM, OURS, TODAY)
    assert asked is not None
    assert (asked.kind, asked.channel, asked.thread, asked.message) == ("ask", "C1", MESSAGE["ts"], MESSAGE["ts"])
    assert (asked.text, asked.private, asked.asked_on) == ("a & b", False, TODAY)


def test_a_mention_and_its_channels_message_are_one_event() -> None:
    direct = {**MESSAGE, "channel": "D1"}
    once, twice = (events.posted({**direct, "type": kind}, TEAM, OURS, TODAY) for kind in ("message", "app_mention"))
    assert once == twice


def test_a_direct_message_is_its_own_thread_and_private() -> None:
    asked = events.posted({**MESSAGE, "channel": "D1"}, TEAM, OURS, TODAY)
    assert asked is not None
    assert (asked.thread, asked.private) == (MESSAGE["ts"], True)


CHANGED: Payload = {
    "type": "message", "subtype": "message_changed", "channel": "C1", "ts": "9.9", "event_ts": "9.9",
    "message": {**MESSAGE, "text": "homicides in 2024", "edited": {"ts": "5.5", "user": "U1"}},
    "previous_message": MESSAGE,
}  # fmt: skip


def test_an_edit_names_the_question() -> None:
    edit = events.edited(CHANGED, TEAM, OURS, TODAY)
    assert edit is not None
    assert (edit.kind, edit.message, edit.text) == ("edit", MESSAGE["ts"], "homicides in 2024")
    again = events.edited({**CHANGED, "message": {**CHANGED["message"], "edited": {"ts": "6.6"}}}, TEAM, OURS, TODAY)
    assert again is not None
    assert again.key != edit.key


def test_what_changes_no_word_is_no_edit() -> None:
    assert events.edited({**CHANGED, "message": MESSAGE}, TEAM, OURS, TODAY) is None


def test_a_root_that_is_deleted_leaves_a_tombstone() -> None:
    tombstone = {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "ts": MESSAGE["ts"]}
    grave = {**CHANGED, "message": tombstone}
    gone = events.edited(grave, TEAM, OURS, TODAY)
    plainly = events.deleted(
        {"channel": "C1", "deleted_ts": MESSAGE["ts"], "previous_message": MESSAGE}, TEAM, OURS, TODAY
    )
    assert gone is not None
    assert gone == plainly
    assert (gone.kind, gone.message, gone.text) == ("delete", MESSAGE["ts"], "")


def test_an_answer_of_ours_that_is_deleted_is_no_question() -> None:
    ours = {**MESSAGE, "user": OURS, "bot_id": "B1"}
    assert events.deleted({"channel": "C1", "deleted_ts": "1.1", "previous_message": ours}, TEAM, OURS, TODAY) is None


COMMANDED = {"channel_id": "C1", "trigger_id": "1.2.3", "user_id": "U1", "text": " "}


def test_a_command_without_words_asks_for_help() -> None:
    asked = events.commanded(COMMANDED, TEAM, False, TODAY)
    assert (asked.text, asked.private, asked.thread) == ("help", False, "")
    assert events.commanded({**COMMANDED, "channel_id": "D1"}, TEAM, False, TODAY).private


CLICKED: Payload = {
    "user": {"id": "U1"}, "channel": {"id": "C1"}, "trigger_id": "1.2.3",
    "container": {"message_ts": "7.7", "thread_ts": "5.5"},
    "actions": [{"action_id": "choice_1", "value": "homicides in 2024", "action_ts": "8.8"}],
}  # fmt: skip


def test_a_click_is_answered_where_its_message_stands() -> None:
    public = events.clicked(CLICKED, TEAM, TODAY)
    assert (public.thread, public.private, public.text) == ("5.5", False, "homicides in 2024")
    root = events.clicked({**CLICKED, "container": {"message_ts": "7.7"}}, TEAM, TODAY)
    assert root.thread == "7.7"
    hidden = events.clicked({**CLICKED, "container": {"message_ts": "7.7", "is_ephemeral": True}}, TEAM, TODAY)
    assert (hidden.thread, hidden.private) == ("", True)


def test_two_presses_share_once() -> None:
    later = {**CLICKED, "actions": [{**CLICKED["actions"][0], "action_ts": "9.9"}]}
    assert events.shared(CLICKED, TEAM, TODAY) == events.shared(later, TEAM, TODAY)
    assert events.clicked(CLICKED, TEAM, TODAY) != events.clicked(later, TEAM, TODAY)


def test_the_manifest_says_what_the_code_needs() -> None:
    manifest = json.loads((TOP / "adapters" / "slack" / "manifest.json").read_text(encoding="utf-8"))
    assert tuple(manifest["oauth_config"]["scopes"]["bot"]) == SCOPES
    assert tuple(manifest["settings"]["event_subscriptions"]["bot_events"]) == EVENTS
    assert [one["command"] for one in manifest["features"]["slash_commands"]] == [COMMAND]
    assert {one["callback_id"] for one in manifest["features"]["shortcuts"]} == {"ask_figure", "look_up"}


def test_every_scope_is_justified() -> None:
    page = (TOP / "docs" / "slack.md").read_text(encoding="utf-8")
    assert [scope for scope in SCOPES if f"| `{scope}` |" not in page] == []
