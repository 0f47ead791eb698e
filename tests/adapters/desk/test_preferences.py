"""What channels prefer, what readers say, what an asker may see again or take away."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.contract import read_reply
from adapters.desk.answerer import Bots
from adapters.desk.answering import Crew
from adapters.desk.preferences import MOST_CHANNELS, Preferences, Remembered, from_data, to_data
from adapters.desk.scope import Scope
from adapters.scripted.platform import Scripted
from adapters.state.errors import StateError, Unavailable
from adapters.state.state import State
from bot.bot import Bot
from knowledge.base import KnowledgeBase
from knowledge.build import build
from tests.adapters.desk.rig import TODAY, Direct, asked, desk_on, replies, run, shown, until
from tests.adapters.desk.test_faults import Faulty

QUESTION, FOLLOW_UP, CORRECTED = "homicides in London in 2025", "and in 2024?", "homicides in London in 2024"
NO_PLACE = "homicides in 2025"
CAMDEN = Preferences("camden", private=False, plain=True)
SAMPLE = Path(__file__).resolve().parents[2] / "knowledge" / "sample"
UNREADABLE: tuple[dict[str, object], ...] = (
    {"place": 7},
    {"collections": "articles"},
    {"private": "perhaps"},
    {"plain": []},
)


def all_done(state: State) -> Callable[[], bool]:
    return lambda: state.depth() == 0


@pytest.mark.parametrize("data", UNREADABLE, ids=str)
def test_what_cannot_be_read_is_the_default(data: dict[str, object]) -> None:
    assert from_data(data) == Preferences()


def test_preferences_survive_json_and_newer_versions() -> None:
    full = Preferences("camden", False, ("articles", "dossier"), True)
    assert from_data({**to_data(full), "of_a_newer_version": 1}) == full
    assert from_data({}) == Preferences()


def test_what_is_remembered_is_bounded() -> None:
    remembered = Remembered()
    for number in range(MOST_CHANNELS + 5):
        remembered.note(("p", "T", str(number)), {"place": "camden"})
    assert remembered.last(("p", "T", "0")) == Preferences()
    assert remembered.last(("p", "T", str(MOST_CHANNELS))).place == "camden"
    assert len(remembered._last) == MOST_CHANNELS


def test_a_channels_own_come_before_the_workspaces(state: State, platform: Scripted, bot: Bot) -> None:
    async def work() -> None:
        async with desk_on(state, platform, Direct(bot)) as desk:
            assert await desk.preferences("scripted", "T1", "C1") == Preferences()
            await desk.set_preferences("scripted", "T1", "", replace(CAMDEN, place="ilford"), "U1")
            assert (await desk.preferences("scripted", "T1", "C1")).place == "ilford"
            await desk.set_preferences("scripted", "T1", "C1", CAMDEN, "U1")
            assert await desk.preferences("scripted", "T1", "C1") == CAMDEN
            assert (await desk.preferences("scripted", "T1", "C2")).place == "ilford"
            assert await desk.preferences("scripted", "T2", "C1") == Preferences()

    run(work())


def test_a_channels_place_answers_and_the_workspace_elsewhere(state: State, platform: Scripted, bot: Bot) -> None:
    async def work() -> None:
        async with desk_on(state, platform, Direct(bot)) as desk:
            await desk.set_preferences("scripted", "T1", "", replace(CAMDEN, place="london"), "U1")
            await desk.set_preferences("scripted", "T1", "C1", CAMDEN, "U1")
            for number, (team, channel) in enumerate((("T1", "C1"), ("T1", "C2"), ("T2", "C1"))):
                await desk.take(asked(number, NO_PLACE, team=team, channel=channel))
            await until(all_done(state))

    run(work())
    said = {(m.team, m.channel): m.text for m in platform.messages()}
    assert said["T1", "C1"].startswith("Not held: homicides for Camden in 2025.")
    assert "Camden (this channel's default)" in said["T1", "C1"]
    assert "(this channel's default)" in said["T1", "C2"]
    assert said["T2", "C1"] == bot.ask(NO_PLACE, TODAY)[0].text


def test_a_place_that_is_no_more_is_london(state: State, platform: Scripted, bot: Bot) -> None:
    async def work() -> None:
        async with desk_on(state, platform, Direct(bot)) as desk:
            await desk.set_preferences("scripted", "T1", "C1", Preferences("atlantis"), "U1")
            await desk.take(asked(1, NO_PLACE))
            await until(all_done(state))

    run(work())
    assert shown(platform) == replies(bot, NO_PLACE)


def test_collections_restrict_the_knowledge(built: Path, bot: Bot) -> None:
    """Each set of collections has a bot of its own; a name that is not switched on is no collection here."""
    scopes = [Scope(), Scope("", ("articles",)), Scope("", ("dossier",)), Scope("", ("articles", "dossier"))]
    every = KnowledgeBase.open(built).collections

    async def work() -> list[str]:
        crew = Crew(lambda: built, ("articles",), size=1)
        await crew.start()
        try:
            answers = [await crew.answer(QUESTION, TODAY, None, scope) for scope in scopes]
            assert crew.menu.version == bot.knowledge.version
            assert crew.menu.collections == ("articles",)
        finally:
            await crew.stop()
        return [read_reply(answer.reply).outcome for answer in answers]

    assert "articles" in every
    assert run(work()) == ["answer", "answer", "abstain", "answer"]


def test_only_so_many_sets_of_collections_are_open(tmp_path: Path) -> None:
    """The one used least lately is closed; what it was asked is answered as before when it is opened again."""
    bots = Bots(build((SAMPLE,), tmp_path).path, None, most=2)
    sets = (("articles",), ("dossier",), ("articles",), ("unknown",), ("articles",), ("dossier",))
    refs = [bots.ask(QUESTION, TODAY, None, Scope("", chosen))[0].ref for chosen in sets]
    assert list(bots._parts) == [("articles",), ("dossier",)]
    assert (refs[0], refs[1]) == (refs[4], refs[5])
    assert len(set(refs)) == 3


def test_a_database_that_hangs_is_not_waited_for(tmp_path: Path, platform: Scripted, bot: Bot) -> None:
    async def work() -> None:
        state = Faulty.open(f"sqlite:///{tmp_path / 'state.sqlite'}")
        assert isinstance(state, Faulty)
        async with desk_on(state, platform, Direct(bot)) as desk:
            await desk.set_preferences("scripted", "T1", "C1", CAMDEN, "U1")
            assert await desk.preferences("scripted", "T1", "C1") == CAMDEN
            state.held = threading.Event()
            try:
                assert await desk.preferences("scripted", "T1", "C1", within=0.01) == CAMDEN
                assert await desk.preferences("scripted", "T1", "C2", within=0.01) == Preferences()
            finally:
                state.held.set()
        state.close()

    run(work())


def test_a_channel_follows_its_workspace_in_what_it_has_not_set(state: State, platform: Scripted, bot: Bot) -> None:
    async def work() -> None:
        async with desk_on(state, platform, Direct(bot)) as desk:
            await desk.set_preferences("scripted", "T1", "", CAMDEN, "U1")
            await desk.set_own_preferences("scripted", "T1", "C1", {"place": "ilford"}, "U1")
            assert await desk.preferences("scripted", "T1", "C1") == replace(CAMDEN, place="ilford")
            assert await desk.own_preferences("scripted", "T1", "C1") == {"place": "ilford"}
            await desk.set_preferences("scripted", "T1", "", replace(CAMDEN, plain=False), "U1")
            assert await desk.preferences("scripted", "T1", "C1") == replace(CAMDEN, place="ilford", plain=False)

    run(work())


def test_while_the_database_is_away_the_last_known_holds(tmp_path: Path, platform: Scripted, bot: Bot) -> None:
    async def work() -> None:
        state = Faulty.open(f"sqlite:///{tmp_path / 'state.sqlite'}")
        assert isinstance(state, Faulty)
        async with desk_on(state, platform, Direct(bot)) as desk:
            await desk.set_preferences("scripted", "T1", "C1", CAMDEN, "U1")
            assert await desk.preferences("scripted", "T1", "C1") == CAMDEN
            state.away = Unavailable("away")
            assert await desk.preferences("scripted", "T1", "C1") == CAMDEN
            assert await desk.preferences("scripted", "T1", "C2") == Preferences()
            reply = await desk.answer_without_row(asked(1, NO_PLACE))
            assert reply is not None
            assert reply.text.startswith("Not held: homicides for Camden in 2025.")
            with pytest.raises(StateError):
                await desk.set_preferences("scripted", "T1", "C1", Preferences(), "U1")
            state.away = None
        state.close()

    run(work())


def test_a_reply_is_had_again_by_its_asker(state: State, platform: Scripted, bot: Bot) -> None:
    reply = bot.ask(QUESTION, TODAY)[0]

    async def work() -> None:
        async with desk_on(state, platform, Direct(bot)) as desk:
            await desk.take(asked(1))
            await until(all_done(state))
            assert await desk.reply("scripted", "T1", reply.ref) == reply
            assert await desk.reply("scripted", "T1", reply.ref, "U1") == reply
            assert await desk.reply("scripted", "T1", reply.ref, "U2") is None
            assert await desk.reply("scripted", "T2", reply.ref) is None
            assert desk.menu == bot.menu

    run(work())


def test_feedback_is_kept_once_a_reader(state: State, platform: Scripted, bot: Bot) -> None:
    async def work() -> None:
        async with desk_on(state, platform, Direct(bot)) as desk:
            await desk.feedback("scripted", "T1", "aaaaa-bbbbb", "good", "", "U1")
            await desk.feedback("scripted", "T1", "aaaaa-bbbbb", "bad", "another year", "U1")
            await desk.feedback("scripted", "T1", "aaaaa-bbbbb", "good", "", "U2")

    run(work())
    assert sorted((f.verdict, f.reason) for f in state.list_feedback()) == [("bad", "another year"), ("good", "")]


def test_recent_questions_are_the_users_own(state: State, platform: Scripted, bot: Bot) -> None:
    async def work() -> None:
        async with desk_on(state, platform, Direct(bot)) as desk:
            events = [
                asked(1, "burglary in Camden"),
                asked(2, QUESTION, thread="t2"),
                asked(3, "theirs", user="U2"),
                asked(4, "elsewhere", team="T2"),
                asked(5, "deleted soon"),
                asked(6, CORRECTED, kind="edit", message="m2", thread="t6"),
                asked(7, "", kind="delete", message="m5"),
                asked(8, "what can you do?", kind="action", message="p1"),
            ]
            for event in events:
                await desk.take(event)
                await until(all_done(state))
            recent = await desk.recent("scripted", "T1", "U1")
            assert [(a.text, a.outcome) for a in recent] == [
                ("what can you do?", "help"), (CORRECTED, "answer"), ("burglary in Camden", "abstain"),
            ]  # fmt: skip
            assert (recent[1].ref, recent[1].asked_on) == (bot.ask(CORRECTED, TODAY)[0].ref, TODAY)
            assert len(await desk.recent("scripted", "T1", "U1", 2)) == 2
            assert await desk.recent("scripted", "T1", "U9") == []

    run(work())


def test_only_the_asker_takes_a_reply_away(state: State, platform: Scripted, bot: Bot) -> None:
    ref = bot.ask(QUESTION, TODAY)[0].ref

    async def work() -> None:
        async with desk_on(state, platform, Direct(bot)) as desk:
            for number in (1, 2):
                await desk.take(asked(number, thread=f"t{number}"))
                await until(all_done(state))
            first, second = (message.id for message in platform.messages())
            click = asked(9, "", kind="action", message=first)
            assert not await desk.remove(replace(click, user="U2"), ref)
            assert not await desk.remove(replace(click, team="T2"), ref)
            assert not await desk.remove(click, "aaaaa-bbbbb")
            assert all(await asyncio.gather(desk.remove(click, ref), desk.remove(click, ref)))
            await until(all_done(state))
            assert [m.id for m in platform.messages() if not m.deleted] == [second]
            assert platform.calls["delete"] == 1
            assert not await desk.remove(replace(click, key="another", message="unknown"), ref)
            assert await desk.remove(replace(click, key="another", message=second), ref)
            await until(all_done(state))

    run(work())
    assert shown(platform) == []


def test_what_is_shared_can_be_taken_away(state: State, platform: Scripted, bot: Bot) -> None:
    ref = bot.ask(QUESTION, TODAY)[0].ref

    async def work() -> None:
        async with desk_on(state, platform, Direct(bot)) as desk:
            await desk.take(asked(1, private=True))
            await until(all_done(state))
            assert await desk.share(asked(2, "", kind="action"), ref)
            await until(all_done(state))
            private, shared = (message.id for message in platform.messages())
            assert await desk.remove(asked(3, "", kind="action", message=shared), ref)
            await until(all_done(state))
            assert [m.id for m in platform.messages() if not m.deleted] == [private]

    run(work())


def test_a_question_that_begins_with_share_is_a_question(state: State, platform: Scripted, bot: Bot) -> None:
    question = "share of homicide victims under 25"

    async def work() -> None:
        async with desk_on(state, platform, Direct(bot)) as desk:
            await desk.take(asked(1, question, kind="action"))
            await until(all_done(state))

    run(work())
    assert shown(platform) == replies(bot, question)


def test_a_workspace_is_forgotten(state: State, platform: Scripted, bot: Bot) -> None:
    async def work() -> None:
        async with desk_on(state, platform, Direct(bot)) as desk:
            await desk.take(asked(1))
            await desk.take(asked(2, user="U2"))
            await until(all_done(state))
            assert await desk.forget("scripted", "T1", "U1") > 0
            assert await desk.recent("scripted", "T1", "U1") == []
            assert len(await desk.recent("scripted", "T1", "U2")) == 1
            assert await desk.forget("scripted", "T1") > 0
            assert await desk.recent("scripted", "T1", "U2") == []

    run(work())
