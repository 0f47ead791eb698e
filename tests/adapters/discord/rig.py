"""A simulated Discord with the client on it, and a real desk behind the client: on the same loop, not under its clock.

The desk's tasks are none of the client's, so that the simulation does not wait for them; the tests do, with `until`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

import discord
import simcord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle, UserHandle
from simcord.env import Env
from simcord.results import InteractionResult

from adapters.contract import read_reply, reply_json
from adapters.desk.answering import Answered, Answering
from adapters.desk.desk import Desk
from adapters.desk.event import Platform
from adapters.desk.limits import Limits
from adapters.desk.scope import EVERYTHING, Scope
from adapters.discord.client import Client
from adapters.discord.extras import Drawing
from adapters.pictures.looks import SizeName, ThemeName
from adapters.state.state import State
from bot.bot import Bot
from bot.reply import Reply, Series
from tests.adapters.desk.rig import QUICK, Direct, until
from tests.adapters.desk.test_faults import Faulty
from tests.phrasings import TODAY

NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)


class Altered(Direct):
    """Answers as the bot does, each reply changed by a function."""

    def __init__(self, bot: Bot, change: Callable[[Reply], Reply], seconds: float = 0.0) -> None:
        super().__init__(bot, seconds)
        self._change = change

    async def answer(self, text: str, asked_on: date, talk: str | None, scope: Scope = EVERYTHING) -> Answered:
        answered = await super().answer(text, asked_on, talk, scope)
        return Answered(reply_json(self._change(read_reply(answered.reply))), answered.talk)


@dataclass
class World:
    """A server with a channel, its people, and the bot."""

    env: Env
    client: Client
    desk: Desk
    state: Faulty
    remake: Callable[[], tuple[Client, Desk]]
    guild: GuildHandle
    channel: ChannelHandle
    reporter: MemberActor
    colleague: MemberActor
    given_up: list[str] = field(default_factory=list)

    @property
    def mention(self) -> str:
        return f"<@{self.client.me}>"

    def ours(self, channel: ChannelHandle | None = None) -> list[discord.Message]:
        """Our messages that everybody in a channel sees."""
        every = (channel or self.channel).history()
        return [said for said in every if said.author.id == self.client.me and not said.flags.ephemeral]

    async def answered(self, question: discord.Message, channel: ChannelHandle | None = None) -> discord.Message:
        """Our reply to a message, once it is there."""

        def found() -> list[discord.Message]:
            return [m for m in self.ours(channel) if m.reference and m.reference.message_id == question.id]

        await until(lambda: bool(found()))
        return found()[0]

    async def ask(self, text: str, who: MemberActor | None = None) -> discord.Message:
        """Mention us; our reply."""
        return await self.answered(await (who or self.reporter).send(self.channel, f"{self.mention} {text}"))

    async def completed(self, used: InteractionResult) -> discord.Message:
        """What a command or a press brought, once it is there."""

        def shown() -> discord.Message | None:
            every = [one.message for one in (used.response, *used.followups) if one is not None]
            return next((m for m in reversed(every) if not m.flags.loading and text_of(m)), None)

        await until(lambda: shown() is not None)
        message = shown()
        assert message is not None
        return message

    async def settle(self) -> None:
        """Until neither the desk nor the client has anything to do."""
        await until(lambda: self.desk.depth == 0)
        await self.env.settle()

    async def restart(self, drain: float = 5.0) -> None:
        """The process ends, and another begins; without a drain it drops what is in hand."""
        await self.desk.stop(drain)
        self.client, self.desk = self.remake()
        await self.env.restart_bot(self.client)
        await self.desk.start()


def parts(components: Sequence[object]) -> list[object]:
    """All components of a message, the inner ones too."""
    return [part for one in components for part in (one, *parts(getattr(one, "children", ())))]


def text_of(message: discord.Message) -> str:
    """All that is to be read of a message, without what markdown makes of it."""
    told = [part.content for part in parts(message.components) if isinstance(part, discord.TextDisplay)]
    return "\n".join((message.content, *told)).strip().replace("\\", "")


def labels(message: discord.Message) -> tuple[str, ...]:
    """The labels of a message's buttons."""
    return tuple(part.label or "" for part in parts(message.components) if isinstance(part, discord.Button))


def label_of(message: discord.Message, beginning: str) -> str:
    """The button's whole label."""
    return next(label for label in labels(message) if label.startswith(beginning))


@asynccontextmanager
async def world(
    answering: Callable[[], Answering],
    url: str,
    *,
    limits: Limits = QUICK,
    shards: int = 1,
    check_errors: bool = True,
    drawing: Drawing | None = None,
    through: Callable[[Platform], Platform] = lambda platform: platform,
) -> AsyncIterator[World]:
    """Discord, with the bot on it, at noon of the day that all tests ask on."""
    env: list[Env] = []
    given_up: list[str] = []

    def now() -> float:
        return env[0].now().timestamp()

    with closing(Faulty.open(url, lease_seconds=limits.lease)) as state:
        assert isinstance(state, Faulty)

        def make() -> tuple[Client, Desk]:
            client = Client(now, given_up.append, lambda: closing(State.open(url)), drawing)
            client.shard_count = shards
            desk = Desk(state, [through(client.platform)], answering(), time.time, limits, worker="w1")
            client.serve(desk)
            return client, desk

        client, desk = make()
        async with simcord.run(client, check_errors=check_errors) as there:
            env.append(there)
            if isinstance(drawing, Elsewhere):
                drawing.env = there
            await there.advance_time((NOON - there.now()).total_seconds())
            await desk.start()
            world = _peopled(there, client, desk, state, make, given_up)
            try:
                yield world
            finally:
                await world.desk.stop(5)


def _peopled(
    env: Env, client: Client, desk: Desk, state: Faulty, make: Callable[[], tuple[Client, Desk]], given_up: list[str]
) -> World:
    guild = env.create_guild()
    channel = guild.create_text_channel("crime")
    editors = guild.create_role("Editors", permissions=discord.Permissions(manage_guild=True))
    reporter = guild.add_member(env.create_user("reporter"), roles=[editors])
    colleague = guild.add_member(env.create_user("colleague"))
    return World(env, client, desk, state, make, guild, channel, reporter, colleague, given_up)


def sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'state.sqlite'}"


class Waiting(Direct):
    """Answers when it is told to."""

    def __init__(self, bot: Bot) -> None:
        super().__init__(bot)
        self.go = asyncio.Event()

    async def answer(self, text: str, asked_on: date, talk: str | None, scope: Scope = EVERYTHING) -> Answered:
        answered = await super().answer(text, asked_on, talk, scope)
        await self.go.wait()
        return answered


class Drawn:
    """Draws the same at once, or when it is told to; or nothing."""

    def __init__(self, png: bytes | None) -> None:
        self._png = png
        self.go = asyncio.Event()
        self.go.set()

    async def png(self, series: Sequence[Series], size: SizeName, theme: ThemeName) -> bytes | None:
        del series, size, theme
        await self.go.wait()
        return self._png


class Elsewhere:
    """Draws in another process, or as if it did: the simulation does not wait for it."""

    def __init__(self, real: Drawing) -> None:
        self._real = real
        self.env: Env | None = None

    async def png(self, series: Sequence[Series], size: SizeName, theme: ThemeName) -> bytes | None:
        assert self.env is not None
        drawn = self._real.png(series, size, theme)
        return cast("bytes | None", await self.env.external_wait(drawn, reason="another process draws"))


def user_of(member: MemberActor) -> UserHandle:
    return member.user
