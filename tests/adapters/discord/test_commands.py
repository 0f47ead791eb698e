"""Commands, settings and what Discord is told of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import discord
import pytest

from adapters.discord.asking import Across, By, Order, comparison_of, ranking_of, trend_of
from adapters.discord.checkup import examine_application, invitation
from adapters.discord.client import intents
from adapters.discord.limits import CHOICE, MOST_CHOICES
from bot.bot import Bot
from tests.adapters.desk.rig import Direct
from tests.adapters.discord.rig import World, label_of, labels, sqlite, text_of, world
from tests.adapters.scenarios import HOMICIDES, HOMICIDES_OF_2024, THE_YEAR_BEFORE
from tests.phrasings import TODAY

TYPED = ("", "h", "hom", "hommicid", "knife crime in", "zzzz", "2024", "camden", "x" * 100, "@everyone", "\u202e")
SLOTS = (
    ("crime figure", "topic"),
    ("crime figure", "place"),
    ("crime figure", "period"),
    ("crime compare", "other_place"),
    ("crime trend", "since"),
    ("crime rank", "topic"),
    ("crime rank", "period"),
)
COMPARISONS = (
    (("homicides", "", "2025", "", "2024"), "Homicides in 2025 compared with 2024?"),
    (("homicides", "london", "", "madrid", ""), "Homicides in london compared with madrid?"),
    (("homicides", "", "2025", "", ""), "Homicides in 2025?"),
)
TRENDS = (
    (("robbery", "lambeth", "2015", ""), "Trend in robbery in lambeth since 2015?"),
    (("robbery", "lambeth", "2019", "2024"), "Trend in robbery in lambeth between 2019 and 2024?"),
    (("robbery", "lambeth", "year ending March 2019", "year ending March 2024"),
     "Trend in robbery in lambeth between year ending March 2019 and year ending March 2024?"),
    (("robbery", "lambeth", "", "2025"), "Trend in robbery in lambeth in 2025?"),
    (("homicides", "", "", ""), "Trend in homicides?"),
    (("burglary", "city-of-westminster", "2021", ""), "Trend in burglary in city of westminster since 2021?"),
)  # fmt: skip
RANKINGS: tuple[tuple[tuple[str, Across, Order, By, str, str], str], ...] = (
    (("burglary", "boroughs", "most first", "number", "", "2025"), "Which borough had the most burglary in 2025?"),
    (("burglary", "boroughs", "fewest first", "rate", "", ""), "Which borough had the lowest burglary rate?"),
    (("robbery", "boroughs", "most first", "rate", "", "2024"), "Which borough had the highest robbery rate in 2024?"),
    (("homicides", "police forces", "most first", "number", "", ""), "Which police force had the most homicides?"),
    (("burglary", "regions", "fewest first", "number", "", ""), "Which region had the fewest burglary?"),
    (("robbery", "months", "most first", "number", "camden", "2025"),
     "Which month had the most robbery in camden in 2025?"),
    (("homicides", "years", "fewest first", "number", "london", ""), "Which year had the fewest homicides in london?"),
    (("robbery?", "boroughs", "most first", "number", "camden", ""), "Which borough had the most robbery?"),
)  # fmt: skip
FIGURE = {"topic": "homicides", "place": "london", "period": "2025"}


async def use(there: World, command: str, **options: Any) -> discord.Message:
    return await there.completed(await there.reporter.slash(there.channel, command, **options))


async def test_typed_options_make_a_question(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        answer = await use(there, "crime figure", **FIGURE)
        for part in (HOMICIDES.figure, HOMICIDES.period, HOMICIDES.place, HOMICIDES.source):
            assert part in text_of(answer)
        assert "11%" in text_of(
            await use(there, "crime compare", topic="homicides", period="2025", other_period="2024")
        )


@pytest.mark.parametrize(("typed", "asked"), COMPARISONS, ids=[asked for _, asked in COMPARISONS])
def test_comparisons_are_full_questions(typed: tuple[str, str, str, str, str], asked: str) -> None:
    assert comparison_of(*typed) == asked


@pytest.mark.parametrize(("typed", "asked"), TRENDS, ids=[asked for _, asked in TRENDS])
def test_trends_are_full_questions(whole: Bot, typed: tuple[str, str, str, str], asked: str) -> None:
    assert trend_of(*typed) == asked
    reply, _ = whole.ask(asked, TODAY)
    assert reply.outcome == "answer"
    assert [series.kind for series in reply.series] == ["over_time"]


@pytest.mark.parametrize(("typed", "asked"), RANKINGS, ids=[asked for _, asked in RANKINGS])
def test_rankings_are_full_questions(whole: Bot, typed: tuple[str, Across, Order, By, str, str], asked: str) -> None:
    assert ranking_of(*typed) == asked
    reply, _ = whole.ask(asked, TODAY)
    assert reply.outcome == "answer"
    assert [series.kind for series in reply.series] == ["over_time" if typed[1] in {"months", "years"} else "ranking"]


async def test_trends_and_rankings_are_answered(whole: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(whole), sqlite(tmp_path)) as there:
        trend = await use(there, "crime trend", topic="robbery", place="lambeth", since="2015")
        assert "against 2015" in text_of(trend)
        assert "Trend" in labels(trend)
        ranking = await use(there, "crime rank", topic="burglary", order="fewest first", period="2025")
        assert "Kingston upon Thames" in text_of(ranking).split("\n")[1]
        assert {"Chart", "File"} <= set(labels(ranking))


@pytest.mark.parametrize(("command", "slot"), SLOTS, ids=[f"{command} {slot}" for command, slot in SLOTS])
async def test_autocomplete_offers_at_most_25_that_fit(bot: Bot, tmp_path: Path, command: str, slot: str) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        filled = {} if slot == "topic" else {"topic": "homicides"}
        for typed in TYPED:
            offered = await there.reporter.autocomplete(there.channel, command, slot, typed, **filled)
            assert len(offered) <= MOST_CHOICES
            assert all(1 <= len(one[part]) <= CHOICE for one in offered for part in ("name", "value"))
        assert await there.reporter.autocomplete(there.channel, command, slot, "", **filled)


async def test_every_topic_that_is_offered_is_answered(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        offered = await there.reporter.autocomplete(there.channel, "crime figure", "topic", "")
        answer = text_of(await use(there, "crime figure", topic=offered[0]["value"]))
        assert "Source:" in answer


async def test_words_of_ones_own_are_no_figure(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        answer = await use(there, "crime figure", topic="homicides", place="Ontario")
        assert "no figure" in text_of(answer)


@pytest.mark.parametrize("command", ["crime topics", "crime sources", "crime help", "crime ask"])
async def test_lists_are_for_the_asker_alone(bot: Bot, tmp_path: Path, command: str) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        shown = await use(there, command)
        assert shown.flags.ephemeral
        assert there.ours() == []


async def test_long_lists_are_turned_in_place(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        used = await there.reporter.slash(there.channel, "crime sources")
        first = await there.completed(used)
        assert "Page 1 of" in text_of(first)
        await there.reporter.click(first, label="Next")
        assert used.response is not None
        second = used.response.message
        assert "Page 2 of" in text_of(second)
        assert "Back" in labels(second)


async def test_an_example_is_asked_by_a_press(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        page = await use(there, "crime help")
        pressed = await there.reporter.click(page, label=label_of(page, "Ask 1"))
        answer = await there.completed(pressed)
        assert HOMICIDES.figure in text_of(answer)
        assert answer.flags.ephemeral


async def test_a_message_of_others_is_looked_up(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        said = await there.colleague.send(there.channel, HOMICIDES.question)
        used = await there.reporter.context_menu(there.channel, "Look up this figure", said)
        answer = await there.completed(used)
        assert HOMICIDES.figure in text_of(answer)
        assert answer.flags.ephemeral


async def test_only_what_is_put_to_us_is_answered(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        await there.reporter.send(there.channel, HOMICIDES.question)
        await there.reporter.send(there.channel, f"@everyone {HOMICIDES.question}")
        robot = there.guild.add_member(there.env.create_user("robot", bot=True))
        await robot.send(there.channel, f"{there.mention} {HOMICIDES.question}")
        await there.settle()
        assert there.ours() == []


async def test_a_talk_goes_on_along_its_replies(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        answer = await there.ask(HOMICIDES.question)
        for text, who, figure in (
            (THE_YEAR_BEFORE.question, there.colleague, THE_YEAR_BEFORE.figure),
            ("and in 2025?", there.reporter, HOMICIDES.figure),
        ):
            asked = await who.send(there.channel, f"{there.mention} {text}", reply_to=answer)
            answer = await there.answered(asked)
            assert figure in text_of(answer)


async def test_a_thread_is_one_talk(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        answer = await there.ask(HOMICIDES.question)
        await answer.create_thread(name="homicides")
        await there.env.settle()
        (thread,) = there.channel.threads
        for who, text, figure in (
            (there.reporter, HOMICIDES.question, HOMICIDES.figure),
            (there.colleague, THE_YEAR_BEFORE.question, THE_YEAR_BEFORE.figure),
        ):
            asked = await who.send(thread, f"{there.mention} {text}")
            assert figure in text_of(await there.answered(asked, thread))


async def test_two_talks_in_a_channel_do_not_mix(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        await there.ask(HOMICIDES.question)
        other = await there.ask("and in 2024?", there.colleague)
        assert "109 homicides" not in text_of(other)


async def test_nobody_is_pinged(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        await there.ask(HOMICIDES.question)
        await use(there, "crime ask", question=HOMICIDES.question)
        bodies = [one.json for one in there.env.http_requests if isinstance(one.json, dict)]
        said = [body for body in bodies if body.get("components") or body.get("content")]
        assert said
        assert all(not body["allowed_mentions"]["parse"] for body in said)
        assert all(not body["allowed_mentions"].get("replied_user") for body in said)


async def test_a_post_carries_the_rows_own_key(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        await there.ask(HOMICIDES.question)
        (body,) = (
            dict(one.json or {})
            for one in there.env.http_requests
            if one.path.endswith("/messages") and one.method == "POST"
        )
        assert body["enforce_nonce"] is True
        assert len(body["nonce"]) == 25


async def test_one_person_can_have_plain_text(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        said = await there.colleague.slash(there.channel, "crime settings", layout="plain text", scope="just me")
        assert "just me" in text_of(await there.completed(said))
        assert not (await there.ask(HOMICIDES.question)).content
        plain = await there.ask(HOMICIDES.question, there.colleague)
        assert "97 homicides · London" in plain.content
        assert "Source" in labels(plain)
        source = await there.completed(await there.colleague.click(plain, label="Source"))
        assert source.content


async def test_a_card_that_is_edited_stays_a_card(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        question = await there.reporter.send(there.channel, f"{there.mention} {HOMICIDES.question}")
        await there.answered(question)
        await use(there, "crime settings", layout="plain text")
        await there.reporter.edit(question, f"{there.mention} {HOMICIDES_OF_2024.question}")
        await there.settle()
        assert text_of(there.ours()[0]).startswith("## 109")


async def test_a_server_can_have_public_answers(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        await use(there, "crime settings", answers="public", scope="this server")
        answer = await use(there, "crime ask", question=HOMICIDES.question)
        assert not answer.flags.ephemeral
        assert "Remove" in labels(answer)
        follow_up = await there.colleague.send(there.channel, f"{there.mention} and in 2024?", reply_to=answer)
        assert "109" in text_of(await there.answered(follow_up))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"place": "nowhere at all"}, "No place is known"),
        ({"collections": "gossip"}, "no such collection"),
        ({"place": "camden", "scope": "just me"}, "only the layout"),
        ({}, "Place read where a question names none: London"),
    ],
    ids=["place", "collection", "scope", "look"],
)
async def test_settings_say_what_is_wrong(bot: Bot, tmp_path: Path, options: dict[str, str], said: str) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        assert said in text_of(await use(there, "crime settings", **options))


async def test_discord_is_told_the_commands_once(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        await there.restart()
        told = [one for one in there.env.http_requests if one.method == "PUT" and one.path.endswith("/commands")]
        assert len(told) == 1
        crime, look_up = sorted(told[0].json or [], key=lambda one: one["name"], reverse=True)
        for one in (crime, look_up):
            assert sorted(one["contexts"]) == [0, 1, 2]
            assert sorted(one["integration_types"]) == [0, 1]


async def test_the_doctor_finds_the_commands(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        looked = {what: well async for what, well, _ in examine_application(there.client)}
        assert looked["token"]
        assert looked["commands"]


async def test_a_server_that_removes_us_is_forgotten(bot: Bot, tmp_path: Path) -> None:
    async with world(lambda: Direct(bot), sqlite(tmp_path)) as there:
        answer = await there.ask(HOMICIDES.question)
        await there.settle()
        guild = there.client.get_guild(there.guild.id)
        assert guild is not None
        await there.client.on_guild_remove(guild)
        used = await there.reporter.click(answer, label="Source")
        assert "no longer have this one" in text_of(await there.completed(used))


def test_no_privileged_intent_is_asked_for() -> None:
    asked = intents()
    assert [name for name in ("message_content", "members", "presences") if getattr(asked, name)] == []


def test_the_invitation_asks_for_the_least() -> None:
    address = invitation(1)
    permissions = discord.Permissions(int(address.partition("permissions=")[2].partition("&")[0]))
    assert {name for name, on in permissions if on} == {
        "read_messages", "send_messages", "send_messages_in_threads", "read_message_history",
    }  # fmt: skip
