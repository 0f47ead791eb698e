"""The scenarios that all platforms share, on a simulated Discord."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import discord
import pytest
from simcord.actors import MemberActor

from bot.bot import Bot
from tests.adapters.desk.rig import until
from tests.adapters.discord.rig import Altered, World, label_of, labels, sqlite, text_of, user_of, world
from tests.adapters.scenarios import REPORTER, SCENARIOS, Shown, Stage, charted

MOST_A_PERSON_CAN_WRITE = 2000


class OnDiscord:
    """The people of the scenarios, on Discord."""

    def __init__(self, there: World) -> None:
        self._there = there
        self._messages: dict[str, discord.Message] = {}
        self._questions: dict[str, discord.Message] = {}

    def _member(self, who: str) -> MemberActor:
        return self._there.reporter if who == REPORTER else self._there.colleague

    def _shown(self, message: discord.Message, question: discord.Message | None = None) -> Shown:
        self._messages[str(message.id)] = message
        if question:
            self._questions[str(message.id)] = question
        text = text_of(message)
        return Shown(text, text, labels(message), message.flags.ephemeral, str(message.id))

    async def ask(self, text: str, who: str = REPORTER) -> Shown:
        said = f"{self._there.mention} {text}"[:MOST_A_PERSON_CAN_WRITE]
        question = await self._member(who).send(self._there.channel, said)
        return self._shown(await self._there.answered(question), question)

    async def ask_in_dm(self, text: str, who: str = REPORTER) -> Shown:
        user = user_of(self._member(who))
        question = await user.send_dm(text)
        return self._shown(await self._there.answered(question, user.dm_channel), question)

    async def slash(self, text: str, who: str = REPORTER) -> Shown:
        used = await self._member(who).slash(self._there.channel, "crime ask", **({"question": text} if text else {}))
        return self._shown(await self._there.completed(used))

    async def follow_up(self, answer: Shown, text: str, who: str = REPORTER) -> Shown:
        under = self._messages[answer.id]
        asked = f"{self._there.mention} {text}"
        question = await self._member(who).send(self._there.channel, asked, reply_to=under)
        return self._shown(await self._there.answered(question), question)

    async def press(self, shown: Shown, label: str, who: str = REPORTER) -> Shown:
        message, before = self._messages[shown.id], len(self._there.ours())
        used = await self._member(who).click(message, label=label_of(message, label))
        if label == "Remove" and not used.followups:
            await until(lambda: len(self._there.ours()) < before)
            return Shown("", "")
        return self._shown(await self._there.completed(used))

    async def edit(self, answer: Shown, text: str) -> Shown:
        question = self._questions[answer.id]
        await self._there.reporter.edit(question, f"{self._there.mention} {text}")
        await until(lambda: text_of(self._ours(answer.id)) != answer.text)
        return self._shown(self._ours(answer.id), question)

    async def delete(self, answer: Shown) -> None:
        await self._there.reporter.delete(self._questions[answer.id])
        await until(lambda: all(str(message.id) != answer.id for message in self._there.ours()))

    async def tell(self, shown: Shown, label: str, reason: str, who: str = REPORTER) -> Shown:
        message, member = self._messages[shown.id], self._member(who)
        asked = await member.click(message, label=label_of(message, label))
        assert asked.modal is not None
        (field,) = (part["component"]["custom_id"] for part in asked.modal["components"])
        told = await member.submit_modal(asked, {field: reason})
        return self._shown(await self._there.completed(told))

    async def home(self, who: str = REPORTER) -> Shown:
        used = await self._member(who).slash(self._there.channel, "crime help")
        return self._shown(await self._there.completed(used))

    async def set_place(self, place: str, who: str = REPORTER) -> Shown:
        used = await self._member(who).slash(self._there.channel, "crime settings", place=place)
        return self._shown(await self._there.completed(used))

    async def seen_in_channel(self) -> tuple[Shown, ...]:
        return tuple(map(self._shown, self._there.ours()))

    def _ours(self, id: str) -> discord.Message:  # noqa: A002
        return next(message for message in self._there.ours() if str(message.id) == id)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
async def test_scenario(bot: Bot, tmp_path: Path, scenario: Callable[[Stage], Awaitable[None]]) -> None:
    async with world(lambda: Altered(bot, charted), sqlite(tmp_path)) as there:
        await scenario(OnDiscord(there))
