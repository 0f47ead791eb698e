"""What is asked to be forgotten is gone from every table, and what is old goes by itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.state.state import State
from adapters.state.tables import metadata
from tests.adapters.state.conftest import Hand, event

HOUR = 3600
DAY = 24 * HOUR


def fill(state: State, team: str, user: str, number: int = 1, thread: str = "", platform: str = "slack") -> None:
    """A trace of a user in every table."""
    what = event(number, team=team, user=user, thread=thread, platform="slack" if platform == "slack" else "discord")
    state.take([what])
    (row,) = state.claim("w", 10)
    state.answered(row, json.dumps({"to": user}), json.dumps({"of": user}), f"ref-{user}")
    state.sent(row, "p")
    state.set_setting(platform, team, f"C-{user}", {}, user)
    state.install(platform, team, {})
    state.share(platform, team, f"ref-{user}", user, "C1", "p")
    state.feedback(platform, team, f"ref-{user}", "good", "", user)


def rows(state: State) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with state._reader.connect() as connection:
        return {
            name: [json.dumps(list(row), default=str) for row in connection.execute(select(table))]
            for name, table in metadata.tables.items()
        }


def mentions(state: State, word: str) -> dict[str, int]:
    found = {name: sum(f'"{word}' in row or f'\\"{word}' in row for row in kept) for name, kept in rows(state).items()}
    return {name: number for name, number in found.items() if number}


def test_every_table_is_filled(state: State) -> None:
    fill(state, "T1", "U1")
    state.unanswered("ghosts")
    assert [name for name, kept in rows(state).items() if not kept] == []


def test_a_workspace_is_forgotten(state: State) -> None:
    fill(state, "T1", "U1")
    fill(state, "T2", "U2", 2)
    before = mentions(state, "T2")
    assert state.forget("slack", "T1") > 0
    assert mentions(state, "T1") == {}
    assert mentions(state, "U1") == {}
    assert mentions(state, "T2") == before
    assert state.forget("slack", "T1") == 0


def test_a_user_is_forgotten(state: State) -> None:
    fill(state, "T1", "U1", 1, thread="th")
    fill(state, "T1", "U2", 2, thread="th")
    fill(state, "T1", "U3", 3)
    fill(state, "T2", "U1", 4)
    elsewhere = mentions(state, "T2")
    assert state.forget("slack", "T1", "U1") > 0
    assert mentions(state, "T2") == elsewhere
    assert state.talk('["slack","T1","C1","thread","th"]') is None, "the thread's talk went with one of its talkers"
    assert state.talk('["slack","T1","C1","user","U3"]') is not None
    assert state.forget("slack", user="U1") > 0
    assert mentions(state, "U1") == {}
    assert mentions(state, "U2") != {}


def test_a_platform_is_forgotten(state: State) -> None:
    fill(state, "T1", "U1")
    fill(state, "T2", "U2", 2, platform="discord")
    state.forget("slack")
    assert mentions(state, "slack") == {}
    assert mentions(state, "discord") != {}


def test_what_is_forgotten_on_its_way_stays_forgotten(state: State) -> None:
    state.take([event(1), event(2)])
    first, second = state.claim("w", 10)
    state.answered(first, "{}", "{}", "r")
    state.forget("slack", "T1", "U1")
    assert not state.sent(first, "p")
    assert not state.answered(second, "{}", "{}", "r")
    assert mentions(state, "T1") == {}


def test_no_trace_is_left_in_the_files(tmp_path: Path) -> None:
    state = State.open(f"sqlite:///{tmp_path / 'state.sqlite'}")
    state.take([event(n, text=f"canary{n} " * 50) for n in range(200)])
    assert any(b"canary7" in path.read_bytes() for path in tmp_path.iterdir())
    state.forget("slack", "T1")
    assert [path.name for path in tmp_path.iterdir() if b"canary" in path.read_bytes()] == []
    state.close()


@pytest.mark.parametrize(
    ("seconds", "left"),
    [
        (24 * HOUR, {"inbox", "talk", "talker", "unanswered", "shared", "feedback"}),
        (26 * HOUR, {"talk", "talker", "unanswered", "shared", "feedback"}),
        (31 * DAY, {"shared", "feedback"}),
        (181 * DAY, set[str]()),
    ],
)
def test_what_is_old_goes(state: State, hand: Hand, seconds: int, left: set[str]) -> None:
    fill(state, "T1", "U1")
    state.unanswered("ghosts")
    hand.seconds += seconds
    state.expire()
    assert {name for name, kept in rows(state).items() if kept} == left | {"setting", "installation"}
    assert state.expire() == 0


def test_a_ticket_that_nobody_takes_any_more_goes(state: State, hand: Hand) -> None:
    state.take([event(1, ticket="old")])
    hand.seconds += 10 * 60
    state.take([event(2, ticket="young")])
    hand.seconds += 6 * 60
    assert state.expire() == 0
    assert [row.event.ticket for row in state.claim("w", 10)] == ["", "young"]


def test_much_that_is_old_goes_in_parts(state: State, hand: Hand) -> None:
    for start in range(0, 5000, 500):
        state.take([event(n) for n in range(start, start + 500)])
    hand.seconds += 26 * HOUR
    state.take([event(9999)])
    assert state.expire() == 5000
    assert len(rows(state)["inbox"]) == 1


def test_a_talk_that_goes_on_stays(state: State, hand: Hand) -> None:
    for day in range(0, 60, 20):
        fill(state, "T1", "U1", day)
        hand.seconds += 20 * DAY
        state.expire()
    assert state.talk('["slack","T1","C1","user","U1"]') is not None
