"""Shares and turns: pure, but for the event loop."""

from __future__ import annotations

import asyncio
from collections import Counter

from hypothesis import given
from hypothesis import strategies as some

from adapters.desk.shares import Room, Turns, share
from adapters.state.inbox import in_turn

TEAMS = some.lists(some.tuples(some.just("p"), some.sampled_from("ABCDE")), max_size=100)


@given(some.integers(min_value=1, max_value=500), TEAMS)
def test_room_is_left_for_a_newcomer(most: int, in_hand: list[tuple[str, str]]) -> None:
    held = Counter(in_hand)
    room = Room(most, held)
    assert room.left("p", "new") >= 1
    for team in held:
        assert room.left(*team) >= 0
        assert held[team] + room.left(*team) <= max(share(most, held), held[team], most // 2, 1)


@given(TEAMS, some.integers(min_value=1, max_value=30), some.integers(min_value=0, max_value=9))
def test_every_team_gets_its_turn(teams: list[tuple[str, str]], limit: int, room: int) -> None:
    oldest = [(platform, team, str(number)) for number, (platform, team) in enumerate(teams)]
    chosen = in_turn(oldest, limit, lambda *_: room)
    got = Counter(key[:2] for key in chosen)
    asked = Counter(teams)
    assert len(chosen) == min(limit, sum(min(number, room) for number in asked.values()))
    assert all(number <= room for number in got.values())
    # Nobody gets two more than somebody who still waits and may have one.
    for team, number in asked.items():
        if got[team] < min(number, room):
            assert max(got.values(), default=0) <= got[team] + 1
    for team in asked:
        keys = [int(key[2]) for key in chosen if key[:2] == team]
        assert keys == sorted(keys)


async def test_those_who_wait_take_turns() -> None:
    turns: Turns[int] = Turns()
    served: list[str] = []

    async def ask(whose: str) -> None:
        await turns.get(whose)
        served.append(whose)

    tasks = [asyncio.create_task(ask(whose)) for whose in "AAAABCA"]
    await asyncio.sleep(0)
    for number in range(len(tasks)):
        turns.put(number)
        await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    assert "".join(served) == "ABCAAAA"


async def test_a_thing_lent_to_nobody_is_not_lost() -> None:
    turns: Turns[int] = Turns()
    tasks = [asyncio.create_task(turns.get(whose)) for whose in "AB"]
    await asyncio.sleep(0)
    tasks[0].cancel()
    turns.put(1)
    assert await tasks[1] == 1
    late = asyncio.create_task(turns.get("A"))
    await asyncio.sleep(0)
    turns.put(2)
    late.cancel()
    await asyncio.gather(late, return_exceptions=True)
    assert await turns.get("B") == 2
