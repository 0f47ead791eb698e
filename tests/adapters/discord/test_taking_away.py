"""What goes away: answers that are removed or whose question is deleted, and the secrets that came with questions."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.bot import Bot
from tests.adapters.desk.rig import Direct, until
from tests.adapters.discord.rig import Waiting, World, labels, sqlite, text_of, user_of, world
from tests.adapters.scenarios import HOMICIDES


def tickets(folder: Path) -> list[str | None]:
    with closing(sqlite3.connect(folder / "state.sqlite")) as database:
        return [ticket for (ticket,) in database.execute("SELECT ticket FROM inbox")]


def secrets_of(there: World) -> set[str]:
    return set(there.env.backend.interaction_tokens)


async def test_removed_is_what_was_clicked(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        older = await there.ask(HOMICIDES.question)
        newer = await there.ask(HOMICIDES.question)
        await there.settle()
        await there.reporter.click(older, label="Remove")
        await until(lambda: [message.id for message in there.ours()] == [newer.id])


async def test_another_persons_answer_stays(bot: Bot, tmp_path: Path) -> None:
    """Though both have the same reference, for both asked the same."""
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        await there.ask(HOMICIDES.question)
        theirs = await there.ask(HOMICIDES.question, there.colleague)
        await there.settle()
        refused = await there.completed(await there.reporter.click(theirs, label="Remove"))
        assert "Only the person who asked" in text_of(refused)
        await there.settle()
        assert len(there.ours()) == 2


async def test_of_an_answer_that_is_not_kept_that_is_said(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        answer = await there.ask(HOMICIDES.question)
        await there.settle()
        await there.desk.forget("discord", str(there.guild.id))
        said = await there.completed(await there.reporter.click(answer, label="Remove"))
        assert "no longer have this one" in text_of(said)


@pytest.mark.servers
async def test_a_deletion_after_a_restart_takes_the_answer_away(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        question = await there.reporter.send(there.channel, f"{there.mention} {HOMICIDES.question}")
        await there.answered(question)
        await there.settle()
        await there.restart()
        await there.reporter.delete(question)
        await until(lambda: there.ours() == [])


async def test_many_deleted_at_once_take_their_answers_away(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        asked = f"{there.mention} {HOMICIDES.question}"
        questions = [await there.reporter.send(there.channel, asked) for _ in range(3)]
        for question in questions:
            await there.answered(question)
        other = await there.reporter.send(there.channel, "something else")
        there.env.backend.bulk_delete_messages(there.channel.id, [one.id for one in (*questions[:2], other)])
        await until(lambda: len(there.ours()) == 1)


async def test_a_question_that_is_deleted_at_once_has_no_answer(bot: Bot, tmp_path: Path) -> None:
    answering = Waiting(bot)
    async with world(lambda: answering, sqlite(tmp_path)) as there:
        question = await there.reporter.send(there.channel, f"{there.mention} {HOMICIDES.question}")
        await there.reporter.delete(question)
        answering.go.set()
        await there.settle()
        assert there.ours() == []


async def test_what_an_answer_is_written_with_goes_when_it_is_written(bot: Bot, tmp_path: Path) -> None:
    answering = Waiting(bot)
    async with world(lambda: answering, sqlite(tmp_path)) as there:
        used = await there.reporter.slash(there.channel, "crime ask", question=HOMICIDES.question)
        assert set(tickets(tmp_path)) <= secrets_of(there)
        answering.go.set()
        answer = await there.completed(used)
        await there.reporter.click(answer, label="Share")
        await there.settle()
        assert tickets(tmp_path) == [None, None]
        kept = (tmp_path / "state.sqlite").read_bytes()
        assert not any(token.encode() in kept for token in secrets_of(there))


async def test_recent_questions_are_told_apart_without_it(bot: Bot, tmp_path: Path) -> None:
    asked = ("homicides in London in 2025", "homicides in London in 2024")
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        for question in asked:
            await there.completed(await user_of(there.reporter).slash("crime ask", question=question))
        await there.settle()
        page = await there.completed(await user_of(there.reporter).slash("crime help"))
        assert all(question in text_of(page) for question in asked)


async def test_an_answer_that_is_not_right_is_noted_though_no_reason_comes(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        answer = await there.ask(HOMICIDES.question)
        await there.colleague.click(answer, label="Not right")
        await until(lambda: [given.verdict for given in there.state.list_feedback()] == ["bad"])


@pytest.mark.servers
async def test_a_reason_may_be_sent_in_after_a_restart(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        answer = await there.ask(HOMICIDES.question)
        form = await there.colleague.click(answer, label="Not right")
        assert form.modal is not None
        (field,) = (part["component"]["custom_id"] for part in form.modal["components"])
        await there.settle()
        await there.restart()
        told = await there.colleague.submit_modal(form, {field: "The year is another"})
        assert "Thank you" in text_of(await there.completed(told))
        assert [given.reason for given in there.state.list_feedback()] == ["The year is another"]
        assert "Not right" in labels(answer)
