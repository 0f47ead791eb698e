"""What fails is tried again: nothing lost, nothing doubled, nothing hung; without a row there is no acknowledgement."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import pytest
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy import event as hooks

from adapters.desk import lines
from adapters.desk.desk import Desk
from adapters.desk.event import Event, Passing, RateLimited, send_key
from adapters.desk.preferences import Preferences
from adapters.scripted.platform import Fault, Scripted
from adapters.state.errors import Full, ReadOnly, StateError, Unavailable
from adapters.state.state import State
from adapters.state.tables import feedback, shared
from bot.bot import Bot
from tests.adapters.databases import BOTH
from tests.adapters.desk.rig import (
    POISON,
    QUICK,
    TODAY,
    Direct,
    asked,
    by_question,
    desk_on,
    replies,
    run,
    shown,
    until,
)

T = TypeVar("T")
QUESTION, FOLLOW_UP, CORRECTED = "homicides in London in 2025", "and in 2024?", "homicides in London in 2024"
IN_VAIN = "burglary in Camden"

SEND_FAULTS = {
    "lost on its way": Fault(Passing("503")),
    "arrived unseen": Fault(Passing("reset"), arrives=True),
    "hangs": Fault(Passing("time-out"), hangs=0.5),
    "rate limited": Fault(RateLimited(0.1)),
}


class Day(NamedTuple):
    """How a day ended: what is left of it, and what calls it took."""

    left: tuple[list[str], int, int]
    calls: int
    sent: dict[str, int]
    inside_a_pause: int


class Faulty(State):
    """Fails its n-th transaction, before or after it is committed; or all of them while `away` is set.

    While `held` is there, each waits for it.
    """

    calls = 0
    fails_at = 0
    after = False
    away: StateError | None = None
    held: threading.Event | None = None

    def _run(self, engine: Engine, work: Callable[[Connection], T]) -> T:
        self.calls += 1
        if self.held:
            self.held.wait()
        if self.away:
            raise self.away
        if self.calls == self.fails_at and not self.after:
            raise Unavailable("before")
        done = super()._run(engine, work)
        if self.calls == self.fails_at:
            raise Unavailable("after")
        return done


async def delivered(call: Callable[[], Awaitable[object]]) -> None:
    """As a platform does it: again until it is acknowledged."""
    while True:
        try:
            await call()
        except StateError:
            await asyncio.sleep(0.01)
        else:
            return


async def a_day(state: State, platform: Scripted, bot: Bot) -> None:
    """A talk of two turns, an edit, a deletion, a share, a removal, a question in vain, one that breaks, a verdict."""
    ref = bot.ask(QUESTION, TODAY)[0].ref
    asks = [
        asked(1, QUESTION, thread="t"),
        asked(2, FOLLOW_UP, thread="t"),
        *(asked(number, QUESTION, user=f"U{number}") for number in (3, 4, 5)),
        asked(6, IN_VAIN, user="U6"),
        asked(7, POISON, user="U7"),
    ]
    limits = replace(QUICK, send=0.2, lease=1.0)
    async with desk_on(state, platform, Direct(bot), limits) as desk:
        for event in asks:
            await delivered(partial(desk.take, event))
        await until(lambda: len(shown(platform)) == len(asks))
        await delivered(partial(desk.take, asked(8, CORRECTED, kind="edit", user="U3", message="m3")))
        await delivered(partial(desk.take, asked(9, "", kind="delete", user="U4", message="m4")))
        await delivered(partial(desk.share, asked(10, "", kind="action"), ref))
        unwanted = next(message.id for message in platform.messages() if message.user == "U5")
        await delivered(partial(desk.remove, asked(11, "", kind="action", user="U5", message=unwanted), ref))
        await delivered(partial(desk.feedback, "scripted", "T1", ref, "good", "", "U1"))
        await delivered(partial(desk.set_preferences, "scripted", "T1", "C1", Preferences(), "U1"))
        await until(lambda: quiet(state))


def quiet(state: State) -> bool:
    try:
        return state.depth() == 0
    except StateError:
        return False


def expected(bot: Bot) -> list[str]:
    talk = replies(bot, QUESTION, FOLLOW_UP)
    alone = [replies(bot, text)[0] for text in (CORRECTED, IN_VAIN)]
    return sorted([*talk, talk[0], *alone, apology()])


def apology() -> str:
    key = send_key(asked(7, POISON, user="U7"))
    return lines.parked(f"{key[:5]}-{key[5:10]}").text


def left(state: State, platform: Scripted) -> tuple[list[str], int, int]:
    """What people see at the end of the day, and how often the share and the verdict are noted."""
    noted = [
        state._read(lambda c, table=table: c.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[misc]
        for table in (shared, feedback)
    ]
    return sorted(shown(platform)), noted[0], noted[1]


async def a_day_with(url: str, folder: Path, bot: Bot, faults: dict[tuple[str, int], Fault], **fails: Any) -> Day:
    await asyncio.to_thread(folder.mkdir)
    state = Faulty.open(url, time.time, 1.0)
    assert isinstance(state, Faulty)
    platform = Scripted(folder / "platform.sqlite", faults)
    state.calls, state.fails_at, state.after = 0, fails.get("at", 0), fails.get("after", False)
    await a_day(state, platform, bot)
    calls, state.fails_at = state.calls, 0
    day = Day(left(state, platform), calls, dict(platform.calls), platform.inside_a_pause)
    state.close()
    platform.close()
    return day


async def several(days: Sequence[Coroutine[Any, Any, Day]]) -> list[Day]:
    some = asyncio.Semaphore(4)

    async def bounded(day: Coroutine[Any, Any, Day]) -> Day:
        async with some:
            return await day

    return await asyncio.gather(*map(bounded, days))


@pytest.fixture
def addresses(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> Callable[[], str]:
    """Makes addresses of empty databases of a kind."""
    if kind == "postgresql":
        return cast(Callable[[], str], request.getfixturevalue("postgres").database)
    numbers = count()
    return lambda: f"sqlite:///{tmp_path / f'state{next(numbers)}.sqlite'}"


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_each_call_of_the_state_fails_once(tmp_path: Path, bot: Bot, addresses: Callable[[], str], after: bool) -> None:
    async def all_of_them() -> list[Day]:
        clean = await a_day_with(addresses(), tmp_path / "clean", bot, {})
        assert clean.left == (expected(bot), 1, 1)
        # The first is the new life's look at what the one before has left: it may well not begin without it.
        numbers = range(2, clean.calls + 1)
        return await several([a_day_with(addresses(), tmp_path / str(n), bot, {}, at=n, after=after) for n in numbers])

    days = run(all_of_them(), 240.0)
    assert len(days) > 30
    assert [day.left for day in days] == [(expected(bot), 1, 1)] * len(days)


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("fault", SEND_FAULTS.values(), ids=SEND_FAULTS)
def test_each_call_of_the_platform_fails_once(
    tmp_path: Path, bot: Bot, addresses: Callable[[], str], fault: Fault
) -> None:
    async def all_of_them() -> list[Day]:
        clean = await a_day_with(addresses(), tmp_path / "clean", bot, {})
        # On a busy machine a send may be looked up on a clean day too.
        assert clean.left == (expected(bot), 1, 1)
        cases = [(method, n) for method in ("send", "delete") for n in range(1, clean.sent[method] + 1)]
        # After a send that failed, the message is looked for: that may fail too.
        lost = {("send", 1): Fault(Passing("503")), ("find_sent", 1): fault}
        days = [{case: fault} for case in cases] + [lost]
        return await several([a_day_with(addresses(), tmp_path / str(n), bot, d) for n, d in enumerate(days)])

    days = run(all_of_them(), 240.0)
    assert len(days) >= 10
    assert [(day.left, day.inside_a_pause) for day in days] == [((expected(bot), 1, 1), 0)] * len(days)


def test_a_storm_of_rate_limits(state: State, tmp_path: Path, bot: Bot) -> None:
    """Every third send is told to wait: nothing is lost or doubled, and nobody calls while a wait lasts."""
    faults = {("send", n): Fault(RateLimited(0.02)) for n in range(3, 3000, 3)}
    platform = Scripted(tmp_path / "storm.sqlite", faults)
    events = [asked(n, thread=f"t{n}", channel=f"C{n % 7}", team=f"T{n % 3}") for n in range(150)]

    async def work() -> None:
        async with desk_on(state, platform, Direct(bot), replace(QUICK, most_open=1000)) as desk:
            await asyncio.gather(*map(desk.take, events))
            await until(lambda: quiet(state), 60)

    run(work())
    platform.close()
    messages = by_question(platform.messages())
    assert sorted(messages) == sorted(event.message for event in events)
    assert list(messages.values()) == [replies(bot, QUESTION)] * len(events)
    assert platform.inside_a_pause == 0
    assert platform.calls["send"] <= 1.6 * len(events)


def test_a_flood_of_one_team_leaves_room_for_others(state: State, platform: Scripted, bot: Bot) -> None:
    """A team asks far more than can be answered; every question of a quiet one is answered, none after its flood."""
    limits = replace(QUICK, most_open=20)
    quiet_ones = [asked(10_000 + n, user=f"Q{n}", team="T2", thread=f"q{n}") for n in range(10)]
    waited: list[float] = []

    async def ask(desk: Desk, event: Event) -> None:
        began = time.monotonic()
        await desk.take(event)
        await until(lambda: any(m.question == event.message for m in platform.messages()))
        waited.append(time.monotonic() - began)

    async def work() -> None:
        async with desk_on(state, platform, Direct(bot, seconds=0.1), limits) as desk:
            flood = [asyncio.create_task(desk.take(asked(n, thread=f"t{n}", user=f"U{n % 9}"))) for n in range(600)]
            for event in quiet_ones:
                await ask(desk, event)
            await asyncio.gather(*flood)
            await until(lambda: quiet(state))

    run(work())
    texts = by_question(platform.messages())
    assert [texts[event.message] for event in quiet_ones] == [replies(bot, QUESTION)] * len(quiet_ones)


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
            await asyncio.gather(*(delivered(partial(desk.take, asked(n, user=f"U{n}"))) for n in range(2, 12)))
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
