"""What fails is tried again: nothing lost, nothing doubled, nothing hung; without a row there is no acknowledgement."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy import event as hooks

from adapters.desk.event import Event, Passing, RateLimited
from adapters.scripted.platform import Fault, Scripted
from adapters.state.errors import Full, ReadOnly, StateError, Unavailable
from adapters.state.state import State
from bot.bot import Bot
from tests.adapters.desk.rig import QUICK, Direct, asked, desk_on, replies, run, shown, until

T = TypeVar("T")
QUESTION, FOLLOW_UP, CORRECTED = "homicides in London in 2025", "and in 2024?", "homicides in London in 2024"
STATE_CALLS = 36
SEND_CALLS = {"send": 6, "find_sent": 1, "delete": 1}
SEND_FAULTS = {
    "lost on its way": Fault(Passing("503")),
    "arrived unseen": Fault(Passing("reset"), arrives=True),
    "hangs": Fault(Passing("time-out"), hangs=0.5),
    "rate limited": Fault(RateLimited(0.1)),
}


class Faulty(State):
    """Fails its n-th transaction, before or after it is committed; or all of them while `away` is set."""

    calls = 0
    fails_at = 0
    after = False
    away: StateError | None = None

    def _run(self, engine: Engine, work: Callable[[Connection], T]) -> T:
        self.calls += 1
        if self.away:
            raise self.away
        if self.calls == self.fails_at and not self.after:
            raise Unavailable("before")
        done = super()._run(engine, work)
        if self.calls == self.fails_at:
            raise Unavailable("after")
        return done


async def delivered(take: Callable[[Event], object], event: Event) -> None:
    """As a platform does it: again until it is acknowledged."""
    while True:
        try:
            await take(event)  # type: ignore[misc]
        except StateError:
            await asyncio.sleep(0.01)
        else:
            return


async def a_day(state: State, platform: Scripted, bot: Bot) -> None:
    """A talk of two turns, an edit, a deletion, a share."""
    events = [
        asked(1, QUESTION, thread="t"),
        asked(2, FOLLOW_UP, thread="t"),
        asked(3, QUESTION, user="U3"),
        asked(4, QUESTION, user="U4"),
    ]
    limits = replace(QUICK, send=0.2, lease=1.0)
    async with desk_on(state, platform, Direct(bot), limits) as desk:
        for event in events:
            await delivered(desk.take, event)
        await until(lambda: len(shown(platform)) == 4)
        await delivered(desk.take, asked(5, CORRECTED, kind="edit", user="U3", message="m3"))
        await delivered(desk.take, asked(6, "", kind="delete", user="U4", message="m4"))
        await until(lambda: quiet(state))


def quiet(state: State) -> bool:
    try:
        return state.depth() == 0
    except StateError:
        return False


def expected(bot: Bot) -> list[str]:
    return sorted([*replies(bot, QUESTION, FOLLOW_UP), *replies(bot, CORRECTED)])


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_each_call_of_the_state_fails_once(tmp_path: Path, bot: Bot, after: bool) -> None:
    async def one(number: int) -> list[str]:
        folder = tmp_path / str(number)
        folder.mkdir()
        state = Faulty.open(f"sqlite:///{folder / 'state.sqlite'}", time.time, 1.0)
        assert isinstance(state, Faulty)
        platform = Scripted(folder / "platform.sqlite")
        await asyncio.sleep(0)
        state.after, state.fails_at, state.calls = after, number, 1
        await a_day(state, platform, bot)
        state.close()
        platform.close()
        return sorted(shown(platform))

    async def all_of_them() -> list[list[str]]:
        some = asyncio.Semaphore(6)

        async def bounded(number: int) -> list[str]:
            async with some:
                return await one(number)

        return await asyncio.gather(*map(bounded, range(3, STATE_CALLS)))

    assert run(all_of_them()) == [expected(bot)] * (STATE_CALLS - 3)


@pytest.mark.parametrize("fault", SEND_FAULTS.values(), ids=SEND_FAULTS)
def test_each_call_of_the_platform_fails_once(tmp_path: Path, bot: Bot, fault: Fault) -> None:
    async def one(method: str, number: int) -> tuple[list[str], int]:
        folder = tmp_path / f"{method}{number}"
        folder.mkdir()
        state = State.open(f"sqlite:///{folder / 'state.sqlite'}", time.time, 1.0)
        platform = Scripted(folder / "platform.sqlite", {(method, number): fault})
        await a_day(state, platform, bot)
        state.close()
        platform.close()
        return sorted(shown(platform)), platform.inside_a_pause

    async def all_of_them() -> list[tuple[list[str], int]]:
        cases = [(method, n) for method, most in SEND_CALLS.items() for n in range(1, most + 1)]
        return await asyncio.gather(*(one(*case) for case in cases))

    assert run(all_of_them()) == [(expected(bot), 0)] * sum(SEND_CALLS.values())


@pytest.mark.parametrize("fault", [Unavailable("away"), Full("full"), ReadOnly("read-only")], ids=repr)
def test_without_a_database_nothing_is_acknowledged(tmp_path: Path, bot: Bot, fault: StateError) -> None:
    """Rows in hand wait; figures are still given where no row is needed; it heals within five seconds."""
    platform = Scripted(tmp_path / "platform.sqlite")
    healed: list[float] = []

    async def work() -> None:
        state = Faulty.open(f"sqlite:///{tmp_path / 'state.sqlite'}", time.time, 1.0)
        assert isinstance(state, Faulty)
        async with desk_on(state, platform, Direct(bot, seconds=0.1), replace(QUICK, lease=1.0)) as desk:
            await desk.take(asked(1))
            await asyncio.sleep(0.05)
            state.away = fault
            for number in range(2, 12):
                with pytest.raises(StateError):
                    await desk.take(asked(number, user=f"U{number}"))
            without_row = await desk.answer_without_row(asked(2))
            assert without_row is not None
            assert [without_row.text] == replies(bot, QUESTION)
            await asyncio.sleep(2.0)
            assert shown(platform) == []
            state.away = None
            began = time.monotonic()
            await asyncio.gather(*(delivered(desk.take, asked(n, user=f"U{n}")) for n in range(2, 12)))
            await until(lambda: quiet(state))
            healed.append(time.monotonic() - began)
        state.close()

    run(work())
    platform.close()
    assert shown(platform) == replies(bot, QUESTION) * 11
    assert healed[0] <= 5


@pytest.mark.parametrize("pragma", ["max_page_count=1", "query_only=1"])
def test_a_real_sqlite_that_takes_no_writes(tmp_path: Path, bot: Bot, pragma: str) -> None:
    platform = Scripted(tmp_path / "platform.sqlite")
    said = {"now": ""}

    def furnish(connection: object, *_: object) -> None:
        name = pragma.partition("=")[0]
        healthy = f"{name}={'1073741823' if name == 'max_page_count' else '0'}"
        connection.execute(f"PRAGMA {said['now'] or healthy}")  # type: ignore[attr-defined]

    async def work() -> None:
        state = State.open(f"sqlite:///{tmp_path / 'state.sqlite'}", time.time, QUICK.lease)
        hooks.listen(state._engine, "checkout", furnish)
        async with desk_on(state, platform, Direct(bot)) as desk:
            said["now"] = pragma
            fill = [desk.take(replace(asked(number, "x" * 4000), user="U")) for number in range(100)]
            refused = [fault for fault in await asyncio.gather(*fill, return_exceptions=True) if fault is not True]
            assert refused
            assert {type(fault) for fault in refused} <= {Full, ReadOnly}
            said["now"] = ""
            await until(lambda: quiet(state))
            before = len(shown(platform))
            assert await desk.take(asked(1000))
            await until(lambda: len(shown(platform)) > before and quiet(state))
        state.close()

    run(work())
    platform.close()


def test_overload_is_told_once_a_user_and_passes(state: State, platform: Scripted, bot: Bot) -> None:
    """Ten times what can be answered: no acknowledgement is late, each user reads one line."""
    limits = replace(QUICK, most_open=20)
    acks: list[float] = []

    async def work() -> None:
        async with desk_on(state, platform, Direct(bot, seconds=0.2), limits) as desk:

            async def take(event: Event) -> None:
                began = time.monotonic()
                await desk.take(event)
                acks.append(time.monotonic() - began)

            tasks = []
            for number in range(1000):
                tasks.append(asyncio.create_task(take(asked(number, user=f"U{number % 10}", thread=f"t{number}"))))
                await asyncio.sleep(0.001)
            await asyncio.gather(*tasks)
            assert desk.depth <= limits.most_open
            await until(lambda: quiet(state))
            await desk.take(asked(5000, user="U5000"))
            await until(lambda: quiet(state))
            await until(lambda: not desk._lines)

    run(work())
    busy = [message for message in platform.messages() if message.text.startswith("I am answering many")]
    assert len(busy) == len({message.user for message in busy}) == 10
    assert platform.messages()[-1].user == "U5000"
    # Slack gives three seconds; how quick it is on a quiet machine, `benchmarks.desk` tells.
    assert max(acks) <= 3.0
