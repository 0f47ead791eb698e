"""The straight flow: committed, acknowledged, answered, sent once; talks, edits, deletions, shares."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from adapters.desk.event import Event, Gone, talk_key
from adapters.scripted.platform import Fault, Scripted
from adapters.state.state import State
from bot.bot import Bot
from tests.adapters.desk.rig import QUICK, Direct, asked, by_question, desk_on, replies, run, shown, until
from tests.torture.desk_talks import foreign_turns

Open = Callable[[], State]
QUESTION, FOLLOW_UP, CORRECTED = "homicides in London in 2025", "and in 2024?", "homicides in London in 2024"


def all_done(state: State) -> Callable[[], bool]:
    return lambda: state.depth() == 0


def test_a_question_is_answered_once(state: State, platform: Scripted, bot: Bot) -> None:
    async def work() -> None:
        async with desk_on(state, platform, Direct(bot)) as desk:
            assert await desk.take(asked(1))
            assert not await desk.take(asked(1))
            await until(all_done(state))

    run(work())
    assert shown(platform) == replies(bot, QUESTION)


def test_the_turns_of_a_talk_follow_each_other(state: State, platform: Scripted, bot: Bot) -> None:
    turns = [QUESTION, FOLLOW_UP, "and in 2022?", "burglary in Camden"]

    async def work() -> None:
        async with desk_on(state, platform, Direct(bot)) as desk:
            events = [
                asked(10 * talk + n, text, thread=f"t{talk}") for n, text in enumerate(turns) for talk in range(5)
            ]
            await asyncio.gather(*map(desk.take, events))
            await until(all_done(state))

    run(work())
    messages = platform.messages()
    for talk in range(5):
        assert [m.text for m in messages if m.thread == f"t{talk}"] == replies(bot, *turns)


def test_keys_of_talks() -> None:
    thread, other = asked(1, thread="t"), asked(2, thread="t", user="U2")
    assert talk_key(thread) == talk_key(other)
    assert talk_key(replace(thread, private=True)) != talk_key(replace(other, private=True))
    assert talk_key(asked(1)) != talk_key(asked(1, user="U2"))
    assert talk_key(asked(1, thread="U1")) != talk_key(asked(1))
    assert talk_key(asked(1, team='T","C')) != talk_key(asked(1, team="T", channel='C","C1'))
    assert len({talk_key(asked(1, team=team, thread="t")) for team in ("T1", "T2")}) == 2


def test_an_edit_changes_the_answer(state: State, platform: Scripted, bot: Bot) -> None:
    async def work() -> None:
        async with desk_on(state, platform, Direct(bot)) as desk:
            await desk.take(asked(1))
            await until(lambda: len(shown(platform)) == 1)
            await desk.take(asked(2, CORRECTED, kind="edit", message="m1"))
            await until(all_done(state))
            await desk.take(asked(3, QUESTION, kind="edit", message="m1"))
            await until(all_done(state))

    run(work())
    (message,) = platform.messages()
    assert (message.text, message.updates) == (replies(bot, QUESTION)[0], 2)


def test_an_edit_before_the_answer_takes_its_place(state: State, platform: Scripted, bot: Bot) -> None:
    async def work() -> None:
        async with desk_on(state, platform, Direct(bot, seconds=0.2)) as desk:
            await desk.take(asked(1))
            await asyncio.sleep(0.1)
            await desk.take(asked(2, CORRECTED, kind="edit", message="m1"))
            await until(all_done(state))

    run(work())
    (message,) = platform.messages()
    assert (message.text, message.updates) == (replies(bot, CORRECTED)[0], 0)


def test_a_deletion_takes_the_answer_away(state: State, platform: Scripted, bot: Bot) -> None:
    async def work() -> None:
        async with desk_on(state, platform, Direct(bot, seconds=0.1)) as desk:
            await desk.take(asked(1))
            await until(lambda: len(shown(platform)) == 1)
            await desk.take(asked(2, "", kind="delete", message="m1"))
            await until(all_done(state))
            assert shown(platform) == []
            await desk.take(asked(3, message="m3"))
            await desk.take(asked(4, "", kind="delete", message="m3"))
            await until(all_done(state))

    run(work())
    assert len(platform.messages()) == 1


def test_edits_and_deletions_of_what_was_no_question(state: State, platform: Scripted, bot: Bot) -> None:
    async def work() -> None:
        async with desk_on(state, platform, Direct(bot)) as desk:
            await desk.take(asked(1, kind="edit", message="other"))
            await desk.take(asked(2, kind="delete", message="other"))
            await until(all_done(state))

    run(work())
    assert platform.messages() == []


def test_only_the_asker_shares(state: State, platform: Scripted, bot: Bot) -> None:
    click = asked(9, "", kind="action", user="U1", message="")
    ref = bot.ask(QUESTION, asked(1).asked_on)[0].ref

    async def work() -> None:
        async with desk_on(state, platform, Direct(bot)) as desk:
            await desk.take(asked(1, private=True))
            await until(all_done(state))
            assert not await desk.share(replace(click, user="U2"), ref)
            assert not await desk.share(replace(click, team="T2"), ref)
            assert not await desk.share(click, "aaaaa-bbbbb")
            assert await desk.share(click, ref)
            assert await desk.share(click, ref)
            await until(all_done(state))

    run(work())
    assert shown(platform) == replies(bot, QUESTION) * 2


def test_where_nothing_can_be_sent_nothing_is_tried_again(state: State, platform: Scripted, bot: Bot) -> None:
    gone = Scripted(platform._path, {("send", 1): Fault(Gone("is_archived"))})

    async def work() -> None:
        async with desk_on(state, gone, Direct(bot)) as desk:
            await desk.take(asked(1))
            await until(all_done(state))
            await desk.take(asked(2))
            await until(all_done(state))

    run(work())
    gone.close()
    assert gone.calls["send"] == 2
    assert len(shown(platform)) == 1


def test_a_poisonous_question_is_parked_alone(state: State, platform: Scripted, bot: Bot) -> None:
    answering = Direct(bot)

    async def work() -> None:
        async with desk_on(state, platform, answering) as desk:
            await asyncio.gather(desk.take(asked(1, "poison")), *(desk.take(asked(n, user=f"U{n}")) for n in (2, 3)))
            await until(all_done(state))

    run(work())
    texts = by_question(platform.messages())
    assert answering.asked.count("poison") == QUICK.most_tries
    (apology,) = texts.pop("m1")
    assert apology.startswith("Sorry, this question broke something here")
    assert list(texts.values()) == [replies(bot, QUESTION)] * 2


def test_a_stop_finishes_what_is_in_hand(state: State, platform: Scripted, bot: Bot) -> None:
    async def work() -> None:
        async with desk_on(state, platform, Direct(bot, seconds=0.3)) as desk:
            await asyncio.gather(*(desk.take(asked(n, user=f"U{n}")) for n in range(20)))
            await until(lambda: desk.depth == len(desk._jobs) == 20)

    run(work())
    assert state.depth() == 0
    assert len(shown(platform)) == 20


def test_what_a_stop_leaves_is_taken_up_by_another(opened: Open, platform: Scripted, bot: Bot) -> None:
    async def work() -> None:
        async with desk_on(opened(), platform, Direct(bot, seconds=5), drain=0.1) as desk:
            await asyncio.gather(*(desk.take(asked(n, user=f"U{n}")) for n in range(20)))
            await until(lambda: len(desk._jobs) == 20)
        state = opened()
        assert state.depth() == 20
        async with desk_on(state, platform, Direct(bot), worker="w2"):
            await until(all_done(state))

    run(work())
    assert len(shown(platform)) == 20


def test_every_delivery_makes_one_reply(opened: Open, platform: Scripted, bot: Bot) -> None:
    """Five deliveries of each event at once to two workers, and again after a restart."""
    events = [asked(n, user=f"U{n}") for n in range(100)]
    news: list[bool] = []

    async def deliver(*to: Callable[[Event], object]) -> None:
        results = await asyncio.gather(*(take(event) for event in events for take in to))  # type: ignore[call-overload]
        news.extend(results)

    async def work() -> None:
        one, two = opened(), opened()
        async with (
            desk_on(one, platform, Direct(bot)) as first,
            desk_on(two, platform, Direct(bot), worker="w2") as second,
        ):
            await deliver(first.take, second.take, first.take, second.take, second.take)
            await until(all_done(one))
        async with desk_on(one, platform, Direct(bot)) as again:
            await deliver(*[again.take] * 5)
            await until(all_done(one))

    run(work())
    assert sum(news) == len(events)
    assert sorted(by_question(platform.messages()).values()) == [replies(bot, QUESTION)] * len(events)


def test_no_talk_shows_in_another(bot: Bot) -> None:
    """A short run; `make torture` takes 100,000 turns."""
    assert foreign_turns(bot, 1_000) == 0
