"""The log: one line an event, the request's id on it, no secret and no words of anybody."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass

import pytest
import structlog
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from adapters import logs
from adapters.redaction import HIDDEN, Redactor, secrets_of
from adapters.settings import Secret, Settings
from tests.adapters.http.standing import logged, sealed, standing

CANARY = "c4n4ryc4n4ryc4n4ry"
TOKENS = (
    f"xoxb-1234567890-1234567890123-{CANARY}", f"xoxp-{CANARY}", f"xoxe.xoxp-1-{CANARY}", f"xoxc-{CANARY}",
    f"xapp-1-A1-2-{CANARY}", f"Bearer {CANARY}", f"bearer%20{CANARY}", f"Bot {CANARY}",
    f"MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.{CANARY}ZnCjm1XVW7vRze4b7Cq4se7kKWs",
    f"postgresql://desk:{CANARY}@db/beatbook", f"postgresql+psycopg://desk:p%40{CANARY}@db:5432/b?sslmode=require",
    f"https://{CANARY}@host/path", f"https://hooks.slack.com/services/T0/B0/{CANARY}",
    f"https://hooks.slack.com/commands/T0/1/{CANARY}", f"https://discord.com/api/webhooks/123/{CANARY}",
    f"https://discord.com/api/v10/interactions/123/{CANARY}/callback", f"https://host/?token={CANARY}&a=1",
    f"{{'token': '{CANARY}'}}", f'{{"access_token":"{CANARY}"}}', f"client_secret={CANARY}", f"password: {CANARY}",
    "v0=" + "0123456789abcdef" * 4,
)  # fmt: skip
HARMLESS = (
    "burglary in Camden", "https://www.met.police.uk/sd/stats", "12.5 per 1,000", "the key figures", "secret: no",
    "2026-11-22T10:00:00.000Z",
    "bot started", "token ring", "knowledge/data/places.csv:12", "Bearer of news",
)  # fmt: skip


@pytest.mark.parametrize("token", TOKENS)
def test_what_looks_like_a_secret_is_hidden(token: str) -> None:
    for text in (token, f"before {token} after", f'"{token}"', f"({token})", f"a\n{token}\nb"):
        hidden = Redactor()(text)
        assert CANARY not in hidden
        assert "0123456789abcdef0123" not in hidden
        assert HIDDEN in hidden


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_stays(text: str) -> None:
    assert Redactor()(text) == text


def test_known_secrets_are_hidden_wherever_they_stand() -> None:
    settings = Settings(
        database_url=Secret("postgresql://desk:swordfish@db/b"),
        slack_signing_secret=Secret("8f742231b10e8888"),
        discord_token=Secret("no pattern knows this"),
    )
    redacted = Redactor(secrets_of(settings))
    for text in ("swordfish", "8f742231b10e8888", "no pattern knows this", "postgresql://desk:swordfish@db/b"):
        assert redacted(f"a{text}b") == f"a{HIDDEN}b"


@given(st.text())
def test_redaction_never_fails_and_is_done_once(text: str) -> None:
    once = Redactor((CANARY,))(text)
    assert Redactor((CANARY,))(once) == once


@given(st.text(max_size=40), st.sampled_from(TOKENS[:9]), st.text(max_size=40))
def test_a_record_is_one_line_whatever_it_holds(before: str, token: str, after: str) -> None:
    with logged((CANARY,)) as log:
        structlog.get_logger("beatbook.test").info("said", what=f"{before} {token} {after}", **{f"k{before}": 1})
    assert CANARY not in log.text
    assert log.text.count("\n") == 1
    assert log.text.isascii()
    assert log.text.rstrip("\n").isprintable()
    assert json.loads(log.text)["at"] == "2026-09-21T14:13:20.000Z"


@dataclass
class Talking:
    text: str = CANARY

    def __str__(self) -> str:
        return self.text


def failing() -> None:
    try:
        raise KeyError(CANARY)
    except KeyError as fault:
        raise ValueError(f"cannot read {CANARY}") from fault


def excepting(log: Callable[..., None]) -> None:
    try:
        failing()
    except ValueError:
        log("broken", exc_info=True)


UNHANDLED = f"Unhandled request ({{'text': '{CANARY}'}})"
SPOKEN: dict[str, Callable[[], object]] = {
    "a text of ours": lambda: structlog.get_logger("adapters.desk").info("question", text=CANARY, question=CANARY),
    "an object": lambda: structlog.get_logger("adapters.desk").info(
        "question", what=Talking(), deep={"a": [Talking(), {"b": {"c": CANARY}}]}
    ),
    "a fault of ours": lambda: excepting(structlog.get_logger("adapters.desk").error),
    "a library's sentence": lambda: logging.getLogger("slack_bolt.App").warning(UNHANDLED),
    "a library's quotation": lambda: logging.getLogger("discord.client").error('Ignoring "%s" in on_message', CANARY),
    "a library's second line": lambda: logging.getLogger("sqlalchemy").error("failed\n[parameters: (%s)]", CANARY),
    "a library's fault": lambda: excepting(logging.getLogger("aiohttp.server").error),
    "a library's extra": lambda: logging.getLogger("slack_sdk").error("said: %s", CANARY, extra={"body": CANARY}),
    "the root": lambda: logging.error("it is: %s", CANARY),  # noqa: LOG015
    "debugging": lambda: logging.getLogger("slack_sdk").debug("Sending %s", CANARY),
    "a format that fails": lambda: logging.getLogger("slack_sdk").error("%d", CANARY),
}  # fmt: skip


@pytest.mark.parametrize("say", SPOKEN.values(), ids=SPOKEN)
def test_nobodys_words_at_info(say: Callable[[], object], capsys: pytest.CaptureFixture[str]) -> None:
    with logged() as log:
        say()
    assert CANARY not in log.text
    assert CANARY not in "".join(capsys.readouterr())


def test_debugging_shows_words_but_no_secrets() -> None:
    with logged(level=logging.DEBUG) as log:
        structlog.get_logger("adapters.desk").debug("question", text=f"burglary xoxb-{CANARY}")
        logging.getLogger("slack_sdk").debug("Sending %s", "burglary: all")
        excepting(structlog.get_logger("adapters.desk").error)
    assert CANARY in log.records[2]["fault"]["says"], "a fault's own words"
    assert f"xoxb-{CANARY}" not in log.text
    assert [record.get("text", record["event"]) for record in log.records[:2]] == [
        f"burglary {HIDDEN}",
        "Sending burglary: all",
    ]


def test_a_fault_is_told_by_where_it_was() -> None:
    with logged() as log:
        excepting(structlog.get_logger("adapters.desk").error)
    (record,) = log.records
    assert record["fault"]["type"] == "ValueError"
    assert record["fault"]["because_of"] == "KeyError"
    assert record["fault"]["at"][-1].endswith(" failing")
    assert record["level"] == "error"


def test_the_id_of_a_request_is_on_every_line() -> None:
    async def one(name: str) -> None:
        with logs.request(name):
            structlog.get_logger("beatbook").info("begun")
            await asyncio.sleep(0)
            logging.getLogger("aiohttp").info("ended")

    async def run() -> None:
        await asyncio.gather(*(one(f"r{n}") for n in range(10)))
        structlog.get_logger("beatbook").info("outside")

    with logged() as log:
        asyncio.run(run())
    ids = [record.get("request") for record in log.records]
    assert sorted(filter(None, ids)) == sorted([f"r{n}" for n in range(10)] * 2)
    assert ids[-1] is None
    with logs.request() as first, logs.request() as second:
        assert len(first) == len(second) == 16
        assert first != second


def test_long_things_are_cut_after_they_were_redacted() -> None:
    with logged() as log:
        structlog.get_logger("beatbook").info(
            "said", what="x" * 290 + f" xoxb-{CANARY}", many=list(range(10_000)), n=10**5_000
        )
    assert CANARY[:6] not in log.text
    assert len(log.text) < 2_000


def test_a_stream_that_cannot_be_written_to_tells_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    with logged() as log:
        log.stream.close()
        structlog.get_logger("beatbook").error("said", what=CANARY)
        log.stream = io.StringIO()
    assert "".join(capsys.readouterr()) == ""


def test_canaries_everywhere_and_in_no_line_and_no_metric() -> None:
    """Tokens in the settings, in messages, in addresses, in headers and in faults: through everything at once."""
    settings = Settings(
        slack_bot_token=Secret(f"xoxb-{CANARY}"),
        slack_app_token=Secret(f"xapp-{CANARY}"),
        slack_signing_secret=Secret(f"{CANARY}-signing"),
        discord_token=Secret(f"{CANARY}-discord"),
        database_url=Secret(f"postgresql://desk:{CANARY}@db/b"),
    )
    secret = f"{CANARY}-signing"

    async def failing_handler(request: web.Request) -> web.Response:
        body = await request.text()
        structlog.get_logger("beatbook.slack").info(
            "taken", body=body, token=TOKENS[0], url=str(request.url), of=settings
        )
        logging.getLogger("slack_bolt").error("Failed to run listener (error: %s)", body)
        raise RuntimeError(body)

    async def run() -> str:
        async with standing(secrets=(secret,), handler=failing_handler) as at:
            for token in TOKENS:
                body = f'{{"token":"{token}","text":"{CANARY}"}}'.encode()
                for headers in (sealed(body, secret=secret), sealed(body), {"Authorization": f"Bearer {CANARY}"}):
                    await at.talk_to(body, headers, token)
            return (await at.get("/metrics"))[1] + (await at.get("/readyz"))[1]

    with logged(secrets_of(settings)) as log:
        told = asyncio.run(run())
    assert len(log.records) > 40
    assert CANARY not in log.text
    assert CANARY not in told
