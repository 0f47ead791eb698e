"""What Discord refuses, loses or repeats: no lost or doubled answer, and no traceback for anybody."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import discord
import pytest
import structlog
from simcord.backend import serializers

from adapters.desk.event import Event, Outgoing, Passing, Platform
from adapters.state.errors import Unavailable
from bot.bot import Bot
from tests.adapters.desk.rig import Direct, until
from tests.adapters.discord.rig import Altered, Waiting, World, label_of, labels, sqlite, text_of, world
from tests.adapters.scenarios import HOMICIDES, HOMICIDES_OF_2024, charted

pytestmark = pytest.mark.servers

POSTS, UPDATES = "/channels/*/messages", "/channels/*/messages/*"
COMPLETIONS, CALLBACKS = "/webhooks/*/*/messages/@original", "/interactions/*/*/callback"
PASSING = (429, 500, 503)
UNKNOWN_INTERACTION, INVALID_WEBHOOK_TOKEN = 10062, 50027


def calls(there: World, method: str, ending: str) -> int:
    return sum(one.method == method and one.path.endswith(ending) for one in there.env.http_requests)


class ArrivesLate:
    """The platform behind it gets every message; that it did is not heard of the first time."""

    def __init__(self, real: Platform) -> None:
        self.name, self._real, self._heard = real.name, real, set[str]()

    async def send(self, out: Outgoing) -> str:
        posted = await self._real.send(out)
        if out.key not in self._heard:
            self._heard.add(out.key)
            raise Passing("the connection broke after sending")
        return posted

    async def find_sent(self, out: Outgoing) -> str | None:
        return await self._real.find_sent(out)

    async def delete(self, event: Event, posted: str) -> None:
        await self._real.delete(event, posted)


@pytest.mark.parametrize("status", PASSING)
async def test_a_send_that_fails_is_made_again(bot: Bot, tmp_path: Path, status: int) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        there.env.inject_error("POST", POSTS, status=status)
        assert HOMICIDES.figure in text_of(await there.ask(HOMICIDES.question))
        await there.settle()
        assert len(there.ours()) == 1


@pytest.mark.parametrize("status", PASSING)
async def test_an_edit_that_fails_is_made_again(bot: Bot, tmp_path: Path, status: int) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        question = await there.reporter.send(there.channel, f"{there.mention} {HOMICIDES.question}")
        await there.answered(question)
        await there.settle()
        there.env.inject_error("PATCH", UPDATES, status=status)
        await there.reporter.edit(question, f"{there.mention} {HOMICIDES_OF_2024.question}")
        await until(lambda: HOMICIDES_OF_2024.figure in text_of(there.ours()[0]).splitlines()[0])
        assert len(there.ours()) == 1


@pytest.mark.parametrize("status", PASSING)
async def test_a_response_that_fails_is_completed_again(bot: Bot, tmp_path: Path, status: int) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        there.env.inject_error("PATCH", COMPLETIONS, status=status)
        used = await there.reporter.slash(there.channel, "crime ask", question=HOMICIDES.question)
        assert HOMICIDES.figure in text_of(await there.completed(used))
        await there.settle()
        assert used.followups == []


async def test_a_refusing_channel_is_left_alone(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        there.env.inject_error("POST", POSTS, status=403, code=50013, times=None)
        for _ in range(3):
            await there.reporter.send(there.channel, f"{there.mention} {HOMICIDES.question}")
            await there.settle()
        assert calls(there, "POST", f"/channels/{there.channel.id}/messages") == 1
        there.env.backend.faults.clear()
        await there.env.advance_time(61)
        assert HOMICIDES.figure in text_of(await there.ask(HOMICIDES.question))


async def test_a_refused_edit_ends_quietly(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        question = await there.reporter.send(there.channel, f"{there.mention} {HOMICIDES.question}")
        await there.answered(question)
        await there.settle()
        there.env.inject_error("PATCH", UPDATES, status=403, code=50013, times=None)
        await there.reporter.edit(question, f"{there.mention} {HOMICIDES_OF_2024.question}")
        await there.settle()
        assert [HOMICIDES.figure in text_of(message) for message in there.ours()] == [True]


@pytest.mark.parametrize("command", [False, True], ids=["mention", "command"])
async def test_what_arrived_unheard_is_not_sent_twice(bot: Bot, tmp_path: Path, command: bool) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path), through=ArrivesLate) as there:
        if command:
            used = await there.reporter.slash(there.channel, "crime ask", question=HOMICIDES.question)
            await there.settle()
            assert HOMICIDES.figure in text_of(await there.completed(used))
            assert used.followups == []
        else:
            await there.ask(HOMICIDES.question)
            await there.settle()
            assert len(there.ours()) == 1


async def test_the_same_message_twice_is_one_question(bot: Bot, tmp_path: Path) -> None:
    """After a gateway's RESUME, what had come in may come in again."""
    answering = Waiting(bot)
    async with world(lambda: answering, sqlite(tmp_path)) as there:
        question = await there.reporter.send(there.channel, f"{there.mention} {HOMICIDES.question}")
        there.client.dispatch("shard_disconnect", 0)
        stored = there.env.backend.get_message(there.channel.id, question.id)
        there.env.backend.emit("MESSAGE_CREATE", dict(serializers.message_payload(there.env.backend, stored)))
        there.client.dispatch("shard_resumed", 0)
        answering.go.set()
        await there.answered(question)
        await there.settle()
        assert len(there.ours()) == 1


