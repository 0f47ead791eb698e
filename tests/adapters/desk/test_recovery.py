"""What a dead worker left: answered again where it was not yet sending, looked up once where it was."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.contract import reply_json
from adapters.desk.event import Outgoing, Passing, send_key
from adapters.desk.pacing import Pacer
from adapters.scripted.platform import Fault, Scripted
from adapters.state.state import State
from bot.bot import Bot
from tests.adapters.desk.rig import QUICK, TODAY, Direct, asked, desk_on, replies, run, shown, until

Open = Callable[[], State]
QUESTION = "homicides in London in 2025"
KILLS = 12


def left_sending(state: State, bot: Bot, worker: str) -> Outgoing:
    """A row whose worker died after it had committed the reply."""
    event = asked(1)
    state.take([event])
    (row,) = state.claim(worker, 1)
    reply, talk = bot.ask(QUESTION, TODAY)
    assert state.answered(row, reply_json(reply), talk.to_json(), reply.ref)
    return Outgoing(event, reply, send_key(event))


@pytest.mark.parametrize("was_sent", [True, False])
@pytest.mark.parametrize("heir", ["w1", "w2"])
def test_a_reply_is_looked_up_before_it_is_sent_again(
    opened: Open, platform: Scripted, bot: Bot, was_sent: bool, heir: str
) -> None:
    """Under the same name at once; under another when the lease has run out."""

    async def work() -> None:
        state = opened()
        out = left_sending(state, bot, "w1")
        if was_sent:
            await platform.send(out)
        async with desk_on(state, platform, Direct(bot), worker=heir):
            await until(lambda: state.depth() == 0, seconds=2.5 if heir == "w1" else 10)

    run(work())
    assert shown(platform) == replies(bot, QUESTION)
    assert platform.calls["find_sent"] == 1
    assert platform.calls["send"] == 1


def test_the_talk_goes_on_after_a_death(opened: Open, platform: Scripted, bot: Bot) -> None:
    async def work() -> None:
        state = opened()
        left_sending(state, bot, "w1")
        async with desk_on(state, platform, Direct(bot)) as desk:
            await desk.take(asked(2, "and in 2024?"))
            await until(lambda: state.depth() == 0)

    run(work())
    assert shown(platform) == replies(bot, QUESTION, "and in 2024?")


def test_a_living_worker_keeps_its_rows(opened: Open, platform: Scripted, bot: Bot) -> None:
    """An answer that takes longer than a lease is nobody else's."""

    async def work() -> None:
        one, two = opened(), opened()
        slow, other = Direct(bot, seconds=QUICK.lease + 1.5), Direct(bot)
        async with desk_on(one, platform, slow) as desk, desk_on(two, platform, other, worker="w2"):
            await desk.take(asked(1))
            await until(lambda: one.depth() == 0)
            assert len(slow.asked) + len(other.asked) == 1

    run(work())
    assert shown(platform) == replies(bot, QUESTION)


def test_a_platform_that_is_away_is_tried_until_it_is_back(state: State, tmp_path: Path, bot: Bot) -> None:
    faults = {("send", n): Fault(Passing("503")) for n in range(1, 2 * QUICK.most_retries)}
    away = Scripted(tmp_path / "away.sqlite", faults)

    async def work() -> None:
        async with desk_on(state, away, Direct(bot)) as desk:
            await desk.take(asked(1))
            await until(lambda: state.depth() == 0)

    run(work())
    away.close()
    assert shown(away) == replies(bot, QUESTION)


def test_what_is_too_old_goes_while_it_serves(state: State, platform: Scripted, bot: Bot) -> None:
    """Time passes for the state; the desk deletes by itself, again and again."""
    hours, reply = 0.0, bot.ask(QUESTION, TODAY)[0]

    async def work() -> None:
        nonlocal hours
        state._clock = lambda: time.time() + hours * 3600
        async with desk_on(state, platform, Direct(bot), replace(QUICK, expire_every=0.05)) as desk:
            for number in (1, 2):
                await desk.take(asked(number, thread=f"t{number}"))
                await until(lambda: len(shown(platform)) == number and state.depth() == 0)  # noqa: B023
                assert await desk.reply("scripted", "T1", reply.ref) == reply
                hours += 26
                await until(lambda: state.find_reply("scripted", "T1", reply.ref) is None)

    run(work())


def test_after_an_hour_nobody_waits(state: State, tmp_path: Path, bot: Bot) -> None:
    away = Scripted(tmp_path / "away.sqlite", {("send", n): Fault(Passing("503")) for n in range(1, 100)})

    async def work() -> None:
        async with desk_on(state, away, Direct(bot), replace(QUICK, give_up=0.1)) as desk:
            await desk.take(asked(1))
            await until(lambda: state.depth() == 0)

    run(work())
    away.close()
    assert shown(away) == []


def test_a_channel_is_paced_and_a_pause_is_everybodys() -> None:
    async def work() -> tuple[list[float], float]:
        now = asyncio.get_running_loop().time
        pacer = Pacer(20.0, 3, now)
        began, turns = now(), []

        async def turn(number: int) -> None:
            await pacer.turn(("p", "T", "C"))
            turns.append((number, now() - began))

        await asyncio.gather(*map(turn, range(7)))
        assert [number for number, _ in turns] == list(range(7))
        pacer.pause(("p", "T", "C"), "send", 0.1)
        await pacer.unpaused(("p", "T2", "C"), "send")
        await pacer.unpaused(("p", "T", "C"), "delete")
        paused = now()
        await pacer.unpaused(("p", "T", "other"), "send")
        return [seconds for _, seconds in turns], now() - paused

    turns, pause = run(work())
    assert all(seconds < 0.04 for seconds in turns[:3])
    assert turns[-1] >= 0.19
    assert pause >= 0.099


def test_kills_lose_and_double_nothing() -> None:
    """A short torture; `make torture` runs the long one."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "tests.torture.desk_kills", "--kills", str(KILLS)],
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 lost, 0 doubled, 0 with another text" in done.stdout
    assert time.monotonic() - began < 60
