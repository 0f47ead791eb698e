"""What Slack and the network do to the bot: no question lost, none answered twice, a thread's order kept."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import resource
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import ClientSession

from adapters.desk.answering import Crew
from bot.bot import Bot
from tests.adapters.desk.rig import Direct, run
from tests.adapters.scenarios import HOMICIDES, gives
from tests.adapters.slack.between import SECRET, Between, Broken, Call, Fault, Payload
from tests.adapters.slack.conftest import Charted
from tests.adapters.slack.stage import SlackStage
from tests.adapters.slack.standing import (
    CHANNEL,
    DIRECT,
    MODES,
    OURS,
    QUICK,
    REPORTER_ID,
    TEAM,
    Mode,
    channel,
    house_on,
    lead,
    on_slack,
    peer,
    serving,
    until,
)

pytestmark = [pytest.mark.servers, pytest.mark.usefixtures("local_slack")]

QUESTIONS = 12
SENDS = {"chat.postMessage", "chat.update", "chat.delete", "conversations.replies", "conversations.history"}
MANY, FIRST, CHANNELS, APART = 1000, 200, 50, 0.01
LEAST_SECONDS_APART, MOST_GROWTH = 0.95, 96 * 2**20


def every_third(broken: Broken) -> Fault:
    """Every third call of what the desk sends goes wrong."""
    return lambda method, number: broken if method in SENDS and number % 3 == 0 else None


FAULTS: dict[str, Fault] = {
    "429 with Retry-After": every_third(Broken(429, retry_after="1")),
    "503": every_third(Broken(503)),
    "503, and yet it arrived": every_third(Broken(503, arrives=True)),
    # Longer than the client waits: nobody knows whether it arrived, and it did.
    "10 s, and then it arrives": lambda method, number: (
        Broken(seconds=10.0, arrives=True) if method == "chat.postMessage" and number == 2 else None
    ),
}


async def ask(between: Between, text: str, where: str = CHANNEL, thread: str = "") -> str:
    """Name the bot; the question's id."""
    more = {"thread_ts": thread} if thread else {}
    said = await between.control("message", channel=where, user=REPORTER_ID, text=f"<@{OURS}> {text}", **more)
    return str(said["message"]["ts"])


async def answers(between: Between, where: str = CHANNEL) -> dict[str, list[str]]:
    """The texts of our messages, by the thread they stand in."""
    found: dict[str, list[str]] = defaultdict(list)
    for message in await between.messages(where):
        if message.get("user") == OURS:
            found[message.get("thread_ts", "")].append(message["text"])
    return found


async def answered(between: Between, asked: list[str], seconds: float = 60.0) -> dict[str, list[str]]:
    """All answers, when every question has one and nothing more comes."""
    async with asyncio.timeout(seconds):
        while set(asked) - set(await answers(between)):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    await asyncio.sleep(1.5)
    return await answers(between)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_every_question_has_one_answer(fault: str, mode: Mode, bot: Bot, short: Path) -> None:
    async def asked() -> None:
        async with on_slack(short, mode, Direct(bot)) as (between, _):
            between.fault = FAULTS[fault]
            ids = [await ask(between, f"homicides in London in 2025 {'please ' * n}") for n in range(QUESTIONS)]
            found = await answered(between, ids)
            assert {ts: len(found[ts]) for ts in ids} == dict.fromkeys(ids, 1)

    run(asked(), 120)


@pytest.mark.parametrize("mode", MODES)
def test_a_thread_keeps_its_order(mode: Mode, bot: Bot, short: Path) -> None:
    turns = ("homicides in London in 2025", "and in 2024?", "homicides in London in 2025", "and in 2022?")

    async def asked() -> None:
        async with on_slack(short, mode, Direct(bot)) as (between, _):
            between.fault = every_third(Broken(503))
            root = await ask(between, turns[0])
            for turn in turns[1:]:
                await ask(between, turn, thread=root)
            async with asyncio.timeout(60):
                while len((await answers(between))[root]) < len(turns):  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
            said = (await answers(between))[root]
            assert [text.split()[0] for text in said] == ["97", "109", "97", "109"]

    run(asked(), 90)


def test_what_is_delivered_again_is_answered_once(bot: Bot, short: Path) -> None:
    async def asked() -> None:
        async with on_slack(short, "http", Direct(bot)) as (between, life):
            event = {
                "type": "app_mention", "user": REPORTER_ID, "text": f"<@{OURS}> homicides in London in 2025",
                "channel": CHANNEL, "ts": "1790000000.000100",
            }  # fmt: skip
            body = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": event}
            raw = json.dumps(body).encode()
            for number in range(4):
                again = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_timeout"} if number else {}
                assert (await between.knock(raw, "application/json", again))[0] == 200
                # Slack signs each delivery anew, and with another second: the same one would be a replay.
                await asyncio.sleep(1.1)
            await until(lambda: bool(between.posts()))
            await asyncio.sleep(1)
            assert len(between.posts()) == 1
            assert life.given_up == []

    run(asked())