async def test_an_interaction_that_expired_is_over(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path), check_errors=False) as there:
        there.env.inject_error("POST", CALLBACKS, status=404, code=UNKNOWN_INTERACTION)
        with structlog.testing.capture_logs() as logs:
            used = await there.reporter.slash(there.channel, "crime ask", question=HOMICIDES.question)
            await there.settle()
        assert not used.acknowledged
        assert [one["log_level"] for one in logs if one["event"] == "interaction_over"] == ["info"]
        assert there.ours() == []


async def test_a_response_that_comes_after_a_quarter_of_an_hour_is_not_tried(bot: Bot, tmp_path: Path) -> None:
    answering = Waiting(bot)
    async with world(lambda: answering, sqlite(tmp_path)) as there:
        await there.reporter.slash(there.channel, "crime ask", question=HOMICIDES.question)
        await there.env.advance_time(16 * 60)
        answering.go.set()
        await there.settle()
        assert calls(there, "PATCH", "@original") == 0


async def test_a_late_autocomplete_is_over(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        there.env.inject_error("POST", CALLBACKS, status=404, code=UNKNOWN_INTERACTION, times=2)
        assert await there.reporter.autocomplete(there.channel, "crime figure", "topic", "hom") == []


async def test_buttons_outlive_a_restart(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Altered(bot, charted), sqlite(tmp_path)) as there:
        answer = await there.ask(HOMICIDES.question)
        await there.settle()
        await there.restart()
        for label in ("Source", "Copy", "Trend", "Helpful"):
            used = await there.colleague.click(answer, label=label_of(answer, label))
            assert text_of(await there.completed(used))
        await there.reporter.click(answer, label="Remove")
        await until(lambda: there.ours() == [])


async def test_a_choice_outlives_a_restart(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        asked_back = await there.ask("theft")
        await there.settle()
        await there.restart()
        used = await there.reporter.click(asked_back, label=label_of(asked_back, "Mobile phone"))
        assert "2.4%" in text_of(await there.completed(used))


@pytest.mark.parametrize("command", [False, True], ids=["mention", "command"])
async def test_a_question_outlives_a_restart(bot: Bot, tmp_path: Path, command: bool) -> None:
    first, second = Waiting(bot), Direct(bot)
    crews = iter((first, second))
    async with world(lambda: next(crews), sqlite(tmp_path)) as there:
        if command:
            used = await there.reporter.slash(there.channel, "crime ask", question=HOMICIDES.question)
            await there.restart(drain=0)
            assert HOMICIDES.figure in text_of(await there.completed(used))
            assert used.followups == []
        else:
            question = await there.reporter.send(there.channel, f"{there.mention} {HOMICIDES.question}")
            await there.restart(drain=0)
            assert HOMICIDES.figure in text_of(await there.answered(question))
            assert len(there.ours()) == 1


async def test_where_only_the_user_installed_us_a_press_removes(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        await there.reporter.slash(there.channel, "crime settings", answers="public")
        used = await there.reporter.slash(there.channel, "crime ask", question=HOMICIDES.question)
        answer = await there.completed(used)
        await there.settle()
        there.env.inject_error("DELETE", UPDATES, status=403, code=50001, times=None)
        await there.reporter.click(answer, label="Remove")
        await until(lambda: there.ours() == [])


async def test_two_shards_answer_alike(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path), shards=2) as there:
        for shard in (0, 1):
            guild = there.env.create_guild(shard_id=shard)
            there.channel, there.reporter = guild.create_text_channel("crime"), guild.add_member(there.reporter.user)
            assert HOMICIDES.figure in text_of(await there.ask(HOMICIDES.question))
            await there.settle()
            assert len(there.ours()) == 1


async def test_a_dead_token_ends_the_process_and_keeps_the_question(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        there.env.inject_error("POST", POSTS, status=401, times=1)
        question = await there.reporter.send(there.channel, f"{there.mention} {HOMICIDES.question}")
        await until(lambda: bool(there.given_up))
        assert "token" in there.given_up[0]
        assert HOMICIDES.figure in text_of(await there.answered(question))


async def test_a_dead_interaction_is_no_dead_token(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        there.env.inject_error("PATCH", COMPLETIONS, status=401, code=INVALID_WEBHOOK_TOKEN, times=1)
        await there.reporter.slash(there.channel, "crime ask", question=HOMICIDES.question)
        await there.settle()
        assert there.given_up == []
        assert calls(there, "PATCH", "@original") == 1


async def test_a_fault_of_ours_is_one_sentence_with_its_reference(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path), check_errors=False) as there:
        there.env.inject_error("POST", CALLBACKS, status=400, code=50035)
        with structlog.testing.capture_logs() as logs:
            used = await there.reporter.slash(there.channel, "crime topics")
        (ref,) = (one["ref"] for one in logs if one["event"] == "interaction_failed")
        assert used.response is not None
        assert ref in used.response.content
        assert "Traceback" not in used.response.content
        assert used.ephemeral


async def test_without_a_database_a_question_is_answered_all_the_same(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        there.state.away = Unavailable("away")
        used = await there.reporter.slash(there.channel, "crime ask", question=HOMICIDES.question)
        assert HOMICIDES.figure in text_of(await there.completed(used))
        assert HOMICIDES.figure in text_of(await there.ask(HOMICIDES.question))
        pressed = await there.reporter.click(there.ours()[0], label="Source")
        assert "cannot answer just now" in text_of(await there.completed(pressed))
        there.state.away = None


@pytest.mark.parametrize("command", ["crime ask", "crime topics", "crime help", "crime settings"])
async def test_a_database_that_hangs_holds_up_no_acknowledgement(bot: Bot, tmp_path: Path, command: str) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        there.state.held = threading.Event()
        try:
            pressing = asyncio.create_task(there.reporter.slash(there.channel, command))
            await until(lambda: calls(there, "POST", "/callback") == 1)
        finally:
            there.state.held.set()
        used = await pressing
        assert used.ephemeral
        assert text_of(await there.completed(used))


async def test_a_button_is_acknowledged_before_anything_is_looked_up(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        answer = await there.ask(HOMICIDES.question)
        await there.settle()
        there.state.held = threading.Event()
        try:
            pressing = asyncio.create_task(there.reporter.click(answer, label="Source"))
            await until(lambda: calls(there, "POST", "/callback") == 1)
        finally:
            there.state.held.set()
        assert HOMICIDES.source in text_of(await there.completed(await pressing))


async def test_typing_is_shown_while_a_question_waits(bot: Bot, tmp_path: Path) -> None:
    answering = Waiting(bot)
    async with world(lambda: answering, sqlite(tmp_path)) as there:
        question = await there.reporter.send(there.channel, f"{there.mention} {HOMICIDES.question}")
        await until(lambda: calls(there, "POST", "/typing") == 1)
        answering.go.set()
        await there.answered(question)
        await there.settle()
        await there.env.advance_time(60)
        assert calls(there, "POST", "/typing") == 1


async def test_where_typing_is_refused_the_answer_comes_all_the_same(bot: Bot, tmp_path: Path) -> None:
    answering = Waiting(bot)
    async with world(lambda: answering, sqlite(tmp_path)) as there:
        there.env.inject_error("POST", "/channels/*/typing", status=403, code=50001, times=None)
        question = await there.reporter.send(there.channel, f"{there.mention} {HOMICIDES.question}")
        await until(lambda: calls(there, "POST", "/typing") == 1)
        answering.go.set()
        assert HOMICIDES.figure in text_of(await there.answered(question))


async def test_a_pausing_process_says_so(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        answer = await there.ask(HOMICIDES.question)
        there.client.reception.paused = True
        used = await there.reporter.slash(there.channel, "crime ask", question=HOMICIDES.question)
        pressed = await there.reporter.click(answer, label="Source")
        for one in (used, pressed):
            assert "restarting" in text_of(await there.completed(one))
        assert isinstance(answer, discord.Message)
        assert "Source" in labels(answer)
