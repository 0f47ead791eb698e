"""Whatever fails, and whenever: nothing is half written, and the same call again succeeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from adapters.state.errors import StateError
from adapters.state.row import Row
from adapters.state.state import State
from adapters.state.tables import metadata
from tests.adapters.state.conftest import Hand, event
from tests.adapters.state.faults import Faults

# A batch's moment is its own, so that a batch tried again has a later one.
MOMENTS = {"received_at", "lease_until"}
Call = Callable[[State, Row], Any]

CALLS: dict[str, Call] = {
    "take": lambda s, _: s.take([event(n) for n in range(50, 60)], "w"),
    "claim": lambda s, _: s.claim("w2", 10),
    "extend": lambda s, _: s.extend("w"),
    "release": lambda s, _: s.release("w"),
    "answered": lambda s, row: s.answered(row, "{}", '{"talk":2}', "r2"),
    "sent": lambda s, _: s.sent(event(2), "p2"),
    "shed": lambda s, row: s.shed(row),
    "shed_all": lambda s, row: s.shed_all([event(3), row.event]),
    "parked": lambda s, row: s.parked(row),
    "gone": lambda s, row: s.gone(row),
    "crashed": lambda s, row: s.crashed(row),
    "find_answer": lambda s, _: s.find_answer("slack", "T1", "C1", "m1"),
    "find_reply": lambda s, _: s.find_reply("slack", "T1", "r1"),
    "recent": lambda s, _: s.recent("slack", "T1", "U1", 5),
    "standing": lambda s, row: s.standing(row),
    "together": lambda s, _: s.together(
        [lambda: s.sent(event(2), "p2"), lambda: s.share("slack", "T1", "r2", "U2", "C1", "p2")]
    ),
    "depth": lambda s, _: s.depth(),
    "talk": lambda s, row: s.talk(row.talk_key),
    "setting": lambda s, _: s.setting("slack", "T1"),
    "setting_in_force": lambda s, _: s.setting_in_force("slack", "T1", "C1"),
    "set_setting": lambda s, _: s.set_setting("slack", "T1", "", {"a": 2}, "U1"),
    "install": lambda s, _: s.install("slack", "T1", {"b": 2}),
    "installations": lambda s, _: s.installations("slack"),
    "share": lambda s, _: s.share("slack", "T1", "r1", "U1", "C1", "p9"),
    "feedback": lambda s, _: s.feedback("slack", "T1", "r1", "bad", "why", "U1"),
    "list_feedback": lambda s, _: s.list_feedback(),
    "unanswered": lambda s, _: s.unanswered("ghosts", "theft"),
    "list_unanswered": lambda s, _: s.list_unanswered(),
    "forget": lambda s, _: s.forget("slack", "T1", "U1"),
    "expire": lambda s, _: s.expire(),
    "expire_some": lambda s, _: s.expire_some(),
}
# These are many transactions: what one of them has done stays done.
IN_PARTS = {"expire"}


@dataclass
class Prepared:
    """A state with a trace in every table, and a row that is held."""

    state: State
    hand: Hand

    def again(self) -> Row:
        state = self.state
        with state._engine.begin() as connection:
            for table in metadata.sorted_tables:
                connection.execute(table.delete())
        self.hand.seconds += 1000
        state.take([event(0, user="U0"), event(1, user="U1"), event(2, user="U2"), event(3, user="U3")])
        rows = state.claim("w", 3)
        state.answered(rows[0], "{}", '{"talk":1}', "r1")
        state.sent(rows[0], "p1")
        state.answered(rows[2], "{}", '{"talk":1}', "r2")
        state.set_setting("slack", "T1", "", {"a": 1}, "U1")
        state.install("slack", "T1", {"b": 1})
        state.share("slack", "T1", "r1", "U1", "C1", "p8")
        state.feedback("slack", "T1", "r1", "good", "", "U1")
        state.unanswered("ghosts")
        return rows[1]

    def kept(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table, without what depends on when it was written."""
        with self.state._reader.connect() as connection:
            return {
                name: sorted(
                    (
                        {key: value for key, value in row.items() if key not in MOMENTS and key != "id"}
                        for row in map(dict, connection.execute(select(table)).mappings())
                    ),
                    key=str,
                )
                for name, table in metadata.tables.items()
            }


@pytest.fixture
def prepared(state: State, hand: Hand) -> Prepared:
    return Prepared(state, hand)


def without_times(kept: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    times = {"updated_at", "at", "first_seen", "last_seen", "installed_at"}
    return {name: [{k: v for k, v in row.items() if k not in times} for row in rows] for name, rows in kept.items()}


def test_every_method_is_looked_at() -> None:
    public = {name for name in vars(State) if not name.startswith("_")}
    assert public - {"open", "close", "ready", "has_one_writer", "fold"} == set(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_the_nth_thing_fails_once(prepared: Prepared, name: str) -> None:
    state, call = prepared.state, CALLS[name]
    expected_row = prepared.again()
    call(state, expected_row)
    expected = without_times(prepared.kept())
    failed = 0
    for nth in range(1, 100):
        row = prepared.again()
        before = prepared.kept()
        faults = Faults(state._engine, nth)
        try:
            call(state, row)
        except StateError:
            failed += 1
        else:
            break
        finally:
            faults.remove()
        assert name in IN_PARTS or prepared.kept() == before, (name, nth)
        state._breaker.worked()
        call(state, row)
        assert without_times(prepared.kept()) == expected, (name, nth)
    assert failed >= 1
    assert without_times(prepared.kept()) == expected


def test_a_commit_whose_answer_is_lost(prepared: Prepared) -> None:
    """It took effect, and nobody was told: told again, it is as if once."""
    state = prepared.state

    def lost(call: Callable[[], Any]) -> Any:
        for nth in range(1, 20):
            faults = Faults(state._engine, nth, "after")
            try:
                call()
            except StateError:
                if faults.hit == "COMMIT":
                    return call()
            finally:
                faults.remove()
                state._breaker.worked()
        raise AssertionError("no commit")

    row = prepared.again()
    assert lost(lambda: state.take([event(70, user="U7")])) == [False]
    assert "ask-70" in [taken.event.key for taken in state.claim("w3", 10)], "but it is there to be answered"
    assert lost(lambda: state.answered(row, "{}", '{"talk":5}', "r5"))
    assert lost(lambda: state.sent(row, "p5"))
    assert state.talk(row.talk_key) == '{"talk":5}'
    lost(lambda: state.forget("slack", "T1"))
    assert [name for name, rows in prepared.kept().items() if rows and name != "unanswered"] == []


def test_ready_tells_instead_of_raising(state: State) -> None:
    faults = Faults(state._engine, 1)
    assert not state.ready().ok
    faults.remove()
    assert state.ready().ok
