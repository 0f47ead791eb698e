"""The answering processes: the same answers as the bot's own, and one that dies or hangs is replaced."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from adapters.contract import read_reply
from adapters.desk.answerer import read_talk
from adapters.desk.answering import Crashed, Crew
from bot.bot import Bot
from bot.conversation import Talk
from tests.adapters.desk.rig import TODAY, replies, run

QUESTION, FOLLOW_UP = "homicides in London in 2025", "and in 2024?"
# A crew whose members die, hang, or answer too much, when they are asked to.
BREAKABLE = """
import os, sys, time
from adapters.desk import answerer
from bot.bot import Bot
ask = Bot.ask
def broken(self, question, *rest):
    if question == "die": os._exit(7)
    if question == "hang": time.sleep(60)
    if question == "raise": raise RuntimeError(question)
    if question == "print": print("noise")
    return ask(self, question, *rest)
Bot.ask = broken
answerer.serve(sys.argv[1], sys.argv[2:] or None)
"""


def crew_on(built: Path, boot: str | None = None, size: int = 1) -> Crew:
    chosen = {"boot": boot} if boot else {}
    return Crew(lambda: built, ("articles",), size=size, deadline=1.0, **chosen)


def test_answers_are_the_bots(built: Path, bot: Bot) -> None:
    async def work() -> list[str]:
        crew = crew_on(built)
        await crew.start()
        first = await crew.answer(QUESTION, TODAY, None)
        second = await crew.answer(FOLLOW_UP, TODAY, first.talk)
        noisy = await crew.answer("hello \ud800 there", TODAY, "{}")
        await crew.stop()
        return [read_reply(answer.reply).text for answer in (first, second, noisy)]

    assert run(work())[:2] == replies(bot, QUESTION, FOLLOW_UP)


@pytest.mark.parametrize("poison", ["die", "hang", "raise"])
def test_a_member_that_breaks_is_replaced(built: Path, bot: Bot, poison: str) -> None:
    async def work() -> str:
        crew = crew_on(built, BREAKABLE, size=2)
        await crew.start()
        beside = asyncio.gather(*(crew.answer(QUESTION, TODAY, None) for _ in range(20)))
        with pytest.raises(Crashed):
            await crew.answer(poison, TODAY, None)
        assert len(await beside) == 20
        answered = [await crew.answer("print", TODAY, None) for _ in range(3)]
        again = await crew.answer(QUESTION, TODAY, answered[0].talk)
        await crew.stop()
        return read_reply(again.reply).text

    assert [run(work())] == replies(bot, QUESTION)


def test_a_member_that_was_killed_while_idle_costs_no_question(built: Path, bot: Bot) -> None:
    async def work() -> str:
        crew = crew_on(built)
        await crew.start()
        (member,) = crew._all
        os.kill(member._process.pid, signal.SIGKILL)
        await asyncio.sleep(0.2)
        answered = await crew.answer(QUESTION, TODAY, None)
        await crew.stop()
        return read_reply(answered.reply).text

    assert [run(work())] == replies(bot, QUESTION)


def test_a_crew_that_does_not_come_up_says_so(tmp_path: Path) -> None:
    async def work() -> None:
        crew = crew_on(tmp_path / "nothing.sqlite")
        with pytest.raises(Crashed):
            await crew.start()
        await crew.stop()

    run(work())


def test_a_talk_in_an_older_shape_is_forgotten() -> None:
    assert read_talk(None) is None
    assert [read_talk(text) for text in ("", "{}", "[]", "null", '{"indicators": 1}', "{")] == [None] * 6
    assert read_talk(Talk().to_json()) == Talk()
