"""What the state promises, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import event as hooks

from adapters.desk.event import Event, talk_key
from adapters.state.row import Row
from adapters.state.state import State
from tests.adapters.state.conftest import Hand, event

NASTY = "a\x00b\ud800c\U0001f46e “é” ' ; -- %s {0}"
Open = Callable[[], State]


def claimed(state: State, worker: str = "w", limit: int = 10) -> list[Row]:
    return state.claim(worker, limit)


def answer(state: State, what: Event, posted: str = "p1", ref: str = "r1") -> Row:
    state.take([what])
    (row,) = claimed(state)
    assert state.answered(row, "{}", '{"talk":1}', ref)
    assert state.sent(row, posted)
    return row


def test_an_event_is_taken_once(state: State) -> None:
    assert state.take([event(1), event(2), event(1)]) == [True, True, False]
    assert state.take([event(2), event(3)]) == [False, True]
    assert state.take([]) == []
    assert state.take([event(1, team="T2")]) == [True]


def test_an_event_comes_back_as_it_was(state: State) -> None:
    what = event(1, thread="th", user="U9", text="“burglary”\nin Camden 👮")
    state.take([what])
    (row,) = claimed(state)
    assert row.event == what
    assert (row.talk_key, row.state, row.attempts, row.owner) == (talk_key(what), "answering", 0, "w")
    assert (row.reply, row.talk_after, row.posted, row.ref) == (None, None, None, None)


def test_text_that_a_database_refuses_does_not_hurt_its_neighbours(state: State) -> None:
    long = replace(event(2), key="k" * 3000, user="\x00u", text="x" * 10_000)
    assert state.take([replace(event(1), text=NASTY), long, event(3)]) == [True] * 3
    assert state.take([long, replace(long, key="k" * 3001)]) == [False, True]
    rows = claimed(state)
    texts = [row.event.text for row in rows]
    assert texts[0] == NASTY.replace("\x00", "").replace("\ud800", "")
    assert len(texts[1]) == 4000
    (row,) = [row for row in rows if row.event.key == "ask-1"]
    assert state.answered(row, NASTY, NASTY, NASTY)
    assert state.sent(row, NASTY)
    state.feedback("slack", "T1", "r", "bad", NASTY, NASTY)
    state.unanswered(NASTY, NASTY)


def test_rows_are_claimed_oldest_first_and_once(state: State, opened: Open, hand: Hand) -> None:
    state.take([event(n, user=f"U{n}") for n in (3, 1, 2)])
    state.take([event(4, user="U4")])
    assert [row.event.key for row in claimed(state, limit=3)] == ["ask-3", "ask-1", "ask-2"]
    other = opened()
    assert [row.event.key for row in claimed(other, "other")] == ["ask-4"]
    assert claimed(state) == claimed(other, "other") == []
    hand.seconds += 31
    assert len(claimed(other, "third")) == 4


def test_a_lease_can_be_kept_and_let_go(state: State, hand: Hand) -> None:
    state.take([event(1)])
    claimed(state)
    hand.seconds += 20
    assert state.extend("w") == 1
    hand.seconds += 20
    assert claimed(state, "other") == []
    assert state.release("w") == 1
    assert len(claimed(state, "other")) == 1
    hand.seconds += 40
    assert state.extend("other") == 0, "a lease that ran out is not renewed"


def test_what_is_taken_for_a_worker_is_nobody_elses(state: State, hand: Hand) -> None:
    state.take([event(1)], worker="w")
    assert claimed(state, "other") == []
    hand.seconds += 31
    assert len(claimed(state, "other")) == 1


def test_a_talk_is_one_workers_at_a_time(state: State) -> None:
    state.take([event(1), event(2, user="U2"), event(3)])
    assert [row.event.key for row in claimed(state, "a", 1)] == ["ask-1"]
    assert [row.event.key for row in claimed(state, "b")] == ["ask-2"]
    assert [row.event.key for row in claimed(state, "a")] == ["ask-3"]


def test_a_reply_is_kept_then_sent_with_its_talk(state: State, hand: Hand) -> None:
    state.take([event(1)])
    (row,) = claimed(state)
    assert state.answered(row, '{"r":1}', '{"t":1}', "ref-1")
    assert state.talk(row.talk_key) is None
    hand.seconds += 31
    (again,) = claimed(state, "other")
    assert (again.state, again.reply, again.talk_after, again.ref) == ("sending", '{"r":1}', '{"t":1}', "ref-1")
    assert state.sent(again, "p1")
    assert state.talk(row.talk_key) == '{"t":1}'
    assert claimed(state, "third") == []
    found = state.find_reply("slack", "T1", "ref-1")
    assert found is not None
    assert (found.state, found.posted, found.reply) == ("sent", "p1", '{"r":1}')
    assert state.find_reply("slack", "T1", "ref-1", "U1") == found
    assert state.find_reply("slack", "T1", "ref-1", "U2") is None
    assert state.find_reply("slack", "T2", "ref-1") is None


def test_a_later_reply_goes_on_with_the_talk(state: State) -> None:
    answer(state, event(1))
    state.take([event(2)])
    (row,) = claimed(state)
    state.answered(row, "{}", '{"talk":2}', "r2")
    state.sent(row, "p2")
    assert state.talk(row.talk_key) == '{"talk":2}'


def test_a_reply_without_a_talk_leaves_it(state: State) -> None:
    row = answer(state, event(1))
    state.take([event(2)])
    (second,) = claimed(state)
    assert state.answered(second, "{}", None, "r2")
    assert state.sent(second, "p2")
    assert state.talk(row.talk_key) == '{"talk":1}'


def test_who_lost_the_row_may_not_answer(state: State, hand: Hand) -> None:
    state.take([event(1)])
    (slow,) = claimed(state, "slow")
    hand.seconds += 31
    (row,) = claimed(state, "quick")
    assert not state.answered(slow, "{}", None, "r")
    assert state.answered(row, "{}", None, "r")
    assert state.sent(row, "p1")
    assert state.sent(row, "p1"), "told again"
    assert not state.sent(slow, "p2"), "closed, but our second message is noted"
    found = state.find_answer("slack", "T1", "C1", "m1")
    assert found is not None
    assert found.posted == "p2"


@pytest.mark.parametrize("stage", ["sent", "shed", "parked", "gone"])
def test_a_ticket_goes_when_the_row_is_closed(state: State, stage: str) -> None:
    state.take([event(1, ticket="s3cret" * 60)])
    (row,) = claimed(state)
    assert row.event.ticket == "s3cret" * 60
    assert "s3cret" not in repr(row)
    state.answered(row, "{}", None, "r")
    if stage == "sent":
        state.sent(row, "p")
    else:
        getattr(state, stage)(row)
    kept = state.find_answer("slack", "T1", "C1", "m1")
    assert kept is not None
    assert kept.event.ticket == ""


def test_a_reply_is_found_by_the_message_that_shows_it(state: State) -> None:
    """Two people ask the same: one reference, two messages."""
    state.take([event(1), event(2, user="U2"), event(3)])
    for number, row in enumerate(claimed(state), 1):
        state.answered(row, "{}", None, "r")
        if number < 3:
            state.sent(row, f"p{number}")

    def owner(posted: str, user: str) -> str:
        found = state.find_reply("slack", "T1", "r", user, posted)
        return found.event.key if found else ""

    assert owner("p1", "U1") == "ask-1"
    assert owner("p2", "U2") == "ask-2"
    assert owner("p1", "U2") == ""
    assert owner("p3", "U1") == "ask-3", "its message may be there before the row says so"
    state.gone(event(3))
    assert owner("p2", "U1") == ""


@pytest.mark.parametrize("stage", ["shed", "parked", "gone"])
def test_a_row_is_closed_once(state: State, stage: str) -> None:
    state.take([event(1), event(2)])
    close = getattr(state, stage)
    row = claimed(state)[0]
    assert state.depth() == 2
    assert close(row)
    assert not close(row)
    assert close(event(2)), "an event will do"
    assert state.depth() == 0
    assert not state.answered(row, "{}", None, "r")
    assert state.take([event(1)]) == [False]


def test_crashes_are_counted_in_the_row(state: State, hand: Hand) -> None:
    state.take([event(1)])
    (row,) = claimed(state)
    assert [state.crashed(row), state.crashed(row)] == [1, 2]
    hand.seconds += 31
    assert claimed(state)[0].attempts == 2
    assert state.crashed(event(99)) == 0


def test_an_edit_finds_what_was_posted(state: State) -> None:
    assert state.find_answer("slack", "T1", "C1", "m1") is None
    state.take([event(1)])
    edit = event(1, kind="edit", message="m1", text="robbery")
    state.take([edit])
    waiting = state.find_answer("slack", "T1", "C1", "m1")
    assert waiting is not None
    assert (waiting.event.kind, waiting.posted) == ("ask", None)
    assert state.gone(waiting)
    (row,) = claimed(state)
    state.answered(row, "{}", None, "r")
    state.sent(row, "p7")
    found = state.find_answer("slack", "T1", "C1", "m1")
    assert found is not None
    assert (found.event.kind, found.posted) == ("edit", "p7")
    shown = event(2, kind="action", message="m1")
    state.take([shown])
    state.sent(shown, "p8")
    assert state.find_answer("slack", "T1", "C1", "m1") == found, "showing it to all is no answer to edit"
    assert state.find_answer("slack", "T2", "C1", "m1") is None


def test_settings_of_channel_and_workspace(state: State) -> None:
    assert state.setting("slack", "T1") == {}
    state.set_setting("slack", "T1", "", {"collections": ["articles"]}, "U1")
    state.set_setting("slack", "T1", "C1", {"quiet": True}, "U1")
    state.set_setting("slack", "T1", "C1", {"quiet": False, "words": "é\x00"}, "U2")
    assert state.setting("slack", "T1") == {"collections": ["articles"]}
    assert state.setting("slack", "T1", "C1") == {"quiet": False, "words": "é\x00"}
    assert state.setting("discord", "T1") == {}
    state.install("slack", "T1", {"bot": "B1"})
    state.install("slack", "T1", {"bot": "B2"})
    assert state.installations("slack") == {"T1": {"bot": "B2"}}


def test_what_readers_say(state: State, hand: Hand) -> None:
    state.share("slack", "T1", "r1", "U1", "C1", "p1")
    state.feedback("slack", "T1", "r1", "bad", "wrong year", "U1")
    hand.seconds += 1
    state.feedback("slack", "T1", "r2", "good")
    state.feedback("slack", "T1", "r1", "good", "", "U1")
    assert sorted((f.ref, f.verdict, f.reason) for f in state.list_feedback()) == [
        ("r1", "good", ""),
        ("r2", "good", ""),
    ]
    state.unanswered("  <@U123>  Bikes stolen in\nHackney?", "bicycle theft")
    state.unanswered("bikes stolen in hackney?", "theft")
    state.unanswered("ghosts")
    state.unanswered(" <@U1> ")
    listed = state.list_unanswered()
    assert [(u.text, u.count, u.nearest) for u in listed] == [
        ("bikes stolen in hackney?", 2, "theft"),
        ("ghosts", 1, ""),
    ]
    assert state.list_unanswered(1) == listed[:1]


def test_a_batch_is_one_commit(state: State) -> None:
    commits: list[object] = []
    hooks.listen(state._engine, "commit", commits.append)
    assert all(state.take([event(n) for n in range(500)]))
    assert len(commits) == 1


def test_ready(state: State) -> None:
    assert state.ready().ok, state.ready().why


def test_calls_are_kept_together_or_not_at_all(state: State) -> None:
    state.take([event(1)])
    (row,) = state.claim("w", 1)

    def fail() -> None:
        raise ValueError("something else")

    with pytest.raises(ValueError, match="something else"):
        state.together([lambda: state.answered(row, "{}", None, "r1"), fail])
    assert state.find_reply("slack", "T1", "r1") is None
    nested = state.together(
        [
            lambda: state.together([lambda: state.answered(row, "{}", None, "r1")]),
            lambda: state.sent(row, "p1"),
            state.depth,
        ]
    )
    assert nested == [[True], True, 0]
    assert state.depth() == 0


def test_a_share_is_noted_once(state: State) -> None:
    for _ in range(2):
        state.share("slack", "T1", "r1", "U1", "C1", "p1")
    state.share("slack", "T1", "r1", "U1", "C1", "p2")
    assert state.forget("slack", "T1") == 2


def test_many_are_closed_at_once(state: State) -> None:
    events = [event(n) for n in range(5)]
    state.take([*events, event(1, team="T2")])
    state.shed(events[2])
    assert state.shed_all([*events[1:], event(77)]) == [True, False, True, True, False]
    assert state.shed_all([]) == []
    assert [row.event.team for row in state.claim("w", 10)] == ["T1", "T2"]


def test_teams_take_turns(state: State) -> None:
    state.take([event(n, user=f"U{n}") for n in range(20)])
    state.take([event(n, team="T2", user=f"U{n}") for n in range(2)])
    first = [(row.event.team, row.event.key) for row in state.claim("w", 3)]
    assert first == [("T1", "ask-0"), ("T2", "ask-0"), ("T1", "ask-1")]
    assert [row.event.team for row in state.claim("w", 2)] == ["T1", "T2"]


def test_a_team_gets_no_more_than_there_is_room_for(state: State) -> None:
    state.take([event(n, user=f"U{n}") for n in range(9)])
    state.take([event(n, team="T2", user=f"U{n}") for n in range(2)])
    room = {"T1": 3, "T2": 0}
    assert [row.event.team for row in state.claim("w", 10, lambda _, team: room[team])] == ["T1"] * 3
    assert len(state.claim("w", 100)) == 8