def test_sockets_that_break_off_or_go_deaf_lose_nothing(bot: Bot, short: Path) -> None:
    async def asked() -> None:
        async with on_slack(short, "socket", Direct(bot)) as (between, life):
            ids = []
            for n in range(6):
                ids.append(await ask(between, f"homicides in London in 2025 {'please ' * n}"))
                between.drop()
            between.deaf = True
            ids.append(await ask(between, "homicides in London in 2024"))
            await asyncio.sleep(5)
            between.deaf = False
            found = await answered(between, ids)
            assert {ts: len(found[ts]) for ts in ids} == dict.fromkeys(ids, 1)
            await until(lambda: life.guest.lacking() == "")

    run(asked(), 120)


@pytest.mark.parametrize("mode", MODES)
def test_a_restart_in_mid_question_answers_once(mode: Mode, bot: Bot, short: Path) -> None:
    async def asked() -> None:
        async with peer(short, mode) as between:
            house = house_on(between, mode, short)
            # The message arrives, and its sender dies before it hears of it.
            between.fault = lambda method, _: Broken(503, 3.0, arrives=True) if method == "chat.postMessage" else None
            async with serving(house, Direct(bot), drain=0.0) as life:
                lead(between, life, mode)
                ts = await ask(between, HOMICIDES.question)
                await until(lambda: between.seen["chat.postMessage"] > 0)
            between.fault = lambda _method, _number: None
            async with serving(house, Direct(bot)) as life:
                lead(between, life, mode)
                later = await ask(between, HOMICIDES.question + " Please")
                found = await answered(between, [ts, later])
                assert [len(found[ts]), len(found[later])] == [1, 1]
                assert between.seen["conversations.replies"] > 0

    run(asked(), 90)


def test_a_dead_token_ends_the_process(bot: Bot, short: Path) -> None:
    async def opened() -> None:
        async with peer(short, "socket") as between:
            house = house_on(between, "socket", short)
            between.instead["apps.connections.open"] = {"ok": False, "error": "invalid_auth"}
            async with serving(house, Direct(bot)) as life:
                await until(lambda: bool(life.given_up))
                assert "BEATBOOK_SLACK_APP_TOKEN" in life.given_up[0]

    run(opened())


@pytest.mark.parametrize("mode", MODES)
def test_a_thousand_questions_in_fifty_channels(mode: Mode, built: Path, short: Path) -> None:
    """A hundred a second, answered by processes of their own; a channel hears one a second, after the first five."""

    async def asked() -> None:
        limits = replace(QUICK, channel_rate=1.0, channel_burst=5, most_open=2000, claim_at_once=100)
        crew = Crew(lambda: built, ("articles",))
        async with on_slack(short, mode, crew, limits, channels=CHANNELS) as (between, life):
            brought = [asyncio.create_task(between.bring("events_api", _asked_in_turn(n))) for n in range(FIRST)]
            await asyncio.gather(*brought)
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
            for n in range(FIRST, MANY):
                brought.append(asyncio.create_task(between.bring("events_api", _asked_in_turn(n))))
                await asyncio.sleep(APART)
            await asyncio.gather(*brought)
            await until(lambda: len(between.posts()) >= MANY, 120)
            assert len({(call.body["channel"], call.body["thread_ts"]) for call in between.posts()}) == MANY
            assert len(between.posts()) == MANY
            _paced(between.posts())
            assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before < MOST_GROWTH
            await until(lambda: life.desk.depth == 0)

    run(asked(), 200)


