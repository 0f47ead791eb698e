"""Where people are: in channels and their threads, in chats of others, and what is set there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from simcord.builders import ChannelHandle
from simcord.enums import InteractionType
from simcord.interactions import base_payload

from bot.bot import Bot
from tests.adapters.desk.rig import Direct, until
from tests.adapters.discord.rig import World, sqlite, text_of, user_of, world
from tests.adapters.discord.test_commands import use
from tests.adapters.scenarios import HOMICIDES, HOMICIDES_OF_2024, THE_YEAR_BEFORE

NO_PLACE = "How many homicides were there in 2025?"
EPHEMERAL = 64
GROUP_CHAT, PRIVATE_CHANNEL = 3, 2


async def thread_in(there: World) -> ChannelHandle:
    answer = await there.ask(HOMICIDES.question)
    await answer.create_thread(name="homicides")
    await there.env.settle()
    return there.channel.threads[0]


async def test_a_thread_follows_its_channel(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        thread = await thread_in(there)
        await use(there, "crime settings", place="Madrid")
        asked = await there.reporter.send(thread, f"{there.mention} {NO_PLACE}")
        assert "Madrid" in text_of(await there.answered(asked, thread))
        used = await there.reporter.slash(thread, "crime ask", question=NO_PLACE)
        assert "Madrid" in text_of(await there.completed(used))


async def test_what_is_set_in_a_thread_is_set_for_its_channel(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        thread = await thread_in(there)
        await there.completed(await there.reporter.slash(thread, "crime settings", place="Madrid"))
        assert "Madrid" in text_of(await there.ask(NO_PLACE))


async def test_edits_and_deletions_reach_into_threads(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        thread = await thread_in(there)
        question = await there.reporter.send(thread, f"{there.mention} {HOMICIDES.question}")
        await there.answered(question, thread)
        await there.reporter.edit(question, f"{there.mention} {HOMICIDES_OF_2024.question}")
        await until(lambda: text_of(there.ours(thread)[0]).startswith("## 109"))
        await there.reporter.delete(question)
        await until(lambda: there.ours(thread) == [])


async def test_a_channel_keeps_following_its_server_in_what_it_has_not_set(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        await use(there, "crime settings", answers="public", scope="this server")
        said = text_of(await use(there, "crime settings", place="Madrid"))
        assert "Madrid (set here)" in said
        assert "for everybody\n" in said
        await use(there, "crime settings", answers="private", scope="this server")
        assert (await use(there, "crime ask", question=HOMICIDES.question)).flags.ephemeral


async def test_a_channel_takes_its_own_settings_back(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        await use(there, "crime settings", place="Madrid", layout="plain text")
        said = text_of(await use(there, "crime settings", reset=True))
        assert "set here" not in said
        assert HOMICIDES.figure in text_of(await there.ask(NO_PLACE))


async def test_one_persons_page_shows_ones_own_setting_alone(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        said = await there.colleague.slash(there.channel, "crime settings", scope="just me")
        assert text_of(await there.completed(said)) == "Settings\nLayout: cards"


async def in_group_chat(there: World, question: str) -> tuple[Any, Any]:
    """What we respond and then answer to a command in a chat of others: the bodies of both."""
    user = user_of(there.reporter)
    await user.send_dm(HOMICIDES.question)
    await there.settle()
    root = there.env.backend.find_command("crime", None, type=1)
    assert root is not None
    option = {"type": 3, "name": "question", "value": question}
    data = {"id": root["id"], "name": "crime", "type": 1, "options": [{"type": 1, "name": "ask", "options": [option]}]}
    record, payload = base_payload(
        there.env.backend, type=InteractionType.APPLICATION_COMMAND, channel_id=user.dm_channel.id, guild_id=None,
        user_id=user.id, data=data,
    )  # fmt: skip
    chat = {"id": str(user.dm_channel.id), "type": GROUP_CHAT, "recipients": [], "name": "desk", "owner_id": "1"}
    there.env.backend.emit("INTERACTION_CREATE", {**payload, "context": PRIVATE_CHANNEL, "channel": chat})
    await until(lambda: record.responded)
    await there.settle()
    ours = [one for one in there.env.http_requests if record.token in one.path]
    return ours[0].json, ours[-1].json


async def test_in_a_chat_of_others_the_answer_is_for_its_asker(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        response, answer = await in_group_chat(there, HOMICIDES.question)
        assert response["data"]["flags"] & EPHEMERAL
        assert HOMICIDES.figure in str(answer)
        assert "bb/share/" in str(answer)
        assert "bb/remove/" not in str(answer)


async def test_alone_with_us_nothing_is_hidden(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        answer = await there.completed(await user_of(there.reporter).slash("crime ask", question=HOMICIDES.question))
        assert not answer.flags.ephemeral


async def test_whoever_goes_on_from_a_shared_answer_is_understood(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        private = await use(there, "crime ask", question=HOMICIDES.question)
        shared = await there.completed(await there.reporter.click(private, label="Share"))
        await there.settle()
        asked = f"{there.mention} {THE_YEAR_BEFORE.question}"
        question = await there.colleague.send(there.channel, asked, reply_to=shared)
        assert THE_YEAR_BEFORE.figure in text_of(await there.answered(question))