def _asked_in_turn(number: int) -> Payload:
    """A mention, in one channel after the other."""
    event = {
        "type": "app_mention", "user": REPORTER_ID, "text": f"<@{OURS}> homicides in London in 2025",
        "channel": channel(number % CHANNELS), "ts": f"{1790000000 + number}.000100",
    }  # fmt: skip
    return {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{number}", "event": event}


def _paced(posts: list[Call]) -> None:
    times: dict[str, list[float]] = defaultdict(list)
    for call in posts:
        times[call.body["channel"]].append(call.at)
    for heard in times.values():
        for first, sixth in zip(heard, heard[6:], strict=False):
            assert sixth - first > LEAST_SECONDS_APART


def test_private_answers_survive_a_busy_response_url(bot: Bot, short: Path) -> None:
    async def asked() -> None:
        async with on_slack(short, "socket", Direct(bot)) as (between, _):
            between.fault = lambda method, number: (
                Broken(429, retry_after="1") if method == "response_url" and number == 1 else None
            )
            gives(await SlackStage(between).slash(HOMICIDES.question), HOMICIDES)

    run(asked())


def test_nothing_unsigned_is_taken(bot: Bot, short: Path) -> None:
    """Bad signature, old timestamp, replay, malformed body: each refused with 4xx, and nothing breaks."""

    async def asked() -> None:
        async with on_slack(short, "http", Direct(bot)) as (between, life):
            good = json.dumps({"type": "url_verification", "challenge": "c"}).encode()
            for refused in (*_forged(good), *_broken()):
                status = await _post(life.events_url, *refused)
                assert 400 <= status < 500, refused
            stamp = str(int(time.time()))
            signed = (good, "application/json", _sealed(good, stamp))
            assert await _post(life.events_url, *signed) == 200
            assert await _post(life.events_url, *signed) == 401
            assert (await between.knock(good, "application/json"))[0] in {200, 401}
            assert life.desk.depth == 0

    run(asked())


def _sealed(body: bytes, stamp: str, secret: str = SECRET) -> dict[str, str]:
    mac = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={mac}"}


Sent = tuple[bytes, str, dict[str, str]]


def _forged(body: bytes) -> list[Sent]:
    now, old, ahead = (str(int(time.time()) + apart) for apart in (0, -301, 301))
    seals = [
        {},
        _sealed(body, now, "another-secret"),
        _sealed(body + b" ", now),
        _sealed(body, old),
        _sealed(body, ahead),
    ]
    return [(body, "application/json", seal) for seal in seals]


def _broken() -> list[Sent]:
    """Signed as Slack would, and nothing that Slack would send."""
    bodies = (b"{", b"\xff\xfe", b"[]", b'"x"', b"null", b"payload=%7B", b"payload=[]", b"", b"{}", b"command=/other")
    kinds = ("application/json", "application/x-www-form-urlencoded", "text/plain")
    now = int(time.time())
    return [
        (body, kind, _sealed(body, str(now - n)))
        for n, kind in enumerate(kinds)
        for body in bodies
    ]  # fmt: skip


async def _post(url: str, body: bytes, kind: str, headers: dict[str, str]) -> int:
    sealed = {**headers, "Content-Type": kind}
    async with ClientSession() as session, session.post(url, data=body, headers=sealed) as answer:
        assert "Traceback" not in await answer.text()
        return answer.status


@pytest.mark.parametrize("mode", MODES)
def test_what_no_peer_has(mode: Mode, charts: Charted, short: Path) -> None:
    """Shortcuts, typeahead, the Messages tab: payloads as Slack's documents show them."""

    async def asked() -> None:
        async with on_slack(short, mode, charts) as (between, _):
            stage = SlackStage(between)
            assert (await stage.suggested("topic", "homi"))[0]["text"]["text"] == "Homicides"
            assert (await stage.suggested("place", "madr"))[0]["value"] == "madrid"
            assert await stage.suggested("period", "2025")
            message = {"type": "message", "user": REPORTER_ID, "ts": "1.1", "text": HOMICIDES.question}
            url = between.response_url()
            await stage.shortcut(
                "message_action", "look_up", message=message, channel={"id": CHANNEL}, response_url=url
            )  # fmt: skip
            await until(lambda: between.seen["response_url"] == 1)
            private = next(call.body for call in between.calls if call.method == "response_url")
            assert private["response_type"] == "ephemeral"
            assert HOMICIDES.figure in private["text"]
            await stage.shortcut("shortcut", "ask_figure")
            await until(lambda: between.seen["views.open"] == 1)
            values = {name: {name: _chosen(said)} for name, said in FORM.items()}
            await stage.send_form(values)
            await until(lambda: between.seen["chat.postMessage"] == 1)
            assert between.posts()[0].body["channel"] == DIRECT
            assert HOMICIDES.figure in between.posts()[0].body["text"]
            opened = {"type": "app_home_opened", "user": REPORTER_ID, "channel": DIRECT, "tab": "messages"}
            await between.bring("events_api", {"type": "event_callback", "team_id": TEAM, "event": opened})
            await until(lambda: between.seen["assistant.threads.setSuggestedPrompts"] == 1)

    run(asked())


FORM = {"topic": "homicides", "place": "london", "period": "2025"}


def _chosen(value: str) -> dict[str, object]:
    return {
        "type": "external_select",
        "selected_option": {"value": value, "text": {"type": "plain_text", "text": value}},
    }
